"""시각화: the dataset, its filters in the URL, and the states of the page."""

import datetime
import time

import grpc
import pytest
from streamlit.testing.v1 import AppTest

from tests.frontend import screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.refusals import status

ACCIDENTS = """사고일시,시군구,기상상태,사망자수
2016-01-01 00:30,대구광역시 수성구 상동,맑음,0
2016-01-02 05:00,대구광역시 수성구 범어동,비,1
2016-02-29 12:00,대구광역시 남구 대명동,맑음,0
2017-03-05 18:00,대구광역시 수성구 상동,눈,2
2017-12-31 23:00,대구광역시 달성군 화원읍,맑음,0
""".encode()
STRANGE = "a.b,<b>굵게</b>,*별*,이름이 아주 긴 열 {long},🚗\n1,<script>,=1+1,가,\n2,x,y,나,\n".replace(
    "{long}", "길다" * 60
).encode()


@pytest.fixture
def accidents(backend: FakeBackend) -> str:
    """Id of a dataset of five accidents."""
    return backend.datasets.add(ACCIDENTS, "사고").dataset_id


def rows(page: AppTest) -> str:
    return screen.metrics(page)["행"]


def test_without_any_dataset_the_page_offers_the_sample(open_page: OpenPage, backend: FakeBackend) -> None:
    page = open_page("explore")
    assert "어떤 데이터셋을 볼까요?" in screen.text(page)
    screen.press(page, "합성 표본 만들기")
    assert rows(page) == "240"
    assert screen.in_url(page, "dataset") == [backend.datasets.newest.dataset_id]


def test_a_link_opens_its_dataset_and_adds_it_to_the_chosen_ones(open_page: OpenPage, accidents: str) -> None:
    page = open_page("explore", dataset=accidents)
    assert rows(page) == "5"
    assert screen.in_url(page, "datasets") == [accidents]
    assert "2016-01-01 ~ 2017-12-31" in screen.text(page)


def test_a_dataset_that_is_taken_out_in_the_sidebar_does_not_come_back(open_page: OpenPage, accidents: str) -> None:
    page = open_page("explore", dataset=accidents)
    page.sidebar.multiselect[0].set_value([]).run()
    page.run()
    assert page.sidebar.multiselect[0].value == []
    assert "어떤 데이터셋을 볼까요?" in screen.text(page)


def test_one_of_several_chosen_datasets_is_shown(open_page: OpenPage, backend: FakeBackend, accidents: str) -> None:
    other = backend.datasets.add(b"a\n1\n2\n", "둘").dataset_id
    page = open_page("explore", datasets=[accidents, other])
    box = next(box for box in page.selectbox if box.label == "데이터셋")
    assert (box.options, rows(page)) == (["사고", "둘"], "2")
    box.set_value(accidents).run()
    assert rows(page) == "5"
    assert screen.in_url(page, "dataset") == [accidents]


def test_the_filters_of_a_link_apply(open_page: OpenPage, accidents: str) -> None:
    page = open_page(
        "explore",
        dataset=accidents,
        dates="2016-01-01~2017-12-31",
        hours="22~5",
        gu=["수성구", "달성군"],
        **{"is.기상상태": ["맑음", "비"], "between.사망자수": "0~1"},
    )
    assert rows(page) == "3"
    assert "전체 5행의 60%" in screen.text(page)


def test_a_filter_that_is_chosen_stands_in_the_url(open_page: OpenPage, accidents: str) -> None:
    page = open_page("explore", dataset=accidents)
    next(box for box in page.multiselect if box.label == "구·군").set_value(["남구"]).run()
    assert (rows(page), screen.in_url(page, "gu")) == ("1", ["남구"])
    next(box for box in page.multiselect if box.label == "다른 열로 거르기").set_value(["기상상태", "사망자수"]).run()
    next(box for box in page.multiselect if box.label == "기상상태").set_value(["비"]).run()
    assert screen.in_url(page, "is.기상상태") == ["비"]
    assert "조건에 맞는 행이 없습니다" in screen.text(page)


