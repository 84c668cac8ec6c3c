"""The words of the command line, its help and its complaints in Chinese."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NoReturn

from core.cli.console import say
from core.services.export import SUFFIXES

_COMPLAINTS: Final = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识“\1”"),
    (r"argument (\S+): expected .*argument.*", r"\1 后面缺少内容"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from .*\)", r"没有“\2”这个命令"),
    (r"argument (\S+): invalid \S+ value: '(.*)'", r"\1 后面应是数字（1 或更大），不是“\2”"),
    (r"argument (\S+): (名字是空的)", r"\1的\2"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"\1 后面不要内容（“\2”）"),
    (r"ambiguous option: (\S+) could match (.+)", r"“\1”可以是 \2，请写全"),
)


_CHECK: Final = "核对报告文件，列出强制、核实、提示三级问题。返回码：0 没有强制问题，1 有强制问题，2 有文件读不出来。"
_CONVERT: Final = (
    "把报告文件转成上报文件（.json）、可打印的文件（.pdf）、Word（.docx）、Excel（.xlsx）或网页（.html）。"
    "写好后读回核对，不一致就不写出。"
)
_RESTORE: Final = "从审签单的二维码取回全部填报数字。审签单可以是扫描或拍照的图片，也可以是 PDF 文件。"
_SCHEMA: Final = "显示上报文件的 JSON Schema（draft 2020-12）。"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        assert isinstance(parser, Parser)
        parser.tell()
        parser.exit()


class Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese and exits with 2 where it does not understand."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False, formatter_class=_Formatter)
        self.said = self.add_argument_group("内容")
        self.ways = self.add_argument_group("选项")
        self.ways.add_argument("-h", "--help", action=_Help, nargs=0, help="显示这份说明")

    def tell(self) -> None:
        """The help, where results go."""
        say(self.format_help().rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"命令没有看懂：{translated(message)}。加 --help 可看说明。\n")


def translated(message: str) -> str:
    """argparse's own complaint in Chinese."""
    for pattern, words in _COMPLAINTS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(words)
    return "参数的写法不对"


def _file(words: str) -> Path:
    """A name; an empty one (a variable that a script never set) would be the folder it runs in."""
    if not words:
        raise argparse.ArgumentTypeError("名字是空的")
    return Path(words)


def _count(words: str) -> int:
    if (number := int(words)) < 1:
        raise ValueError(words)
    return number


def parser() -> Parser:
    """The whole command line."""
    top = Parser("nianbao", "年报：政府信息公开年报的填写、核对与输出。不带内容启动时打开窗口。")
    top.ways.add_argument("--version", action="store_true", help="显示版本")
    commands = top.add_subparsers(dest="command", title="命令", metavar="命令", parser_class=Parser)
    _check(commands.add_parser("check", help="核对报告文件，列出问题", description=_CHECK))
    _convert(commands.add_parser("convert", help="把报告文件转成其他格式", description=_CONVERT))
    _restore(commands.add_parser("restore", help="从审签单的二维码取回数字", description=_RESTORE))
    commands.add_parser("schema", help="显示上报文件的 JSON Schema", description=_SCHEMA)
    return top


def _check(sub: Parser) -> None:
    sub.said.add_argument(
        "files", nargs="+", type=_file, metavar="文件", help="上报文件，或 Word、网页、PDF、Excel、文本的报告"
    )
    sub.ways.add_argument(
        "--last-year", type=_file, metavar="文件或文件夹", help="上年的报告，用来核对与上年有关的数字"
    )
    sub.ways.add_argument("--json", action="store_true", help="按 JSON 输出")
    sub.ways.add_argument("--jobs", type=_count, default=1, metavar="个数", help="同时核对几个文件，不写为 1")


def _convert(sub: Parser) -> None:
    sub.said.add_argument("source", type=_file, metavar="原文件", help="报告文件，能读的种类与 check 相同")
    sub.said.add_argument(
        "target", type=_file, metavar="新文件", help=f"要写的文件，按后缀决定格式：{'、'.join(SUFFIXES)}"
    )
    sub.ways.add_argument("--draft", action="store_true", help="作为草稿输出；还有强制问题的报告只能作为草稿输出")
    sub.ways.add_argument("--signoff", action="store_true", help="写审签单（.pdf），不写报告")
    sub.ways.add_argument("--plain-pdf", action="store_true", help="PDF 不按 PDF/A-2b 归档格式写")
    sub.ways.add_argument("--shipped-fonts", action="store_true", help="只用随程序带的字体，不用本机已装的公文字体")
    sub.ways.add_argument("--formulas", action="store_true", help="Excel 里的合计写成公式")
    sub.ways.add_argument("--fragment", action="store_true", help="网页只写可以放进网站后台的一段")
    sub.ways.add_argument("--no-fingerprint", action="store_true", help="页脚不印指纹，供公开发布")


def _restore(sub: Parser) -> None:
    sub.said.add_argument("source", type=_file, metavar="审签单", help="图片（.png .jpg .tif .bmp）或 PDF 文件")
    sub.said.add_argument("target", type=_file, metavar="新文件", help="要写的上报文件（.json）")
