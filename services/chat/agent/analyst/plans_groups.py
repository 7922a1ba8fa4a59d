"""Plans that put rows into groups: rankings, shares, trends, bounds on groups, tables of two columns."""

from collections.abc import Callable

from services.chat.agent.analyst.grouped import Grouped, GroupRow
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_values import nothing, usual
from services.chat.agent.analyst.reading import Group, Operation, Reading
from services.chat.agent.analyst.sentences import bold, joined, literal, percent, short, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import MOST_GROUPS, CannotAnswer, View

_MET: dict[str, Callable[[float, float, float], bool]] = {
    ">=": lambda value, low, high: value >= low,
    "<=": lambda value, low, high: value <= low,
    ">": lambda value, low, high: value > low,
    "<": lambda value, low, high: value < low,
    "between": lambda value, low, high: low <= value <= high,
}
_TIMES = ("연도", "월", "요일", "시", "시간대")


async def by_group(study: Study, reading: Reading) -> Finding:
    """Rows, or a measure, per group: the first ones if an order was asked for, otherwise all."""
    view = await study.work.found(study.whole, reading.conditions)
    group = reading.groups[0]
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    measure = reading.measures[0] if reading.measures else None
    operation = (reading.operation or _usual_of(study, reading)) if measure else None
    if measure is None or operation is None:
        plain = not is_ordered(group) and not reading.having and reading.order >= 0 and not reading.asks(Says.MEAN)
        grouped = await study.work.counts(view, group, (reading.nth or reading.top or MOST_GROUPS) if plain else None)
    else:
        grouped = await study.work.grouped(view, group, measure, operation)
    if grouped.missing:
        basis.append(f"{literal(group.label)} 값이 없는 {study.rows(grouped.missing)}은 빠졌습니다.")
    if measure is not None and not reading.conditions:
        gaps = max(study.columns.missing(column) for column, _ in measure.parts)
        if gaps:
            basis.append(f"{literal(measure.label)} 값이 없는 {study.rows(gaps)}은 계산에서 빠졌습니다.")
    if not grouped.rows:
        return nothing(study, basis)
    teller = _Teller(study, reading, grouped, view, basis)
    if reading.having:
        return teller.having()
    if reading.asks(Says.TREND, Says.GROWTH) or (_by_year(group) and not reading.order and not reading.top):
        return teller.trend()
    return teller.ranking()


def is_ordered(group: Group) -> bool:
    """Whether the groups have an order of their own, such as hours."""
    return bool(group.bins) or group.column.rpartition(".")[2] in _TIMES or group.column.endswith(("연도", "요일"))


def _by_year(group: Group) -> bool:
    return group.column.endswith(("연도", "년도")) and not group.bins


def _usual_of(study: Study, reading: Reading) -> Operation:
    measure = reading.measures[0]
    if reading.asks(Says.HIGH, Says.LOW) and measure.column and not study.columns.is_additive(measure.column):
        return Operation.MEAN
    return usual(study, measure)


