"""A table of the form out of a region of lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from core.readers.columns import placed
from core.readers.fitting import Found, Read, broken_row, crammed, in_parts, place, single
from core.readers.labels import BlockWords, Row, TableWords
from core.readers.lines import Line
from core.readers.normal import plain
from core.readers.order import choose, counted
from core.readers.reading import Place
from core.readers.tokens import Stretch, Token, stretches, tokens

_LONGEST_HEAD: Final = 80
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class TableReading:
    """`as_read`: cell to the text as printed; `rows`: the cells of the rows read, blank ones too; `doubtful`: cells
    read with less certainty, or left blank because they were told twice; `seen`: something of the table was there;
    `old`: heads of an earlier edition; `collapsed`: a label that stands above rows had figures of its own; `places`:
    where each cell was read."""

    as_read: Mapping[str, str] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    seen: bool = False
    old: bool = False
    collapsed: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass
class _Taken:
    """What has been read so far; a row once read is not read again."""

    maps: Mapping[int, tuple[int, ...]]
    unsure: Collection[int]
    cells: dict[str, str] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)

    def put(self, row: Row, read: Read, *, doubtful: bool) -> None:
        order = self.maps.get(row.block, ())
        got = _cells(row, read.figures, order)
        if not self.cells.keys() & got.keys():
            self.cells |= got
            self.rows.update(row.cells)
            self.doubtful |= got.keys() if doubtful or any(it.line in self.unsure for it in read.tokens) else set()
            places = _cells(row, read.places(), order)
            self.places |= {cell: places[cell] for cell in got.keys() & places.keys()}

    def told(self, *, seen: bool, old: bool = False, collapsed: bool = False) -> TableReading:
        doubtful = frozenset(self.doubtful)
        return TableReading(self.cells, frozenset(self.rows), doubtful, seen, old, collapsed, self.places)


def read_table(
    lines: Sequence[Line], table: TableWords, old_marks: Sequence[str], *, titled: bool, cut_off: bool = False
) -> TableReading:
    """What the region says of `table`. `old_marks`: words that only an earlier edition's heads have (plain);
    `titled`: the region stands below the table's own section heading; `cut_off`: the file ends with the region."""
    runs = list(stretches(tokens(lines, table), table))
    text = "".join(run.text for run in runs)
    unsure = frozenset(line.number for line in lines if line.unsure)
    if not table.labelled:
        return _one_row(runs, table, text, unsure, titled=titled)
    said = counted([it for at, run in enumerate(runs) for it in place(at, run, table)], table, text)
    found = placed([it for it in said if isinstance(it, Found)], lines, table)
    maps, shaky = _mapped(found, runs, table, old_marks)
    found = [it for it in found if maps.get(it.row.block)]
    found = [replace(it, guessed=True) if it.row.block in shaky else it for it in found]
    chosen, torn = choose(found)
    taken = _Taken(maps, unsure, doubtful={cell for row in torn for cell in row.cells})
    for it in chosen:
        if it.figures is not None:
            taken.put(it.row, Read(it.figures, it.tokens), doubtful=it.doubtful)
    if cut_off and runs and (broken := broken_row(runs[-1], table)):
        taken.put(*broken, doubtful=True)
    old = any(mark in text for mark in old_marks)
    collapsed = any(it.match.key in table.stub_groups and it.figures is not None for it in chosen)
    return taken.told(seen=bool(found) or old, old=old, collapsed=collapsed)


def _cells(row: Row, told: Sequence[_Told | None], order: Sequence[int]) -> dict[str, _Told]:
    """What is told of each cell, if anything; nothing for a block whose columns are not known."""
    return {row.cells[i]: it for i, it in zip(order, told, strict=False) if it}


def _one_row(
    runs: Sequence[Stretch], table: TableWords, text: str, unsure: Collection[int], *, titled: bool
) -> TableReading:
    """A table of a single row without a label: known by its heads, less of them where its heading stands above."""
    block = table.blocks[0]
    known = {words for words in (*block.groups, *(way for ways in block.heads for way in ways)) if words in text}
    if len(known) < (1 if titled else 3):
        return TableReading()
    taken = _Taken({0: tuple(range(len(block.heads)))}, unsure)
    if read := single(runs, table.rows[0]):
        taken.put(table.rows[0], read, doubtful=crammed(read.tokens))
    elif (read := in_parts(runs, block.heads)) and _down(text, block.groups):
        taken.put(table.rows[0], read, doubtful=True)
    return taken.told(seen=True)


def _down(text: str, groups: Sequence[str]) -> bool:
    """Whether the labels above columns that stand in `text` stand there in the form's order."""
    places = [text.find(words) for words in groups if words in text]
    return places == sorted(places)


def _mapped(
    found: Sequence[Found], runs: Sequence[Stretch], table: TableWords, old_marks: Sequence[str]
) -> tuple[dict[int, tuple[int, ...]], set[int]]:
    """Per block that has rows, the form's column for each printed one; blocks with foreign heads have none. And the
    blocks whose heads stand in another order, but not on one line: a converter may have broken them."""
    maps: dict[int, tuple[int, ...]] = {}
    shaky: set[int] = set()
    start, current = 0, -1
    for it in found:
        block = it.row.block
        if block != current:
            above = [token for run in runs[start : it.at + 1] for token in run.words]
            if block not in maps:
                maps[block] = _columns(_zone(above), table.blocks[block], table, old_marks)
                if list(maps[block]) != sorted(maps[block]) and not _on_one_line(above, maps[block], table, block):
                    maps[block] = tuple(sorted(maps[block]))
                    shaky.add(block)
            current = block
        start = it.at + 1
    return maps, shaky


def _zone(words: Sequence[Token]) -> str:
    return "".join(plain(token.text) for token in words)


def _on_one_line(words: Sequence[Token], order: Sequence[int], table: TableWords, block: int) -> bool:
    """Whether the heads of a block stand on one line in that order."""
    lines: dict[int, list[Token]] = {}
    for token in words:
        lines.setdefault(token.line, []).append(token)
    return any(_columns(_zone(line), table.blocks[block], table, ()) == order for line in lines.values())


def _columns(zone: str, block: BlockWords, table: TableWords, old_marks: Sequence[str]) -> tuple[int, ...]:
    """The form's column for each printed one, judged by the heads in `zone`, the words above the block's first row."""
    count = len(block.heads)
    if any(mark in zone for mark in old_marks):
        return ()
    places = [max(zone.rfind(way) for way in ways) for ways in block.heads]
    if block.flat and all(p >= 0 for p in places):
        return tuple(sorted(range(count), key=lambda column: places[column]))
    return tuple(range(count)) if any(p >= 0 for p in places) or not _foreign(zone, block, table) else ()


def _foreign(zone: str, block: BlockWords, table: TableWords) -> bool:
    """Whether words are left that the form does not know: then these are another table's heads."""
    known = [*block.groups, *table.stub_groups, *(key for row in table.rows for key in row.keys)]
    known += [words for other in table.blocks for words in (other.title, other.corner)]
    for words in sorted(filter(None, known), key=len, reverse=True):
        zone = zone.replace(words, "")
    return len(zone) > 4


def starts(line: Line, table: TableWords) -> bool:
    """Whether a table begins at this line where no heading says so: a block's title, its corner, or two heads."""
    text = plain(line.raw)
    if not text or len(text) > _LONGEST_HEAD:
        return False
    for block in table.blocks:
        if any(len(words) >= 4 and text.startswith(words) for words in (block.title, block.corner)):
            return True
        if sum(any(way and way in text for way in ways) for ways in block.heads) >= 2:
            return True
    return False
