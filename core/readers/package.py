"""Our own file for upload, read strictly: what `core.report.package` writes and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from core.errors import InputError
from core.form.model import Cell, Form
from core.readers.reading import Reading
from core.readers.strict import Checker, join, parse, short
from core.report.edit import explanation
from core.report.package import FORMAT, Prior, fingerprint, on_paper
from core.values import MAX_DIGITS, Answer, Number, Text, Unread, typed

KEYS: Final = (
    "format", "form", "form_sha256", "rules", "unit", "year", "people", "cells", "unread", "texts", "prior",
    "explanations", "status", "revision", "fingerprint",
)  # fmt: skip
UNIT_KEYS: Final = ("name", "code", "kind", "scope", "powers")
PEOPLE_KEYS: Final = ("prepared", "reviewed", "approved", "phone")
EXPLANATION_KEYS: Final = ("rule", "values", "texts", "reason", "by", "at")
TOTAL_DIGITS: Final = MAX_DIGITS + 3
"""A sum of up to a thousand numbers has at most three digits more than they."""


def decimal_pattern(digits: int) -> str:
    """The canonical text of a decimal of at most `digits` before the point: no leading or trailing zeros, no exponent,
    no ``-0``."""
    whole = f"[1-9][0-9]{{0,{digits - 1}}}"
    return f"0|-?{whole}|-?(0|{whole})\\.[0-9]{{0,{MAX_DIGITS - 1}}}[1-9]"


DIGEST: Final = "[0-9a-f]{64}"
_DECIMAL = re.compile(decimal_pattern(MAX_DIGITS))
_TOTAL = re.compile(decimal_pattern(TOTAL_DIGITS))
_DIGEST = re.compile(DIGEST)
POWER: Final = "power_"


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def read_package(text: str, name: str, forms: Sequence[Form]) -> Reading:
    """The package as a `Reading`.

    Raises `InputError` on everything that is not exactly a package of one of `forms`, except a fingerprint that does
    not fit: then the reading has its `trouble`, so that the figures can still be looked at.
    """
    body = parse(text, name)
    if not isinstance(body, dict) or not isinstance(body.get("format"), str):
        raise InputError("not_package", f"“{name}”不是本程序的数据文件（没有 format 一项）。请核对是不是选错了文件。")
    check = Checker(name)
    form = _form(body, check, forms)
    check.keys(body, KEYS, "")
    check.whole(body["rules"], "rules", 1)
    check.whole(body["revision"], "revision", 1)
    final = check.word(body["status"], ("draft", "final"), "status") == "final"
    answers = _facts(body, form, check, final=final) | _cells(body, form, check, final=final)
    texts = _texts(body, form, check)
    explained = _explanations(body, form, check)
    prior = _prior(body, form, check)
    as_read = {cell: text for key in ("cells", "unread") for cell, text in body[key].items() if form.cells[cell].row}
    return Reading(
        form=form,
        answers=MappingProxyType(answers | {cell: Answer(Text(text)) for cell, text in texts.items()}),
        as_read=MappingProxyType({cell: as_read[cell] for cell in form.cells if cell in as_read}),
        texts=MappingProxyType({cell: texts[cell] for cell in form.cells if cell in texts}),
        package=MappingProxyType(body),
        explanations=MappingProxyType({it.rule: it for it in explained}),
        prior=prior,
        trouble=_trouble(body, check),
    )


def _form(body: Mapping[str, Any], check: Checker, forms: Sequence[Form]) -> Form:
    family, _, _ = FORMAT.partition("/")
    written = body["format"]
    if written != FORMAT:
        if re.fullmatch(rf"{family}/[0-9]{{1,4}}", written):
            check.refuse(
                "format", f"是“{written}”，本程序只认“{FORMAT}”", "文件由更新的程序写出，请升级程序后再打开。", "newer"
            )
        check.refuse("format", f"是“{short(written)}”，不是“{FORMAT}”", "请核对是不是选错了文件。", "not_package")
    name = check.text(body.get("form", ""), "form")
    form = next((form for form in forms if form.id == name), None)
    if form is None:
        check.refuse(
            "form", f"是“{short(name)}”，本程序没有这一表式", "请升级程序后再打开，或核对是不是选错了文件。", "form"
        )
    if body.get("form_sha256") != form.sha256:
        check.refuse(
            "form_sha256",
            "与本程序的表式文件不一致",
            "文件由别的版本写出或被改动过，请升级程序，或由填报单位重新输出。",
            "form",
        )
    return form


def _trouble(body: Mapping[str, Any], check: Checker) -> InputError | None:
    written, real = check.text(body["fingerprint"], "fingerprint"), fingerprint(body)
    if not _DIGEST.fullmatch(written):
        check.refuse("fingerprint", "不是 64 位的指纹")
    if written == real:
        return None
    return InputError(
        "fingerprint",
        f"指纹不符：按“{check.name}”的内容算出 {on_paper(real)}，与文件中的 {on_paper(written)} 不一致，文件被改动过。"
        "请由填报单位重新输出。",
    )


def _facts(body: Mapping[str, Any], form: Form, check: Checker, *, final: bool) -> dict[str, Answer]:
    """Unit, people and year as answers."""
    unit, people = check.mapping(body["unit"], "unit"), check.mapping(body["people"], "people")
    check.keys(unit, UNIT_KEYS, "unit")
    check.keys(people, PEOPLE_KEYS, "people")
    raw = {f"unit_{key}": (unit[key], f"unit.{key}") for key in UNIT_KEYS[:-1]}
    raw |= {f"people_{key}": (people[key], f"people.{key}") for key in PEOPLE_KEYS}
    found = {}
    for role, (value, place) in raw.items():
        if answer := _fact(form, form.role(role), value, place, check):
            found[form.role(role)] = answer
    for power, on in check.mapping(unit["powers"], "unit.powers").items():
        place = join("unit.powers", power)
        if POWER + power not in form.roles:
            check.refuse(place, "是多出来的，本程序不认识")
        found |= _typed(form, form.role(POWER + power), "是" if check.flag(on, place) else "否")
    if body["year"] is not None:
        found |= _typed(form, form.role("year"), str(check.whole(body["year"], "year")))
    elif final:
        check.refuse("year", "缺失，定稿的文件应有年度")
    return found


def _fact(form: Form, cell: str, value: Any, place: str, check: Checker) -> Answer | None:
    kind = form.cells[cell].kind
    if kind.name == "choice":
        check.word(value, ("", *(option for option, _ in kind.options)), place)
        return typed(kind, value)
    answer = typed(kind, check.text(value, place))
    if (answer.value if answer else Text("")) != Text(value):
        check.refuse(place, "应是一行文字，首尾和中间没有多余的空格")
    return answer


def _typed(form: Form, cell: str, text: str) -> dict[str, Answer]:
    answer = typed(form.cells[cell].kind, text)
    return {cell: answer} if answer else {}


def table_cells(form: Form) -> tuple[str, ...]:
    """The cells that a package has under `cells`."""
    return tuple(cell.id for cell in form.cells.values() if cell.row)


def unread_cells(form: Form) -> tuple[str, ...]:
    """The cells that can hold unread text."""
    return tuple(cell.id for cell in form.cells.values() if not cell.kind.textual)


def text_cells(form: Form) -> tuple[str, ...]:
    """The cells that a package has under `texts`."""
    return tuple(cell.id for cell in form.cells.values() if cell.kind.name == "text")


def _cells(body: Mapping[str, Any], form: Form, check: Checker, *, final: bool) -> dict[str, Answer]:
    cells, unread = _decimals(body["cells"], form, "cells", check), check.mapping(body["unread"], "unread")
    known = frozenset(unread_cells(form))
    for cell, value in unread.items():
        place = join("unread", cell)
        if cell not in known:
            check.refuse(place, "是多出来的，表式里没有这一格")
        if cell in cells:
            check.refuse(place, "在 cells 里已经有了")
        if not check.text(value, place).strip():
            check.refuse(place, "是空的")
    if final:
        for cell in table_cells(form):
            if cell not in cells:
                check.refuse(join("cells", cell), f"（{form.cells[cell].name}）缺失，定稿的文件应填满每一格")
        for cell in unread:
            check.refuse(join("unread", cell), "不是数字，定稿的文件里不能有")
    numbers = {cell: Answer(Number(Decimal(text))) for cell, text in cells.items()}
    return numbers | {cell: Answer(Unread(text)) for cell, text in unread.items()}


def _decimals(value: Any, form: Form, place: str, check: Checker) -> Mapping[str, str]:
    found = check.mapping(value, place)
    known = frozenset(table_cells(form))
    for cell, text in found.items():
        if cell not in known:
            check.refuse(join(place, cell), "是多出来的，表式里没有这一格")
        if not isinstance(text, str):
            check.refuse(join(place, cell), f"（{form.cells[cell].name}）应写作带引号的数字")
        _decimal(text, form.cells[cell], join(place, cell), check)
    return found


def _decimal(text: str, cell: Cell, place: str, check: Checker) -> None:
    most = TOTAL_DIGITS if cell.total else MAX_DIGITS
    if (_TOTAL if cell.total else _DECIMAL).fullmatch(text):
        return
    digits = sum(c.isdigit() for c in text.partition(".")[0])
    if digits > most and text.lstrip("-").replace(".", "").isdigit():
        check.refuse(place, f"（{cell.name}）有 {digits} 位数，最多 {most} 位")
    check.refuse(place, f"（{cell.name}）是“{short(text)}”，不是规范写法的数字")


def _texts(body: Mapping[str, Any], form: Form, check: Checker) -> Mapping[str, str]:
    found = check.mapping(body["texts"], "texts")
    for cell, text in found.items():
        if cell not in text_cells(form):
            check.refuse(join("texts", cell), "是多出来的，表式里没有这段文字")
        if not check.text(text, join("texts", cell)):
            check.refuse(join("texts", cell), "是空的")
    return found


def _prior(body: Mapping[str, Any], form: Form, check: Checker) -> Prior | None:
    if body["prior"] is None:
        return None
    prior = check.mapping(body["prior"], "prior")
    check.keys(prior, ("year", "source", "cells"), "prior")
    year, source = check.whole(prior["year"], "prior.year"), check.text(prior["source"], "prior.source")
    return Prior(year, source, MappingProxyType(dict(_decimals(prior["cells"], form, "prior.cells", check))))


def _explanations(body: Mapping[str, Any], form: Form, check: Checker) -> list[Any]:
    found = []
    for index, value in enumerate(check.sequence(body["explanations"], "explanations")):
        place = f"explanations[{index}]"
        row = check.mapping(value, place)
        check.keys(row, EXPLANATION_KEYS, place)
        for key in ("rule", "reason", "by", "at"):
            check.text(row[key], join(place, key))
        for cell, text in check.mapping(row["values"], join(place, "values")).items():
            check.text(text, join(place, f"values.{cell}"))
            if cell.removeprefix("prior:") not in form.cells:
                check.refuse(join(place, f"values.{cell}"), "是多出来的，表式里没有这一格")
        for quoted in check.sequence(row["texts"], join(place, "texts")):
            check.keys(check.mapping(quoted, join(place, "texts")), ("text", "quote"), join(place, "texts"))
            check.text(quoted["quote"], join(place, "texts.quote"))
            if check.text(quoted["text"], join(place, "texts.text")) not in form.cells:
                check.refuse(join(place, "texts.text"), f"是“{short(quoted['text'])}”，表式里没有这段文字")
        found.append(explanation(dict(row)))
    if len({it.rule for it in found}) < len(found):
        check.refuse("explanations", "对同一条核对有两份说明")
    return found
