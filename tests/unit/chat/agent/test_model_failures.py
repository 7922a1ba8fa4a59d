"""What the API refuses, and the way to it that is closed: each is an error of the domain."""

import socket
from email.utils import formatdate

import anthropic
import httpx2
import pytest

from services.chassis.errors import DomainError
from services.chat.agent.failures import translate
from services.chat.domain.model_errors import (
    InvalidApiKey,
    ModelOverloaded,
    ModelRateLimited,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
)
from services.chat.domain.ports import ApiKey
from tests.anthropic_server import AnthropicServer, Calls, Fails, Hangs, Redirects, Says, in_turn
from tests.figures import grows
from tests.unit.chat.agent.asking import MODEL, ask, ask_at, question

REFUSALS = [
    (401, "authentication_error", InvalidApiKey),
    (403, "permission_error", InvalidApiKey),
    (429, "rate_limit_error", ModelRateLimited),
    (529, "overloaded_error", ModelOverloaded),
    (503, "api_error", ModelOverloaded),
    (500, "overloaded_error", ModelOverloaded),
    (500, "api_error", ModelUnreachable),
    (502, "a_proxy", ModelUnreachable),
    (504, "timeout_error", ModelTimeout),
    (400, "invalid_request_error", ModelRefused),
    (404, "not_found_error", ModelRefused),
    (413, "request_too_large", ModelRefused),
    (402, "billing_error", ModelRefused),
]
LONG = {"retry-after": "30"}
AT_ONCE = {"retry-after": "0"}


@pytest.mark.parametrize(("status", "kind", "expected"), REFUSALS)
def test_a_status_is_an_error_of_the_domain(status: int, kind: str, expected: type[DomainError]) -> None:
    asked = ask(in_turn(Fails(status, kind, LONG)))
    assert type(asked.error) is expected
    assert asked.events == []
    assert len(asked.exchanges) == 1


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("authentication_error", InvalidApiKey),
        ("permission_error", InvalidApiKey),
        ("rate_limit_error", ModelRateLimited),
        ("overloaded_error", ModelOverloaded),
        ("timeout_error", ModelTimeout),
        ("invalid_request_error", ModelRefused),
        ("not_found_error", ModelRefused),
        ("api_error", ModelUnreachable),
        ("an_error_of_the_future", ModelUnreachable),
    ],
)
def test_an_error_event_inside_the_stream_is_the_same_error(kind: str, expected: type[DomainError]) -> None:
    assert type(ask(lambda _: Fails(200, kind, after=0)).error) is expected


def test_a_wrong_key_is_known_by_the_server() -> None:
    assert isinstance(ask(in_turn(Says("네.")), question(key=ApiKey("sk-ant-wrong"))).error, InvalidApiKey)


@pytest.mark.parametrize("key", ["", " ", "한글 키", "sk-ant\nx-evil: 1", "sk-ant ", "k" * 10_000])
def test_a_key_that_no_header_can_carry_is_not_valid_and_goes_nowhere(key: str) -> None:
    asked = ask(in_turn(Says("네.")), question(key=ApiKey(key)))
    assert isinstance(asked.error, InvalidApiKey)
    assert asked.exchanges == []


@pytest.mark.parametrize(("status", "kind"), [(429, "rate_limit_error"), (529, "overloaded_error")])
def test_a_busy_model_is_asked_a_second_time_and_not_a_third(status: int, kind: str) -> None:
    again = ask(in_turn(Fails(status, kind, AT_ONCE), Says("수성구입니다.")))
    assert again.answer.text == "수성구입니다."
    never = ask(lambda _: Fails(status, kind, AT_ONCE))
    assert isinstance(never.error, ModelRateLimited | ModelOverloaded)
    assert len(never.exchanges) == 2


def test_a_stream_that_fails_as_busy_before_it_says_anything_is_tried_again() -> None:
    asked = ask(in_turn(Fails(529, "overloaded_error", after=0), Says("수성구입니다.")))
    assert asked.answer.text == "수성구입니다."


def test_every_call_of_an_answer_has_its_second_try() -> None:
    busy = Fails(529, "overloaded_error", AT_ONCE)
    asked = ask(in_turn(busy, Calls("get_missing_values"), busy, Says("없습니다.")))
    assert asked.answer.text == "없습니다."


@pytest.mark.parametrize("status", [500, 502, 400, 401])
def test_nothing_else_is_tried_again(status: int) -> None:
    assert len(ask(lambda _: Fails(status, "api_error", AT_ONCE)).exchanges) == 1