class _Teller:
    """Puts groups into words."""

    def __init__(self, study: Study, reading: Reading, grouped: Grouped, view: View, basis: list[str]) -> None:
        self.study = study
        self.reading = reading
        self.grouped = grouped
        self.view = view
        self.basis = basis
        self.group = reading.groups[0]
        self.measure = reading.measures[0] if reading.measures else None
        self.operation = (reading.operation or _usual_of(study, reading)) if self.measure else None
        self.adds_up = self.measure is None or self.operation is Operation.SUM
        self.label = literal(self.group.label)
        self.what = (
            f"{study.noun} 수"
            if self.measure is None or self.operation is None
            else study.named(self.measure, self.operation)
        )
        self.header = self.what
        subject = study.subject(reading.conditions)
        # `수성구 사고가 가장 많은 동`, but `수성구 사고의 평균 사망자수가 가장 높은 동`.
        self.counted = subject if reading.conditions else study.noun
        self.within = f"{subject}의 " if reading.conditions and self.measure else ""
        if self.measure is None:
            self.what = f"{self.counted} 수"

    def amount(self, value: float) -> str:
        return self.study.amount(value, self.measure) if self.measure else self.study.rows(value)

    def name(self, row: GroupRow) -> str:
        return self.study.group_value(self.group, row.label)

    def share(self, row: GroupRow) -> str:
        whole = self.view.rows if self.measure is None else self.grouped.total
        return percent(row.value / whole) if self.adds_up and whole else ""

    def rows(self, rows: list[GroupRow]) -> str:
        if self.adds_up:
            lines = [[self.name(row), self.amount(row.value), self.share(row)] for row in rows]
            return table([self.label, self.header, "비율"], lines, len(rows))
        lines = [[self.name(row), self.amount(row.value), self.study.rows(row.rows)] for row in rows]
        return table([self.label, self.header, f"{self.study.noun} 수"], lines, len(rows))

    def ranking(self) -> Finding:
        reading = self.reading
        least = reading.order < 0
        ranked = sorted(self.grouped.rows, key=lambda row: row.value, reverse=not least)
        if least and self.grouped.groups > len(self.grouped.rows):
            raise CannotAnswer(f"{self.label}이(가) {self.grouped.groups:,}개나 되어 가장 적은 것은 찾지 못합니다.")
        if reading.asks(Says.MEAN) and self.measure is None:
            return self._mean_of_groups(ranked)
        if reading.nth:
            if reading.nth > len(ranked):
                raise CannotAnswer(f"{with_particle(self.label, '은/는')} {len(ranked)}개뿐입니다.")
            row = ranked[reading.nth - 1]
            word = "적은" if least else "많은"
            asked = with_particle(self.counted if self.measure is None else self.what, "이/가")
            headline = f"{self.within}{asked} {reading.nth}번째로 {word} {with_particle(self.label, '은/는')} **{self.name(row)}**({self._with_share(row)})입니다."
            return Finding(headline, [], [self.rows(ranked[: reading.nth])], self.basis)
        if not reading.order and not reading.top:
            return self._all(ranked)
        shown = ranked[: reading.top or 5]
        ties = [row for row in ranked if row.value == ranked[0].value]
        if len(ties) == len(ranked) and len(ranked) > 1:
            return Finding(
                f"{self.within}{with_particle(self.what, '은/는')} 모든 {self.label}에서 {self.amount(ranked[0].value)}로 같습니다.",
                [],
                [self.rows(shown)],
                self.basis,
            )
        names = joined(
            [*(bold(self.name(row)) for row in ties[:4]), bold(self.name(ties[:5][-1]), "으로/로")][
                -min(len(ties), 5) :
            ]
        )
        word = self._most_word(least)
        each = "각각 " if len(ties) > 1 else ""
        asked = with_particle(self.counted if self.measure is None else self.what, "이/가")
        headline = f"{self.within}{asked} 가장 {word} {with_particle(self.label, '은/는')} {names}, {each}{self._with_share(ranked[0])}입니다."
        details = []
        if reading.top and reading.top > 1:
            details.append(
                f"{'하위' if least else '상위'} {len(shown)}개는 {joined(f'{self.name(row)}({self.amount(row.value)})' for row in shown[:10])} 순입니다."
            )
        ordered = sorted(shown, key=self._place) if is_ordered(self.group) and len(shown) == len(ranked) else shown
        return Finding(headline, details, [self.rows(ordered)], self.basis)

    def _most_word(self, least: bool) -> str:
        if self.adds_up:
            return "적은" if least else "많은"
        return "낮은" if least else "높은"

    def _with_share(self, row: GroupRow) -> str:
        share = self.share(row)
        whole = "전체의 " if not self.reading.conditions else "이 가운데 "
        return f"**{self.amount(row.value)}**({whole}{share})" if share else f"**{self.amount(row.value)}**"

    def _place(self, row: GroupRow) -> int:
        return self.grouped.rows.index(row)

    def _all(self, ranked: list[GroupRow]) -> Finding:
        first, last = ranked[0], ranked[-1]
        headline = f"{self.within}{self.label}별 {with_particle(self.what, '은/는')} {bold(self.name(first), '이/가')} {with_particle(self._with_share(first), '으로/로')} 가장 {'많습니다' if self.adds_up else '높습니다'}."
        details = []
        if len(ranked) > 1 and self.grouped.groups <= len(self.grouped.rows):
            details.append(
                f"가장 {self._most_word(True)} {with_particle(self.label, '은/는')} {self.name(last)}({self.amount(last.value)})이며, 모두 {self.grouped.groups:,}개 {self.label}입니다."
            )
        shown = self.grouped.rows if is_ordered(self.group) else ranked
        text = self.rows(shown[:31]) if len(shown) > 24 else _long(self, shown)
        return Finding(headline, details, [text], self.basis)

    def _mean_of_groups(self, ranked: list[GroupRow]) -> Finding:
        mean = sum(row.value for row in ranked) / len(ranked)
        headline = f"{self.label}별 {self.what}의 평균은 **{short(round(mean, 1))}{self.study.counter}**입니다({self.label} {len(ranked):,}개의 평균)."
        details = [f"가장 많은 {self.label}은 {self.name(ranked[0])}({self.amount(ranked[0].value)})입니다."]
        return Finding(headline, details, [_long(self, self.grouped.rows)], self.basis)

    def having(self) -> Finding:
        met = self.grouped.rows
        said = []
        words = {">=": "이상", "<=": "이하", ">": "초과", "<": "미만"}
        for operator, low, high in self.reading.having:
            met = [row for row in met if _MET[operator](row.value, low, high)]
            said.append(
                f"{short(low)}–{short(high)}" if operator == "between" else f"{self.amount(low)} {words[operator]}"
            )
        met = sorted(met, key=lambda row: -row.value)
        names = f": {joined(map(self.name, met[:10]))}{' 등' if len(met) > 10 else ''}" if met else ""
        headline = f"{self.within}{with_particle(self.what, '이/가')} {joined(said)}인 {with_particle(self.label, '은/는')} **{len(met):,}개**입니다{names}."
        return Finding(headline, [], [self.rows(met)] if met else [], self.basis)

    def trend(self) -> Finding:
        rows = self.grouped.rows
        if len(rows) < 2:
            return self.ranking()
        first, last = rows[0], rows[-1]
        most, least = max(rows, key=lambda row: row.value), min(rows, key=lambda row: row.value)
        change = last.value - first.value
        ratio = f"({abs(change) / first.value * 100:.1f}%)" if first.value else ""
        way = "늘었습니다" if change > 0 else "줄었습니다"
        moved = f"**{self.amount(abs(change))}{ratio} {way}**" if change else "**같습니다**"
        headline = f"{self.within}{with_particle(self.what, '은/는')} {self.name(first)} {self.amount(first.value)}에서 {self.name(last)} {with_particle(self.amount(last.value), '으로/로')} {moved}."
        details = [
            f"가장 {self._most_word(False)} {with_particle(self.label, '은/는')} {self.name(most)}({self.amount(most.value)}), 가장 {self._most_word(True)} {with_particle(self.label, '은/는')} {self.name(least)}({self.amount(least.value)})입니다."
        ]
        if self.reading.asks(Says.GROWTH):
            lines = [[self.name(rows[0]), self.amount(rows[0].value), "–"]]
            for before, row in zip(rows, rows[1:], strict=False):
                rate = f"{(row.value - before.value) / before.value * 100:+.1f}%" if before.value else "–"
                lines.append([self.name(row), self.amount(row.value), rate])
            return Finding(headline, details, [table([self.label, self.header, "전년 대비"], lines)], self.basis)
        return Finding(headline, details, [_long(self, rows)], self.basis)


