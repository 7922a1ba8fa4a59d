"""Charts stay inside their limits."""

from services.chat.agent.tools.charts import MAX_CATEGORIES, MAX_POINTS, bars, heat_map, label
from services.chat.domain.answer import Chart, ChartKind, Series


def test_bars_have_a_category_for_each_value() -> None:
    assert bars("제목", "가로", "세로 (행)", [("가", 1), (2, None), (True, 0.5)]) == Chart(
        ChartKind.BAR, "제목", "가로", "세로 (행)", ("가", "2", "참"), (Series("세로 (행)", (1.0, None, 0.5)),)
    )


def test_nothing_gives_no_chart() -> None:
    assert bars("", "", "", []) is None
    assert heat_map("", "", "", [], [("가", [])]) is None
    assert heat_map("", "", "", ["가"], []) is None


def test_bars_are_cut_to_sixty() -> None:
    chart = bars("", "", "", [(number, number) for number in range(500)])
    assert chart is not None
    assert len(chart.categories) == len(chart.series[0].values) == MAX_CATEGORIES


def test_heat_maps_are_cut_to_two_thousand_points() -> None:
    chart = heat_map("", "", "", list(range(100)), [(row, [row] * 100) for row in range(100)])
    assert chart is not None
    assert len(chart.categories) == 60
    assert len(chart.series) * 60 <= MAX_POINTS
    assert all(len(series.values) == 60 for series in chart.series)


def test_long_names_are_cut() -> None:
    chart = bars("가" * 500, "나" * 500, "다" * 500, [("라" * 500, 1)])
    assert chart is not None
    assert max(map(len, (chart.title, chart.x_title, chart.y_title))) == 120
    assert len(chart.categories[0]) == 60


def test_labels_of_values() -> None:
    assert [label(value) for value in (None, False, 1.0, 0.1234567, 3, "가")] == [
        "결측",
        "거짓",
        "1",
        "0.123457",
        "3",
        "가",
    ]
