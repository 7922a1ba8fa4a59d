"""The page 데이터셋: finding datasets again, looking into them, changing and deleting them."""

import time

import grpc
import pytest
from daegu.dataset.v1 import dataset_pb2 as pb
from streamlit.testing.v1 import AppTest

from tests.frontend import fake_csv, fake_datasets, refusals, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.test_dataset_upload import CAMERAS

INJECTION = "<b>굵게</b> ![x](http://evil.example/x.png) [링크](http://evil.example) :red[빨강] $x$"
FIRST_ROW = {"selection": {"rows": [], "columns": [], "cells": [(0, "이름")]}}
VIEW_TABS = {
    "profile": ":material/query_stats: 열 살펴보기",
    "share": ":material/share: 받기와 공유",
    "manage": ":material/edit: 이름과 삭제",
}


def opened(open_page: OpenPage, dataset: pb.Dataset, tab: str = "") -> AppTest:
    """The page of one dataset at one of its tabs."""
    page = open_page("datasets", dataset_id=dataset.dataset_id)
    if tab:
        page.session_state["dataset_tab"] = VIEW_TABS[tab]
        page.run()
    return page


# The question is asked in every run: AppTest reruns the whole script where a browser reruns only the dialog.
ASK = """
import streamlit as st
from frontend import clients, confirmation
from frontend.datasets import dataset_manage
dataset = clients.backend().datasets.get(st.session_state["id"])
confirmation.ask("삭제", "정말입니까?", "삭제하기", lambda: dataset_manage.delete(dataset))
"""
DELETE = """
import streamlit as st
from frontend import chosen_datasets, clients
from frontend.datasets import dataset_manage
dataset = clients.backend().datasets.get(st.session_state["id"])
chosen_datasets.choose(dataset.dataset_id)
st.query_params[dataset_manage.PARAMETER] = dataset.dataset_id
dataset_manage.delete(dataset)
st.text(str(chosen_datasets.ids()))
"""


def run(script: str, dataset: pb.Dataset) -> AppTest:
    """A script that is about one dataset."""
    page = AppTest.from_string(script, default_timeout=20)
    page.session_state["id"] = dataset.dataset_id
    return page.run()