def _long(teller: _Teller, rows: list[GroupRow]) -> str:
    """All rows where they are a day's hours at most."""
    return teller.rows(rows)


async def share_by_group(study: Study, reading: Reading) -> Finding:
    """Which share `part` has in every group."""
    group = reading.groups[0]
    base = await study.work.found(study.whole, reading.conditions)
    part = await study.work.found(base, reading.part)
    basis = study.basis((*reading.conditions, *reading.part))
    if base.rows == 0 or part.rows == 0:
        return nothing(study, basis)
    whole = {row.label: row.value for row in (await study.work.counts(base, group)).rows}
    some = {row.label: row.value for row in (await study.work.counts(part, group)).rows}
    rows = [GroupRow(label, some.get(label, 0) / count, int(count)) for label, count in whole.items()]
    ranked = sorted(rows, key=lambda row: row.value, reverse=reading.order >= 0)
    shown = ranked[: reading.top or 10] if not is_ordered(group) or reading.order else rows
    label, what = literal(group.label), study.subject(reading.part)
    first = ranked[0]
    word = "높은" if reading.order >= 0 else "낮은"
    name = study.group_value(group, first.label)
    headline = (
        f"{what} 비율이 가장 {word} {with_particle(label, '은/는')} {bold(name, '으로/로')}, "
        f"{study.rows(first.rows)} 가운데 **{percent(first.value)}**입니다."
    )
    lines = [[study.group_value(group, row.label), percent(row.value), study.rows(row.rows)] for row in shown]
    overall = f"전체로는 {percent(part.rows / base.rows)}입니다."
    return Finding(headline, [overall], [table([label, "비율", f"{study.noun} 수"], lines, len(rows))], basis)


