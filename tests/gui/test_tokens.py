"""Colours: one table, two themes, contrasts that can be read, and no other place that names one."""

from __future__ import annotations

import io
import re
import tokenize
import tomllib
from pathlib import Path

import pytest

from core import paths
from gui.theme import Theme, window_family
from tests.contracts.source import Source, assert_none, sources

TOKENS = tomllib.loads((paths.resources() / "ui" / "tokens.toml").read_text("utf-8"))
MODES = ("light", "dark")
HEX = re.compile(r"#[0-9A-Fa-f]{3,8}\b")
NAMED = re.compile(r"""QColor\(\s*["'\d]|Qt\.GlobalColor\.(?!transparent)|rgba?\(""")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of #RRGGBB."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_the_one_of_wcag() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
def test_everything_read_can_be_read_on_each_ground(mode: str) -> None:
    table = TOKENS[mode]
    faint = [
        f"{rule['of']} on {ground}: {found:.2f} < {rule['least']}"
        for rule in TOKENS["contrast"]
        for ground in rule["on"]
        if (found := ratio(table[rule["of"]], table[ground])) < rule["least"]
    ]
    assert_none(faint)


def test_both_themes_name_the_same_colours_and_nothing_else() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()
    for mode in MODES:
        assert_none(f"{token}: {colour}" for token, colour in TOKENS[mode].items() if not HEX.fullmatch(colour))


def test_every_colour_of_text_has_a_contrast_to_keep() -> None:
    said = {rule["of"] for rule in TOKENS["contrast"]}
    assert {
        "t1",
        "t2",
        "t3",
        "acc",
        "err",
        "qry",
        "qry-mark",
        "tip",
        "ok",
        "rule",
        "on-acc",
        "on-err",
        "on-qry",
    } <= said
    assert all(rule["least"] >= 3.0 for rule in TOKENS["contrast"])


def named_colours(source: Source) -> list[str]:
    """Places of a module that name a colour, comments left out."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        in_string = token.type == tokenize.STRING and HEX.search(token.string)
        if in_string:
            found.append(f"{source.name}:{token.start[0]} {token.string}")
    lines = source.text.splitlines()
    found += [f"{source.name}:{n} {line.strip()}" for n, line in enumerate(lines, 1) if NAMED.search(line)]
    return found


def test_nothing_in_the_window_names_a_colour() -> None:
    assert_none(place for source in sources("gui") for place in named_colours(source))


@pytest.mark.parametrize("line", ['x = "#FF0000"', 'x = QColor("red")', "x = Qt.GlobalColor.red", 'x = "rgb(1, 2, 3)"'])
def test_a_named_colour_is_seen(line: str) -> None:
    assert named_colours(Source("m.py", line + "\n"))


def test_the_style_sheet_names_tokens_only() -> None:
    text = (paths.resources() / "ui" / "window.qss").read_text("utf-8")
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    rules = [line for line in bare.splitlines() if HEX.search(re.sub(r"#[a-z]+\b(?=[^;]*\{)", "", line.split("{")[-1]))]
    assert_none(rules)
    asked = set(re.findall(r"@([a-z0-9-]+)", bare))
    assert_none(asked - TOKENS["light"].keys())


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("base", [12.0, 13.0, 22.0])
def test_no_token_is_left_open_in_the_style_sheet(mode: str, base: float) -> None:
    from gui.theme import _sheet

    theme = Theme(mode, base, window_family())  # type: ignore[arg-type] # one of the two modes
    filled = _sheet(theme)
    assert not re.search(r"@[a-z]", filled)
    assert not re.search(r"~\d", filled)


def test_every_icon_takes_its_colour_from_the_theme() -> None:
    folder = paths.resources() / "ui" / "icons"
    assert_none(p.name for p in sorted(folder.glob("*.svg")) if HEX.search(p.read_text("utf-8")))
    assert len(list(Path(folder).glob("*.svg"))) > 20
