"""The entry: what was asked for, done; a failure told in a sentence, a bug logged and apologised for."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core import __version__
from core.cli.calm import BUG, calmly
from core.cli.console import complain, in_utf8, print_json
from core.errors import NianbaoError

if TYPE_CHECKING:
    from argparse import Namespace

CHILD = "--reading-child"
"""What a frozen program calls itself with to read foreign files apart (`core.services.reading`)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code: 0 done, 1 done with open 强制 findings, 2 not done, 3 a bug."""
    in_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    code, trouble = calmly(lambda: _run(words))
    if code is None:
        complain(trouble)
        return BUG
    return code


def _run(words: list[str]) -> int:
    if not words:
        return _window()
    if words == [CHILD]:
        from core.readers import child

        return child.main()
    from core.cli import arguments

    try:
        asked = arguments.parser().parse_args(words)
    except SystemExit as done:  # help was printed, or the words made no sense
        return int(done.code or 0)
    try:
        return _do(asked)
    except NianbaoError as error:
        complain(error.message)
        return 2
    except KeyboardInterrupt:
        complain("已中止。")
        return 130
    except BrokenPipeError:  # whoever read the output has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _do(asked: Namespace) -> int:
    if asked.version:
        print(f"nianbao {__version__}")
        return 0
    if asked.command == "check":
        from core.cli.check import check

        last_year = Path(asked.last_year) if asked.last_year else None
        return check([Path(f) for f in asked.files], last_year, as_json=asked.json, jobs=asked.jobs)
    if asked.command == "convert":
        return _convert(asked)
    if asked.command == "restore":
        from core.cli.restore import restore

        return restore(Path(asked.source), Path(asked.target))
    if asked.command == "schema":
        from core.form import edition, editions
        from core.readers.schema import schema

        print_json(schema(edition(editions()[0])))
        return 0
    return _help()


def _help() -> int:
    from core.cli import arguments  # knows every format that can be written: the window starts without it

    arguments.parser().print_help()
    return 0


def _convert(asked: Namespace) -> int:
    from core.cli.convert import Wish, convert
    from core.services.export import Options

    options = Options(
        archival=not asked.plain_pdf,
        faces="shipped" if asked.shipped_fonts else "installed",
        formulas=asked.formulas,
        fragment=asked.fragment,
    )
    wish = Wish(draft=asked.draft, foot=not asked.no_fingerprint, signoff=asked.signoff, options=options)
    return convert(Path(asked.source), Path(asked.target), wish)


def _window() -> int:
    """The window, where it is installed; Qt is imported only now."""
    if importlib.util.find_spec("gui") is None or importlib.util.find_spec("gui.app") is None:
        return _help()
    return int(importlib.import_module("gui.app").main() or 0)
