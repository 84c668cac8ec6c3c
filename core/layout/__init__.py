"""Where everything lies: `build` turns a table into boxes, `fill` a report into a document that writers can write."""

from core.layout.filling import expand, fill, opening
from core.layout.grid import build

__all__ = ["build", "expand", "fill", "opening"]
