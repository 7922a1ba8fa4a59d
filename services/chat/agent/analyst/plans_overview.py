"""Plans about a dataset as a whole: what is in it, its period, its place on the map, some rows."""

from services.chat.agent.analyst.conditions import AS_OF
from services.chat.agent.analyst.plans_values import nothing
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import cell, joined, listed, literal, short, table, with_particle
from services.chat.agent.analyst.study import Finding, Study
from services.chat.agent.analyst.work import CannotAnswer, number
from services.chat.domain.datasets import ColumnType

_ALL = 60
_TYPES = {
    "integer": "정수",
    "float": "실수",
    "text": "문자",
    "boolean": "참/거짓",
    "datetime": "날짜",
    "latitude": "위도",
    "longitude": "경도",
    "year": "연도",
}


async def overview(study: Study, reading: Reading) -> Finding:
    """Size, columns, gaps."""
    result = await study.work.run("get_dataframe_info", dataset=study.whole.name)
    facts = result.facts
    columns = study.columns.file_columns
    kind = f"{literal(study.kind)} 데이터로 보이며, " if study.kind and study.kind != "기타" else ""
    headline = f"{kind}**{study.whole.rows:,}행 {len(columns)}열**입니다."
    missing = int(number(facts["missing_cells"]))
    details = [
        f"열은 {with_particle(listed(map(literal, columns)), '이/가')} 있습니다.",
        f"결측값은 {missing:,}개입니다." if missing else "결측값은 없습니다.",
    ]
    rows = [row for row in (result.table.rows if result.table else ()) if row[0] in columns]
    lines = [
        [cell(row[0]), _TYPES.get(str(row[1]), cell(row[1])), cell(row[2]), cell(row[3]), cell(row[4])] for row in rows
    ]
    return Finding(headline, details, [table(["열", "자료형", "결측", "서로 다른 값", "범위"], lines)])


async def columns(study: Study, reading: Reading) -> Finding:
    """Which columns there are."""
    names = study.columns.file_columns
    result = await study.work.run("detect_data_types", dataset=study.whole.name)
    rows = result.table.rows if result.table else ()
    lines = [[cell(row[0]), cell(row[2])] for row in rows]
    return Finding(
        f"열은 모두 **{len(names)}개**입니다: {listed(map(literal, names))}.",
        [],
        [table(["열", "자료형"], lines, shown=_ALL)],
    )


async def types(study: Study, reading: Reading) -> Finding:
    """The type of one column, or of each."""
    result = await study.work.run("detect_data_types", dataset=study.whole.name)
    rows = result.table.rows if result.table else ()
    named = [*reading.columns, *(g.column for g in reading.groups), *(m.column for m in reading.measures if m.column)]
    wanted = [study.columns.all[column].source or column for column in named]
    for row in rows:
        if row[0] in wanted:
            return Finding(f"{literal(row[0])} 열의 자료형은 **{cell(row[2])}**입니다.")
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[str(row[2])] = kinds.get(str(row[2]), 0) + 1
    said = joined(f"{literal(kind)} {count}개" for kind, count in kinds.items())
    lines = [[cell(row[0]), cell(row[2])] for row in rows]
    return Finding(f"열 {len(rows)}개의 자료형은 **{said}**입니다.", [], [table(["열", "자료형"], lines)])


async def period(study: Study, reading: Reading) -> Finding:
    """From when to when."""
    view = await study.work.found(study.whole, reading.conditions)
    named = [group.column for group in reading.groups]
    date = named[0] if named else study.columns.date()
    year = next((name for name in study.columns.file_columns if name.endswith(("연도", "년도"))), None)
    if named and study.columns.type(named[0]) is ColumnType.YEAR:
        year = named[0]
    elif named:
        year = None
    if date is None and year is None:
        raise CannotAnswer("이 데이터에는 날짜나 연도 열이 없습니다.")
    if date is None or year is not None:
        facts = (await study.work.run("get_column_statistics", column=year or "", dataset=view.name)).facts
        first, last = int(number(facts["min"])), int(number(facts["max"]))
        return Finding(
            f"{with_particle(literal(year), '은/는')} **{first}년부터 {last}년까지**입니다.",
            basis=study.basis(reading.conditions),
        )
    facts = (await study.work.run("get_date_range", column=date, dataset=view.name)).facts
    if facts["min"] is None:
        return nothing(study, study.basis(reading.conditions))
    return Finding(
        f"{with_particle(literal(date), '은/는')} **{facts['min']}부터 {facts['max']}까지**이며, "
        f"{short(number(facts['days']))}일입니다.",
        basis=study.basis(reading.conditions),
    )


