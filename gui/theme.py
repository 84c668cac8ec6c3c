"""Colours, type and sizes: two themes from one table of tokens, one style sheet, icons in the right colour.

Fusion with a palette of our own; the system's theme only says which of the two. A high-contrast system palette wins:
then only marks and words remain.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from core import paths

Mode = Literal["light", "dark"]
TABULAR = QFont.Tag("tnum")
_MEASURE = re.compile(r"~(\d+)px")


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, str]]:
    data = tomllib.loads((paths.resources() / "ui" / "tokens.toml").read_text("utf-8"))
    return MappingProxyType({mode: MappingProxyType(data[mode]) for mode in ("light", "dark")})


@lru_cache(maxsize=2)
def _own(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return MappingProxyType(dict(pairs))


@dataclass(frozen=True)
class Theme:
    """One theme at one size of type. `base` is the size of running text in px (13 at the usual setting)."""

    mode: Mode = "light"
    base: float = 13.0
    family: str = ""
    own: tuple[tuple[str, str], ...] = ()  # tokens that win over those of the mode
    _colours: dict[str, QColor] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def tokens(self) -> Mapping[str, str]:
        """Every colour by its token."""
        return _own(self.own) if self.own else _tables()[self.mode]

    def hex(self, token: str) -> str:
        return self.tokens[token]

    def color(self, token: str) -> QColor:
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(self.hex(token))
        return found

    def px(self, size: float) -> int:
        """A measure of the design (made for a base of 13 px) at this size of type."""
        return round(size * self.base / 13.0)

    def font(self, size: float = 13.0, *, bold: bool = False, tabular: bool = False) -> QFont:
        """The window's face at a design size, DemiBold where `bold`, with figures of one width where `tabular`."""
        return QFont(_font(self.family, max(self.px(size), 9), bold=bold, tabular=tabular))

    def line(self, size: float = 13.0) -> int:
        """Line height of a label at a design size, in px."""
        return self.px(size * 17 / 13)

    @property
    def icon_size(self) -> QSize:
        """Of icons in buttons."""
        return QSize(self.px(16), self.px(16))

    def icon(self, name: str, token: str = "t2") -> QIcon:
        """An icon in a token's colour, with the disabled one in `btn-line`, for every scale of the screen."""
        icon = QIcon()
        for scale in (1, 2, 3):
            for mode, colour in ((QIcon.Mode.Normal, token), (QIcon.Mode.Disabled, "btn-line")):
                icon.addPixmap(self.pixmap(name, colour, 16, scale), mode)
        return icon

    def pixmap(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        """An icon or sign of `size` design px as a picture for a screen of `ratio` device pixels."""
        return _rendered(name, self.hex(token), self.hex(_INSIDE.get(token, "page")), self.px(size), ratio)


@lru_cache(maxsize=128)
def _font(family: str, size: int, *, bold: bool, tabular: bool) -> QFont:
    """Never handed out itself: who gets a font may change it."""
    font = QFont(family) if family else QFont()
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    if tabular:
        font.setFeature(TABULAR, 1)
    return font


_INSIDE: Mapping[str, str] = MappingProxyType({"err": "on-err", "qry-mark": "on-qry"})


@lru_cache(maxsize=512)
def _rendered(name: str, colour: str, inside: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # a dear import, and the first picture has no sign

    source = (paths.resources() / "ui" / "icons" / f"{name}.svg").read_text("utf-8")
    source = source.replace("currentColor", colour).replace('"on"', f'"{inside}"')
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=1)
def window_family() -> str:
    """The family the window is set in: the system's own Chinese face, else the one shipped."""
    families = set(QFontDatabase.families())
    for family in (
        "Microsoft YaHei UI",
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "Noto Sans SC",
        "WenQuanYi Micro Hei",
    ):
        if family in families:
            return family
    shipped = paths.resources() / "fonts"
    names = []
    for file in ("NianbaoSans.ttf", "NianbaoHei.ttf"):
        added = QFontDatabase.addApplicationFont(str(shipped / file))
        names += QFontDatabase.applicationFontFamilies(added)
    return names[0] if names else ""


def install(app: QApplication, theme: Theme) -> None:
    """Dress the whole application."""
    app.setStyle("Fusion")
    app.setFont(theme.font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, token in (
        (role.Window, "panel"), (role.WindowText, "t1"), (role.Base, "page"), (role.AlternateBase, "panel"),
        (role.Text, "t1"), (role.Button, "btn"), (role.ButtonText, "t1"), (role.BrightText, "err"),
        (role.Highlight, "acc-soft"), (role.HighlightedText, "t1"), (role.Link, "acc"), (role.LinkVisited, "acc"),
        (role.ToolTipBase, "page"), (role.ToolTipText, "t1"), (role.PlaceholderText, "t3"), (role.Mid, "rule"),
        (role.Light, "line"), (role.Dark, "rule"), (role.Shadow, "rule"), (role.Midlight, "line"),
    ):  # fmt: skip
        palette.setColor(target, theme.color(token))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, theme.color("t3"))
    return palette


def _sheet(theme: Theme) -> str:
    text = (paths.resources() / "ui" / "window.qss").read_text("utf-8")
    for token, colour in sorted(theme.tokens.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(f"@{token};", f"{colour};").replace(f"@{token} ", f"{colour} ")
    return _MEASURE.sub(lambda found: f"{theme.px(float(found[1]))}px", text)
