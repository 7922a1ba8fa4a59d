"""Plans about single columns: statistics, spread, extremes, what goes with what."""

from dataclasses import replace

from services.chat.agent.analyst.plans_rows import rows_of
from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Measure, Reading
from services.chat.agent.analyst.sentences import (
    MOST_LISTED,
    bold,
    cell,
    joined,
    literal,
    percent,
    short,
    table,
    with_particle,
)
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer, number

_SHOWN_VALUES = 30
_STATISTICS = (
    ("개수", "count"),
    ("결측", "missing"),
    ("합계", "sum"),
    ("평균", "mean"),
    ("표준편차", "std"),
    ("최솟값", "min"),
    ("1사분위", "p25"),
    ("중앙값", "median"),
    ("3사분위", "p75"),
    ("최댓값", "max"),
)


async def statistics(study: Study, reading: Reading) -> Finding:
    """Everything that describes a number column, with its histogram."""
    view = await study.work.found(study.whole, reading.conditions)
    measure = reading.measures[0]
    column = _column(measure)
    basis = study.basis(reading.conditions)
    facts = (await study.work.run("get_column_statistics", column=column, dataset=view.name)).facts
    if not facts["count"]:
        return nothing(study, basis)

    def amount(name: str) -> str:
        return study.amount(number(facts[name]), measure) if facts[name] is not None else "–"

    of = f"{study.subject(reading.conditions)}의 " if reading.conditions else ""
    headline = (
        f"{of}{with_particle(literal(measure.label), '은/는')} 평균 **{amount('mean')}**, "
        f"중앙값 {amount('median')}이며 {amount('min')}부터 {amount('max')}까지 있습니다."
    )
    half = f"가운데 절반은 {amount('p25')}–{amount('p75')}에 있고, 표준편차는 {amount('std')}입니다."
    lines = [[label, cell(facts[name])] for label, name in _STATISTICS]
    return Finding(headline, [half], [table(["통계", literal(measure.label)], lines)], basis)


async def no_number(study: Study, reading: Reading) -> Finding:
    """Raises CannotAnswer: what is not a number has no mean and no largest value."""
    label = with_particle(literal(study.columns.label(reading.groups[0].column)), "은/는")
    raise CannotAnswer(f"{label} 숫자 열이 아니어서 계산할 수 없습니다.")


async def distribution(study: Study, reading: Reading) -> Finding:
    """How rows spread over the values of a category."""
    view = await study.work.found(study.whole, reading.conditions)
    group = reading.groups[0]
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    result = await study.work.run("summarize_categorical_distribution", column=group.column, dataset=view.name)
    facts, rows = result.facts, result.table.rows if result.table else ()
    if not rows:
        return nothing(study, basis)
    label = literal(group.label)
    top = f"{study.rows(number(rows[0][1]))}({percent(number(facts['top_share']))})"
    headline = (
        f"{with_particle(label, '은/는')} {bold(study.group_value(group, rows[0][0]), '이/가')} "
        f"{with_particle(top, '으로/로')} 가장 많습니다."
    )
    details = [
        f"모두 {short(number(facts['distinct']))}가지이며, "
        f"많은 순서로 세 가지가 {percent(number(facts['top3_share']))}를 차지합니다."
    ]
    if facts["missing"]:
        basis.append(f"값이 없는 {with_particle(study.rows(number(facts['missing'])), '은/는')} 빠졌습니다.")
    lines = [[study.group_value(group, row[0]), study.rows(number(row[1])), percent(number(row[2]))] for row in rows]
    return Finding(
        headline, details, [table([label, f"{study.noun} 수", "비율"], lines, int(number(facts["distinct"])))], basis
    )


