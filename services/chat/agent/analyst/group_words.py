"""Puts values by group into words: the most, the first ones, all of them, how they changed."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from services.chat.agent.analyst.grouped import Grouped, GroupRow, has_order
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_values import usual
from services.chat.agent.analyst.reading import Group, Measure, Operation, Reading
from services.chat.agent.analyst.sentences import bold, joined, literal, percent, short, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer

_MET: dict[str, Callable[[float, float, float], bool]] = {
    ">=": lambda value, low, high: value >= low,
    "<=": lambda value, low, high: value <= low,
    ">": lambda value, low, high: value > low,
    "<": lambda value, low, high: value < low,
    "between": lambda value, low, high: low <= value <= high,
}
_BOUNDS = {">=": "이상", "<=": "이하", ">": "초과", "<": "미만"}
_SHOWN = 5
_NAMED = 10
_A_MONTH = 31


def is_ordered(group: Group) -> bool:
    """Whether the groups have an order of their own, such as hours."""
    return bool(group.bins) or has_order(group.column)


def operation_of(study: Study, reading: Reading) -> Operation | None:
    """What is computed per group, None to count rows."""
    if not reading.measures:
        return None
    measure = reading.measures[0]
    if reading.operation is not None:
        return reading.operation
    if reading.asks(Says.HIGH, Says.LOW) and measure.column and not study.columns.is_additive(measure.column):
        return Operation.MEAN
    return usual(study, measure)


@dataclass
class GroupWords:
    """`rows` is the number of rows that were grouped."""

    study: Study
    reading: Reading
    grouped: Grouped
    rows: int
    basis: list[str]

    def __post_init__(self) -> None:
        reading, study = self.reading, self.study
        self.group = reading.groups[0]
        self.measure: Measure | None = reading.measures[0] if reading.measures else None
        operation = operation_of(study, reading)
        self.adds_up = operation in (None, Operation.SUM)
        self.label = literal(self.group.label)
        subject = study.subject(reading.conditions)
        # `수성구 사고가 가장 많은 동`, but `수성구 사고의 평균 사망자수가 가장 높은 동`.
        if self.measure is None or operation is None:
            self.within = ""
            self.header = f"{study.noun} 수"
            self.asked = subject if reading.conditions else study.noun
            self.what = f"{self.asked} 수"
        else:
            self.within = f"{subject}의 " if reading.conditions else ""
            self.header = self.what = self.asked = study.named(self.measure, operation)

    def finding(self) -> Finding:
        """The plan that the question asks for."""
        reading = self.reading
        by_year = self.group.column.endswith(("연도", "년도")) and not self.group.bins
        if reading.having:
            return self._having()
        changes = reading.asks(Says.TREND, Says.GROWTH) and is_ordered(self.group)
        if len(self.grouped.rows) > 1 and (changes or (by_year and not reading.order and not reading.top)):
            return self._trend()
        return self._ranking()

    def _amount(self, value: float) -> str:
        return self.study.amount(value, self.measure) if self.measure else self.study.rows(value)

    def _name(self, row: GroupRow) -> str:
        return self.study.group_value(self.group, row.label)

    def _told(self, row: GroupRow) -> str:
        return f"{self._name(row)}({self._amount(row.value)})"

    def _share(self, row: GroupRow) -> str:
        whole = self.rows if self.measure is None else self.grouped.total
        return percent(row.value / whole) if self.adds_up and whole else ""

    def _with_share(self, row: GroupRow) -> str:
        share = self._share(row)
        whole = "이 가운데" if self.reading.conditions else "전체의"
        return f"**{self._amount(row.value)}**({whole} {share})" if share else f"**{self._amount(row.value)}**"

    def _most(self, *, least: bool) -> str:
        if self.adds_up:
            return "적은" if least else "많은"
        return "낮은" if least else "높은"

    def _table(self, rows: list[GroupRow], total: int | None = None) -> str:
        headers = [self.label, self.header]
        lines = [[self._name(row), self._amount(row.value)] for row in rows]
        if self.adds_up:
            headers.append("비율")
            lines = [[*line, self._share(row)] for line, row in zip(lines, rows, strict=True)]
        if self.measure is not None:
            headers.append(f"{self.study.noun} 수")
            lines = [[*line, self.study.rows(row.rows)] for line, row in zip(lines, rows, strict=True)]
        all_of_them = is_ordered(self.group) or self.reading.asks(Says.RANK, Says.SORT)
        return table(headers, lines, total, shown=_A_MONTH if all_of_them else None)

    def _ranking(self) -> Finding:
        reading = self.reading
        least = reading.order < 0
        ranked = sorted(self.grouped.rows, key=lambda row: row.value, reverse=not least)
        if least and self.grouped.groups > len(self.grouped.rows):
            label = with_particle(self.label, "이/가")
            raise CannotAnswer(f"{label} {self.grouped.groups:,}개나 되어 가장 적은 것은 찾지 못합니다.")
        if reading.asks(Says.MEAN) and self.measure is None:
            return self._mean_of_groups(ranked)
        if reading.nth:
            return self._nth(ranked, reading.nth, least=least)
        if not reading.order and not reading.top:
            return self._all(ranked)
        shown = ranked[: reading.top or (_A_MONTH if reading.asks(Says.RANK, Says.SORT) else _SHOWN)]
        ties = [row for row in ranked if row.value == ranked[0].value]
        if len(ties) == len(ranked) > 1:
            same = bold(self._amount(ranked[0].value), "으로/로")
            topic = with_particle(self.what, "은/는")
            return Finding(
                f"{self.within}{topic} 모든 {self.label}에서 {same} 같습니다.", [], [self._table(shown)], self.basis
            )
        *before, final = ties[:_SHOWN]
        names = joined([*(bold(self._name(row)) for row in before), bold(self._name(final), "으로/로")])
        each = "각각 " if before else ""
        headline = (
            f"{self.within}{with_particle(self.asked, '이/가')} 가장 {self._most(least=least)} "
            f"{with_particle(self.label, '은/는')} {names}, {each}{self._with_share(ranked[0])}입니다."
        )
        details = []
        if reading.top and reading.top > 1:
            side = "하위" if least else "상위"
            details.append(f"{side} {len(shown)}개는 {joined(map(self._told, shown[:_NAMED]))} 순입니다.")
        return Finding(headline, details, [self._table(shown)], self.basis)

    def _nth(self, ranked: list[GroupRow], nth: int, *, least: bool) -> Finding:
        if nth > len(ranked):
            raise CannotAnswer(f"{with_particle(self.label, '은/는')} {len(ranked)}개뿐입니다.")
        row = ranked[nth - 1]
        headline = (
            f"{self.within}{with_particle(self.asked, '이/가')} {nth}번째로 {self._most(least=least)} "
            f"{with_particle(self.label, '은/는')} {bold(self._name(row), '으로/로')}, {self._with_share(row)}입니다."
        )
        return Finding(headline, [], [self._table(ranked[:nth])], self.basis)

    def _all(self, ranked: list[GroupRow]) -> Finding:
        first, last = ranked[0], ranked[-1]
        each = self.label if self.label.endswith("별") else f"{self.label}별"
        headline = (
            f"{self.within}{each} {with_particle(self.what, '은/는')} {bold(self._name(first), '이/가')} "
            f"{with_particle(self._with_share(first), '으로/로')} 가장 {'많습니다' if self.adds_up else '높습니다'}."
        )
        details = []
        if len(ranked) > 1 and self.grouped.groups <= len(self.grouped.rows):
            least = f"가장 {self._most(least=True)} {with_particle(self.label, '은/는')} {self._told(last)}"
            details.append(f"{least}이며, 모두 {self.grouped.groups:,}개 {self.label}입니다.")
        shown = self.grouped.rows if is_ordered(self.group) else ranked
        return Finding(headline, details, [self._table(shown, self.grouped.groups)], self.basis)

    def _mean_of_groups(self, ranked: list[GroupRow]) -> Finding:
        mean = short(round(sum(row.value for row in ranked) / len(ranked), 1))
        headline = (
            f"{self.label}별 {self.what}의 평균은 **{mean}{self.study.counter}**입니다"
            f"({self.label} {len(ranked):,}개의 평균)."
        )
        details = [f"가장 많은 {with_particle(self.label, '은/는')} {self._told(ranked[0])}입니다."]
        return Finding(headline, details, [self._table(self.grouped.rows)], self.basis)

    def _having(self) -> Finding:
        met = sorted(self.grouped.rows, key=lambda row: -row.value)
        said = []
        for operator, low, high in self.reading.having:
            met = [row for row in met if _MET[operator](row.value, low, high)]
            span = f"{short(low)}–{self._amount(high)}"
            said.append(span if operator == "between" else f"{self._amount(low)} {_BOUNDS[operator]}")
        names = joined(map(self._name, met[:_NAMED])) + (" 등" if len(met) > _NAMED else "")
        headline = (
            f"{self.within}{with_particle(self.what, '이/가')} {joined(said)}인 {with_particle(self.label, '은/는')} "
            f"**{len(met):,}개**입니다" + (f": {names}." if met else ".")
        )
        return Finding(headline, [], [self._table(met)] if met else [], self.basis)

    def _trend(self) -> Finding:
        rows = self.grouped.rows
        first, last = rows[0], rows[-1]
        most, least = max(rows, key=lambda row: row.value), min(rows, key=lambda row: row.value)
        change = last.value - first.value
        ratio = f"({abs(change) / first.value * 100:.1f}%)" if first.value else ""
        way = "늘었습니다" if change > 0 else "줄었습니다"
        moved = f"**{self._amount(abs(change))}{ratio} {way}**" if change else "같습니다"
        label = with_particle(self.label, "은/는")
        headline = (
            f"{self.within}{with_particle(self.what, '은/는')} {self._name(first)} {self._amount(first.value)}에서 "
            f"{self._name(last)} {with_particle(self._amount(last.value), '으로/로')} {moved}."
        )
        details = [
            f"가장 {self._most(least=False)} {label} {self._told(most)}, "
            f"가장 {self._most(least=True)} {label} {self._told(least)}입니다."
        ]
        if not self.reading.asks(Says.GROWTH):
            return Finding(headline, details, [self._table(rows)], self.basis)
        lines = [[self._name(first), self._amount(first.value), "–"]]
        for before, row in pairwise(rows):
            rate = f"{(row.value - before.value) / before.value * 100:+.1f}%" if before.value else "–"
            lines.append([self._name(row), self._amount(row.value), rate])
        shown = table([self.label, self.header, "앞과의 차이"], lines, shown=_A_MONTH)
        return Finding(headline, details, [shown], self.basis)
