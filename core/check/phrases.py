"""Finding a phrase in a text, in time linear in the text: no pattern here can backtrack."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from core.form.model import Phrase

MOST_READ: Final = 50_000
"""Characters of one text that are read and checked: several times the longest report; more is no report and must not
cost seconds at every key. A rule says so where a text has more."""

_STOPS = "。；！？"
_SPACE = re.compile(r"[^\S\n]+")
_EDGES = " \t\n。．.！!，,；;“”\"'"


@lru_cache(maxsize=64)
def _sentences(text: str) -> str:
    """The sentences of `text` without space, each on a line of its own."""
    for stop in _STOPS:  # a pattern takes ten times as long
        text = text.replace(stop, "\n")
    return _SPACE.sub("", text) if _SPACE.search(text) else text


def says(text: str, phrase: Phrase) -> bool:
    """Whether one sentence of `text` contains one of the phrase's ways; `…` stands for any stretch of it."""
    return _says(text[:MOST_READ], phrase)


@lru_cache(maxsize=256)  # a figure typed leaves the texts as they are
def _says(text: str, phrase: Phrase) -> bool:
    sentences = _sentences(text)
    return any(_somewhere(sentences, pieces) for pieces in _ways(phrase) if pieces[0] in sentences)


@lru_cache(maxsize=256)
def _ways(phrase: Phrase) -> tuple[tuple[str, ...], ...]:
    """The pieces of each of the phrase's ways. Most are not there at all, which the first piece tells."""
    return tuple(tuple(way.split("…")) for way in phrase.any)


def _somewhere(sentences: str, pieces: tuple[str, ...]) -> bool:
    if not all(piece in sentences for piece in pieces):
        return False
    return len(pieces) == 1 or any(_in_order(sentence, pieces) for sentence in sentences.split("\n"))


def only(text: str, phrase: Phrase) -> bool:
    """Whether `text` is nothing but one of the phrase's ways."""
    return text.strip(_EDGES) in {way.strip(_EDGES) for way in phrase.any}


def length(text: str) -> int:
    """Characters, white space not counted: what officials call 字数."""
    return sum(map(len, text.split()))


def _in_order(sentence: str, pieces: tuple[str, ...]) -> bool:
    at = 0
    for piece in pieces:
        at = sentence.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