async def unique(study: Study, reading: Reading) -> Finding:
    """The different values of a column."""
    named = [*reading.columns, *(g.column for g in reading.groups), *(m.column for m in reading.measures if m.column)]
    column = named[0]
    view = await study.work.found(study.whole, reading.conditions)
    result = await study.work.run("get_unique_values", column=column, dataset=view.name)
    distinct = int(number(result.facts["distinct"]))
    label = literal(study.columns.label(column))
    values = [
        cell(row[0]).replace(",", "") if isinstance(row[0], int) else cell(row[0])
        for row in (result.table.rows if result.table else ())
    ]
    shown = joined(values[:MOST_LISTED]) + (f" 외 {distinct - MOST_LISTED:,}개" if distinct > MOST_LISTED else "")
    tables = [table([label], [[value] for value in values], distinct, _SHOWN_VALUES)] if distinct > MOST_LISTED else []
    return Finding(
        f"{with_particle(label, '은/는')} **{distinct:,}가지**입니다: {shown}.",
        [],
        tables,
        study.basis(reading.conditions),
    )


async def outliers(study: Study, reading: Reading) -> Finding:
    """Values far outside of the quartiles."""
    measure = _measure(study, reading)
    column = _column(measure)
    view = await study.work.found(study.whole, reading.conditions)
    result = await study.work.run("get_outliers", column=column, dataset=view.name)
    facts = result.facts
    label = literal(measure.label)
    if facts["lower"] is None:
        return nothing(study, study.basis(reading.conditions))
    low, high = (study.amount(number(facts[name]), measure) for name in ("lower", "upper"))
    smallest = float(study.columns.frame.values(column).min())
    fences = f"{high}보다 큰" if number(facts["lower"]) <= smallest else f"{low}보다 작거나 {high}보다 큰"
    found = f"**{study.rows(number(facts['count']))}**({percent(number(facts['share']))})"
    headline = f"{label} 이상치는 {found}이며, {fences} 값입니다."
    basis = [*study.basis(reading.conditions), "이상치 기준: 사분위 범위의 1.5배를 벗어난 값"]
    tables = [rows_of(study, replace(result.table, rows=result.table.rows[:5]), [column])] if result.table else []
    return Finding(headline, [], tables, basis)


async def percentile(study: Study, reading: Reading) -> Finding:
    """The value below which a share of the numbers lies."""
    measure = _measure(study, reading)
    asked = reading.percentiles or _quarters(reading)
    if not asked or not all(0 <= each <= 100 for each in asked):
        raise CannotAnswer("몇 번째 백분위수인지 0에서 100 사이의 수로 알려주세요. 예: 90백분위수.")
    view = await study.work.found(study.whole, reading.conditions)
    basis, column = study.basis(reading.conditions), _column(measure)
    said = []
    for each in asked:
        result = await study.work.run("calculate_percentile", column=column, percentile=each, dataset=view.name)
        value = result.facts["value"]
        if value is None:
            return nothing(study, basis)
        said.append(f"{with_particle(_percentile(each), '은/는')} **{study.amount(number(value), measure)}**")
    of = f"{study.subject(reading.conditions)}의 " if reading.conditions else ""
    below = f" {short(asked[0])}%의 값이 이 값 이하입니다." if len(asked) == 1 else ""
    return Finding(f"{of}{literal(measure.label)}의 {joined(said)}입니다.{below}", basis=basis)


def _quarters(reading: Reading) -> tuple[float, ...]:
    """`사분위수` without a number means all three."""
    return (25, 50, 75) if "사분위" in reading.text else ()


def _percentile(value: float) -> str:
    quarter = "1사분위수" if value == 25 else "3사분위수" if value == 75 else ""
    return f"{quarter}({short(value)}백분위수)" if quarter else f"{short(value)}백분위수"


