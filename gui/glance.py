"""How a report of the library stands, worked out beside the window: counts for its row, sections for the detail."""

from __future__ import annotations

from dataclasses import dataclass

from core.services.session import Session
from gui.steps import Step, section_steps


@dataclass(frozen=True, slots=True)
class Glance:
    """`steps`: the sections with their states, `pages` their names; `facts`: (name, words) below them."""

    filled: int
    needed: int
    errors: int
    queries: int
    explained: int = 0
    steps: tuple[Step, ...] = ()
    pages: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def problems(self) -> str:
        """``强制 1　核实 2``; 核实 2，均已说明; 无; — where nothing is filled yet."""
        words = [f"强制 {self.errors}"] if self.errors else []
        words += [f"核实 {self.queries}"] if self.queries else []
        if not words and self.explained:
            words = [f"核实 {self.explained}，均已说明"]
        return "　".join(words) or ("—" if not self.filled else "无")


def glance_at(session: Session) -> Glance:
    """Look at a report without opening it for work."""
    form, evaluation = session.form, session.evaluation
    tables = [evaluation.progress[s.id] for s in form.sections if s.table]
    queries = [f for f in evaluation.findings if f.level == "Q"]
    facts = [("报告格式", form.law)]
    facts.append(("上年报告", session.last_year.prior.source if session.last_year else "没有"))
    if session.filing:
        facts.append(("定稿", f"{session.filing.at[:10]} {session.filing.by}"))
    return Glance(
        sum(p.filled for p in tables),
        sum(p.needed for p in tables),
        sum(f.level == "E" and not f.late for f in evaluation.findings),
        sum(f.explained is None for f in queries),
        sum(f.explained is not None for f in queries),
        section_steps(form, evaluation),
        tuple(s.id for s in form.sections),
        tuple(facts),
    )