async def cross(study: Study, reading: Reading) -> Finding:
    """Rows per pair of values of two columns; a measure per pair is looked at one value at a time."""
    down, across = reading.groups[:2]
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    if reading.measures:
        raise CannotAnswer(
            f"{literal(down.label)}과(와) {literal(across.label)}의 교차표는 {study.noun} 수로만 만들 수 있습니다. 한 기준씩 질문해주세요."
        )
    normalize = "index" if reading.asks(Says.SHARE) else "none"
    result = await study.work.run(
        "cross_tabulation",
        row_column=down.column,
        col_column=across.column,
        normalize=normalize,
        dataset=view.name,
    )
    if result.table is None or not result.table.rows:
        return nothing(study, basis)
    names = result.table.columns[1:-1]
    pairs = [
        (float(value), row[0], name)
        for row in result.table.rows
        for name, value in zip(names, row[1:-1], strict=True)
        if isinstance(value, int | float)
    ]
    pairs.sort(key=lambda pair: pair[0], reverse=reading.order >= 0)
    count, first, second = pairs[0]
    amount = study.rows(count) if normalize == "none" else percent(count)
    word = "많은" if reading.order >= 0 else "적은"
    place = f"{study.group_value(down, first)}, {literal(second)}{_mark(across)}"
    within = f"{study.subject(reading.conditions)}에서 " if reading.conditions else ""
    headline = (
        f"{within}{with_particle(literal(down.label), '과/와')} {with_particle(literal(across.label), '을/를')} 함께 보면 가장 {word} 조합은 "
        f"**{place}**({amount})입니다."
    )
    shown = names[:8]
    lines = [
        [study.group_value(down, row[0])]
        + [
            (short(float(v)) if normalize == "none" else percent(float(v))) if isinstance(v, int | float) else "–"
            for v in row[1 : 1 + len(shown)]
        ]
        for row in result.table.rows
    ]
    details = (
        [f"표에는 {literal(across.label)} {len(names)}개 가운데 {len(shown)}개만 보입니다."]
        if len(names) > len(shown)
        else []
    )
    header = [literal(down.label), *(f"{literal(name)}{_mark(across)}" for name in shown)]
    return Finding(headline, details, [table(header, lines)], basis)


def _mark(group: Group) -> str:
    return {"시": "시", "월": "월", "연도": "년"}.get(group.column.rpartition(".")[2], "") if not group.bins else ""
