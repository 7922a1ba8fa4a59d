"""Plans that answer with one number: how many, how much, which share, how many per day."""

import re

from services.chat.agent.analyst import days
from services.chat.agent.analyst.meanings import Says, Unit
from services.chat.agent.analyst.reading import Measure, Operation, Reading
from services.chat.agent.analyst.sentences import literal, percent, short, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer, View, number
from services.chat.domain.datasets import ColumnType

_YES_OR_NO = re.compile(r"있(?:나|어|니|습니까|을까|냐|는지|는가)[요?.!\s]*$")


async def count(study: Study, reading: Reading) -> Finding:
    """How many rows meet the conditions."""
    if not reading.conditions:
        await study.work.run("get_dataframe_info", dataset=study.whole.name)
        return Finding(f"{with_particle(study.subject(()), '은/는')} 모두 **{study.rows(study.whole.rows)}**입니다.")
    kept = len(reading.conditions) - max(len(reading.narrowed), 1)
    while kept > 0 and reading.conditions[kept - 1].column == reading.conditions[kept].column:
        kept -= 1
    base = await study.work.found(study.whole, reading.conditions[:kept])
    view = await study.work.found(base, reading.conditions[kept:])
    subject = study.subject(reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    share = f"전체 {study.rows(study.whole.rows)}의 {percent(view.rows / study.whole.rows)}"
    if kept > 0 and base.rows < study.whole.rows:
        among = study.subject(reading.conditions[:kept])
        share = f"{among} {study.rows(base.rows)}의 {percent(view.rows / base.rows)}, {share}"
    yes = (
        "네, 있습니다. "
        if reading.asks(Says.EXISTS) and not reading.asks(Says.HOW_MANY, Says.COUNT) and _YES_OR_NO.search(reading.text)
        else ""
    )
    return Finding(
        f"{yes}{with_particle(subject, '은/는')} **{study.rows(view.rows)}**입니다. {share}입니다.",
        basis=basis,
    )


async def aggregate(study: Study, reading: Reading) -> Finding:
    """Sums, means and the like of the measures over the rows that meet the conditions."""
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    sentences = []
    asked = [
        (measure, operation)
        for measure in reading.measures
        for operation in reading.operations or (reading.operation or usual(study, measure),)
    ]
    for measure, operation in asked:
        value, counted = await study.work.value(view, measure, operation)
        name = study.named(measure, operation)
        if value is None:
            sentences.append(f"{with_particle(name, '은/는')} 값이 없어 계산할 수 없습니다.")
            continue
        of = f"{study.subject(reading.conditions)}의 " if reading.conditions else ""
        amount = study.amount(value, measure)
        over = (
            f" {with_particle(study.rows(counted), '으로/로')} 계산했습니다." if operation is not Operation.SUM else ""
        )
        sentences.append(f"{of}{with_particle(name, '은/는')} **{amount}**입니다.{over}")
        if counted < view.rows and not any(line.startswith(literal(measure.label)) for line in basis):
            left_out = with_particle(study.rows(view.rows - counted), "은/는")
            basis.append(f"{literal(measure.label)} 값이 없는 {left_out} 빠졌습니다.")
    if reading.counted or (reading.entity and reading.asks(Says.COUNT)):
        subject = with_particle(study.subject(reading.conditions), "은/는")
        sentences.insert(0, f"{subject} **{study.rows(view.rows)}**입니다.")
    return Finding(sentences[0], sentences[1:], basis=basis)


def usual(study: Study, measure: Measure) -> Operation:
    """What is meant if nothing is said: people and places are added up, speeds and prices averaged."""
    if measure.label.startswith("치사율"):
        return Operation.MEAN
    if measure.column is None:
        return Operation.MEAN if measure.label.startswith("ECLO") else Operation.SUM
    return Operation.SUM if study.columns.is_additive(measure.column) else Operation.MEAN


def nothing(study: Study, basis: list[str]) -> Finding:
    """No row meets the conditions. Says which years there are, since that is mostly why."""
    year = study.columns.time(Unit.YEAR)
    years = study.columns.frame.values(year).dropna() if year else None
    details = []
    if years is not None and len(years):
        first, last = int(years.min()), int(years.max())
        span = f"{first}년부터 {last}년까지" if first < last else f"{first}년만"
        details.append(f"이 데이터에는 {span} 있습니다.")
    return Finding(
        f"조건에 맞는 {with_particle(study.noun, '이/가')} 없습니다(**0{study.counter}**).", details, basis=basis
    )


async def share(study: Study, reading: Reading) -> Finding:
    """Which share of the rows, or of the sum of a measure, `part` has."""
    base = await study.work.found(study.whole, reading.conditions)
    part = await study.work.found(base, reading.part)
    basis = study.basis((*reading.conditions, *reading.part))
    if base.rows == 0:
        return nothing(study, basis)
    if reading.measures and study.columns.is_additive(reading.measures[0].parts[0][0]):
        return await _share_of_sum(study, reading, base, part, basis)
    of = study.subject(reading.conditions)
    what = study.subject(reading.part)
    ratio = percent(part.rows / base.rows)
    return Finding(
        f"{with_particle(what, '은/는')} {of} {study.rows(base.rows)} 가운데 "
        f"**{ratio}**({study.rows(part.rows)})입니다.",
        basis=basis,
    )


async def _share_of_sum(study: Study, reading: Reading, base: View, part: View, basis: list[str]) -> Finding:
    measure = reading.measures[0]
    whole, _ = await study.work.value(base, measure, Operation.SUM)
    some, _ = await study.work.value(part, measure, Operation.SUM)
    if not whole:
        return nothing(study, basis)
    return Finding(
        f"{study.subject(reading.part)}의 {with_particle(literal(measure.label), '은/는')} "
        f"{study.subject(reading.conditions)} {study.amount(whole, measure)} 가운데 "
        f"**{percent((some or 0) / whole)}**({study.amount(some or 0, measure)})입니다.",
        basis=basis,
    )


async def _per_year(study: Study, reading: Reading, year: str) -> Finding:
    """The same where only years are known: the years from the first to the last."""
    view = await study.work.found(study.whole, reading.conditions)
    facts = (await study.work.run("get_column_statistics", column=year, dataset=view.name)).facts
    basis = study.basis(reading.conditions)
    if facts["min"] is None or facts["max"] is None:
        return nothing(study, basis)
    first, last = int(number(facts["min"])), int(number(facts["max"]))
    years = last - first + 1
    return Finding(
        f"{with_particle(study.subject(reading.conditions), '은/는')} 연평균 "
        f"**{short(round(view.rows / years, 2))}{study.counter}**입니다. "
        f"{first}년부터 {last}년까지 {with_particle(study.rows(view.rows), '을/를')} {years}년으로 나눈 값입니다.",
        basis=basis,
    )


async def per_time(study: Study, reading: Reading) -> Finding:
    """Rows, or the sum of a measure, per day, month or year of the time that the conditions leave."""
    date = study.columns.date()
    year = study.columns.time(Unit.YEAR)
    if (
        reading.asks(Says.PER_YEAR)
        and year is not None
        and study.columns.type(year) is ColumnType.YEAR
        and "." not in year
    ):
        return await _per_year(study, reading, year)
    if date is None:
        raise CannotAnswer("이 데이터에는 날짜 열이 없어 하루·한 달·한 해 평균을 계산할 수 없습니다.")
    limits = (await study.work.run("get_date_range", column=date, dataset=study.whole.name)).facts
    per, name = next(
        (unit, name)
        for says, unit, name in (
            (Says.PER_DAY, "일", "하루 평균"),
            (Says.PER_MONTH, "개월", "월평균"),
            (Says.PER_YEAR, "년", "연평균"),
        )
        if reading.asks(says)
    )
    spans = days.counted(study.columns, str(limits["min"]), str(limits["max"]), reading.conditions)
    periods = {"일": spans.days, "개월": spans.months, "년": spans.years}[per]
    view = await study.work.found(study.whole, reading.conditions)
    basis = [
        *study.basis(reading.conditions),
        f"기간: {limits['min']} ~ {limits['max']}, 나눈 수: {short(periods)}{per}",
    ]
    if not periods:
        return nothing(study, basis)
    measure = reading.measures[0] if reading.measures else None
    total: float = view.rows
    if measure is not None:
        total = (await study.work.value(view, measure, Operation.SUM))[0] or 0
    unit = study.unit(measure) if measure else study.counter
    what = literal(measure.label) if measure else study.noun
    subject = study.subject(reading.conditions) if measure is None else f"{study.subject(reading.conditions)}의 {what}"
    return Finding(
        f"{with_particle(subject, '은/는')} {name} **{short(round(total / periods, 2))}{unit}**입니다. "
        f"{with_particle(short(total) + unit, '을/를')} "
        f"{with_particle(short(periods) + per, '으로/로')} 나눈 값입니다.",
        basis=basis,
    )


async def per_time_and_group(study: Study, reading: Reading) -> Finding:
    """Raises CannotAnswer: every group can have days of its own."""
    raise CannotAnswer("하루·한 달·한 해 평균은 한 조건씩만 계산할 수 있습니다. 예: 주말 하루 평균 사고 건수.")
