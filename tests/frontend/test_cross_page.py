"""교차 분석: the chosen datasets together, in all views and states."""

import time

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from tests.frontend import screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

ACCIDENTS = """사고일시,시군구,위도,경도,기상상태,ECLO
2016-01-01 00:30,대구광역시 수성구 상동,35.8500,128.6000,맑음,3
2016-01-02 05:00,대구광역시 수성구 범어동,35.8501,128.6001,비,9
2016-02-29 12:00,대구광역시 남구 대명동,35.9000,128.7000,맑음,5
""".encode()
CAMERAS = """설치연도,주소,위도,경도
2010,대구광역시 수성구 상동 1,35.8502,128.6002
2013,대구광역시 수성구 상동 2,35.8503,128.6003
""".encode()
WITHOUT_COORDINATES = (
    "시군구,기상상태\n대구광역시 수성구 상동,맑음\n대구광역시 남구 대명동,비\n대구광역시 남구 대명동,비\n".encode()
)
STRANGE = (
    (
        "<b>이름</b>,*주소*,위도,경도,{long},🚗\n"
        "<script>x</script>,대구광역시 수성구 상동,35.85,128.6,=1+1,{{ 7*7 }}\n"
        "{{ 7*7 }},대구광역시 남구 대명동,35.84,128.57,가,\n"
    )
    .replace("{long}", "길다" * 60)
    .encode()
)
PLAIN = "이름,값\n가,1\n나,2\n".encode()
VIEWS = ("map", "near", "districts", "shares")
FIRST_ROW = {"selection": {"rows": [], "columns": [], "cells": [(0, "이름")]}}
"""What the browser says of a table whose first row was clicked."""


@pytest.fixture
def pair(backend: FakeBackend) -> list[str]:
    """Ids of accidents and of cameras."""
    return [
        backend.datasets.add(content, name).dataset_id for content, name in ((ACCIDENTS, "사고"), (CAMERAS, "CCTV"))
    ]


def frames(page: AppTest) -> str:
    """The text of the maps of the page."""
    return "".join(str(element.proto.srcdoc) for element in page.get("iframe"))


def box(page: AppTest, label: str) -> "Selectbox[str]":
    return next(box for box in page.selectbox if box.label == label)


def test_without_two_datasets_the_page_offers_the_newest_ones(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair[:1])
    assert "데이터셋을 두 개 이상 골라주세요" in screen.text(page)
    assert page.dataframe[0].value["이름"].tolist() == ["CCTV"]
    page.session_state[f"cross_newest_{pair[0]}"] = FIRST_ROW
    page.run()
    assert page.sidebar.multiselect[0].value == pair


@pytest.mark.usefixtures("pair")
def test_one_click_adds_one_dataset(open_page: OpenPage) -> None:
    page = open_page("cross_analysis")
    newest = page.dataframe[0].value["이름"].tolist()
    page.session_state["cross_newest"] = FIRST_ROW
    page.run()
    assert len(page.sidebar.multiselect[0].value) == 1
    assert page.dataframe[0].value["이름"].tolist() == newest[1:]


def test_all_chosen_datasets_are_on_one_map(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair)
    assert not page.exception
    assert len(page.get("iframe")) == 1
    assert "위치를 아는 자료는 ‘사고’ 3건, ‘CCTV’ 2건입니다." in screen.text(page)


