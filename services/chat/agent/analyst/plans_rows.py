"""Plans that show rows: some, those that meet conditions, those with the largest values."""

from dataclasses import replace

from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import cell, joined, literal, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer, View
from services.chat.domain.answer import Table

_SHOWN_COLUMNS = 6
_LISTED = 20
_NAMED = 3
"""So few rows are named in the sentence too."""


async def sample(study: Study, reading: Reading) -> Finding:
    """Some rows, spread over the file."""
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    count = min(reading.top or 5, 20)
    found = await _sampled(study, view, count)
    subject = study.subject(reading.conditions)
    return Finding(
        f"{subject} {study.rows(view.rows)} 가운데 고르게 뽑은 **{min(count, view.rows)}{study.counter}**입니다.",
        [],
        [rows_of(study, found, _interesting(study, reading))],
        basis,
    )


async def listed(study: Study, reading: Reading) -> Finding:
    """The rows that meet the conditions."""
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    count = min(reading.top or (10 if view.rows > _LISTED else _LISTED), _LISTED)
    found = await _sampled(study, view, count)
    shown = min(count, view.rows)
    subject = study.subject(reading.conditions)
    more = f" 그 가운데 {shown}{study.counter}만 보입니다." if shown < view.rows else ""
    names = [title(study, found.columns, row) for row in found.rows] if found and view.rows <= _NAMED else []
    told = f": {joined(f'**{name}**' for name in names)}." if names else "."
    return Finding(
        f"{with_particle(subject, '은/는')} **{study.rows(view.rows)}**입니다{told}{more}",
        [],
        [rows_of(study, found, _interesting(study, reading))],
        basis,
    )


async def _sampled(study: Study, view: View, count: int) -> Table | None:
    tables = []
    for name in view.names:
        result = await study.work.run("get_sample_rows", n=count, dataset=name)
        if result.table is not None:
            tables.append(result.table)
    return _together(tables, count)


def _together(tables: list[Table], count: int) -> Table | None:
    """The rows of several tables with the same columns as one."""
    if not tables:
        return None
    rows = tuple(row for each in tables for row in each.rows)[:count]
    return replace(tables[0], rows=rows, total_rows=sum(each.total_rows for each in tables))


async def sorted_rows(study: Study, reading: Reading) -> Finding:
    """The rows with the largest or smallest values of a measure."""
    measure = reading.measures[0]
    if measure.column is None:
        raise CannotAnswer(
            f"{with_particle(literal(measure.label), '은/는')} 여러 열을 더한 값이라 행을 정렬할 수 없습니다."
        )
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    top = reading.nth or reading.top or (10 if reading.asks(Says.SORT, Says.RANK, Says.LIST) else 5)
    found = await _sorted(study, view, measure.column, reading.order < 0, min(top, 50))
    if found is None or not found.rows:
        return nothing(study, basis)
    rows = found.rows
    if reading.nth and reading.nth > len(rows):
        raise CannotAnswer(f"{with_particle(study.noun, '은/는')} {len(rows)}{study.counter}뿐입니다.")
    row = rows[reading.nth - 1] if reading.nth else rows[0]
    at = found.columns.index(measure.column) if measure.column in found.columns else 0
    value = row[at]
    if not isinstance(value, int | float):
        return nothing(study, basis)
    adjective = "낮은" if reading.order < 0 else "높은"
    if study.columns.is_additive(measure.column):
        adjective = "적은" if reading.order < 0 else "많은"
    rank = f"{reading.nth}번째로" if reading.nth else "가장"
    name = title(study, found.columns, row)
    within = f"{study.subject(reading.conditions)} 가운데 " if reading.conditions else ""
    same = sum(1 for other in rows if other[at] == value)
    tied = f" 같은 값이 {same}{study.counter} 이상 있습니다." if same > 1 and not reading.nth else ""
    headline = (
        f"{within}{with_particle(literal(measure.label), '이/가')} {rank} {adjective} "
        f"{with_particle(study.noun, '은/는')} **{name}**({study.amount(value, measure)})입니다.{tied}"
    )
    details = []
    if reading.top and len(rows) > 1 and not reading.nth:
        listed_ = joined(
            f"{title(study, found.columns, each)}({cell(each[at])})" for each in rows[: min(reading.top, 10)]
        )
        details.append(f"{'하위' if reading.order < 0 else '상위'} {len(rows)}{study.counter}: {listed_}.")
    return Finding(headline, details, [rows_of(study, found, [measure.column])], basis)


async def _sorted(study: Study, view: View, column: str, ascending: bool, top: int) -> Table | None:
    tables = []
    for name in view.names:
        result = await study.work.run("sort_dataframe", column=column, ascending=ascending, top_n=top, dataset=name)
        if result.table is not None and column in result.table.columns:
            tables.append(result.table)
    found = _together(tables, top * len(tables))
    if found is None or len(tables) == 1:
        return found
    at = found.columns.index(column)
    known = [(row[at], row) for row in found.rows if isinstance(row[at], int | float)]
    known.sort(key=lambda pair: float(str(pair[0])), reverse=not ascending)
    return replace(found, rows=tuple(row for _, row in known[:top]))


_TITLES = ("주차장명", "대상시설명", "설치장소", "보안등위치명", "사고일시", "사고번호", "ID")


def title(study: Study, names: tuple[str, ...], row: tuple[object, ...]) -> str:
    """What a row is called: its name, or when and where it was."""
    found = [(name, row[names.index(name)]) for name in _TITLES if name in names and row[names.index(name)] is not None]
    if not found:
        texts = [
            name for name in study.columns.file_columns if study.columns.type(name).value == "text" and name in names
        ]
        found = [(name, row[names.index(name)]) for name in texts[:1]]
    if not found:
        return "첫 번째 행"
    label = literal(found[0][1])
    if found[0][0] == "사고일시" and "시군구" in names:
        return f"{label} {literal(row[names.index('시군구')])}"
    return label


def rows_of(study: Study, found: Table | None, first: list[str]) -> str:
    """The most telling columns of rows as a Markdown table."""
    if found is None or not found.rows:
        return ""
    names = [
        name
        for name in (*_TITLES[:5], *first, "시군구", "시군구명", "소재지도로명주소", "소재지지번주소")
        if name in found.columns
    ]
    names = list(dict.fromkeys((*names, *found.columns)))[:_SHOWN_COLUMNS]
    at = [found.columns.index(name) for name in names]
    lines = [[_year_cell(study, name, row[place]) for name, place in zip(names, at, strict=True)] for row in found.rows]
    return table([literal(name) for name in names], lines)


def _year_cell(study: Study, name: str, value: object) -> str:
    plain = study.columns.type(name).value == "year" or study.columns.is_code(name)
    if plain and isinstance(value, int | float):
        return str(int(value))
    if value is None or isinstance(value, str | int | float | bool):
        return cell(value)
    return literal(value)


def _interesting(study: Study, reading: Reading) -> list[str]:
    named = [condition.column for condition in reading.conditions] + [m.column for m in reading.measures if m.column]
    return list(dict.fromkeys(study.columns.all[name].source or name for name in named))
