"""The package as a file."""

from __future__ import annotations

import io

from core.report.package import canonical
from core.writers import package


def test_the_file_holds_the_canonical_bytes_of_the_package() -> None:
    body = {"year": 2031, "cells": {"b": "0.5", "a": "1"}, "texts": {"s": "甲\n乙"}, "prior": None}
    out = io.BytesIO()
    package.write(body, out)
    assert out.getvalue() == canonical(body)
    assert out.getvalue() == '{"cells":{"a":"1","b":"0.5"},"prior":null,"texts":{"s":"甲\\n乙"},"year":2031}'.encode()
