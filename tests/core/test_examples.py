"""The example files are run: what each rule accepts, refuses and waits for is data, and the data holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import paths
from core.check import Context, Source, evaluate
from core.check.phrases import says
from core.form.examples import Example
from core.form.load import editions, load_with_examples
from core.form.model import Form
from core.report import Report
from core.values import Answer, Value, typed
from tests.core.conftest import TOY

FILES = [TOY, *(paths.resources() / "forms" / f"{name}.toml" for name in editions())]
CASES = [
    pytest.param(form, example, id=f"{path.stem}-{example.rule}-{number}")
    for path in FILES
    for form, examples in [load_with_examples(path)]
    for number, example in enumerate(examples)
]


def answers(form: Form, example: Example) -> dict[str, Answer]:
    texts = {c.id: "0" for c in form.cells.values() if c.row and not c.total} | dict(example.cells)
    found = {cell: typed(form.cells[cell].kind, text) for cell, text in texts.items()}
    return {cell: answer for cell, answer in found.items() if answer}


def context(form: Form, example: Example) -> Context:
    prior: dict[str, Value] | None = None
    if example.prior is not None:
        last = {cell: typed(form.cells[cell].kind, text) for cell, text in example.prior.items()}
        prior = {cell: answer.value for cell, answer in last.items() if answer}
    source = Source(example.headings, example.layout, example.residue) if example.imported else None
    return Context(
        filing=example.filing,
        office=example.office,
        prior=prior,
        source=source,
        prior_texts=example.last_texts,
        others=example.others,
    )


@pytest.mark.parametrize(("form", "example"), CASES)
def test_each_example_comes_out_as_it_says(form: Form, example: Example) -> None:
    result = evaluate(form, Report(answers(form, example)), context(form, example))
    found = {f.key for f in result.findings if f.key.partition("[")[0] == example.rule}
    waiting = {w.key for w in result.waiting if w.key.partition("[")[0] == example.rule}
    if example.waits:
        assert waiting
    elif example.fails:
        assert found == set(example.at) if example.at else found
    else:
        assert not found
        # Holding must not mean that the rule never came to a judgement.
        every = {r.key for r in form.rules if r.key.partition("[")[0] == example.rule}
        assert waiting < every or not every


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_each_phrase_matches_what_it_must_and_nothing_that_it_must_not(path: Path) -> None:
    form, _ = load_with_examples(path)
    for phrase in form.phrases.values():
        assert [text for text in phrase.yes if not says(text, phrase)] == [], phrase.id
        assert [text for text in phrase.no if says(text, phrase)] == [], phrase.id


def test_no_sentence_is_left_with_an_unfilled_place() -> None:
    for form, example in (case.values for case in CASES):
        assert isinstance(form, Form) and isinstance(example, Example)
        for finding in evaluate(form, Report(answers(form, example)), context(form, example)).findings:
            assert "{" not in finding.title + finding.message
            assert finding.title and finding.message and finding.cites