def test_days_and_hours_are_chosen(open_page: OpenPage, accidents: str) -> None:
    page = open_page("explore", dataset=accidents)
    page.date_input[0].set_value((datetime.date(2016, 1, 2), datetime.date(2016, 2, 29))).run()
    assert (rows(page), screen.in_url(page, "dates")) == ("2", ["2016-01-02~2016-02-29"])
    next(box for box in page.selectbox if box.label == "까지").set_value(5).run()
    assert (rows(page), screen.in_url(page, "hours")) == ("1", ["0~5"])


def test_all_filters_are_taken_away_at_once(open_page: OpenPage, accidents: str) -> None:
    page = open_page("explore", dataset=accidents, gu="남구", filter="사망자수", view="table")
    screen.press(page, "필터 모두 지우기")
    assert rows(page) == "5"
    assert set(page.query_params) == {"dataset", "datasets", "view"}


def test_filters_come_back_with_the_page(open_page: OpenPage, accidents: str) -> None:
    page = open_page("explore", dataset=accidents, gu="남구")
    page.query_params.clear()  # what a change of pages does
    page.switch_page("app_pages/system.py").run()
    page.query_params.clear()
    page.switch_page("app_pages/explore.py").run()
    assert (rows(page), screen.in_url(page, "gu")) == ("1", ["남구"])


@pytest.mark.parametrize("filters", [{"hours": "99~x"}, {"dates": "gestern~heute"}, {"between.사망자수": "a~b"}])
def test_a_link_that_was_written_wrongly_filters_nothing(
    open_page: OpenPage, accidents: str, filters: dict[str, str]
) -> None:
    page = open_page("explore", dataset=accidents, **filters)
    assert rows(page) == "5"
    assert not page.exception


def test_filters_of_another_dataset_are_not_said_to_apply(
    open_page: OpenPage, backend: FakeBackend, accidents: str
) -> None:
    other = backend.datasets.add(b"a\n1\n2\n", "둘").dataset_id
    page = open_page("explore", dataset=other, gu="남구")
    assert rows(page) == "2"
    assert "필터 모두 지우기" not in [button.label for button in page.button]


def test_the_table_has_the_rows_that_are_left(open_page: OpenPage, accidents: str) -> None:
    page = open_page("explore", dataset=accidents, gu="수성구", view="table")
    assert page.dataframe[0].value["기상상태"].tolist() == ["맑음", "비", "눈"]
    assert "조건에 맞는 3행입니다" in screen.text(page)


def test_names_and_cells_of_users_are_text(open_page: OpenPage, backend: FakeBackend) -> None:
    strange = backend.datasets.add(STRANGE, "*이상한* <b>이름</b>").dataset_id
    page = open_page("explore", dataset=strange, filter=["a.b", "*별*"])
    assert not page.exception
    assert r"\*이상한\* \<b\>이름\</b\>" in page.subheader[0].value.replace("\u2060", "")


def test_a_dataset_that_was_deleted_is_said_to_be_gone(open_page: OpenPage) -> None:
    page = open_page("explore", dataset="00000000-0000-4000-8000-000000000000")
    assert "해당 데이터셋을 찾을 수 없습니다." in screen.text(page)
    assert not page.exception


def test_while_the_server_is_away_the_page_says_so_and_returns(
    open_page: OpenPage, backend: FakeBackend, accidents: str
) -> None:
    page = open_page("explore", dataset=accidents, gu="남구")
    backend.stop()
    page.run()
    assert screen.UNREACHABLE in screen.text(page)
    assert not page.exception
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    assert rows(page.run()) == "1"


def test_rows_that_do_not_arrive_whole_are_not_shown(open_page: OpenPage, backend: FakeBackend, accidents: str) -> None:
    backend.datasets.cut = True
    page = open_page("explore", dataset=accidents)
    assert page.error
    assert not page.metric
    backend.datasets.cut = False
    assert rows(page.run()) == "5"


def test_a_refusal_of_the_service_is_shown_in_its_words(
    open_page: OpenPage, backend: FakeBackend, accidents: str
) -> None:
    backend.datasets.refusals["StreamDatasetArrow"] = status(grpc.StatusCode.RESOURCE_EXHAUSTED, "지금은 바쁩니다.")
    assert "지금은 바쁩니다." in screen.text(open_page("explore", dataset=accidents))
