"""What a foreign file or a package claims. `read` takes any of them."""

from core.readers.read import read
from core.readers.reading import Reading

__all__ = ["Reading", "read"]
