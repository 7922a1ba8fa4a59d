"""The chosen datasets: the same on every page, after a refresh, and after a deletion."""

import socket
import time

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from frontend import chosen_datasets
from frontend.calls import PROBE_DEADLINE
from tests.frontend import screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

GONE = "00000000-0000-4000-8000-000000000000"
ROWS = b"a\n1\n"


def in_url(page: AppTest) -> list[str]:
    """The ids that the URL names."""
    return screen.in_url(page, chosen_datasets.PARAMETER)


def test_without_datasets_there_is_nothing_to_choose(open_page: OpenPage) -> None:
    box = open_page("home").sidebar.multiselect[0]
    assert (box.options, box.value) == ([], [])
    assert box.placeholder == "아직 데이터셋이 없습니다"


def test_several_datasets_are_chosen_by_name_and_kept_by_id(open_page: OpenPage, backend: FakeBackend) -> None:
    first, second = (backend.datasets.add(ROWS, name).dataset_id for name in ("하나", "둘"))
    page = open_page("predict")
    box = page.sidebar.multiselect[0]
    assert box.options == ["둘", "하나"]
    box.set_value([first, second]).run()
    assert in_url(page) == [first, second]


def test_the_choice_survives_a_refresh_and_a_change_of_pages(open_page: OpenPage, backend: FakeBackend) -> None:
    first, second = (backend.datasets.add(ROWS, name).dataset_id for name in ("하나", "둘"))
    page = open_page("home", datasets=[first, second])
    assert page.sidebar.multiselect[0].value == [first, second]
    page.query_params.clear()  # what a change of pages does
    page.switch_page("app_pages/system.py")
    page.run()
    assert page.sidebar.multiselect[0].value == [first, second]
    assert in_url(page) == [first, second]


def test_choosing_nothing_empties_the_url(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(ROWS, "하나")
    page = open_page("home", datasets=dataset.dataset_id)
    page.sidebar.multiselect[0].set_value([]).run()
    assert in_url(page) == []
    assert page.run().sidebar.multiselect[0].value == []


def test_a_dataset_that_is_gone_is_dropped_with_a_note(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(ROWS, "하나")
    page = open_page("home", datasets=[GONE, dataset.dataset_id])
    assert page.sidebar.multiselect[0].value == [dataset.dataset_id]
    assert in_url(page) == [dataset.dataset_id]
    assert "삭제된 데이터셋 1개를 선택에서 뺐습니다." in screen.text(page)
    assert "선택에서 뺐습니다" not in screen.text(page.run())


@pytest.mark.parametrize("text", ["abc", "", "../x", "' OR 1=1"])
def test_what_is_no_id_is_no_choice(open_page: OpenPage, text: str) -> None:
    page = open_page("home", datasets=text)
    assert page.sidebar.multiselect[0].value == []
    assert not page.exception


def test_datasets_of_the_same_name_are_told_apart(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.datasets.add(ROWS, "하나")
    backend.datasets.add(ROWS, "하나")
    options = open_page("home").sidebar.multiselect[0].options
    assert options == ["하나 (2026-01-08 15:06:00)", "하나 (2026-01-08 15:05:00)"]


def test_a_chosen_dataset_is_offered_however_old_it_is(
    open_page: OpenPage, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen_datasets, "_OFFERED", 2)
    oldest, *_ = (backend.datasets.add(ROWS, name) for name in ("하나", "둘", "셋", "넷"))
    page = open_page("home", datasets=oldest.dataset_id)
    assert page.sidebar.multiselect[0].value == [oldest.dataset_id]


def test_a_server_that_is_away_takes_nothing_from_the_choice(open_page: OpenPage, backend: FakeBackend) -> None:
    dataset = backend.datasets.add(ROWS, "하나")
    page = open_page("system", datasets=dataset.dataset_id)
    backend.stop()
    page.run()
    assert "데이터셋 목록을 지금은 불러올 수 없습니다." in screen.text(page)
    assert in_url(page) == [dataset.dataset_id]
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    assert page.run().sidebar.multiselect[0].value == [dataset.dataset_id]


def test_the_sidebar_gives_a_service_that_hangs_a_second_and_no_more(open_page: OpenPage, backend: FakeBackend) -> None:
    open_page("predict", datasets=GONE)  # a page that asks for no dataset itself
    for method in ("ListDatasets", "GetDataset"):
        assert 0 < backend.datasets.deadlines[method] < PROBE_DEADLINE * 1.1  # gRPC rounds up on the wire


def test_a_gateway_that_never_answers_is_said_in_the_sidebar(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("DAEGU_GATEWAY_ADDRESS", f"127.0.0.1:{silent.getsockname()[1]}")
        st.cache_resource.clear()
        script = "from frontend import chosen_datasets\nchosen_datasets.show()"
        page = AppTest.from_string(script, default_timeout=20).run()
    assert "불러올 수 없습니다" in page.caption[0].value


def test_other_pages_read_the_choice_before_the_sidebar_is_drawn(backend: FakeBackend) -> None:
    dataset = backend.datasets.add(ROWS, "하나")
    script = "import streamlit as st\nfrom frontend import chosen_datasets\nst.text(chosen_datasets.ids())"
    page = AppTest.from_string(script)
    page.query_params[chosen_datasets.PARAMETER] = [dataset.dataset_id, dataset.dataset_id, "abc"]
    assert page.run().text[0].value == str([dataset.dataset_id])
