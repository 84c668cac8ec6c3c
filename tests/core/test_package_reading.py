"""Our own file, read strictly: what is ours comes back whole, what is not is refused with its place and a way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from core.check import evaluate
from core.errors import InputError
from core.form import edition, load
from core.form.model import Form
from core.readers import read
from core.readers.schema import schema
from core.report.package import canonical, fingerprint, package
from core.services.checking import report_of
from tests.core.conftest import SHIPPED, TOY
from tests.core.packages import Body, body, sealed, spoiled

FORM, TOY_FORM = edition(SHIPPED), load(TOY)
"""Not fixtures: hypothesis would spell them out in full where a law fails."""
seeds = st.integers(0, 10**6)


def refused(form: Form, data: bytes) -> InputError:
    with pytest.raises(InputError) as error:
        read(data, "某.json", [form])
    assert "某.json" in error.value.message
    assert error.value.message.endswith("。")
    return error.value


@given(seed=seeds, final=st.booleans())
def test_a_package_comes_back_whole(seed: int, final: bool) -> None:
    it = body(FORM, seed, final=final)
    reading = read(canonical(it), "某.json", [FORM])
    assert reading.trouble is None
    assert reading.package == it
    report = report_of(reading)
    again = package(
        FORM, report, evaluate(FORM, report).values, prior=reading.prior, final=final, revision=it["revision"]
    )
    assert again == it


@given(seed=seeds)
def test_the_package_of_another_form_comes_back_whole(seed: int) -> None:
    it = body(TOY_FORM, seed)
    assert read(canonical(it), "某.json", [TOY_FORM]).package == it


@given(seed=seeds, final=st.booleans())
def test_every_package_fits_the_schema(seed: int, final: bool) -> None:
    Draft202012Validator(schema(FORM)).validate(body(FORM, seed, final=final))


@given(spoiled(FORM))
def test_what_the_schema_refuses_the_reader_refuses(it: Body) -> None:
    if not Draft202012Validator(schema(FORM)).is_valid(it):
        refused(FORM, sealed(it))


def test_the_schema_is_a_schema_and_names_every_cell(shipped: Form) -> None:
    made = schema(shipped)
    Draft202012Validator.check_schema(made)
    assert len(made["properties"]["cells"]["properties"]) == 200
    assert made["then"]["properties"]["cells"]["required"] == list(made["properties"]["cells"]["properties"])


def changed(form: Form, change: Callable[[Body], Any], *, final: bool = False) -> bytes:
    it = json.loads(canonical(body(form, 7, final=final)))
    change(it)
    return sealed(it)


@pytest.mark.parametrize(
    ("kind", "words", "change"),
    [
        ("newer", ("format", "升级"), lambda b: b.update(format="nianbao/2")),
        ("not_package", ("format",), lambda b: b.update(format="excel")),
        ("not_package", ("format",), lambda b: b.pop("format")),
        ("form", ("form", "升级"), lambda b: b.update(form="guoban-annual/2031")),
        ("form", ("form_sha256",), lambda b: b.update(form_sha256="0" * 64)),
        ("package", ("people", "缺失"), lambda b: b.pop("people")),
        ("package", ("unit.name", "缺失"), lambda b: b["unit"].pop("name")),
        ("package", ("note", "多出来"), lambda b: b.update(note="x")),
        ("package", ("cells.t9.x", "多出来"), lambda b: b["cells"].update({"t9.x": "1"})),
        ("package", ("cells.t2.fee.amount", "引号"), lambda b: b["cells"].update({"t2.fee.amount": 3})),
        ("package", ("cells.t2.fee.amount", "规范"), lambda b: b["cells"].update({"t2.fee.amount": "3.10"})),
        ("package", ("cells.t2.fee.amount", "规范"), lambda b: b["cells"].update({"t2.fee.amount": "12abc"})),
        ("package", ("cells.t2.fee.amount", "31 位"), lambda b: b["cells"].update({"t2.fee.amount": str(10**30)})),
        ("package", ("cells.t2.fee.amount", "400 位"), lambda b: b["cells"].update({"t2.fee.amount": "7" * 400})),
        ("package", ("unread.t2.fee.amount", "cells"), lambda b: b.update(
            cells={"t2.fee.amount": "3"}, unread={"t2.fee.amount": "三"})),
        ("package", ("year", "整数"), lambda b: b.update(year="2023")),
        ("package", ("year", "超出"), lambda b: b.update(year=10**30)),
        ("package", ("unit.kind", "只能"), lambda b: b["unit"].update(kind="school")),
        ("package", ("unit.powers.fly",), lambda b: b["unit"]["powers"].update(fly=True)),
        ("package", ("texts.s1.text", "空"), lambda b: b["texts"].update({"s1.text": ""})),
        ("package", ("texts.s1.text", "写法"), lambda b: b["texts"].update({"s1.text": "a\r\nb"})),
        ("package", ("unit.name", "空格"), lambda b: b["unit"].update(name=" 局 ")),
        ("package", ("status", "draft"), lambda b: b.update(status="sent")),
        ("package", ("revision", "超出"), lambda b: b.update(revision=0)),
        ("package", ("explanations", "两份"), lambda b: b.update(explanations=b["explanations"] * 2)),
    ],
)  # fmt: skip
def test_a_refusal_names_the_place(
    shipped: Form, kind: str, words: tuple[str, ...], change: Callable[[Body], Any]
) -> None:
    error = refused(shipped, changed(shipped, change))
    assert error.kind == kind
    assert [word for word in words if word not in error.message] == []


def test_a_final_package_without_a_cell_is_refused(shipped: Form) -> None:
    error = refused(shipped, changed(shipped, lambda b: b["cells"].pop("t3.done.total"), final=True))
    assert "cells.t3.done.total" in error.message
    assert "缺失" in error.message
    assert shipped.cells["t3.done.total"].name in error.message


def test_a_key_that_comes_twice_is_refused(shipped: Form) -> None:
    text = canonical(body(shipped, 7)).decode()
    assert "revision" in refused(shipped, text.replace('"revision":', '"revision":1,"revision":', 1).encode()).message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b'{"format":"nianbao/1",', "不完整"),
        (b"[" * 100_000, "嵌套"),
        (b'{"a":' * 100_000, "嵌套"),
        (b'{"format":"nianbao/1","year":' + b"7" * 5000 + b"}", "位数"),
        (b'{"format":"nianbao/1","year":NaN}', "NaN"),
        (b"[]", "不是本程序的数据文件"),
        (b'{"format":7}', "不是本程序的数据文件"),
    ],
)
def test_what_is_no_plain_json_of_ours_is_refused(shipped: Form, data: bytes, word: str) -> None:
    assert word in refused(shipped, data).message


@given(seed=seeds)
def test_a_changed_figure_shows_in_the_fingerprint_and_is_still_listed(seed: int) -> None:
    it = body(FORM, seed)
    it["cells"] = it["cells"] | {"t3.new.natural": "4711"}
    it["unread"] = {k: v for k, v in it["unread"].items() if k != "t3.new.natural"}
    reading = read(canonical(it), "某.json", [FORM])
    assert reading.trouble is not None
    assert reading.trouble.kind == "fingerprint"
    assert "指纹不符" in reading.trouble.message
    assert reading.as_read["t3.new.natural"] == "4711"


def test_blanks_are_absent_and_unread_text_is_kept(shipped: Form) -> None:
    it = body(shipped, 7)
    it["cells"], it["unread"] = {"t2.fee.amount": "3"}, {"t3.new.natural": "不适用"}
    it["fingerprint"] = fingerprint(it)
    reading = read(canonical(it), "某.json", [shipped])
    assert dict(reading.as_read) == {"t2.fee.amount": "3", "t3.new.natural": "不适用"}