async def correlation(study: Study, reading: Reading) -> Finding:
    """How two numbers go together; what goes most with one column; the strongest pair of all."""
    columns = [*(m.column for m in reading.measures if m.column), *reading.columns, *(g.column for g in reading.groups)]
    numbers = [column for column in columns if study.columns.is_number(column)]
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if len(numbers) >= 2:
        result = await study.work.run("get_correlation", columns=[*numbers[:2]], dataset=view.name)
        value = result.facts["strongest"]
        if value is None:
            raise CannotAnswer("값이 모두 같거나 비어 있어 상관계수를 계산할 수 없습니다.")
        one, other = (literal(study.columns.label(column)) for column in numbers[:2])
        return Finding(
            f"{with_particle(one, '과/와')} {other}의 상관계수는 **{number(value):.3f}**입니다. "
            f"{_strength(number(value))}.",
            basis=[*basis, "피어슨 상관계수: -1에서 1 사이이며, 0에 가까울수록 관계가 약합니다."],
        )
    if columns:
        return await _with_target(study, columns, view.name, basis)
    if len(study.columns.numbers()) < 2:
        raise CannotAnswer("상관관계를 볼 수 있는 숫자 열이 두 개 이상 있어야 합니다.")
    result = await study.work.run("get_correlation", dataset=view.name)
    pair, value = result.facts["strongest_pair"], result.facts["strongest"]
    if pair is None or value is None:
        raise CannotAnswer("상관관계를 볼 수 있는 숫자 열이 두 개 이상 있어야 합니다.")
    return Finding(
        f"숫자 열 가운데 가장 관계가 강한 것은 {bold(literal(pair), '으로/로')}, "
        f"상관계수는 **{number(value):.3f}**입니다. {_strength(number(value))}.",
        basis=basis,
    )


async def _with_target(study: Study, columns: list[str], view: str, basis: list[str]) -> Finding:
    target = next((column for column in columns if study.columns.is_number(column)), columns[0])
    source = study.columns.all[target].source or target
    result = await study.work.run("get_column_correlation_with_target", target_column=source, dataset=view)
    rows = list(result.table.rows) if result.table else []
    others = [study.columns.all[column].source or column for column in columns if column != target]
    if others:
        rows = [row for row in rows if row[0] in others]
    if not rows:
        raise CannotAnswer(f"{with_particle(literal(source), '과/와')} 견줄 수 있는 열이 없습니다.")
    strength = number(rows[0][2])
    methods = {"pearson": "피어슨 상관계수", "correlation_ratio": "상관비"}
    lines = [[cell(row[0]), methods.get(str(row[1]), literal(row[1])), f"{number(row[2]):.3f}"] for row in rows[:10]]
    target_and, best = with_particle(literal(source), "과/와"), literal(rows[0][0])
    found = f"{with_particle(methods.get(str(rows[0][1]), '세기'), '은/는')} **{strength:.3f}**입니다."
    if others:
        first = f"{target_and} {best}의 {found}"
    else:
        first = f"{target_and} 가장 관계가 큰 열은 {bold(best, '으로/로')}, {found}"
    return Finding(f"{first} {_strength(strength)}.", [], [table(["열", "방법", "세기"], lines)], basis)


def _strength(value: float) -> str:
    size = abs(value)
    word = "거의 관계가 없습니다" if size < 0.1 else "약한 관계입니다" if size < 0.3 else "중간 정도의 관계입니다"
    if size >= 0.5:
        word = "강한 관계입니다"
    way = (
        ""
        if size < 0.1
        else "한쪽이 커질수록 다른 쪽도 커지는 "
        if value > 0
        else "한쪽이 커질수록 다른 쪽은 작아지는 "
    )
    return way + word


def _measure(study: Study, reading: Reading) -> Measure:
    if reading.measures:
        return reading.measures[0]
    named = [*reading.columns, *(group.column for group in reading.groups)]
    if named:
        raise CannotAnswer(
            f"{with_particle(literal(study.columns.label(named[0])), '은/는')} 숫자 열이 아니어서 계산할 수 없습니다."
        )
    numbers = study.columns.numbers()
    if not numbers:
        raise CannotAnswer("이 데이터에는 계산할 숫자 열이 없습니다.")
    raise CannotAnswer(f"어느 열인지 알려주세요. 숫자 열은 {joined(map(literal, numbers))}입니다.")


def _column(measure: Measure) -> str:
    if measure.column is None:
        raise CannotAnswer(
            f"{with_particle(literal(measure.label), '은/는')} 여러 열을 더한 값이라 합계와 평균만 계산할 수 있습니다."
        )
    return measure.column
