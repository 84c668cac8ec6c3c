"""Chinese input on Linux: the Qt of the wheels carries a plug-in for ibus alone, and fcitx 5 speaks its portal."""

from __future__ import annotations

import os
import sys


def choose_input_method() -> None:
    """Point Qt to ibus, through the portal where fcitx 5 serves it; before the application is made.

    What the person has set is left alone unless it names a plug-in that the program does not carry.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return
    wanted = os.environ.get("QT_IM_MODULE", "")
    if wanted in ("", "fcitx", "fcitx5"):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ.setdefault("IBUS_USE_PORTAL", "1")