def test_the_user_is_told_a_long_wait_instead_of_waiting_it() -> None:
    asked = ask(lambda _: Fails(429, "rate_limit_error", {"retry-after": "42"}))
    assert isinstance(asked.error, ModelRateLimited)
    assert asked.error.retry_after == 42
    assert "42초" in asked.error.message_ko
    assert len(asked.exchanges) == 1


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [(formatdate(None, usegmt=True), 0, 0), ("-5", 0, 0), ("1e99", 3600, 3600), ("nan", 1, 60), ("soon", 1, 60)],
    ids=["a date that is past", "negative", "huge", "no number", "a word"],
)
def test_a_strange_wait_is_a_sensible_one(said: str, least: float, most: float) -> None:
    error = ask(lambda _: Fails(429, "rate_limit_error", {"retry-after": said})).error
    assert isinstance(error, ModelRateLimited)
    assert least <= error.retry_after <= most


def test_a_wait_beyond_the_time_of_the_call_is_not_begun() -> None:
    asked = ask(lambda _: Fails(529, "overloaded_error", {"retry-after": "5"}), seconds=4)
    assert isinstance(asked.error, ModelOverloaded)
    assert asked.error.retry_after == 5
    assert len(asked.exchanges) == 1


def test_a_model_that_says_nothing_in_time_is_a_timeout() -> None:
    asked = ask(lambda _: Hangs(), seconds=1)
    assert isinstance(asked.error, ModelTimeout)
    assert asked.exchanges[0].closed_early.wait(1)
    assert isinstance(ask(lambda _: Hangs(after=0), seconds=1).error, ModelTimeout)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert isinstance(ask_at(f"http://127.0.0.1:{port}").error, ModelUnreachable)
    assert isinstance(ask_at("http://name-that-does-not-exist.invalid").error, ModelUnreachable)


def test_a_server_that_does_not_take_the_connection_is_unreachable_and_not_slow() -> None:
    late = anthropic.APITimeoutError(httpx2.Request("POST", "http://127.0.0.1"))
    late.__cause__ = httpx2.ConnectTimeout("")
    assert isinstance(translate(late).error, ModelUnreachable)
    late.__cause__ = httpx2.ReadTimeout("")
    assert isinstance(translate(late).error, ModelTimeout)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_so_that_the_key_stays(status: int) -> None:
    with AnthropicServer(in_turn(Says("여기입니다."))) as elsewhere:
        asked = ask(in_turn(Redirects(f"{elsewhere.url}/v1/messages", status)))
        assert elsewhere.exchanges == []
    assert isinstance(asked.error, ModelUnreachable)


def test_a_refusal_quotes_nothing_of_the_request() -> None:
    said = Fails(400, "invalid_request_error", message="messages.0: 사고가 가장 많은 구는 sk-ant-api03 …")
    error = ask(in_turn(said)).error
    assert str(error) == "the model refused the request: invalid_request_error"
    strange = ask(in_turn(Fails(418, "sk-ant-api03-echo"))).error
    assert str(strange) == "the model refused the request: status 418"


def test_the_environment_sends_the_key_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with AnthropicServer(in_turn(Says("여기입니다."))) as elsewhere:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "ANTHROPIC_BASE_URL"):
            monkeypatch.setenv(name, elsewhere.url)
        monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-of-the-machine")
        monkeypatch.setenv("ANTHROPIC_API_KEY", "key-of-the-machine")
        asked = ask(in_turn(Says("네.")))
        assert elsewhere.exchanges == []
    assert asked.answer.text == "네."
    headers = asked.exchanges[0].headers
    assert headers["x-api-key"] == "sk-ant-api03-scripted-server-key"
    assert "authorization" not in headers
    assert "of-the-machine" not in str(headers)


def test_calls_are_timed_by_model_and_outcome_and_their_tokens_counted() -> None:
    with (
        grows("chat_model_seconds_count", 2, model=MODEL, outcome="whole"),
        grows("chat_model_seconds_count", model=MODEL, outcome="model_overloaded"),
    ):
        asked = ask(in_turn(Fails(529, "overloaded_error", AT_ONCE), Calls("get_dataframe_info"), Says("네.")))
    used = asked.answer.usage
    assert used.total
    with grows("chat_model_tokens_total", used.output, model=MODEL, kind="output"):
        ask(in_turn(Calls("get_dataframe_info"), Says("네.")))
