"""What an edition of the form contains. `load` reads one, `edition` a shipped one by its id."""

from core.form.load import edition, editions, load

__all__ = ["edition", "editions", "load"]
