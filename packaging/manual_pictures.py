"""The pictures of docs/manual.zh-CN.md from those of `make screenshots`, with few colours so that they stay small."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {
    "start": "light-first-run",
    "fill": "light-s3-errors",
    "text": "light-text-popover",
    "rekey": "light-dialog-rekey",
    "output": "light-output-errors",
}
COLOURS = 96


def main() -> int:
    """Write them all; 1 if one is missing."""
    target = ROOT / "docs" / "images"
    target.mkdir(exist_ok=True)
    for name, shown in PICTURES.items():
        source = ROOT / "out" / "screens" / f"{shown}.png"
        if not source.exists():
            print(f"没有 {source}，请先运行 make screenshots", file=sys.stderr)
            return 1
        few = Image.open(source).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(target / f"{name}.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
