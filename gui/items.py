"""What Qt's item views hand to models and delegates, and what the stubs forget about it."""

from __future__ import annotations

from typing import Any, Final, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex

NOWHERE: Final = QModelIndex()
"""The root of every model: the parent that Qt's own signatures name when none is given."""


def area(option: QStyleOptionViewItem) -> QRect:
    """Where an item stands; the caller's own, to be changed at will."""
    return QRect(cast(Any, option).rect)


def is_chosen(option: QStyleOptionViewItem) -> bool:
    """Whether the item is selected."""
    return bool(cast(Any, option).state & QStyle.StateFlag.State_Selected)


def has_keys(option: QStyleOptionViewItem) -> bool:
    """Whether the keys go to the item."""
    return bool(cast(Any, option).state & QStyle.StateFlag.State_HasFocus)
