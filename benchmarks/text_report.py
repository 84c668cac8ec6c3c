"""What the reading of texts finds in real reports: the tables of docs/TEXT-CHECKS.md (`make text-report`).

Needs the folder of reports in NIANBAO_REPORTS: `facts.json` (figures that the texts state), `expected.json` (sums,
contradictions), and the files they name. Writes what comes after the mark in the document.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from core.check import Finding
from core.errors import NianbaoError
from core.services.checking import Checked, judge, load

MODEL = "sifangtai-2023"
TARGET = Path(__file__).resolve().parent.parent / "docs" / "TEXT-CHECKS.md"
MARK = "<!-- written by make text-report -->\n"


def main() -> int:
    folder = os.environ.get("NIANBAO_REPORTS")
    if not folder:
        print("Set NIANBAO_REPORTS to the folder of real reports.", file=sys.stderr)
        return 2
    root = Path(folder)
    facts = json.loads((root / "facts.json").read_text(encoding="utf-8"))
    expected = {it["id"]: it for it in json.loads((root / "expected.json").read_text(encoding="utf-8"))}
    files = {MODEL: f"{MODEL}.txt"} | {case: it["file"] for case, it in expected.items()}
    checked = {case: it for case, name in files.items() if (it := _checked(root / name))}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        print(f"\nReports: {len(files)}, of which the readers read {len(checked)}.\n")
        _quantities(facts, checked)
        _sums(expected, checked)
        _alarms(expected, checked)
    head, mark, _ = TARGET.read_text(encoding="utf-8").partition(MARK)
    TARGET.write_text(head + mark + out.getvalue(), encoding="utf-8")
    print(out.getvalue())
    return 0


def _checked(path: Path) -> Checked | None:
    try:
        return judge(load(path))
    except NianbaoError:
        return None


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _readable(case: str, quote: str, checked: dict[str, Checked]) -> bool:
    """Whether the sentence reached the texts at all; what stands between tables does not."""
    it = checked.get(case)
    return it is not None and any(_bare(quote) in _bare(text) for text in it.reading.texts.values())


def _quantities(facts: dict[str, list[dict[str, Any]]], checked: dict[str, Checked]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    misses: list[str] = []
    stated: dict[str, list[tuple[str, Decimal]]] = {}
    for fact in facts["facts"]:
        kind = "implicit" if fact["note"].startswith(("implicit", "borderline")) else fact["quantity"][:2]
        if not _readable(fact["case"], fact["quote"], checked):
            counts[kind, "not in the texts read"] += 1
            continue
        wanted = fact["quantity"].split("|")
        said = checked[fact["case"]].evaluation.facts
        here = [it for it in said if it.quantity in wanted and _bare(it.span.quote)[-6:] in _bare(fact["quote"]) * 2]
        anywhere = [it for it in said if it.quantity in wanted]
        if any(it.value == Decimal(fact["value"]) for it in anywhere):
            counts[kind, "found"] += 1
            stated.setdefault(fact["case"], []).extend((q, Decimal(fact["value"])) for q in wanted)
        else:
            counts[kind, "misread" if here else "missed"] += 1
            misses.append(f"{fact['case']}: {fact['quote']} = {fact['quantity']}")
    columns = ("found", "missed", "misread", "not in the texts read")
    print("| stated quantities | " + " | ".join(columns) + " |\n|---" * 1 + "|---" * len(columns) + "|")
    names = {"t2": "表二", "t3": "applications", "t4": "review and litigation", "implicit": "implicit or borderline"}
    for kind, name in names.items():
        print(f"| {name} | " + " | ".join(str(counts[kind, column]) for column in columns) + " |")
    print("\nMissed: " + ("; ".join(misses) or "none"))
    _extra(facts, checked, stated)


def _extra(facts: dict[str, list[dict[str, Any]]], checked: dict[str, Checked], stated: dict[str, Any]) -> None:
    taken = [
        f"{it['case']}: {it['quote']}"
        for it in facts["other"]
        for said in (checked[it["case"]].evaluation.facts if it["case"] in checked else ())
        if str(said.value) == it["value"] and _bare(it["quote"])[-10:] in _bare(said.span.quote) * 2
    ]
    print(f"\nHard negatives taken for the report's quantities: {len(taken)} of {len(facts['other'])} {taken or ''}")
    more = [
        f"{case}: {said.span.quote!r} = {said.quantity} {said.value}"
        for case, it in checked.items()
        for said in it.evaluation.facts
        if (said.quantity, said.value) not in stated.get(case, ())
    ]
    print("\nStated beyond the list: " + ("; ".join(more) or "none"))


def _sums(expected: dict[str, dict[str, Any]], checked: dict[str, Checked]) -> None:
    counts: Counter[str] = Counter()
    for case, it in expected.items():
        for claim in it["sums"] if case in checked else ():
            hit = any(f.rule == "X15" and f.left == claim["total"] for f in checked[case].evaluation.findings)
            counts[f"{ {True: 'right', False: 'wrong', None: 'open'}[claim['ok']] }{', reported' if hit else ''}"] += 1
    print("\nSums of `expected.json`: " + ", ".join(f"{n} {what}" for what, n in sorted(counts.items())))


def _alarms(expected: dict[str, dict[str, Any]], checked: dict[str, Checked]) -> None:
    real: Counter[str] = Counter()
    false: list[str] = []
    for case, it in checked.items():
        known = [str(x) for x in expected.get(case, {}).get("contradictions", [])]
        known += [x["claim"] + f" {x['sum']}" for x in expected.get(case, {}).get("sums", []) if x["ok"] is False]
        for finding in it.evaluation.findings:
            if finding.rule.startswith("X") and finding.level == "Q":
                if case == MODEL or any(_speaks_of(finding, text) for text in known):
                    real[finding.rule] += 1
                else:
                    false.append(f"{case} {finding.rule}: {finding.message}")
    print(f"\nFindings at level Q that a careful reader made too: {dict(sorted(real.items()))}")
    print(f"\nOther findings at level Q, {len(false)} in {len(checked)} reports:\n")
    print("\n".join(f"- {line}" for line in false))


def _speaks_of(finding: Finding, text: str) -> bool:
    """Whether a contradiction noted by hand names the figures of a finding."""
    numbers = set(_numbers(text))
    sides = {value for value in (finding.left, finding.right) if value}
    quotes = [_bare(span.quote) for span in finding.spans]
    return bool(sides and sides <= numbers) or any(quote[-8:] in text or quote[:8] in text for quote in quotes)


def _numbers(text: str) -> Iterator[Decimal]:
    for word in re.findall(r"\d+(?:\.\d+)?", text):
        try:
            yield Decimal(word)
        except InvalidOperation:
            continue


if __name__ == "__main__":
    sys.exit(main())
