"""교차 분석: the chosen datasets together, in all views and states."""

import time

import pytest
from streamlit.testing.v1 import AppTest

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
PLAIN = "이름,값\n가,1\n나,2\n".encode()
VIEWS = ("map", "near", "districts", "shares")


@pytest.fixture
def pair(backend: FakeBackend) -> list[str]:
    """Ids of accidents and of cameras."""
    return [
        backend.datasets.add(content, name).dataset_id for content, name in ((ACCIDENTS, "사고"), (CAMERAS, "CCTV"))
    ]


def frames(page: AppTest) -> list[str]:
    """The maps of the page."""
    return [str(element.proto) for element in page.get("iframe")]


def test_without_two_datasets_the_page_offers_the_newest_ones(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair[:1])
    assert "데이터셋을 두 개 이상 골라주세요" in screen.text(page)
    assert page.dataframe[0].value["이름"].tolist() == ["CCTV"]
    page.session_state["cross_newest"] = {"selection": {"rows": [], "columns": [], "cells": [(0, "이름")]}}
    page.run()
    assert page.sidebar.multiselect[0].value == pair


def test_all_chosen_datasets_are_on_one_map(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair)
    assert not page.exception
    assert len(page.get("iframe")) == 1
    assert "‘사고’ 3건, ‘CCTV’ 2건을 한 지도에 표시했습니다." in screen.text(page)


def test_near_ones_are_counted(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near")
    shown = screen.metrics(page)
    assert shown["좌표가 있는 기준"] == "3건"
    assert shown["가까이에 있음"] == "67%"
    assert shown["한 건에 평균"] == "1.33곳"
    text = screen.text(page)
    assert "3건 중 2건(67%)은 500m 안에 ‘CCTV’ 자리가 하나 이상 있습니다." in text
    assert "평균 ECLO는 6.00(2건), 없는 사고는 5.00(1건)입니다." in text
    assert "뜻은 아닙니다" in text


def test_the_datasets_can_be_turned_around_and_a_link_opens_the_same(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", view="near", a=pair[1], b=pair[0], radius="1000")
    assert page.sidebar.multiselect[0].value == [pair[1], pair[0]]
    assert "2건 중 2건(100%)은 1km 안에 ‘사고’ 자리가 하나 이상 있습니다." in screen.text(page)


def test_a_dataset_is_not_compared_with_itself(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="near", a=pair[0], b=pair[0])
    assert "서로 다른 두 데이터셋을 골라주세요." in screen.text(page)


def test_distances_are_never_measured_from_the_middle_of_a_district(
    open_page: OpenPage, backend: FakeBackend, pair: list[str]
) -> None:
    nowhere = backend.datasets.add(WITHOUT_COORDINATES, "좌표 없음").dataset_id
    page = open_page("cross_analysis", datasets=[nowhere, pair[1]], view="near")
    assert "‘좌표 없음’에는 좌표가 없어" in screen.text(page)
    assert "가까이에 있음" not in screen.metrics(page)
    on_map = open_page("cross_analysis", datasets=[nowhere, pair[1]])
    assert "‘좌표 없음’ 3건, ‘CCTV’ 2건을" in screen.text(on_map)


def test_both_are_counted_in_each_dong(open_page: OpenPage, pair: list[str]) -> None:
    page = open_page("cross_analysis", datasets=pair, view="districts")
    table = page.dataframe[0].value
    assert table[["읍·면·동", "사고 건수", "CCTV 건수"]].to_numpy().tolist() == [
        ["상동", 1, 2],
        ["대명동", 1, 0],
        ["범어동", 1, 0],
    ]
    assert "수성구에서 100%" in screen.text(page) or "%포인트" in screen.text(page)


def test_what_both_have_is_compared(open_page: OpenPage, backend: FakeBackend, pair: list[str]) -> None:
    other = backend.datasets.add(WITHOUT_COORDINATES, "둘").dataset_id
    page = open_page("cross_analysis", datasets=[pair[0], other], view="shares", aspect="기상상태")
    assert not page.exception
    assert "기상상태 분포가 가장 다른 값은" in screen.text(page)
    assert "30건보다 적어" in screen.text(page)


def test_figures_of_both_are_compared(open_page: OpenPage, backend: FakeBackend, pair: list[str]) -> None:
    other = backend.datasets.add(PLAIN, "숫자").dataset_id
    page = open_page("cross_analysis", datasets=[pair[0], other], view="shares", aspect="숫자")
    assert "중앙값은 ‘사고’ 5, ‘숫자’ 1.5입니다" in screen.text(page)


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
    assert "가까이에 있음" in screen.metrics(page.run())
