"""Links to a dataset: made and shown once, ended, and what whoever follows one sees."""

import datetime

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2

from tests.frontend import fake_csv, fake_datasets, refusals, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.test_datasets_page import VIEW_TABS, opened, run

# Asked in every run: AppTest reruns the whole script where a browser reruns only the dialog.
REVOKE = """
import streamlit as st
from frontend import confirmation
from frontend.datasets import dataset_share
confirmation.ask("끊기", "정말입니까?", "모두 끊기", lambda: dataset_share.revoke(st.session_state["id"]))
"""


def share(backend: FakeBackend) -> str:
    """Token of a link to a dataset."""
    dataset = backend.datasets.add(fake_csv.sample(30), "나눈 것", "설명")
    token = f"token-{len(backend.datasets.links) + 1}"
    expires = datetime.datetime(2026, 1, 15, 6, 4, tzinfo=datetime.UTC)
    backend.datasets.links[token] = fake_datasets.Link(dataset.dataset_id, expires)
    return token


def test_a_link_is_shown_once_with_its_end_and_says_so(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(b"a\n1\n", "하나"), "share")
    assert not page.code
    screen.press(page, "공유 링크 만들기")
    assert [code.value for code in page.code] == [f"{fake_datasets.APP}/datasets?share_token=token-1"]
    assert "2026년 1월 15일 15:04까지 열 수 있습니다." in screen.text(page)
    assert "지금 한 번만 보여드립니다." in screen.text(page)
    screen.press(page, "데이터셋 목록")
    page.query_params["dataset_id"] = backend.datasets.newest.dataset_id
    page.session_state["dataset_tab"] = VIEW_TABS["share"]
    assert "모든 링크 끊기" in {button.label for button in page.run().button}
    assert not page.code


def test_the_link_of_one_dataset_is_not_shown_at_another(open_page: OpenPage, backend: FakeBackend) -> None:
    page = opened(open_page, backend.datasets.add(b"a\n1\n", "하나"), "share")
    screen.press(page, "공유 링크 만들기")
    page.query_params["dataset_id"] = backend.datasets.add(b"a\n1\n", "둘").dataset_id
    assert not page.run().code


def test_ending_all_links_asks_first(open_page: OpenPage, backend: FakeBackend) -> None:
    share(backend)
    page = opened(open_page, backend.datasets.newest, "share")
    screen.press(page, "모든 링크 끊기")
    assert "‘나눈 것’ 데이터셋의 공유 링크를 모두 끊습니다." in screen.text(page)
    assert not backend.datasets.links["token-1"].revoked


def test_ended_links_are_counted(backend: FakeBackend) -> None:
    share(backend)
    page = screen.press(run(REVOKE, backend.datasets.newest), "모두 끊기")
    assert [toast.value for toast in page.toast] == ["공유 링크 1개를 끊었습니다."]
    assert backend.datasets.links["token-1"].revoked
    screen.press(page, "모두 끊기")
    assert [toast.value for toast in page.toast] == ["끊을 링크가 없습니다."]


def test_a_link_opens_the_dataset_to_look_at_and_to_download_but_not_to_change(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = open_page("datasets", share_token=share(backend))
    assert page.title[0].value == "나눈 것"
    assert [info.value for info in page.info] == ["공유받은 데이터셋입니다. 2026년 1월 15일 15:04까지 볼 수 있습니다."]
    assert "TAAS 사고" in screen.text(page)
    assert len(page.dataframe[0].value) == 5
    assert [tab.label for tab in page.tabs] == [
        ":material/table_rows: 미리보기",
        ":material/query_stats: 열 살펴보기",
        ":material/download: 받기",
    ]
    page.session_state["shared_tab"] = ":material/download: 받기"
    page.run()
    assert [button.label for button in page.download_button] == ["원본 받기", "엑셀용으로 받기"]
    assert not {"삭제하기", "저장", "공유 링크 만들기"} & {button.label for button in page.button}


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("wrong", fake_datasets.SHARE_NOT_FOUND),
        ("expired", fake_datasets.SHARE_EXPIRED),
        ("revoked", fake_datasets.SHARE_REVOKED),
    ],
)
def test_a_link_that_opens_nothing_says_why_and_shows_nothing_else(
    open_page: OpenPage, backend: FakeBackend, state: str, message: str
) -> None:
    token = share(backend)
    if state == "expired":
        backend.datasets.links[token].expires = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    backend.datasets.links[token].revoked = state == "revoked"
    page = open_page("datasets", share_token="guess" if state == "wrong" else token)
    assert [error.value for error in page.error] == [message]
    assert not page.title
    assert not page.dataframe
    assert not page.metric
    assert "나눈 것" not in screen.text(page)
    screen.press(page, "데이터셋 목록")
    assert page.title[0].value == "데이터셋"
    assert "share_token" not in page.query_params


def test_a_link_without_a_token_is_a_wrong_link(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.datasets.refusals["GetSharedDataset"] = refusals.bad_request([("share_token", "1자 이상이어야 합니다.")])
    page = open_page("datasets", share_token="")
    assert [error.value for error in page.error] == [fake_datasets.SHARE_NOT_FOUND]


def test_too_many_wrong_links_say_when_to_try_again(open_page: OpenPage, backend: FakeBackend) -> None:
    retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=3))
    backend.datasets.refusals["GetSharedDataset"] = refusals.status(
        grpc.StatusCode.RESOURCE_EXHAUSTED, "잘못된 공유 링크를 여러 번 열었습니다.", retry
    )
    page = open_page("datasets", share_token="guess")
    assert page.error[0].value == "잘못된 공유 링크를 여러 번 열었습니다. 약 3초 뒤에 다시 시도할 수 있습니다."


def test_a_link_that_ends_while_it_is_open_closes_at_the_next_look(open_page: OpenPage, backend: FakeBackend) -> None:
    token = share(backend)
    page = open_page("datasets", share_token=token)
    backend.datasets.links[token].revoked = True
    page.run()
    assert [error.value for error in page.error] == [fake_datasets.SHARE_REVOKED]
    assert not page.dataframe
