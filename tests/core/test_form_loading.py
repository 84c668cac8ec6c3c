"""The loader reports every problem of a form at once, each with file, line and key."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from core import paths
from core.errors import EnvironmentTrouble, FormError, InputError
from core.form import edition, load
from core.form.lines import key_lines
from core.form.model import Form
from tests.core.conftest import SHIPPED, TOY

RELEASED = "b972de87"  # first digits of the hash of 2021.toml: an edition is immutable once released


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[..., str]:
    """Copies the toy form with one replacement in one file and returns what the loader says of it."""

    def run(file: str, old: str, new: str) -> str:
        for name in ("toy.toml", "toy.rules.toml", "toy.examples.toml"):
            text = (TOY.parent / name).read_text("utf-8")
            if name == file:
                assert old in text
                text = text.replace(old, new, 1)
            (tmp_path / name).write_text(text, "utf-8")
        with pytest.raises(FormError) as caught:
            load(tmp_path / "toy.toml")
        return caught.value.message

    return run


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "toy.rules.toml",
            "u.fly then",
            "u.swim then",
            ("toy.rules.toml 第 ", "claim", "没有“u.swim”这一格"),
        ),
        ("toy.rules.toml", "k.in[c] = k.all[c]", "k.in[z] = k.all[c]", ("each 里没有“z”",)),
        ("toy.rules.toml", "k.fee.money < 10", "w.text < 10", ("这里要数，写的却是文字",)),
        ("toy.rules.toml", 'u.kind = \\"a\\"', "u.kind = 3", ("一边是文字，一边不是",)),
        ("toy.rules.toml", "count(", "average(", ("没有“average”这个函数",)),
        (
            "toy.rules.toml",
            'level = "E"\ntitle = "{c}不平"',
            'level = "X"\ntitle = "{c}不平"',
            ("level", "只能是 E、Q、T"),
        ),
        ("toy.rules.toml", 'title = "{c}不平"', 'title = "{d}不平"', ("title", "“{d}”没有来处")),
        ("toy.rules.toml", 'detector = "blanks"', 'detector = "guess"', ("detector", "guess")),
        ("toy.rules.toml", 'blank = "zero"', 'blnak = "zero"', ("没有人认得“blnak”",)),
        ("toy.rules.toml", 'totals = "m.head"', 'totals = "m.stub"', ("没有合计",)),
        ("toy.rules.toml", 'id = "N1"', 'id = "D9"', ("规则“D9”要有一个通过的例子", "没有“N1”这条规则")),
        ("toy.rules.toml", 'any = ["猫"]', 'any = ["…"]', ("不能只有省略号",)),
        ("toy.rules.toml", 'of = "费"', 'of = "没有的"', ("表式里没有“没有的”",)),
        ("toy.toml", 'label = "子"', 'lable = "子"', ("缺少“label”", "没有人认得“lable”")),
        ("toy.toml", 'sum = "a..g.c"', 'sum = "a..sum"', ("合计绕成了圈",)),
        ("toy.toml", 'sum = "a..g.c"', 'sum = "a..zz"', ("不是本组里从哪项到哪项",)),
        ("toy.toml", 'role = "year"', 'role = "unit_name"', ("已经有了一格", "没有一格的 role 是“year”")),
        ("toy.toml", 'id = "u.fly"', 'id = "u.kind"', ("“u.kind”这一格出现了两次",)),
        ("toy.examples.toml", "k.out.a", "k.oops.a", ("没有“k.oops.a”这一格",)),
        ("toy.toml", "[form]", "[form", ("不是合格的 TOML",)),
    ],
)
def test_a_spoiled_form_is_refused_with_the_place(
    spoil: Callable[..., str], file: str, old: str, new: str, said: tuple[str, ...]
) -> None:
    message = spoil(file, old.replace('\\"', '\\"'), new)
    assert all(words in message for words in said), message


def test_all_problems_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    for name in ("toy.toml", "toy.rules.toml", "toy.examples.toml"):
        text = (TOY.parent / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("u.fly then", "u.swim then").replace('"N1"\nclaim', '"N1"'), "utf-8")
    rules = tmp_path / "toy.rules.toml"
    rules.write_text(rules.read_text("utf-8").replace('cites = "园规"', 'cite = "园规"', 1), "utf-8")
    with pytest.raises(FormError) as caught:
        load(tmp_path / "toy.toml")
    assert len(caught.value.problems) >= 3
    line = rules.read_text("utf-8").split("\n").index('claim = "if u.swim then k.out.a <> 0"') + 1
    assert any(f"第 {line} 行" in problem for problem in caught.value.problems)


def test_a_form_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentTrouble, match="文件或文件夹不存在"):
        load(tmp_path / "none.toml")
    with pytest.raises(InputError, match="升级"):
        edition("guoban-annual/2099")


def test_lines_are_found_for_nested_keys() -> None:
    lines = key_lines(
        'a = 1 # x = 2\n[[r]]\nid = "[[r]]"\n[[r]]\nx = [\n  { y = 1 },\n  { y = """\n]""", z.w = 2 },\n]\n'
    )
    assert lines["a",] == 1
    assert lines["r", 1] == 4
    assert lines["r", 1, "x", 1, "y"] == 7
    assert lines["r", 1, "x", 1, "z", "w"] == 8


def test_the_shipped_form_has_the_two_hundred_cells_of_the_statute(shipped: Form) -> None:
    cells = [c for c in shipped.cells.values() if c.row]
    assert len(cells) == 200
    assert sum(c.total for c in cells) == 34
    assert {i: sum(c.section == i for c in cells) for i in ("s2", "s3", "s4")} == {
        "s2": 10,
        "s3": 175,
        "s4": 15,
    }


def test_the_forty_two_statutory_identities_are_countable(shipped: Form) -> None:
    count = {rule: sum(r.id == rule for r in shipped.identities) for rule in ("T301", "T302", "T303", "T401")}
    assert count == {"T301": 25, "T302": 7, "T303": 7, "T401": 3}
    assert len(shipped.identities) == 42


def test_every_rule_of_the_catalogue_that_speaks_of_one_report_is_there(shipped: Form) -> None:
    wanted = "S01 S02 S03 S04 S05 S06 C01 C02 C03 C04 C05 T201 T203 T301 T302 T303 T306 T309 T310 T401"
    assert set(wanted.split()) <= {rule.id for rule in shipped.rules}


def test_a_released_edition_does_not_change(shipped: Form) -> None:
    data = (paths.resources() / "forms" / f"{SHIPPED}.toml").read_bytes()
    assert shipped.sha256 == hashlib.sha256(data).hexdigest()
    assert shipped.sha256.startswith(RELEASED)


def test_a_total_that_two_sums_meet_in_is_computed_along_its_row(shipped: Form, toy: Form) -> None:
    for form, corner in ((shipped, "t3.done.total"), (toy, "k.all.sum")):
        own = form.cells[corner].sum
        assert own is not None
        assert own.axis == "row"
        assert [s.axis for s in form.sums if s.total == corner] == ["row", "column"]


def test_what_computes_both_sides_of_the_balance_is_not_computed(shipped: Form) -> None:
    typed = [c for c in shipped.cells.values() if c.row == "t3.carried_out" and c.column != "total"]
    assert len(typed) == 6
    assert not any(c.total for c in typed)
