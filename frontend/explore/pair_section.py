"""The tab 관계: which figures go together, and two columns of the reader's choice in one chart."""

from collections.abc import Mapping

import streamlit as st

from frontend import chart_card, chart_labels, theme
from frontend.analysis import category_counts, distribution, figures, pairs
from frontend.analysis.table import Table
from frontend.explore import category_words, number_charts, number_words, pair_charts, pair_words
from frontend.explore.explore_place import STATE
from frontend.literal_text import literal
from frontend.number_format import topic

_COLUMNS = 15
_POINTS = 5000
_BOXES, _ROWS, _PARTS = 10, 12, 8
_METHODS: Mapping[pairs.Method, str] = {"pearson": "피어슨(직선 관계)", "spearman": "스피어만(순위 관계)"}


def show(table: Table) -> None:
    names = [column.name for column in table.columns if column.name in table.units or column.is_category]
    if len(names) < 2:
        st.info(
            "함께 볼 열이 둘 이상 있어야 합니다. 숫자나 범주로 된 열이 더 있으면 관계를 볼 수 있습니다.",
            icon=":material/scatter_plot:",
        )
        return
    if len(table.units) > 1:
        _correlations(table)
    _pair(table, names)


def _correlations(table: Table) -> None:
    method: pairs.Method = STATE.segmented(
        "method", "상관계수", list(_METHODS), "pearson", format_func=_METHODS.__getitem__
    )
    chosen = pairs.fullest(table, list(table.units), _COLUMNS)
    r = pairs.correlations([figures.read(table, name) for name in chosen], method)
    chart_card.show(
        pair_charts.correlations(r, theme.palette()),
        lambda: r.rename_axis("열").reset_index(allow_duplicates=True),
        "상관계수",
        pair_words.correlations(r),
        f"숫자 열 {len(table.units)}개 가운데 값이 가장 많이 채워진 {len(chosen)}개입니다."
        if len(table.units) > len(chosen)
        else "",
    )


def _pair(table: Table, names: list[str]) -> None:
    units = table.units
    usual = [*units, *(name for name in names if name not in units)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        x = STATE.select("x", "가로(나누는 열)", names, usual[0], width=280)
        others = [name for name in names if name != x]
        first = next(name for name in usual if name != x)
        y = STATE.select("y", "세로(비교할 열)", others, first, width=280)
    rows = int((table.frame[x].notna() & table.frame[y].notna()).sum())
    if not rows:
        st.info(
            f"지금 조건에는 {literal(topic(x))}, {literal(topic(y))} 값이 함께 있는 행이 없습니다.",
            icon=":material/hide_source:",
        )
    elif x in units and y in units:
        _scatter(table, x, y)
    elif x in units or y in units:
        number, category = (x, y) if x in units else (y, x)
        _boxes(table, number, category)
    else:
        _shares(table, x, y)


def _scatter(table: Table, x: str, y: str) -> None:
    across, up = figures.read(table, x), figures.read(table, y)
    found = pairs.points(across.values, up.values, _POINTS)
    line = pairs.line(across.values, up.values)
    data = found.points if not found.sampled else found.points.drop(columns="count")
    names = {"x": across.label, "y": up.label, "count": "건수"}
    note = (
        f"{found.rows:,}건 가운데 {found.drawn:,}건을 무작위로 뽑아 그렸습니다. 직선과 r은 모두로 계산했습니다."
        if found.sampled
        else "원이 클수록 같은 값이 많습니다."
        if (found.points["count"] > 1).any()
        else ""
    )
    chart_card.show(
        pair_charts.scatter(found, line, across, up, theme.palette()),
        lambda: data.rename(columns=names),
        chart_labels.name("산점도", x, y),
        pair_words.line(line, across, up),
        f"{note} {pair_words.CAUSE}".strip(),
    )


def _boxes(table: Table, number: str, category: str) -> None:
    column = figures.read(table, number)
    boxes = distribution.boxes(column.values, table.frame[category], _BOXES)
    different = int(table.frame[category].nunique())
    if not boxes:
        st.info(f"{literal(topic(number))} 값을 숫자로 읽을 수 있는 행이 없습니다.", icon=":material/hide_source:")
        return
    chart_card.show(
        number_charts.boxes(boxes, column.label, category, theme.palette()),
        lambda: number_charts.rows(boxes, category),
        chart_labels.name("상자그림", number, category),
        number_words.groups(boxes, category, column.unit),
        f"{different:,}가지 가운데 건수가 많은 {len(boxes)}가지입니다." if different > len(boxes) else "",
    )


def _shares(table: Table, x: str, y: str) -> None:
    crossed = category_counts.cross(table.frame[x], table.frame[y], _ROWS, _PARTS, rest="그 밖")
    chart_card.show(
        pair_charts.shares(crossed, x, y, theme.palette()),
        lambda: crossed.counts.rename_axis(index=x, columns=None).reset_index(allow_duplicates=True),
        chart_labels.name("비율", x, y),
        category_words.shares(crossed, x, y),
        f"두 값이 모두 있는 {crossed.rows:,}건 가운데 {crossed.shown:,}건을 그렸습니다."
        if crossed.shown < crossed.rows
        else "",
    )
