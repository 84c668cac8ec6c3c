"""The file for upload: the package as canonical JSON (RFC 8785), byte for byte what its fingerprint covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

import rfc8785


def write(body: Mapping[str, Any], out: BinaryIO) -> None:
    """Write `body` to `out`. The same package gives the same bytes."""
    out.write(rfc8785.dumps(dict(body)))
