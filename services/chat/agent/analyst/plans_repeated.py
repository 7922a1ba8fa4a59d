"""The plan that tells whether values of a column, or whole rows, occur more than once."""

from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import cell, literal, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer, number

_SHOWN = 10


async def repeated(study: Study, reading: Reading) -> Finding:
    """How many values of the column are one too many; without a column, whether rows can be. Raises CannotAnswer."""
    named = [*reading.columns, *(m.column for m in reading.measures if m.column), *(g.column for g in reading.groups)]
    if not named:
        return await _whole_rows(study)
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    result = await study.work.run("get_value_counts", column=named[0], top_n=_SHOWN, dataset=view.name)
    distinct, filled = int(number(result.facts["distinct"])), view.rows - int(number(result.facts["missing"]))
    if not filled:
        return nothing(study, basis)
    label = literal(named[0])
    if distinct == filled:
        return Finding(f"{label} 열에는 중복된 값이 **없습니다**. {filled:,}개가 모두 다릅니다.", basis=basis)
    rows = [row for row in (result.table.rows if result.table else ()) if number(row[1]) > 1]
    lines = [[cell(row[0]), study.rows(number(row[1]))] for row in rows]
    headline = (
        f"네, {label} 열에는 중복된 값이 있습니다. 값이 있는 {with_particle(f'{filled:,}개', '은/는')} "
        f"서로 다른 값 **{distinct:,}가지**로, **{filled - distinct:,}개**가 앞에 나온 값과 같습니다."
    )
    return Finding(headline, ["가장 자주 나오는 값은 아래와 같습니다."], [table([label, "개수"], lines)], basis)


async def _whole_rows(study: Study) -> Finding:
    """No tool compares whole rows; but where a column never repeats, no row does. Raises CannotAnswer."""
    result = await study.work.run("get_dataframe_info", dataset=study.whole.name)
    for name, _, missing, distinct, *_ in result.table.rows if result.table else ():
        if name in study.columns.file_columns and not missing and distinct == study.whole.rows:
            told = f"{literal(name)} 값이 {study.whole.rows:,}개 모두 다릅니다."
            return Finding(f"똑같은 행은 **없습니다**. {told}")
    raise CannotAnswer(
        "행이 통째로 같은지는 세지 못합니다. 한 열에 같은 값이 있는지는 알 수 있으니, 열 이름과 함께 질문해주세요."
    )
