"""What a made-up report says: figures that add up, texts of several paragraphs, a unit that does not exist."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.form.model import Form

UNITS = (
    "云汀区水务局",
    "临霁县人民政府",
    "岚屿市生态环境局澄溪分局",
    "澄溪县汀塘镇人民政府",
    "岚屿市科学技术委员会",
    "岚屿市公安局交通管理支队",
    "临霁县政府办公室",
)
PARAGRAPHS = (
    "（一）主动公开情况",
    "{y}年，本单位坚持以公开为常态、不公开为例外，通过门户网站主动公开政府信息312条，其中政策文件类28条、工作动态类241条、财政预决算类43条，政务新媒体发布信息1268条。",
    "一是健全工作机制。调整政务公开工作领导小组，主要负责同志任组长，明确2名专职人员，全年召开专题会议4次。",
    "二是严格落实“三审三校”制度，共审核信息1,580条，未发生失泄密问题；公开率达98.6%。",
    "（二）依申请公开情况",
    "全年受理的政府信息公开申请均在法定期限内答复，申请渠道以网上为主，信函次之。",
    "（三）政府信息管理情况",
    "按照《中华人民共和国政府信息公开条例》第十九条、第二十条的规定，梳理公开目录5大类36项，及时更新政府信息公开指南，做到底数清、情况明、管理规范有序。",
    "（四）政府信息公开平台建设情况",
    "完成门户网站改版1次，新增专栏3个，设置政务公开专区2处，配备查询电脑2台。",
    "（五）监督保障情况",
    "组织业务培训2期、180余人次，开展日常检查12次，社会评议结果为“满意”。",
)
PROBLEMS = (
    "{y}年，政府信息公开工作取得了一定成效，但仍存在一些不足：一是公开的深度和广度有待拓展；二是政策解读形式较为单一，可视化解读材料偏少；三是工作人员变动频繁，业务能力有待提高。",
    "下一步，将从以下三个方面加以改进：",
    "1.拓展公开内容。围绕社会关注的热点，细化公开目录，提高信息发布的时效。",
    "2.丰富解读形式。运用图解、视频等方式，解读率达到100%。",
    "3.加强业务培训。每季度组织一次培训，提升队伍的专业水平。",
)
OTHERS = (
    "本单位{y}年度未收取政府信息公开信息处理费。",
    "如对本报告有疑问，请与本单位办公室联系（电话：0000-8123456，邮编：000000）。",
)


@dataclass(frozen=True)
class Truth:
    """`cells`: what is printed in each table cell, empty for a blank one; `texts`: the running texts by cell."""

    unit: str
    year: int
    cells: Mapping[str, str]
    texts: Mapping[str, str]

    @property
    def seen(self) -> dict[str, str]:
        return {cell: text for cell, text in self.cells.items() if text}


def truth(form: Form, seed: int) -> Truth:
    draw = random.Random(seed)
    year = draw.randint(2021, 2025)
    texts = {
        "s1.text": _text(PARAGRAPHS[: draw.choice((4, 6, 12))], year),
        "s5.text": _text(PROBLEMS[: draw.choice((1, 3, 5))], year),
        "s6.text": _text(OTHERS[: draw.choice((1, 1, 2))], year),
    }
    return Truth(draw.choice(UNITS), year, {c: str(v) for c, v in _cells(form, draw).items()}, texts)


def _text(paragraphs: tuple[str, ...], year: int) -> str:
    return "\n".join(it.format(y=year) for it in paragraphs)


def _cells(form: Form, draw: random.Random) -> dict[str, object]:
    """Figures that add up: small offices have nearly only noughts, cities have thousands."""
    most = draw.choice((0, 3, 40, 900))

    def leaf() -> int:
        return draw.choice((0, 0, 0, draw.randint(0, most), draw.randint(0, 1 + most // 8)))

    cells: dict[str, object] = {}
    rows = [
        r.leaf
        for r in (
            leaf_
            for s in form.sections
            if s.id == "s3" and s.table
            for b in s.table.blocks
            for n in b.stub
            for leaf_ in n.leaves()
        )
    ]
    columns = ("natural", "business", "research", "welfare", "legal", "other")
    parts = [r for r in rows if r not in ("new", "carried_in", "done", "carried_out")]
    for column in columns:
        given = {r: leaf() if column in ("natural", "business") or draw.random() < 0.3 else 0 for r in parts}
        done, out = sum(given.values()), leaf()
        before = min(leaf(), done + out)
        given |= {"carried_in": before, "done": done, "carried_out": out, "new": done + out - before}
        cells |= {f"t3.{r}.{column}": given[r] for r in rows}
    for r in rows:
        cells[f"t3.{r}.total"] = sum(int(str(cells[f"t3.{r}.{c}"])) for c in columns)
    for group in ("review", "direct", "after_review"):
        four = {
            k: draw.choice((0, 0, draw.randint(0, 1 + most // 4))) for k in ("upheld", "corrected", "other", "pending")
        }
        cells |= {f"t4.{group}.{k}": v for k, v in four.items()} | {f"t4.{group}.total": sum(four.values())}
    for cell in form.cells.values():
        if cell.row and cell.id not in cells:
            cells[cell.id] = draw.choice((0, draw.randint(0, 9), draw.randint(0, 60_000)))
    if draw.random() < 0.4:
        cells["t2.fee.amount"] = f"{draw.randint(0, 9000)}.{draw.randint(1, 9999):04d}".rstrip("0")
    return cells


# ---------------------------------------------------------------------------------------------- habits of filling

OTHERS_COLUMNS = ("business", "research", "welfare", "legal", "other")


def habits(it: Truth, name: str, draw: random.Random) -> Truth:  # noqa: C901 - a case a habit
    """The same report in the hand of an office with the habit `name` (one of HABITS)."""
    cells = dict(it.cells)
    nought = [c for c in cells if cells[c] == "0"]
    rows = sorted({c.rpartition(".")[0] for c in cells if c.startswith("t3.")})
    match name:
        case "blank cells":
            cells |= {c: "" for c in nought if draw.random() < 0.15}
        case "blank rows":
            for row in draw.sample(rows, 6):
                if all(cells[c] in ("0", "") for c in cells if c.rpartition(".")[0] == row):
                    cells |= {c: "" for c in cells if c.rpartition(".")[0] == row}
        case "blank columns":
            cells |= {c: "" for c in nought if c.startswith("t3.") and c.rpartition(".")[2] in OTHERS_COLUMNS}
        case "blank but totals":
            cells |= {c: "" for c in nought if not c.endswith(".total") and c.startswith(("t3.", "t4."))}
        case "blank noughts":
            cells |= dict.fromkeys(nought, "")
        case "blank table 4":
            cells |= {c: "" for c in cells if c.startswith("t4.")}
        case "units":
            cells |= {c: cells[c] + "件" for c in cells if c.startswith("t2.") and not c.startswith("t2.fee")}
            cells["t2.fee.amount"] += "万元"
        case "notes":
            cells["t2.normative.issued"] += "（其中修订3件）"
            cells["t2.fee.amount"] = "35000元"
        case "dashes":
            cells |= {c: draw.choice(("/", "—", "-")) for c in nought if c.startswith(("t2.regulation", "t4."))}
        case "full width":
            cells |= {c: t.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for c, t in cells.items()}
        case "separators":
            cells |= {c: f"{int(t):,}" for c, t in cells.items() if t.isdigit()}
        case "wrong total":
            cells |= {c: "0" for c in cells if c.startswith("t4.") and c.endswith(".total")}
    return replace(it, cells=cells)


HABITS = (
    "plain", "plain", "plain", "blank cells", "blank rows", "blank columns", "blank but totals", "blank noughts",
    "blank table 4", "units", "notes", "dashes", "full width", "separators", "wrong total",
)  # fmt: skip
