"""Plans about two datasets or more: side by side, per group, one per row of another, those of the same years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.chat.agent.analyst import absent_values
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_values import usual
from services.chat.agent.analyst.reading import Condition, Group, Operation
from services.chat.agent.analyst.sentences import bold, joined, literal, percent, short, table, with_particle
from services.chat.agent.analyst.several import Asked, Part
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer, Work

_CONCLUDES = (
    Says.MORE,
    Says.WHICH,
    Says.MANY,
    Says.FEW,
    Says.SUPERLATIVE,
    Says.COMPARE,
    Says.DIFFERENCE,
    Says.THAN,
    Says.CHANGES,
)


@dataclass
class Quantity:
    """What is computed of one dataset: its rows, a sum or mean, or a share."""

    part: Part
    study: Study
    label: str

    @property
    def group(self) -> Group:
        """Raises CannotAnswer if this dataset has no such group."""
        reading = self.part.reading
        if reading.groups:
            return reading.groups[0]
        raise CannotAnswer(f"‘{literal(self.part.reader.name)}’ 데이터는 그 기준으로 나눌 수 없습니다.")

    @property
    def operation(self) -> Operation:
        measures = self.part.reading.measures
        return self.part.reading.operation or usual(self.study, measures[0])

    def amount(self, value: float) -> str:
        if self.part.reading.part:
            return percent(value)
        measures = self.part.reading.measures
        return self.study.amount(value, measures[0]) if measures else self.study.rows(value)

    async def value(self, *more: Condition) -> float:
        reading = self.part.reading
        view = await self.study.work.found(self.study.whole, (*reading.conditions, *more))
        if reading.part:
            part = await self.study.work.found(view, reading.part)
            return part.rows / view.rows if view.rows else 0.0
        if not reading.measures:
            if not (reading.conditions or more):
                await self.study.work.run("get_dataframe_info", dataset=self.study.whole.name)
            return view.rows
        return (await self.study.work.value(view, reading.measures[0], self.operation))[0] or 0.0

    async def by_group(self) -> dict[str, float]:
        reading = self.part.reading
        if reading.part:
            raise CannotAnswer("여러 데이터의 비율은 그룹별로 나란히 계산하지 못합니다.")
        view = await self.study.work.found(self.study.whole, reading.conditions)
        if reading.measures:
            grouped = await self.study.work.grouped(view, self.group, reading.measures[0], self.operation)
        else:
            grouped = await self.study.work.counts(view, self.group)
        return {self.study.group_value(self.group, row.label): row.value for row in grouped.rows}

    def within(self, value: str, label: str) -> Condition:
        """The rows of one group."""
        shorter = [short for short, full in self.study.columns.same_places(self.group.column).items() if full == label]
        if shorter:
            return Condition(self.group.column, "in", [label, *shorter], value)
        return Condition(self.group.column, "==", label, value)


async def answer(work: Work, asked: Asked) -> Finding:
    """Raises CannotAnswer or ToolFailed."""
    quantities = _quantities(work, asked.parts)
    if asked.first:
        finding = await _of_the_top(quantities)
    elif asked.per is not None:
        finding = await _per(quantities, asked.per)
    elif any(each.part.reading.groups for each in quantities):
        finding = await _by_group(quantities)
    else:
        finding = await _side_by_side(quantities)
    finding.basis.extend(basis(quantities))
    return finding


def _quantities(work: Work, parts: Sequence[Part]) -> list[Quantity]:
    found = []
    for part in parts:
        study = part.reader.study(work)
        reading = part.reading
        if reading.part:
            label = f"{study.subject(reading.part)} 비율"
        elif reading.measures:
            operation = reading.operation or usual(study, reading.measures[0])
            label = study.named(reading.measures[0], operation)
        else:
            label = f"{study.noun} 수"
        found.append(Quantity(part, study, label))
    if len({each.label for each in found}) < len(found):
        for each in found:
            each.label = f"{literal(each.part.reader.name)} {each.label}"
    return found


def basis(quantities: Sequence[Quantity]) -> list[str]:
    """Which datasets were used, and which conditions each was under."""
    used = joined(f"{each.label}: ‘{literal(each.part.reader.name)}’" for each in quantities)
    lines = [f"{used} 데이터로 답했습니다."]
    for each in quantities:
        reading = each.part.reading
        lines.extend(
            f"{each.study.noun} 조건에서 ‘{literal(word)}’ 제외: 이 데이터에서는 알 수 없는 말입니다."
            for word in each.part.dropped
        )
        lines.extend(absent_values.told(each.part.reader.columns, reading))
        if reading.groups:
            lines.extend(each.study.merged_places(reading.groups[0].column))
        lines.extend(f"{each.study.noun} {line}" for line in each.study.basis((*reading.conditions, *reading.part)))
    notes = [note for each in quantities for note in each.part.reading.notes]
    return list(dict.fromkeys([*lines, *notes]))


async def _side_by_side(quantities: Sequence[Quantity]) -> Finding:
    values = [await each.value() for each in quantities]
    told = [
        f"{with_particle(_subject(each), '은/는')} **{each.amount(value)}**"
        for each, value in zip(quantities, values, strict=True)
    ]
    asks = quantities[0].part.reading.asks
    details = []
    if asks(Says.TIMES, Says.SHARE) and len(values) == 2 and values[1]:
        times = short(values[0] / values[1])
        first, second = quantities
        details.append(f"{with_particle(first.label, '은/는')} {second.label}의 **{times}배**입니다.")
    elif asks(Says.SUM) and not any(each.part.reading.measures for each in quantities):
        details.append(f"모두 더하면 **{short(sum(values))}**입니다.")
    elif asks(*_CONCLUDES):
        return Finding(_conclusion(quantities, values, least=asks(Says.FEW, Says.LOW)), [f"{joined(told)}입니다."])
    return Finding(f"{joined(told)}입니다.", details)


def _subject(each: Quantity) -> str:
    reading = each.part.reading
    if not reading.conditions:
        return each.label
    said = ", ".join(map(each.study.said, reading.conditions))
    noun = f"{each.study.noun} "
    return f"{said} {each.label.removeprefix(noun) if said.endswith(each.study.noun) else each.label}"


def _conclusion(quantities: Sequence[Quantity], values: Sequence[float], *, least: bool) -> str:
    order = sorted(range(len(values)), key=lambda at: values[at], reverse=not least)
    first, second = order[0], order[1]
    if values[first] == values[second] and len(values) == 2:
        return f"{quantities[0].label}와 {quantities[1].label}는 서로 같습니다."
    word = "적습니다" if least else "많습니다"
    how = "더" if len(values) == 2 else "가장"
    name = quantities[first].label.removesuffix(" 수")
    gap = ""
    if len(values) == 2:
        counter = quantities[0].study.counter
        unit = counter if counter == quantities[1].study.counter else ""
        gap = f" 차이는 {short(abs(values[0] - values[1]))}{unit}입니다."
    return f"{bold(name, '이/가')} {how} {word}.{gap}"


async def _by_group(quantities: Sequence[Quantity]) -> Finding:
    found = [await each.by_group() for each in quantities]
    names = list(dict.fromkeys(name for each in found for name in each))
    if not _ordered(quantities[0].group):
        names.sort(key=lambda name: -found[0].get(name, 0))
    else:
        names.sort(key=lambda name: (len(name), name))
    lines = [
        [name, *(each.amount(values.get(name, 0)) for each, values in zip(quantities, found, strict=True))]
        for name in names
    ]
    least = quantities[0].part.reading.order < 0
    pick = min if least else max
    tops = []
    for each, values in zip(quantities, found, strict=True):
        if values:
            name = pick(values, key=lambda name: values[name])
            tops.append(f"{with_particle(each.label, '은/는')} **{name}**({each.amount(values[name])})")
    headers = [_header(quantities), *(each.label for each in quantities)]
    word = "적습니다" if least else "많습니다"
    return Finding(f"{joined(tops)}에서 가장 {word}.", [], [table(headers, lines)])


def _header(quantities: Sequence[Quantity]) -> str:
    group = quantities[0].group
    return "구·군" if quantities[0].study.columns.is_district(group.column) else literal(group.label)


def _ordered(group: Group) -> bool:
    return group.column.endswith(("연도", "년도", ".월", ".시"))


async def _per(quantities: Sequence[Quantity], per: int) -> Finding:
    unit, other = quantities[per], quantities[1 - per]
    one = f"{unit.study.noun} 1{unit.study.counter}당 {other.label}"
    if not (unit.part.reading.groups and other.part.reading.groups):
        below, above = await unit.value(), await other.value()
        if not below:
            raise CannotAnswer(f"{with_particle(unit.label, '이/가')} 0이라 나눌 수 없습니다.")
        ratio = other.study.counter if not other.part.reading.measures else ""
        return Finding(
            f"{with_particle(one, '은/는')} **{short(above / below)}{ratio}**입니다. "
            f"{with_particle(other.amount(above), '을/를')} "
            f"{with_particle(unit.amount(below), '으로/로')} 나눈 값입니다."
        )
    below_by, above_by = await unit.by_group(), await other.by_group()
    ratios = {name: above_by[name] / value for name, value in below_by.items() if value and name in above_by}
    alone = sorted({*below_by, *above_by}.difference(ratios))
    least = unit.part.reading.order < 0
    ranked = sorted(ratios, key=lambda name: ratios[name], reverse=not least)
    if not ranked:
        raise CannotAnswer("두 데이터에 함께 있는 지역이 없습니다.")
    lines = [
        [name, short(ratios[name]), other.amount(above_by.get(name, 0)), unit.amount(below_by[name])] for name in ranked
    ]
    top, label = ranked[0], _header([unit])
    headline = (
        f"{with_particle(one, '이/가')} 가장 {'적은' if least else '많은'} {with_particle(label, '은/는')} "
        f"{bold(top, '으로/로')}, **{short(ratios[top])}{other.study.counter}**입니다."
    )
    left_out = f"한쪽 데이터에만 있는 {with_particle(joined(alone), '은/는')} 뺐습니다."
    return Finding(headline, [left_out] if alone else [], [table([label, one, other.label, unit.label], lines)])


async def _of_the_top(quantities: Sequence[Quantity]) -> Finding:
    """Another dataset in the group where the first has the most."""
    first, *others = quantities
    found = await first.by_group()
    if not found:
        raise CannotAnswer(f"조건에 맞는 {with_particle(first.study.noun, '이/가')} 없습니다.")
    least = first.part.reading.order < 0
    ranked = sorted(found, key=lambda name: found[name], reverse=not least)
    nth = first.part.reading.nth or 1
    if nth > len(ranked):
        raise CannotAnswer(f"{with_particle(_header([first]), '은/는')} {len(ranked)}개뿐입니다.")
    top, rank = ranked[nth - 1], "가장" if nth == 1 else f"{nth}번째로"
    told, details = [], []
    for each in others:
        each.part = replace(each.part, reading=replace(each.part.reading, order=0))
        value = await each.value(each.within(top, top))
        told.append(f"{with_particle(each.label, '은/는')} **{each.amount(value)}**")
        if not value:
            details.append(f"‘{literal(each.part.reader.name)}’ 데이터에는 {with_particle(top, '이/가')} 없습니다.")
    return Finding(
        f"{with_particle(first.label, '이/가')} {rank} {'적은' if least else '많은'} "
        f"{with_particle(_header([first]), '은/는')} **{top}**({first.amount(found[top])})이며, "
        f"{top} {joined(told)}입니다.",
        details,
    )
