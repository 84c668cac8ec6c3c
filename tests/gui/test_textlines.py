"""Words in lines: what has room in one line stands there as a layout would set it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextLayout, QTextOption

from gui.textlines import wrapped
from gui.theme import Theme, window_family

pytestmark = pytest.mark.usefixtures("qapp")


def laid_out(text: str, width: int, theme: Theme, size: float) -> tuple[str, ...]:
    """The lines that Qt makes of it."""
    layout, option = QTextLayout(text, theme.font(size)), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip("\u2028\n"))
    layout.endLayout()
    return tuple(lines) or ("",)


@given(
    st.text("合计列左右两边相差，。“”·（） 0123456789−+ab\n\u2028", max_size=24),
    st.integers(1, 320),
    st.sampled_from((12.0, 13.0)),
    st.sampled_from((11.0, 13.0, 17.0)),
)
def test_lines_are_those_that_a_layout_makes(text: str, width: int, size: float, base: float) -> None:
    theme = Theme(base=base, family=window_family())
    assert wrapped(text, width, theme, size) == laid_out(text, width, theme, size)
