"""A web page saved as one file (.mht): the page itself, without its pictures."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

_HEAD: Final = re.compile(rb"\A(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?MIME-Version:", re.IGNORECASE)


def looks_like_mht(data: bytes) -> bool:
    return bool(_HEAD.match(data.lstrip()[:4000]))


def page(data: bytes) -> bytes:
    """The bytes of the first page in the file, empty if there is none. Its encoding is told as that of any page is."""
    message = message_from_bytes(data.lstrip(), policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            body = part.get_payload(decode=True)
            return body if isinstance(body, bytes) else b""
    return b""
