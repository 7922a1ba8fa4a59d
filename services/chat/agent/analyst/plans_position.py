"""Plans that show rows by their place: in the file, or in time."""

from dataclasses import replace

from services.chat.agent.analyst.meanings import Says, Unit
from services.chat.agent.analyst.plans_rows import rows_of, title
from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Condition, Reading
from services.chat.agent.analyst.sentences import joined, literal, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer
from services.chat.domain.answer import Table
from services.chat.domain.datasets import ColumnType

_MOST = 10
_KEY_COLUMNS = 6
"""So many columns tell a row from others; if they do not, the rows are as good as the same."""


async def at_places(study: Study, reading: Reading) -> Finding:
    """The rows at `reading.positions`. No tool counts rows off: each is found by what it holds. Raises CannotAnswer."""
    length = study.whole.rows
    if not length or max(reading.positions) >= length or min(reading.positions) < 0:
        raise CannotAnswer(f"행은 모두 {length:,}개뿐입니다.")
    shown = reading.positions[:_MOST]
    tables = [await _row(study, position) for position in shown]
    found = replace(tables[0], rows=tuple(row for each in tables for row in each.rows), total_rows=len(shown))
    pairs = zip(shown, found.rows, strict=True)
    names = [_name(study, position, title(study, found.columns, row)) for position, row in pairs]
    told = joined(f"{_place(position, length)} 행은 {name}" for position, name in zip(shown, names, strict=True))
    more = [f"한 번에 {_MOST}개까지만 보입니다."] if len(reading.positions) > _MOST else []
    columns = [study.columns.all[name].source or name for name in reading.columns]
    return Finding(f"{told}입니다.", more, [rows_of(study, found, columns)], ["파일에 적힌 순서대로 셌습니다."])


async def by_time(study: Study, reading: Reading) -> Finding:
    """The `reading.top` latest rows, or the earliest. Raises CannotAnswer."""
    date = study.columns.date() or study.columns.time(Unit.YEAR)
    if date is None:
        raise CannotAnswer("이 데이터에는 날짜나 연도 열이 없어 최근 것을 가려낼 수 없습니다.")
    view = await study.work.found(study.whole, reading.conditions)
    basis = [*study.basis(reading.conditions), f"{with_particle(literal(date), '을/를')} 기준으로 정렬했습니다."]
    first = reading.asks(Says.FIRST)
    top = min(reading.top or 1, _MOST)
    result = await study.work.run("sort_dataframe", column=date, ascending=first, top_n=top, dataset=view.name)
    if result.table is None or not result.table.rows:
        return nothing(study, basis)
    names = [title(study, result.table.columns, row) for row in result.table.rows]
    which = "가장 오래된" if first else "가장 최근"
    subject = f"{study.subject(reading.conditions)} 가운데 " if reading.conditions else ""
    rows = with_particle(f"{study.noun} {study.rows(len(names))}", "은/는")
    told = joined(f"**{name}**" for name in names)
    return Finding(f"{subject}{which} {rows} {told}입니다.", [], [rows_of(study, result.table, [date])], basis)


def _name(study: Study, position: int, called: str) -> str:
    """What the row is called, with the value that no other row has."""
    rarest = _keys(study, position)
    key = literal(rarest[0].said) if len(rarest) == 1 else ""
    return f"**{called}**" if key in called else f"**{called}**({literal(rarest[0].column)} {key})"


def _place(position: int, length: int) -> str:
    ordinal = "첫 번째" if position == 0 else f"{position + 1:,}번째"
    return f"마지막({ordinal})" if position == length - 1 else ordinal


async def _row(study: Study, position: int) -> Table:
    view = await study.work.found(study.whole, _keys(study, position))
    result = await study.work.run("get_sample_rows", n=1, dataset=view.name)
    if result.table is None:
        raise CannotAnswer("그 행을 찾지 못했습니다.")
    return result.table


def _keys(study: Study, position: int) -> list[Condition]:
    """Conditions that only this row meets, as far as there are any: the rarest values first."""
    frame = study.columns.frame
    rare: list[tuple[int, Condition]] = []
    for name in study.columns.file_columns:
        values = frame.values(name)
        value = values.iloc[position]
        if study.columns.type(name) in (ColumnType.TEXT, ColumnType.INTEGER) and values.notna().iloc[position]:
            key = int(value) if study.columns.type(name) is ColumnType.INTEGER else str(value)
            rare.append((int(values.eq(value).sum()), Condition(name, "==", key, str(key))))
    rare.sort(key=lambda each: each[0])
    return [condition for _, condition in rare[: 1 if rare and rare[0][0] == 1 else _KEY_COLUMNS]]
