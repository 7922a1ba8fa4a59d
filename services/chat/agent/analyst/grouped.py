"""Values by group, and ways to put groups together: months to seasons, ages to decades, weekdays to weekends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.chat.agent.analyst.time_words import WEEKDAYS
from services.chat.domain.answer import Cell


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its label, its value, and how many rows it has."""

    label: Cell
    value: float
    rows: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """`total` is over all groups; `missing` rows are in none; `groups` is their number, `rows` may be
    fewer."""

    rows: list[GroupRow]
    total: float
    missing: int
    groups: int


_TIMES = ("연도", "월", "요일", "시", "시간대")


def has_order(column: str) -> bool:
    """Whether the values of a column have an order of their own, such as hours."""
    return column.rpartition(".")[2] in _TIMES or column.endswith(("연도", "요일"))


_SEASONS = {"봄(3–5월)": (3, 4, 5), "여름(6–8월)": (6, 7, 8), "가을(9–11월)": (9, 10, 11), "겨울(12–2월)": (12, 1, 2)}
_QUARTERS = {f"{quarter}분기": range(3 * quarter - 2, 3 * quarter + 1) for quarter in range(1, 5)}
_HALVES = {"상반기(1–6월)": range(1, 7), "하반기(7–12월)": range(7, 13)}
_DAYS = {"평일(월–금)": WEEKDAYS[:5], "주말(토·일)": WEEKDAYS[5:]}
_PARTS = {
    "새벽(0–5시)": range(6),
    "오전(6–11시)": range(6, 12),
    "오후(12–17시)": range(12, 18),
    "저녁(18–20시)": range(18, 21),
    "밤(21–23시)": range(21, 24),
}
_DAY_AND_NIGHT = {"주간(6–17시)": range(6, 18), "야간(18–5시)": (*range(18, 24), *range(6))}


def _by_table(table: Mapping[str, Iterable[Cell]]) -> Callable[[Cell], str | None]:
    names = {value: name for name, values in table.items() for value in values}
    return lambda value: names.get(int(value) if isinstance(value, float) else value)


def _decade(value: Cell) -> str | None:
    if not isinstance(value, int | float) or value < 0:
        return None
    return "10대 미만" if value < 10 else "90대 이상" if value >= 90 else f"{int(value) // 10 * 10}대"


_BINS: Mapping[str, Callable[[Cell], str | None]] = {
    "계절": _by_table(_SEASONS),
    "분기": _by_table(_QUARTERS),
    "반기": _by_table(_HALVES),
    "평일과 주말": _by_table(_DAYS),
    "시간대": _by_table(_PARTS),
    "주간과 야간": _by_table(_DAY_AND_NIGHT),
    "연령대": _decade,
}
_ORDER = [*_SEASONS, *_QUARTERS, *_HALVES, *_DAYS, *_PARTS, *_DAY_AND_NIGHT, "10대 미만"]


def binned(name: str, grouped: Grouped) -> Grouped:
    """The groups put together, in their natural order; values are added up."""
    values: dict[str, float] = {}
    rows: dict[str, int] = {}
    for row in grouped.rows:
        label = _BINS[name](row.label)
        if label is not None:
            values[label] = values.get(label, 0.0) + row.value
            rows[label] = rows.get(label, 0) + row.rows
    order = sorted(values, key=lambda label: (_ORDER.index(label) if label in _ORDER else len(_ORDER), label))
    return Grouped(
        [GroupRow(label, values[label], rows[label]) for label in order], grouped.total, grouped.missing, len(order)
    )


def merged(parts: Sequence[Grouped], together: Callable[[list[float]], float]) -> Grouped:
    """Groups of several sets of rows as one; those of whole sets are larger first, as the tools give them."""
    values: dict[Cell, list[float]] = {}
    rows: dict[Cell, int] = {}
    for part in parts:
        for row in part.rows:
            values.setdefault(row.label, []).append(row.value)
            rows[row.label] = rows.get(row.label, 0) + row.rows
    found = [GroupRow(label, together(each), rows[label]) for label, each in values.items()]
    found.sort(key=lambda row: -row.value)
    total = together([part.total for part in parts])
    return Grouped(found, total, sum(part.missing for part in parts), len(found))


def renamed(same: Mapping[str, str], grouped: Grouped) -> Grouped:
    """The groups by the names that are meant."""
    rows = [replace(row, label=same.get(str(row.label), row.label)) for row in grouped.rows]
    return replace(grouped, rows=rows)
