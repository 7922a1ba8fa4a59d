"""A job on the page ECLO 예측: how far it is, its end, and a server that goes away meanwhile."""

import time
import uuid

import grpc
import pytest
from streamlit.testing.v1 import AppTest

from frontend.batch import batch_words
from tests.frontend import batch_screen, fake_batches, refusals, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

# Asked in every run: AppTest reruns the whole script where a browser reruns only the dialog.
CANCEL = """
import streamlit as st
from frontend import clients
from frontend.batch import batch_job
batch_job.ask_to_cancel(clients.backend().batches.page(1).batches[0])
"""


def cancel() -> AppTest:
    """The question before the newest job is cancelled, answered with yes."""
    return screen.press(AppTest.from_string(CANCEL, default_timeout=20).run(), "작업 취소하기")


def test_a_job_that_waits_says_so(open_page: OpenPage, backend: FakeBackend) -> None:
    page = batch_screen.opened(open_page, backend.add(fake_batches.csv(120), "사고 2016"))
    text = screen.text(page)
    assert ":material/schedule: 대기" in text
    assert "차례를 기다리는 중 · 끝나기까지 약 12초" in text
    assert "사고 2016" in text
    assert screen.metrics(page) == {"살펴본 행": "0 / 120", "오류 행": "0", "걸린 시간": "–"}
    assert "행별 결과" not in text


def test_a_job_that_runs_shows_its_rows_and_the_time_left(open_page: OpenPage, backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(120, wrong=100))
    job.advance(60)
    page = batch_screen.opened(open_page, job)
    assert ":material/sync: 진행 중" in screen.text(page)
    assert "예측하는 중 · 약 12초 남음" in screen.text(page)
    assert screen.metrics(page)["살펴본 행"] == "60 / 120"
    assert screen.metrics(page)["오류 행"] == "40"
    assert page.get("progress")[0].proto.value == 50
    assert "작업은 계속됩니다" in screen.text(page)


@pytest.mark.parametrize(
    ("status", "failure", "word"),
    [("SUCCEEDED", "", "완료"), ("CANCELLED", "", "취소됨"), ("FAILED", "세 번 시도했지만 끝내지 못했습니다.", "실패")],
)
def test_an_ended_job_says_how_it_ended_and_shows_what_it_has(
    open_page: OpenPage, backend: FakeBackend, status: str, failure: str, word: str
) -> None:
    job = backend.add(fake_batches.csv(120))
    job.advance(60)
    job.end(status, failure)
    page = batch_screen.opened(open_page, job)
    text = screen.text(page)
    assert f"{batch_words.status(status).icon} {word}" in text
    assert batch_words.ended(job.batch) in text
    assert [error.value for error in page.error] == ([failure] if failure else [])
    assert screen.metrics(page)["예측한 행"] == "60"
    assert not page.get("progress")


def test_a_job_that_ended_before_its_first_row_has_nothing_to_show(open_page: OpenPage, backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(120))
    job.end("CANCELLED")
    page = batch_screen.opened(open_page, job)
    assert "예측한 행이 없습니다." in screen.text(page)
    assert not page.exception


def test_a_job_is_cancelled_after_a_question(open_page: OpenPage, backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(120), "사고 2016")
    job.advance(50)
    page = screen.press(batch_screen.opened(open_page, job), "작업 취소")
    assert "‘사고 2016’의 일괄 예측을 멈춥니다." in screen.text(page)
    assert job.batch.status == "RUNNING"
    assert "작업을 취소했습니다." in [toast.value for toast in cancel().toast]
    assert job.batch.status == "CANCELLED"


def test_a_job_that_has_ended_meanwhile_is_not_called_cancelled(backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(12))
    job.advance(12)
    assert "작업이 이미 끝나 있었습니다." in [toast.value for toast in cancel().toast]
    assert job.batch.status == "SUCCEEDED"


def test_a_job_that_could_not_be_cancelled_goes_on(backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(12))
    backend.refusals["CancelBatch"] = refusals.status(grpc.StatusCode.UNAVAILABLE, screen.UNREACHABLE)
    assert screen.UNREACHABLE in [error.value for error in cancel().error]
    assert job.batch.status == "QUEUED"


@pytest.mark.parametrize("wrong", [str(uuid.uuid4()), "?"], ids=["unknown", "no id"])
def test_a_link_to_a_job_that_is_not_there_says_so_and_leads_on(open_page: OpenPage, wrong: str) -> None:
    page = open_page("predict", batch=wrong)
    assert [error.value for error in page.error] == [fake_batches.NOT_FOUND]
    screen.press(page, "새 일괄 예측")
    assert "1. 예측할 자료" in screen.text(page)
    assert "batch" not in page.query_params


def test_a_job_opens_by_itself_once_the_server_is_back(open_page: OpenPage, backend: FakeBackend) -> None:
    job = backend.add(fake_batches.csv(120))
    open_page("predict")  # the model is known from now on
    backend.stop()
    page = batch_screen.opened(open_page, job)
    assert screen.UNREACHABLE in [error.value for error in page.error]
    assert "연결되면 화면이 저절로 다시 열립니다." in screen.text(page)
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    assert "차례를 기다리는 중" in screen.text(page.run())
