"""Pages are drawn on the window's thread when they are printed, and beside it for the preview."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from core.form import edition, editions
from core.services import export, paper

SCALE = 0.4
DRAWN = 120


def test_pages_drawn_at_once_are_those_drawn_one_after_the_other() -> None:
    document = paper.blank(edition(editions()[0]))
    data = paper.pdf(document)
    alone = paper.picture(data, 0, SCALE)

    def look(number: int) -> bool:
        if number % 20 == 0:
            return export.document_bytes(document, ".pdf", export.Options(archival=False)) == data
        return paper.page_count(data) > 0 and paper.picture(data, 0, SCALE) == alone

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(look, range(DRAWN)))
