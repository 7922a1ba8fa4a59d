"""The jobs on the page 시스템 and below the choice of a dataset."""

import grpc
import pytest
from streamlit.testing.v1 import AppTest

from tests.frontend import fake_batches, refusals, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend


def names(page: AppTest) -> list[str]:
    """The jobs that are listed, from the top."""
    return [each.value.strip("*") for each in page.main.markdown if each.value.startswith("**자료")]


def jobs(backend: FakeBackend, count: int) -> None:
    for number in range(count):
        backend.add(fake_batches.csv(4), f"자료 {number}").advance(4)


def test_jobs_are_listed_newest_first_in_pages(open_page: OpenPage, backend: FakeBackend) -> None:
    jobs(backend, 12)
    page = open_page("system")
    assert names(page) == [f"자료 {number}" for number in range(11, 1, -1)]
    assert "모두 12개입니다." in screen.text(page)
    page.pagination[0].select(2).run()
    assert names(page) == ["자료 1", "자료 0"]


def test_the_queue_is_counted(open_page: OpenPage, backend: FakeBackend) -> None:
    jobs(backend, 1)
    backend.add(fake_batches.csv(10)).advance(4)
    backend.add(fake_batches.csv(10))
    backend.add(fake_batches.csv(10))
    shown = screen.metrics(open_page("system"))
    assert (shown["기다리는 작업"], shown["진행 중인 작업"], shown["남은 행"]) == ("2", "1", "26")


def test_only_a_job_that_is_not_finished_can_be_cancelled(open_page: OpenPage, backend: FakeBackend) -> None:
    jobs(backend, 1)
    running = backend.add(fake_batches.csv(10), "자료 x")
    page = open_page("system")
    assert [button.label for button in page.main.button] == ["취소", "열기", "열기"]
    page.button(key=f"batch_list_cancel_{running.batch.batch_id}").click().run()
    assert "‘자료 x’의 일괄 예측을 멈춥니다." in screen.text(page)
    assert running.batch.status == "QUEUED"


def test_a_job_opens_on_the_page_of_predictions(open_page: OpenPage, backend: FakeBackend) -> None:
    jobs(backend, 2)
    page = screen.press(open_page("system"), "열기")
    assert page.title[0].value == "ECLO 예측"
    assert page.query_params["batch"] == backend.newest.batch.batch_id
    assert "행별 결과" in screen.text(page)


def test_without_jobs_the_list_says_so(open_page: OpenPage) -> None:
    assert "아직 일괄 예측이 없습니다." in screen.text(open_page("system"))


def test_below_the_choice_of_a_dataset_stand_the_last_five(open_page: OpenPage, backend: FakeBackend) -> None:
    jobs(backend, 7)
    page = open_page("predict", mode="batch")
    assert names(page) == [f"자료 {number}" for number in (6, 5, 4, 3, 2)]
    assert "모두 7개 가운데 최근 5개입니다." in screen.text(page)


def test_jobs_that_cannot_be_listed_leave_the_rest_of_the_page(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.refusals["ListBatches"] = refusals.status(grpc.StatusCode.UNAVAILABLE, screen.UNREACHABLE)
    page = open_page("system")
    assert [error.value for error in page.error] == [screen.UNREACHABLE]
    assert "학습 기간" in screen.metrics(page)


def test_flower_is_linked_where_the_setting_says(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAEGU_FLOWER_PUBLIC_URL", "http://flower.example:5555")
    links = [each.proto.url for each in open_page("system").get("link_button")]
    assert "http://flower.example:5555" in links
