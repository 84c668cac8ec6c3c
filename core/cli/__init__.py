"""The command line: the same as the window, for scripts and reviewers. `main` is the program's entry."""

from core.cli.main import main

__all__ = ["main"]