def test_near_ones_are_counted(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near")
    shown = screen.metrics(page)
    assert shown["좌표가 있는 기준"] == "3건"
    assert shown["500m 안에 있음"] == "67%"
    assert shown["한 건에 평균"] == "1.33곳"
    text = screen.text(page)
    assert "3건 중 2건(67%)은 500m 안에 ‘CCTV’ 지점이 하나 이상 있습니다." in text
    assert "평균 ECLO는 6.00(2건), 없는 사고는 5.00(1건)입니다." in text
    assert "뜻은 아닙니다" in text


def test_the_datasets_can_be_turned_around_and_a_link_opens_the_same(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", view="near", a=pair[1], b=pair[0], radius="1000")
    assert page.sidebar.multiselect[0].value == [pair[1], pair[0]]
    assert "2건 중 2건(100%)은 1km 안에 ‘사고’ 지점이 하나 이상 있습니다." in screen.text(page)


def test_a_dataset_is_not_compared_with_itself(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near", a=pair[1], b=pair[1])
    assert box(page, "무엇이 가까운지").options == ["사고"]
    assert "500m 안에 ‘사고’ 지점이" in screen.text(page)


def test_both_are_exchanged_with_one_click(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near")
    screen.press(page, "서로 바꾸기")
    assert (screen.in_url(page, "a"), screen.in_url(page, "b")) == ([pair[1]], [pair[0]])
    assert "2건 중 2건(100%)은 500m 안에 ‘사고’ 지점이" in screen.text(page)


def test_a_radius_of_ones_own_stands_in_the_url(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near", radius="own", metres="20000")
    assert screen.metrics(page)["20km 안에 있음"] == "100%"
    page.number_input[0].set_value(50).run()
    assert screen.in_url(page, "metres") == ["50"]
    assert screen.metrics(page)["50m 안에 있음"] == "67%"
    assert "50m 안(곳)" in page.dataframe[-1].value


@pytest.mark.parametrize("metres", ["-5", "0", "1e9", "999999", "zwei", "٣٠٠"])
def test_a_radius_that_cannot_be_is_the_usual_one(open_page: OpenPage, pair: list[str], metres: str) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near", radius="own", metres=metres)
    assert not page.exception
    assert "300m 안에 있음" in screen.metrics(page)


def test_areas_around_what_is_near_are_drawn_if_the_link_says_so(open_page: OpenPage, pair: list[str]) -> None:
    assert '"kind":"areas"' not in frames(open_page("cross_analysis", datasets=pair, view="near"))
    page = open_page("cross_analysis", datasets=pair, view="near", circles="1")
    assert '"kind":"areas"' in frames(page)
    assert "CCTV 둘레 500m" in frames(page)


def test_popups_say_how_near_the_nearest_one_is(open_page: OpenPage, pair: list[str]) -> None:
    page = frames(open_page("cross_analysis", datasets=pair, view="near"))
    assert "가장 가까운 거리(m)" in page
    assert "500m 안(곳)" in page


@pytest.mark.parametrize(("order", "weather"), [("near", "비"), ("far", "맑음"), ("many", "맑음"), ("<b>", "비")])
def test_single_rows_come_in_the_order_of_the_link(
    open_page: OpenPage, pair: list[str], order: str, weather: str
) -> None:
    rows = open_page("cross_analysis", datasets=pair, view="near", order=order).dataframe[-1].value
    assert rows["기상상태"].iloc[0] == weather
    assert rows["500m 안(곳)"].tolist() == ([0, 2, 2] if order == "far" else [2, 2, 0])


def test_a_file_that_was_written_here_can_be_looked_at_again(
    open_page: OpenPage, backend: FakeBackend, pair: list[str]
) -> None:
    again = ACCIDENTS.decode().replace("기상상태", "가장 가까운 거리(m)").replace("ECLO", "500m 안(곳)").encode()
    page = open_page("cross_analysis", datasets=[backend.datasets.add(again, "다시").dataset_id, pair[1]], view="near")
    assert not page.exception
    assert {"500m 안(곳)", "500m 안(곳) (파일)"} <= set(page.dataframe[-1].value.columns)


def test_rows_without_a_coordinate_are_said_to_be_left_out(
    open_page: OpenPage, backend: FakeBackend, pair: list[str]
) -> None:
    some = backend.datasets.add("이름,위도,경도\n가,35.85,128.6\n나,,\n".encode(), "시설").dataset_id
    page = open_page("cross_analysis", datasets=[some, pair[1]], view="near")
    assert screen.metrics(page)["좌표가 있는 기준"] == "1건"
    assert "좌표가 없는 기준 1건은 뺐습니다." in screen.text(page)


def test_distances_are_never_measured_from_the_middle_of_a_district(
    open_page: OpenPage, backend: FakeBackend, pair: list[str]
) -> None:
    nowhere = backend.datasets.add(WITHOUT_COORDINATES, "좌표 없음").dataset_id
    page = open_page("cross_analysis", datasets=[nowhere, pair[1]], view="near")
    assert "‘좌표 없음’에는 좌표가 없어" in screen.text(page)
    assert "500m 안에 있음" not in screen.metrics(page)
    screen.press(page, "동별 비교로 보기")
    assert screen.in_url(page, "view") == ["districts"]
    assert "동별 건수" in page.get("plotly_chart")[0].proto.spec + page.get("plotly_chart")[1].proto.spec
    on_map = open_page("cross_analysis", datasets=[nowhere, pair[1]])
    assert "‘좌표 없음’ 3건, ‘CCTV’ 2건입니다" in screen.text(on_map)
    assert "좌표가 없는 행은 동의 중심에" in screen.text(on_map)
    assert "동의 중심에" not in screen.text(open_page("cross_analysis", datasets=pair))


def test_both_are_counted_in_each_dong(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="districts")
    table = page.dataframe[0].value
    assert table[["읍·면·동", "사고 건수", "CCTV 건수"]].to_numpy().tolist() == [
        ["상동", 1, 2],
        ["대명동", 1, 0],
        ["범어동", 1, 0],
    ]
    assert "‘수성구’입니다. ‘CCTV’에서 100%로, ‘사고’의 66.7%보다 33.3%포인트 높습니다." in screen.text(page)


def test_what_both_have_is_compared(open_page: OpenPage, backend: FakeBackend, pair: list[str]) -> None:
    other = backend.datasets.add(WITHOUT_COORDINATES, "둘").dataset_id
    page = open_page("cross_analysis", datasets=[pair[0], other], view="shares", aspect="기상상태")
    assert not page.exception
    assert "기상상태 분포가 가장 다른 값은" in screen.text(page)
    assert "30건보다 적어" in screen.text(page)


def test_figures_of_both_are_compared(open_page: OpenPage, backend: FakeBackend, pair: list[str]) -> None:
    other = backend.datasets.add(PLAIN, "숫자").dataset_id
    page = open_page("cross_analysis", datasets=[pair[0], other], view="shares", aspect="숫자")
    text = screen.text(page).replace("\\", "")
    assert "중앙값은 ‘사고’ 5(가운데 절반은 4~7), ‘숫자’ 1.5(가운데 절반은 1.25~1.75)입니다." in text


def test_figures_of_another_unit_are_not_compared(open_page: OpenPage, backend: FakeBackend, pair: list[str]) -> None:
    ages = backend.datasets.add("나이\n31세\n40세\n55세\n".encode(), "사람").dataset_id
    page = open_page("cross_analysis", datasets=[pair[0], ages], view="shares", aspect="숫자")
    assert "단위가 같은 숫자 열이 없습니다" in screen.text(page)
    assert not page.get("plotly_chart")


def test_dongs_are_compared_with_their_gu(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="shares", aspect="동")
    assert "‘수성구 상동’입니다. ‘CCTV’에서 100%로, ‘사고’의 33.3%보다 66.7%포인트 높습니다." in screen.text(page)


def test_where_only_the_gu_is_known_no_dong_is_compared(
    open_page: OpenPage, backend: FakeBackend, pair: list[str]
) -> None:
    coarse = backend.datasets.add("구\n대구광역시 수성구\n대구광역시 남구\n".encode(), "구만").dataset_id
    page = open_page("cross_analysis", datasets=[pair[0], coarse], view="districts")
    assert "‘구만’에는 동까지 알 수 있는 행이 없어 구·군까지만 견주었습니다." in screen.text(page)
    assert len(page.get("plotly_chart")) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_names_and_cells_of_users_are_text(
    open_page: OpenPage, backend: FakeBackend, pair: list[str], view: str
) -> None:
    strange = backend.datasets.add(STRANGE, "*별* <b>이름</b> {{ 7*7 }}\n$x$").dataset_id
    page = open_page("cross_analysis", datasets=[pair[1], strange], view=view, circles="1")
    assert not page.exception
    written = "".join(element.value for elements in (page.markdown, page.info, page.caption) for element in elements)
    written += "".join(toggle.label for toggle in page.toggle)
    assert "<b>" not in written.replace("\\<b\\>", "")
    assert "<script>x" not in frames(page)
    assert "{{ 7*7" not in frames(page)


@pytest.mark.parametrize("view", VIEWS)
def test_datasets_of_one_row_are_enough(open_page: OpenPage, backend: FakeBackend, view: str) -> None:
    head, first, *_ = ACCIDENTS.decode().splitlines()
    one = f"{head}\n{first}\n".encode()
    ids = [backend.datasets.add(one, name).dataset_id for name in ("하나", "하나")]
    page = open_page("cross_analysis", datasets=ids, view=view)
    assert not page.exception
    assert not page.error


@pytest.mark.parametrize("view", VIEWS)
def test_datasets_that_have_nothing_in_common_are_said_to(open_page: OpenPage, backend: FakeBackend, view: str) -> None:
    names = [
        backend.datasets.add(content, name).dataset_id
        for content, name in ((b"a\nx\ny\n", "하나"), (b"b\nz\nw\n", "둘"))
    ]
    page = open_page("cross_analysis", datasets=names, view=view)
    assert not page.exception
    assert page.info


@pytest.mark.parametrize("view", VIEWS)
def test_a_dataset_that_was_deleted_is_left_out(
    open_page: OpenPage, backend: FakeBackend, pair: list[str], view: str
) -> None:
    third = backend.datasets.add(CAMERAS.replace(b"2010", b"2011"), "셋째").dataset_id
    page = open_page("cross_analysis", datasets=[*pair, third], view=view)
    del backend.datasets.stored[pair[0]]
    page.run()
    assert not page.exception
    assert "삭제되어" in screen.text(page)


def test_while_the_server_is_away_the_page_says_so_and_returns(
    open_page: OpenPage, backend: FakeBackend, pair: list[str]
) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near")
    backend.stop()
    page.run()
    assert screen.UNREACHABLE in screen.text(page)
    assert not page.exception
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    assert "500m 안에 있음" in screen.metrics(page.run())
