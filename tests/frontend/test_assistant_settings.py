"""Who answers: no key, a typed one, one from the environment; and where the key never is."""

import pytest
from streamlit.testing.v1 import AppTest

from frontend import clients
from tests.frontend import screen
from tests.frontend.chat_screen import ask
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

KEY, OTHER = "sk-ant-canary-4711", "sk-ant-other-4712"


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "CLAUDE_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def type_key(page: AppTest, key: str) -> AppTest:
    return page.text_input(key="assistant_key").set_value(key).run()


def models(page: AppTest) -> list[str]:
    return [option for box in page.sidebar.selectbox if box.label == "답변하는 모델" for option in box.options]


def written(page: AppTest) -> str:
    """All that the page has sent to the browser, and the URL."""
    return "\n".join([str(page._tree), screen.text(page), str(page.query_params)])


def test_without_a_key_the_built_in_analyst_answers_and_the_page_says_that_this_is_enough(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = open_page("chat")
    assert any("키가 없어도 모든 기능을 쓸 수 있습니다." in caption.value for caption in page.sidebar.caption)
    assert models(page) == []
    ask(page, "질문")
    assert (backend.chat.asked[0].model, backend.chat.keys) == ("builtin", [])


def test_a_typed_key_offers_the_models_the_default_first(open_page: OpenPage, backend: FakeBackend) -> None:
    page = type_key(open_page("chat"), KEY)
    assert models(page) == ["Claude Sonnet 5.5", "Claude Haiku 5.5", "내장 분석기"]
    ask(page, "질문")
    assert (backend.chat.asked[0].model, backend.chat.keys) == ("claude-sonnet-5-5", [KEY])


def test_the_chosen_model_is_asked_and_remembered_on_other_pages(open_page: OpenPage, backend: FakeBackend) -> None:
    page = type_key(open_page("chat"), KEY)
    page.sidebar.selectbox[0].set_value("claude-haiku-5-5").run()
    page.switch_page("app_pages/system.py").run()
    page.switch_page("app_pages/chat.py").run()
    ask(page, "질문")
    assert (backend.chat.asked[0].model, backend.chat.keys) == ("claude-haiku-5-5", [KEY])


def test_with_a_key_the_built_in_analyst_can_still_be_chosen(open_page: OpenPage, backend: FakeBackend) -> None:
    page = type_key(open_page("chat"), KEY)
    page.sidebar.selectbox[0].set_value("builtin").run()
    ask(page, "질문")
    assert backend.chat.asked[0].model == "builtin"


def test_a_key_that_is_taken_away_again_leaves_the_built_in_analyst(open_page: OpenPage, backend: FakeBackend) -> None:
    page = type_key(type_key(open_page("chat"), KEY), "")
    assert models(page) == []
    ask(page, "질문")
    assert (backend.chat.asked[0].model, backend.chat.keys) == ("builtin", [])


@pytest.mark.parametrize("name", ["ANTHROPIC_API_KEY", "CLAUDE_API_KEY"])
def test_a_key_of_the_environment_is_used_said_and_never_sent_to_the_browser(
    open_page: OpenPage, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, KEY)
    page = open_page("chat")
    assert any("환경 변수의 키 사용 중" in badge.value for badge in page.sidebar.markdown)
    assert page.text_input(key="assistant_key").value == ""
    ask(page, "질문")
    assert backend.chat.keys == [KEY]
    assert KEY not in written(page)


def test_another_key_can_be_typed_over_that_of_the_environment(
    open_page: OpenPage, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    page = type_key(open_page("chat"), OTHER)
    assert not any("환경 변수의 키 사용 중" in badge.value for badge in page.sidebar.markdown)
    ask(page, "질문")
    assert backend.chat.keys == [OTHER]


def test_a_typed_key_is_in_no_url_and_no_log(
    open_page: OpenPage, backend: FakeBackend, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    page = ask(type_key(open_page("chat"), KEY), "질문")
    assert backend.chat.keys == [KEY]
    assert KEY not in str(page.query_params)
    assert KEY not in caplog.text


def test_a_key_with_letters_that_no_key_has_is_refused_in_korean(open_page: OpenPage, backend: FakeBackend) -> None:
    page = ask(type_key(open_page("chat"), "내 키"), "질문")
    assert page.error[0].value == "API 키가 유효하지 않습니다. 다시 확인해주세요."
    assert not backend.chat.asked


def test_without_the_list_of_models_the_default_answers(
    open_page: OpenPage, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("home")
    clients._chat_models.clear()
    backend.stop()
    type_key(page, KEY)
    assert any("모델 목록을 지금은 불러올 수 없습니다." in caption.value for caption in page.sidebar.caption)
    assert not page.exception
