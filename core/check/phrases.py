"""Finding a phrase in a text, in time linear in the text: no pattern here can backtrack."""

from __future__ import annotations

import re
from functools import lru_cache

from core.form.model import Phrase

_STOPS = re.compile(r"[。；！？\n]")
_SPACE = re.compile(r"\s+")
_EDGES = " \t\n。．.！!，,；;“”\"'"


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(_SPACE.sub("", sentence) for sentence in _STOPS.split(text))


@lru_cache(maxsize=256)  # a figure typed leaves the texts as they are
def says(text: str, phrase: Phrase) -> bool:
    """Whether one sentence of `text` contains one of the phrase's ways; `…` stands for any stretch of it."""
    sentences = _sentences(text)
    return any(_in_order(sentence, way) for way in phrase.any for sentence in sentences)


def only(text: str, phrase: Phrase) -> bool:
    """Whether `text` is nothing but one of the phrase's ways."""
    return text.strip(_EDGES) in {way.strip(_EDGES) for way in phrase.any}


def length(text: str) -> int:
    """Characters, white space not counted: what officials call 字数."""
    return sum(map(len, text.split()))


def _in_order(sentence: str, way: str) -> bool:
    at = 0
    for piece in way.split("…"):
        at = sentence.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
