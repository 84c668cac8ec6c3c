"""The entry: what was asked for, done; a failure told in a sentence, a bug logged and apologised for."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from core import __version__
from core.cli.calm import BUG, calmly
from core.cli.console import complain, in_utf8, print_json, say
from core.errors import NianbaoError

if TYPE_CHECKING:
    from argparse import Namespace

INTERRUPTED: Final = 130
"""Exit code after Ctrl+C, as shells have it."""

CHILD = "--reading-child"
"""What a frozen program calls itself with to read foreign files apart (`core.services.reading`)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code: 0 done, 1 with open 强制 findings, 2 not done, 3 a bug, 130 broken off."""
    in_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code, trouble = calmly(lambda: _run(words))
    except KeyboardInterrupt:
        complain("已中止。")
        return INTERRUPTED
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
        return _do(arguments.parser().parse_args(words))
    except SystemExit as done:  # help was printed, or the words made no sense
        return int(done.code or 0)
    except NianbaoError as error:
        complain(error.message)
        return 2
    except BrokenPipeError:  # whoever read the output has heard enough
        return 0


def _do(asked: Namespace) -> int:
    if asked.version:
        say(f"nianbao {__version__}")
        return 0
    if asked.command == "check":
        from core.cli.check import check

        return check(asked.files, asked.last_year, as_json=asked.json, jobs=asked.jobs)
    if asked.command == "convert":
        return _convert(asked)
    if asked.command == "restore":
        from core.cli.restore import restore

        return restore(asked.source, asked.target)
    if asked.command == "schema":
        from core.form import edition, editions
        from core.readers.schema import schema

        print_json(schema(edition(editions()[0])))
        return 0
    return _help()


def _help() -> int:
    from core.cli import arguments  # knows every format that can be written: the window starts without it

    arguments.parser().tell()
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
    return convert(asked.source, asked.target, wish)


def _window() -> int:
    """The window, where it is installed; Qt is imported only now."""
    if importlib.util.find_spec("gui") is None or importlib.util.find_spec("gui.app") is None:
        return _help()
    return int(importlib.import_module("gui.app").main() or 0)
