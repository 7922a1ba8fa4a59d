"""The tabs 숫자, 범주, 시간, 관계, 빈 값: what they draw of which columns, and that no column makes them fail."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from frontend.analysis.columns import Kind
from frontend.analysis.table import Table
from tests.frontend import screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.unit.frontend.analysis import tables

RANDOM = np.random.default_rng(2)
SECTIONS = ("number", "category", "time", "pair", "missing")
ROWS = 300
STRANGE = ("a.b", "<b>굵게</b>", "*별* `코드` $x$", "길" * 200, "🚗", "건수", "열", "부터", "value", "count", " ")


def accidents() -> Table:
    """300 accidents with everything that the sections know how to draw."""
    return tables.table(
        {
            "사고일시": pd.date_range("2014-03-01", periods=ROWS, freq="73h"),
            "날씨": RANDOM.choice(["맑음", "비", "눈"], ROWS, p=[0.7, 0.2, 0.1]),
            "노면": RANDOM.choice(["건조", "젖음"], ROWS),
            "사망자수": RANDOM.choice([0, 1], ROWS, p=[0.95, 0.05]),
            "속도": RANDOM.normal(50, 12, ROWS),
            "연령": [f"{age}세" for age in RANDOM.integers(18, 90, ROWS - 5)] + ["기타불명"] * 4 + [None],
            "비고": [None] * (ROWS - 60) + ["있음"] * 60,
        }
    )


def draw(section: str, table: object) -> None:
    import importlib  # noqa: PLC0415

    importlib.import_module(f"frontend.explore.{section}_section").show(table)


def opened(section: str, table: Table, **query: str) -> AppTest:
    app = AppTest.from_function(draw, default_timeout=20, args=(section, table))
    app.query_params.update(query)
    app.run()
    assert not app.exception, [(each.message, each.stack_trace) for each in app.exception]
    return app


def chart_names(app: AppTest) -> list[str]:
    """The charts by the names of their files."""
    return [button.proto.id.rsplit("-download_", 1)[-1] for button in app.get("download_button")]


def choose(app: AppTest, label: str, value: str) -> AppTest:
    app.selectbox[[box.label for box in app.selectbox].index(label)].set_value(value).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("view", ["numbers", "categories", "time", "pairs"])
def test_a_link_opens_the_tab(open_page: OpenPage, backend: FakeBackend, view: str) -> None:
    content = "사고일시,날씨,수\n" + "".join(
        f"2016-01-{day:02} 10:00,{'비눈'[day % 2]},{day % 5}\n" for day in range(1, 29)
    )
    page = open_page("explore", dataset=backend.datasets.add(content.encode(), "사고").dataset_id, view=view)
    assert not page.exception
    assert page.get("plotly_chart")


def test_a_number_is_told_in_figures_and_drawn() -> None:
    app = opened("number", accidents(), number="속도")
    assert screen.metrics(app)["값"] == "300건"
    assert {"빈 값", "평균", "표준편차", "최솟값", "1사분위", "중앙값", "3사분위", "최댓값"} < set(screen.metrics(app))
    assert "‘속도’의 중앙값은" in screen.text(app)
    assert chart_names(app) == ["분포_속도", "상자그림_속도"]


def test_text_with_a_unit_can_be_chosen_as_a_number() -> None:
    app = opened("number", accidents())
    assert app.selectbox[0].options == ["사망자수", "속도", "연령(세)"]
    choose(app, "숫자 열", "연령")
    assert screen.in_url(app, "number") == ["연령"]
    assert screen.metrics(app)["값"] == "295건"
    assert "읽을 수 없는 글자(기타, 불명 등) 4건" in screen.text(app)


def test_a_number_is_split_by_a_category() -> None:
    app = opened("number", accidents(), number="속도", by="날씨")
    assert chart_names(app) == ["분포_속도", "상자그림_속도_날씨"]
    assert "‘날씨’별 중앙값은" in screen.text(app)
    choose(app, "나누어 볼 범주", "")
    assert screen.in_url(app, "by") == []


def test_low_bars_are_pointed_to_until_the_axis_is_logarithmic() -> None:
    table = tables.table({"사망자수": [0.0] * 500 + [1.0, 2.0]})
    app = opened("number", table)
    assert "로그 눈금으로’를 켜면" in screen.text(app)
    app.toggle[0].set_value(True).run()
    assert screen.in_url(app, "log") == ["1"]
    assert "로그 눈금으로’를 켜면" not in screen.text(app)


def test_a_category_is_counted_and_the_rest_summed_up() -> None:
    table = tables.table({"동": [f"{number % 30}동" for number in range(90)] + ["0동"] * 10})
    app = opened("category", table)
    assert "가장 많은 것은 ‘0동’(13건, 13%)입니다." in screen.text(app)
    assert "그 밖 10종 30건" in screen.text(app)


def test_a_category_is_split_by_another() -> None:
    app = opened("category", accidents(), category="날씨", by_category="노면")
    assert chart_names(app) == ["건수_날씨", "비율_날씨_노면"]
    choose(app, "범주 열", "노면")
    assert chart_names(app) == ["건수_노면"]


def test_time_is_drawn_as_far_as_the_column_tells() -> None:
    assert chart_names(opened("time", accidents())) == [
        "연도별",
        "월별",
        "요일별",
        "시각별",
        "요일_시각별",
        "전체_기간",
    ]
    days = tables.table({"날": pd.date_range("2016-01-01", periods=20)})
    assert chart_names(opened("time", days)) == ["연도별", "월별", "요일별", "전체_기간"]
    years = tables.table({"연도": [2010, 2012] * 10}, 연도=Kind.YEAR)
    app = opened("time", years)
    assert chart_names(app) == ["연도별"]
    assert "2011년에는 자료가 없습니다." in screen.text(app)


def test_the_mean_of_a_number_is_drawn_over_time() -> None:
    app = opened("time", accidents())
    choose(app, "무엇을 볼까요?", "연령")
    assert screen.in_url(app, "measure") == ["연령"]
    assert "300건 가운데 시간과 값이 있는 295건" in screen.text(app)
    assert "‘연령’ 평균이 가장 높은 때는" in screen.text(app)


def test_without_a_column_of_time_it_is_said_which_one_would_be_needed() -> None:
    app = opened("time", tables.table({"수": [1, 2, 3]}))
    assert "시간을 담은 열이 없습니다." in app.info[0].value
    assert not app.get("plotly_chart")


@pytest.mark.parametrize(
    ("x", "y", "names"),
    [
        ("속도", "연령", ["상관계수", "산점도_속도_연령"]),
        ("날씨", "속도", ["상관계수", "상자그림_속도_날씨"]),
        ("속도", "날씨", ["상관계수", "상자그림_속도_날씨"]),
        ("날씨", "노면", ["상관계수", "비율_날씨_노면"]),
    ],
)
def test_two_columns_have_the_chart_of_their_kinds(x: str, y: str, names: list[str]) -> None:
    assert chart_names(opened("pair", accidents(), x=x, y=y)) == names


def test_a_column_is_not_compared_with_itself() -> None:
    app = opened("pair", accidents(), x="날씨", y="날씨")
    assert app.selectbox[1].value != "날씨"


def test_a_sample_of_many_points_is_said_to_be_one() -> None:
    table = tables.table({"x": RANDOM.normal(size=6000), "y": RANDOM.normal(size=6000)})
    assert "6,000건 가운데 5,000건을 무작위로 뽑아 그렸습니다." in screen.text(opened("pair", table))


def test_of_very_many_numbers_the_fullest_are_correlated() -> None:
    table = tables.table({f"수{number}": RANDOM.normal(size=40) for number in range(20)})
    assert "숫자 열 20개 가운데 값이 가장 많이 채워진 15개입니다." in screen.text(opened("pair", table))


def test_gaps_are_drawn_and_many_are_warned_of() -> None:
    app = opened("missing", accidents())
    assert chart_names(app) == ["열별_빈_값", "파일_순서의_빈_값"]
    assert "빈 값이 30% 이상인 열이 1개 있습니다: ‘비고’ 80%" in app.warning[0].value


def test_a_table_without_gaps_is_praised() -> None:
    app = opened("missing", tables.table({"수": [1, 2]}))
    assert "빈 값이 하나도 없습니다." in app.success[0].value
    assert not app.warning


def test_few_gaps_are_not_warned_of() -> None:
    assert not opened("missing", tables.table({"수": [1.0] * 9 + [None]})).warning


def made_of(values: list[object], **kinds: Kind) -> Table:
    return tables.table(dict.fromkeys(STRANGE, values), **kinds)


ODD = {
    "one row": tables.table({"수": [1.5], "글": ["가"], "때": pd.to_datetime(["2016-01-01 10:00"])}),
    "no columns": tables.table({}),
    "gaps only": tables.table({"수": [np.nan] * 50, "글": pd.Series([None] * 50, dtype=object)}),
    "one value": tables.table({"수": [7] * 50, "글": ["가"] * 50, "때": pd.to_datetime(["2016-01-01"] * 50)}),
    "booleans": tables.table({"예": [True, False] * 20, "수": range(0, 80, 2)}),
    "infinite": tables.table({"수": [np.inf, -np.inf, 1.0, 2.0] * 10, "큼": [1e300, -1e300, 1.0, 2.0] * 10}),
    "tiny": tables.table({"수": [0.0, 5e-324] * 20, "둘": [0.0, 1e-300] * 20}),
    "strange names and numbers": made_of([0.5, 1.5] * 20),
    "strange names and texts": made_of(["<script>", "*가*", "[x](y)", "$1$", "길" * 300, "🚗", "", "=1+1"] * 5),
    "strange names and gaps": made_of([None, "가"] * 20),
    "immense years": tables.table({"때": pd.Series(pd.to_datetime(["1001-01-01", "2999-12-31"]).as_unit("s"))}),
    "1 000 columns": tables.table({f"열 {number}": [number, 2, None] * 5 for number in range(1000)}),
}


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("table", ODD.values(), ids=ODD)
def test_no_table_makes_a_tab_fail(section: str, table: Table) -> None:
    app = opened(section, table)
    assert app.info or app.success or app.get("plotly_chart")


@pytest.mark.parametrize("section", ["number", "category", "time", "pair"])
def test_a_column_that_the_filters_have_emptied_is_said_to_be_empty(section: str) -> None:
    days = pd.date_range("2016-01-01", periods=20)
    gaps = [*[None] * 10, *[1.5, 2.5] * 5]
    table = tables.table({"날": days, "수": gaps, "글": [None if gap is None else f"{gap}" for gap in gaps]})
    app = opened(section, table.take(np.arange(20) < 10), number="수", category="글", measure="수", x="수", y="글")
    assert any(words in app.info[0].value for words in ("하나도 없습니다", "있는 행이 없습니다"))


@pytest.mark.parametrize("section", ["category", "pair"])
def test_a_value_may_be_called_like_a_column(section: str) -> None:
    table = tables.table({"날씨": ["비", "눈"] * 10, "종류": ["날씨", "건수"] * 10})
    opened(section, table, category="날씨", by_category="종류", x="날씨", y="종류")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("index", range(len(STRANGE)))
def test_every_strange_column_can_be_chosen(section: str, index: int) -> None:
    name, other = STRANGE[index], STRANGE[index - 1]
    query = {
        "number": name,
        "by": other,
        "category": name,
        "by_category": other,
        "measure": name,
        "x": name,
        "y": other,
    }
    app = opened(section, made_of([1, 2, 2, 3] * 10), **query)
    assert not [each for each in app.markdown if "<b>굵게" in each.value]
