"""Plans that put rows into groups: rankings, shares, trends, bounds on groups, tables of two columns."""

from dataclasses import replace

from services.chat.agent.analyst.group_words import GroupWords, is_ordered, operation_of
from services.chat.agent.analyst.grouped import Grouped, GroupRow, merged
from services.chat.agent.analyst.meanings import Says, Unit
from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Condition, Group, Reading
from services.chat.agent.analyst.sentences import bold, literal, percent, short, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import MOST_GROUPS, CannotAnswer, View, number


async def by_group(study: Study, reading: Reading) -> Finding:
    """Rows, or a measure, per group: the first ones if an order was asked for, otherwise all."""
    view = await study.work.found(study.whole, reading.conditions)
    group = reading.groups[0]
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    measure = reading.measures[0] if reading.measures else None
    operation = operation_of(study, reading)
    if measure is None or operation is None:
        plain = not is_ordered(group) and not reading.having and reading.order >= 0 and not reading.asks(Says.MEAN)
        grouped = await study.work.counts(view, group, (reading.nth or reading.top or MOST_GROUPS) if plain else None)
    else:
        grouped = await study.work.grouped(view, group, measure, operation)
    if grouped.groups > len(grouped.rows) and (reading.order < 0 or reading.having):
        grouped = await _by_district(study, reading, view, grouped)
    source = group.column.partition(".")[0]
    free = all(condition.column.partition(".")[0] != source for condition in reading.conditions)
    if reading.order < 0 and reading.conditions and free and measure is None and not group.bins:
        grouped = await _with_empty(study, group, grouped)
    basis.extend(study.merged_places(group.column))
    if grouped.missing:
        basis.append(
            f"{literal(group.label)} 값이 없는 {with_particle(study.rows(grouped.missing), '은/는')} 빠졌습니다."
        )
    if measure is not None and not reading.conditions:
        gaps = max(study.columns.missing(column) for column, _ in measure.parts)
        if gaps:
            basis.append(
                f"{literal(measure.label)} 값이 없는 {with_particle(study.rows(gaps), '은/는')} 계산에서 빠졌습니다."
            )
    if not grouped.rows:
        return nothing(study, basis)
    return GroupWords(study, reading, grouped, view.rows, basis).finding()


async def _with_empty(study: Study, group: Group, found: Grouped) -> Grouped:
    """With the groups that have no row left: they are the least."""
    everything = await study.work.counts(study.whole, group)
    there = {row.label for row in found.rows}
    empty = [GroupRow(row.label, 0, 0) for row in everything.rows if row.label not in there]
    return replace(found, rows=[*found.rows, *empty], groups=found.groups + len(empty))


async def _by_district(study: Study, reading: Reading, view: View, cut: Grouped) -> Grouped:
    """All neighbourhoods, one district at a time, where a tool gives only the largest of them."""
    group = reading.groups[0]
    district = f"{group.column.rpartition('.')[0]}.구"
    if not group.column.endswith(".동") or district not in study.columns.all:
        return cut
    parts = []
    for name in study.columns.texts(district):
        rows = await study.work.found(view, [Condition(district, "==", name, name)])
        if not rows.rows:
            continue
        operation = operation_of(study, reading)
        if operation is None:
            parts.append(await study.work.counts(rows, group))
        else:
            parts.append(await study.work.grouped(rows, group, reading.measures[0], operation))
    together = merged(parts, sum)
    return replace(together, total=cut.total, missing=cut.missing)


async def change_by_group(study: Study, reading: Reading) -> Finding:
    """How the number of rows of each group changed from the first year to the last."""
    group = reading.groups[0]
    year = study.columns.time(Unit.YEAR)
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if year is None:
        raise CannotAnswer("이 데이터에는 연도를 아는 열이 없어 변화를 계산할 수 없습니다.")
    if view.rows == 0:
        return nothing(study, basis)
    result = await study.work.run(
        "cross_tabulation", row_column=group.column, col_column=year, normalize="none", dataset=view.name
    )
    if result.table is None or len(result.table.columns) < 4:
        raise CannotAnswer("연도가 하나뿐이어서 변화를 계산할 수 없습니다.")
    first, last = result.table.columns[1], result.table.columns[-2]
    rows = [GroupRow(row[0], number(row[-2]) - number(row[1]), int(number(row[1]))) for row in result.table.rows]
    falls = reading.asks(Says.FEW, Says.LOW) or any(word in reading.text for word in ("줄", "감소"))
    rows.sort(key=lambda row: row.value, reverse=not falls)
    top, label = rows[0], literal(group.label)
    word = "늘어난" if not falls else "줄어든"
    headline = (
        f"{first}년과 {last}년 사이 {with_particle(study.noun, '이/가')} 가장 많이 {word} "
        f"{with_particle(label, '은/는')} "
        f"{bold(study.group_value(group, top.label), '으로/로')}, {study.rows(top.rows)}에서 "
        f"{with_particle(study.rows(top.rows + top.value), '이/가')} 되었습니다(**{top.value:+,.0f}{study.counter}**)."
    )
    lines = [
        [
            study.group_value(group, row.label),
            study.rows(row.rows),
            study.rows(row.rows + row.value),
            f"{row.value:+,.0f}",
        ]
        for row in rows
    ]
    return Finding(headline, [], [table([label, f"{first}년", f"{last}년", "변화"], lines)], basis)


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
    if reading.asks(Says.TREND, Says.CHANGES) and is_ordered(group) and len(rows) > 1:
        begin, end = rows[0], rows[-1]
        way = "높아졌습니다" if end.value > begin.value else "낮아졌습니다"
        headline = (
            f"{what} 비율은 {study.group_value(group, begin.label)} {percent(begin.value)}에서 "
            f"{study.group_value(group, end.label)} **{percent(end.value)}**로 {way}."
        )
        shown = rows
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
            f"{with_particle(literal(down.label), '과/와')} {literal(across.label)}의 교차표는 {study.noun} 수로만 "
            "만들 수 있습니다. 한 기준씩 질문해주세요."
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
        f"{within}{with_particle(literal(down.label), '과/와')} {with_particle(literal(across.label), '을/를')} "
        f"함께 보면 가장 {word} 조합은 "
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
