"""Plans about values that are missing: in one column, in all, among the rows that meet conditions."""

from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Condition, Reading
from services.chat.agent.analyst.sentences import bold, cell, joined, literal, percent, short, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer, number


async def missing(study: Study, reading: Reading) -> Finding:
    """Missing values of one column, or of all."""
    named = [*reading.columns, *(m.column for m in reading.measures if m.column), *(g.column for g in reading.groups)]
    if named:
        column = study.columns.all[named[0]].source or named[0]
        return await (_missing_among(study, reading, column) if reading.conditions else _missing_in(study, column))
    if reading.conditions:
        raise CannotAnswer("조건에 맞는 행의 결측값은 어느 열인지 함께 질문해주세요.")
    result = await study.work.run("get_missing_values", dataset=study.whole.name)
    total = int(number(result.facts["missing_cells"]))
    rows = [row for row in (result.table.rows if result.table else ()) if number(row[1]) > 0]
    if not rows:
        return Finding(f"결측값이 **없습니다**. {study.whole.rows:,}행의 모든 칸이 채워져 있습니다.")
    worst = [row for row in rows if row[1] == rows[0][1]]
    lines = [[cell(row[0]), f"{short(number(row[1]))}개", percent(number(row[2]))] for row in rows]
    tables = [table(["열", "결측값", "비율"], lines)]
    names = joined([*(bold(literal(row[0])) for row in worst[:-1]), bold(literal(worst[-1][0]), "으로/로")])
    each = "각각 " if len(worst) > 1 else ""
    most = f"결측값이 가장 많은 열은 {names}, {each}{short(number(rows[0][1]))}개({percent(number(rows[0][2]))})입니다."
    summary = f"결측값은 모두 **{total:,}개**이며, {len(rows)}개 열에 있습니다."
    first, then = (most, summary) if reading.order > 0 else (summary, most)
    if reading.order < 0:
        least = bold(literal(rows[-1][0]), "으로/로")
        first = f"결측값이 있는 열 가운데 가장 적은 열은 {least}, {short(number(rows[-1][1]))}개입니다."
        empty = len(study.columns.file_columns) - len(rows)
        then = f"결측값이 하나도 없는 열은 {empty}개입니다."
    return Finding(first, [then], tables)


async def _missing_among(study: Study, reading: Reading, column: str) -> Finding:
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    empty = await study.work.found(view, [Condition(column, "is_missing", None, f"{column} 값 없음")])
    among = with_particle(f"{literal(column)} 값이 없는 {study.noun}", "은/는")
    return Finding(
        f"{study.subject(reading.conditions)} {study.rows(view.rows)} 가운데 {among} "
        f"**{study.rows(empty.rows)}**({percent(empty.rows / view.rows)})입니다.",
        basis=basis,
    )


async def _missing_in(study: Study, column: str) -> Finding:
    result = await study.work.run("analyze_missing_pattern", column=column, dataset=study.whole.name)
    count, name = int(number(result.facts["missing"])), literal(column)
    if count == 0:
        return Finding(f"{name} 열에는 결측값이 **없습니다**.")
    share = percent(number(result.facts["share"]))
    rows = [row for row in (result.table.rows if result.table else ()) if number(row[1]) > 0]
    lines = [[cell(row[0]), f"{short(number(row[1]))}개", percent(number(row[2]))] for row in rows]
    tables = [table(["함께 비어 있는 열", "함께 빈 행", "이 열 결측 대비"], lines)] if lines else []
    return Finding(f"{name} 열의 결측값은 **{count:,}개**로, 전체 {study.whole.rows:,}행의 {share}입니다.", [], tables)
