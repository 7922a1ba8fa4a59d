"""시각화, the tab 지도, and the settings of maps in the sidebar."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.frontend import fake_csv, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

DONG_ONLY = """사고일시,시군구,사고유형
2016-01-01 00:30,대구광역시 수성구 상동,차대차
2016-01-02 05:00,대구광역시 수성구 상동,차대사람
2016-02-29 12:00,대구광역시 남구 대명동,차대차
2017-03-05 18:00,알 수 없음,차대차
""".encode()
SOME_POINTS = """이름,주소,위도,경도
<img src=x onerror=alert(1)>,대구광역시 수성구 상동,35.83,128.61
{{ 7*7 }},대구광역시 남구 대명동,35.84,128.57
셋,대구광역시 남구 대명동,,
""".encode()


@pytest.fixture
def sample(backend: FakeBackend) -> str:
    """Id of 240 accidents with coordinates and 동."""
    return backend.datasets.add(fake_csv.sample(), "표본").dataset_id


@pytest.fixture
def no_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAEGU_TILE_URL", "")


def page_of_map(page: AppTest) -> str:
    """The text of the map's own page; empty if there is no map."""
    frames = page.get("iframe")
    return str(frames[0].proto.srcdoc) if frames else ""


def test_rows_with_coordinates_are_gathered_on_a_map_and_counted_by_dong(open_page: OpenPage, sample: str) -> None:
    page = open_page("explore", dataset=sample, view="map")
    assert "L.MarkerClusterGroup=" in page_of_map(page)
    assert page.get("iframe")[0].proto.alt.startswith("지도: 가까운 점을 모아 보기. 가장 많은 동: ")
    counts = page.dataframe[0].value
    assert counts["건수"].sum() == 240
    assert counts["비율"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("way", "holds"), [("heat", "L.HeatLayer="), ("kinds", '"kind":"dots"'), ("dong", '"kind":"circles"')]
)
def test_a_link_opens_the_map_as_it_was_drawn(open_page: OpenPage, sample: str, way: str, holds: str) -> None:
    page = open_page("explore", dataset=sample, view="map", map=way)
    assert holds in page_of_map(page)
    assert not page.exception


def test_a_way_of_drawing_that_there_is_not_is_the_usual_one(open_page: OpenPage, sample: str) -> None:
    page = open_page("explore", dataset=sample, view="map", map="<b>")
    assert "L.MarkerClusterGroup=" in page_of_map(page)


def test_the_column_of_the_kinds_stands_in_the_url(open_page: OpenPage, sample: str) -> None:
    page = open_page("explore", dataset=sample, view="map", map="kinds")
    assert "지도: 종류별 (사고유형)" in screen.text(page)
    next(box for box in page.selectbox if box.label == "나누는 기준").set_value("기상상태").run()
    assert screen.in_url(page, "map_by") == ["기상상태"]
    assert "흐림" in page_of_map(page)


def test_accidents_without_coordinates_stand_at_their_dong(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(DONG_ONLY, "사고").dataset_id
    page = open_page("explore", dataset=dataset, view="map")
    assert '"count":[2,1]' in page_of_map(page)
    shown = screen.text(page)
    assert "가장 많은 동: 수성구 상동 2건(67%)." in shown
    assert "장소를 알 수 없는 1건은 지도에 없습니다." in shown


def test_rows_with_and_without_coordinates_are_two_layers(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(SOME_POINTS, "시설").dataset_id
    page = open_page("explore", dataset=dataset, view="map")
    text = page_of_map(page)
    assert '"kind":"clusters"' in text
    assert '"kind":"circles"' in text
    assert "좌표가 없는 1건은 동의 중심에 원으로 표시했습니다." in screen.text(page)


def test_what_users_typed_is_neither_html_nor_a_template(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(SOME_POINTS, "시설").dataset_id
    text = page_of_map(open_page("explore", dataset=dataset, view="map"))
    assert "<img" not in text.replace("<img>", "")
    assert "\\u003cimg src=x onerror=alert(1)\\u003e" in text
    assert "{\\u007b 7*7 }}" in text


def test_a_dataset_without_any_place_says_what_a_file_needs(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(b"a,b\n1,x\n2,y\n", "표").dataset_id
    page = open_page("explore", dataset=dataset, view="map")
    assert not page.get("iframe")
    assert "위도와 경도 열, 또는" in screen.text(page)


def test_rows_that_name_no_place_after_filtering_say_so(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(DONG_ONLY, "사고").dataset_id
    page = open_page("explore", dataset=dataset, view="map", dates="2017-03-05~2017-03-05")
    assert not page.get("iframe")
    assert "지금 고른 행에는 좌표도 동 이름도 없어" in screen.text(page)


def test_the_filters_apply_to_the_map(open_page: OpenPage, sample: str) -> None:
    page = open_page("explore", dataset=sample, view="map", map="dong", dong=["대구광역시 수성구 상동"])
    assert page.dataframe[0].value["동"].tolist() == ["상동"]


def test_the_number_of_points_applies_at_once(open_page: OpenPage, backend: FakeBackend) -> None:
    rows = "\n".join(f"{number},35.8{number % 90 + 10},128.6" for number in range(1_500))
    dataset = backend.datasets.add(f"번호,위도,경도\n{rows}\n".encode(), "점").dataset_id
    page = open_page("explore", dataset=dataset, view="map")
    assert "표시했습니다" not in screen.text(page)
    next(box for box in page.selectbox if box.label == "한 지도에 표시할 점").set_value(1_000).run()
    assert "1,500건 가운데 1,000건을 표시했습니다." in screen.text(page)
    page.switch_page("app_pages/home.py").run()
    assert next(box for box in page.selectbox if box.label == "한 지도에 표시할 점").value == 1_000


def test_tiles_are_below_the_map_until_the_reader_takes_them_away(
    open_page: OpenPage, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAEGU_TILE_URL", "https://tiles.example/{z}/{x}/{y}.png")
    monkeypatch.setenv("DAEGU_TILE_ATTRIBUTION", "© 대구 지도")
    page = open_page("explore", dataset=sample, view="map")
    assert "https://tiles.example/" in page_of_map(page)
    next(toggle for toggle in page.toggle if toggle.label == "배경 지도").set_value(False).run()
    assert "https://tiles.example/" not in page_of_map(page)


@pytest.mark.usefixtures("no_tiles")
def test_without_tiles_there_is_nothing_to_switch_off(open_page: OpenPage, sample: str) -> None:
    page = open_page("explore", dataset=sample, view="map")
    assert "배경 지도" not in [toggle.label for toggle in page.toggle]
    assert "L.tileLayer(" not in page_of_map(page).split("pointMap.frame(map,")[1]