def test_without_datasets_the_page_says_what_to_do_and_the_sample_is_one_click_away(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = open_page("datasets")
    assert "아직 데이터셋이 없습니다" in screen.text(page)
    screen.press(page, "합성 표본 만들기")
    assert page.query_params["dataset_id"] == backend.datasets.newest.dataset_id
    assert page.title[0].value == fake_datasets.SAMPLE_NAME


def test_the_list_shows_the_newest_first_in_korean_units_and_time(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.datasets.add(b"a\n1\n", "첫째")
    backend.datasets.add(b"a,b\n" + b"1,2\n" * 1500, "둘째")
    rows = open_page("datasets").dataframe[0].value
    assert rows.iloc[0].to_dict() == {
        "이름": "둘째",
        "종류": "기타",
        "행": 1500,
        "열": 2,
        "크기": "5.9 KB",
        "올린 때": "2026-01-08 15:06",
    }
    assert rows["이름"].tolist() == ["둘째", "첫째"]


def test_the_page_of_the_list_stands_in_the_url(open_page: OpenPage, backend: FakeBackend) -> None:
    for number in range(23):
        backend.datasets.add(b"a\n1\n", f"자료 {number}")
    page = open_page("datasets", page="2")
    assert page.dataframe[0].value["이름"].tolist()[0] == "자료 12"
    page.pagination[0].select(3).run()
    assert page.query_params["page"] == "3"
    assert page.dataframe[0].value["이름"].tolist() == ["자료 2", "자료 1", "자료 0"]


@pytest.mark.parametrize("number", ["99", "0", "-1", "zwei", "１２", "9" * 400])
def test_a_page_that_is_not_there_shows_one_that_is(open_page: OpenPage, backend: FakeBackend, number: str) -> None:
    for _ in range(11):
        backend.datasets.add(b"a\n1\n", "자료")
    page = open_page("datasets", page=number)
    assert len(page.dataframe[0].value) in (1, 10)
    assert not page.exception


def test_a_click_on_a_row_opens_the_dataset_and_the_way_back_leads_to_the_list(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    dataset = backend.datasets.add(b"a\n1\n", "하나")
    page = open_page("datasets")
    page.session_state["dataset_table"] = FIRST_ROW
    page.run()
    assert page.query_params["dataset_id"] == dataset.dataset_id
    assert page.title[0].value == "하나"
    screen.press(page, "데이터셋 목록")
    assert "dataset_id" not in page.query_params
    assert page.title[0].value == "데이터셋"


def test_a_click_opens_the_row_that_was_on_the_screen_though_another_one_came_in_between(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    dataset = backend.datasets.add(b"a\n1\n", "하나")
    page = open_page("datasets")
    backend.datasets.add(b"a\n1\n", "다른 사람의 것")
    page.session_state["dataset_table"] = FIRST_ROW
    page.run()
    assert page.query_params["dataset_id"] == dataset.dataset_id


@pytest.mark.parametrize("dataset_id", ["00000000-0000-4000-8000-000000000000", "abc"])
def test_a_dataset_that_is_not_there_is_said_plainly(open_page: OpenPage, dataset_id: str) -> None:
    page = open_page("datasets", dataset_id=dataset_id)
    assert [error.value for error in page.error] == [fake_datasets.NOT_FOUND]
    assert screen.press(page, "데이터셋 목록").title[0].value == "데이터셋"


def test_the_preview_grows_and_is_sorted(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(fake_csv.sample(60), "표본"))
    assert "전체 60행 가운데 5행입니다." in screen.text(page)
    page.segmented_control(key="preview_rows").set_value(20).run()
    next(box for box in page.selectbox if box.label == "정렬할 열").select("위도").run()
    page.toggle(key="preview_descending").set_value(True).run()
    latitudes = page.dataframe[0].value["위도"].tolist()
    assert len(latitudes) == 20
    assert latitudes == sorted(latitudes, reverse=True)


def test_the_profile_marks_columns_with_many_missing_values(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(fake_csv.sample(), "표본"), "profile")
    assert [warning.value for warning in page.warning] == ["빈 값이 30% 이상인 열이 1개 있습니다: 메모"]
    rows = page.dataframe[0].value.set_index("열")
    assert rows.loc["메모", "살펴볼 점"] == "빈 값 많음"
    assert rows.loc["사고유형", "살펴볼 점"] == ""
    assert rows.loc["위도", "종류"] == "위도"
    assert rows.loc["사고일시", "가장 작은 값"] == "2016-01-01 03:00"
    assert str(rows.loc["사고유형", "자주 나오는 값"]).startswith("차대차 ")


def test_one_column_is_looked_at_more_closely(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(fake_csv.sample(), "표본"), "profile")
    column = next(box for box in page.selectbox if box.label == "열 하나를 자세히 보기")
    column.select("사고유형").run()
    assert set(page.dataframe[1].value["값"]) == {"차대차", "차대사람", "차량단독"}
    next(box for box in page.selectbox if box.label == "열 하나를 자세히 보기").select("부상자수").run()
    assert screen.metrics(page)["95%"] == "4"


def test_a_dataset_is_renamed_and_described(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(b"a\n1\n", "옛 이름"), "manage")
    next(box for box in page.text_input if box.label == "이름").input("새 이름")
    page.text_area[0].input("첫 줄\n둘째 줄")
    screen.press(page, "저장")
    assert page.title[0].value == "새 이름"
    assert backend.datasets.newest.description == "첫 줄\n둘째 줄"
    assert [toast.value for toast in page.toast] == ["저장했습니다."]


def test_a_refused_name_is_explained_and_still_there(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(b"a\n1\n", "옛 이름"), "manage")
    next(box for box in page.text_input if box.label == "이름").input("  ")
    screen.press(page, "저장")
    assert "이름을 입력해주세요." in screen.text(page)
    assert backend.datasets.newest.name == "옛 이름"


def test_deleting_asks_first_and_names_the_dataset(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(b"a\n1\n", "지울 것"), "manage")
    screen.press(page, "데이터셋 삭제")
    assert "‘지울 것’ 데이터셋(1행)을 삭제합니다. 되돌릴 수 없습니다." in screen.text(page)
    assert {"삭제하기", "그만두기"} <= {button.label for button in page.button}
    assert backend.datasets.stored


def test_a_dataset_in_use_is_not_deleted_and_the_question_says_why(backend: FakeBackend) -> None:
    dataset = backend.datasets.add(b"a\n1\n", "쓰는 중")
    backend.datasets.held.add(dataset.dataset_id)
    page = screen.press(run(ASK, dataset), "삭제하기")
    assert [error.value for error in page.error] == [fake_datasets.IN_USE]
    assert backend.datasets.stored


def test_agreeing_deletes_and_stopping_does_not(backend: FakeBackend) -> None:
    page = run(ASK, backend.datasets.add(b"a\n1\n", "지울 것"))
    screen.press(page, "그만두기")
    assert backend.datasets.stored
    screen.press(page, "삭제하기")
    assert not backend.datasets.stored


def test_a_deleted_dataset_is_no_longer_chosen_and_no_longer_open(backend: FakeBackend) -> None:
    page = run(DELETE, backend.datasets.add(b"a\n1\n", "지울 것"))
    assert not page.exception
    assert page.text[0].value == "[]"
    assert dict(page.query_params) == {}
    assert [toast.value for toast in page.toast] == ["‘지울 것’ 데이터셋을 삭제했습니다."]


def test_nothing_that_a_user_typed_is_markup(open_page: OpenPage, backend: FakeBackend) -> None:
    content = f"이름,{INJECTION}\n{INJECTION},\n".encode()
    dataset = backend.datasets.add(content, INJECTION, INJECTION)
    for tab in ("", *VIEW_TABS):
        page = opened(open_page, dataset, tab)
        if question := {"share": "모든 링크 끊기", "manage": "데이터셋 삭제"}.get(tab):
            screen.press(page, question)
        assert any("굵게" in element.value for element in [*page.title, *page.markdown])
        for element in [*page.title, *page.markdown, *page.caption, *page.warning]:
            for active in ("<b>", "![x]", "[링크](", ":red[빨강]", "$x$"):
                assert active not in element.value, element.value
        assert page.text[0].value == INJECTION
    assert page.title[0].value.startswith("\\<b\\>굵게")


def test_a_server_that_is_away_is_reported_and_the_page_returns(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.datasets.add(b"a\n1\n", "하나")
    page = open_page("home")
    backend.stop()
    page.switch_page("app_pages/datasets.py")
    page.run()
    assert [error.value for error in page.error] == [screen.UNREACHABLE]
    assert not page.exception
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    page.run()
    assert not page.error
    assert page.dataframe[0].value["이름"].tolist() == ["하나"]


@pytest.mark.parametrize("method", ["PreviewDataset", "GetDatasetProfile", "UpdateDataset", "ShareDataset"])
def test_a_part_that_fails_leaves_the_rest_of_the_dataset_on_the_screen(
    open_page: OpenPage, backend: FakeBackend, method: str
) -> None:
    dataset = backend.datasets.add(CAMERAS.encode(), "카메라")
    backend.datasets.refusals[method] = refusals.status(grpc.StatusCode.UNAVAILABLE, "파일 저장소를 쓸 수 없습니다.")
    tab = {"GetDatasetProfile": "profile", "UpdateDataset": "manage", "ShareDataset": "share"}.get(method, "")
    page = opened(open_page, dataset, tab)
    if button := {"UpdateDataset": "저장", "ShareDataset": "공유 링크 만들기"}.get(method):
        screen.press(page, button)
    assert [error.value for error in page.error] == ["파일 저장소를 쓸 수 없습니다."]
    assert page.title[0].value == "카메라"
    assert screen.metrics(page)["행"] == "3"


@pytest.mark.parametrize(("button", "title"), [("차트와 지도로 보기", "시각화"), ("챗봇에게 물어보기", "챗봇")])
def test_a_dataset_leads_to_its_charts_and_to_questions_about_it(
    open_page: OpenPage, backend: FakeBackend, button: str, title: str
) -> None:
    dataset_id = backend.datasets.add(b"a\n1\n2\n", "하나").dataset_id
    page = screen.press(open_page("datasets", dataset_id=dataset_id), button)
    assert page.title[0].value == title
    assert page.sidebar.multiselect[0].value == [dataset_id]