async def bounds(study: Study, reading: Reading) -> Finding:
    """Where the rows lie on the map."""
    if not {"latitude", "longitude"} <= {column.type.value for column in study.columns.all.values()}:
        raise CannotAnswer("이 데이터에는 위도·경도 열이 없어 지도 범위를 알 수 없습니다.")
    view = await study.work.found(study.whole, reading.conditions)
    facts = (await study.work.run("get_geo_bounds", dataset=view.name)).facts
    if not facts["count"]:
        return nothing(study, study.basis(reading.conditions))
    north, south, east, west, y, x = (
        f"{number(facts[name]):.4f}"
        for name in (
            "max_latitude",
            "min_latitude",
            "max_longitude",
            "min_longitude",
            "center_latitude",
            "center_longitude",
        )
    )
    details = [
        f"중심은 위도 {y}, 경도 {x}이며, "
        f"좌표가 있는 {with_particle(study.rows(number(facts['count'])), '으로/로')} 계산했습니다."
    ]
    if facts.get("missing"):
        details.append(f"좌표가 없는 {with_particle(study.rows(number(facts['missing'])), '은/는')} 빠졌습니다.")
    if facts.get("outside_daegu"):
        details.append(f"대구 밖에 있는 좌표가 {study.rows(number(facts['outside_daegu']))} 있습니다.")
    return Finding(
        f"위도 **{south}–{north}**, 경도 **{west}–{east}** 범위입니다.", details, basis=study.basis(reading.conditions)
    )


async def when(study: Study, reading: Reading) -> Finding:
    """The hours, weekdays, months and years with the most rows."""
    date = study.columns.date()
    if date is None:
        raise CannotAnswer("이 데이터에는 날짜 열이 없어 언제인지 알 수 없습니다.")
    if date.endswith(AS_OF):
        raise CannotAnswer(f"{with_particle(literal(date), '은/는')} 조사한 날이어서, 언제 생긴 일인지 알 수 없습니다.")
    view = await study.work.found(study.whole, reading.conditions)
    basis = study.basis(reading.conditions)
    if view.rows == 0:
        return nothing(study, basis)
    result = await study.work.run("get_temporal_pattern", column=date, dataset=view.name)
    counts: dict[str, list[tuple[float, object]]] = {}
    for row in result.table.rows if result.table else ():
        counts.setdefault(str(row[0]), []).append((number(row[2]), row[1]))
    marks = {"연도": "년", "월": "월", "요일": "", "시": "시", "시간대": ""}
    names = {"연도": "연도", "월": "월", "요일": "요일", "시": "시간", "시간대": "때"}
    order = max if reading.order >= 0 else min
    picks = {unit: (order(found, key=lambda pair: pair[0])) for unit, found in counts.items() if unit in marks}
    if not picks:
        return nothing(study, basis)
    word = "많은" if reading.order >= 0 else "적은"
    units = [unit for unit in ("시", "요일", "월", "연도", "시간대") if unit in picks]
    first = units[0]
    said = f"{picks[first][1]}{marks[first]}"
    subject = study.subject(reading.conditions)
    headline = (
        f"{with_particle(subject, '이/가')} 가장 {word} {with_particle(names[first], '은/는')} "
        f"**{said}**({study.rows(picks[first][0])})입니다."
    )
    rest = [
        f"{names[unit]} {literal(picks[unit][1])}{marks[unit]}({study.rows(picks[unit][0])})" for unit in units[1:4]
    ]
    details = [f"그 밖에 {joined(rest)}에 가장 {word[0]}습니다."] if rest else []
    lines = [[names[unit], f"{literal(picks[unit][1])}{marks[unit]}", study.rows(picks[unit][0])] for unit in units]
    return Finding(headline, details, [table(["기준", f"가장 {word} 때", f"{study.noun} 수"], lines)], basis)
