"""The page 챗봇 when an answer does not come: the question is never lost, and the reason is Korean."""

import time

import grpc
import pytest
from daegu.chat.v1 import chat_pb2 as pb
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2

from tests.frontend import fake_answers, fake_chat, refusals, screen
from tests.frontend.chat_screen import answers, ask, buttons, conversation, errors, press, questions
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend

KEY = "sk-ant-canary-4711"
WRONG_KEY = refusals.status(grpc.StatusCode.UNAUTHENTICATED, "API 키가 유효하지 않습니다. 다시 확인해주세요.")
LIMITED = refusals.status(
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    "AI 모델의 사용 한도에 도달했습니다. 20초 뒤에 다시 시도해주세요.",
    error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=20)),
)
OVERLOADED = refusals.status(
    grpc.StatusCode.UNAVAILABLE,
    "AI 모델이 지금 매우 바쁩니다. 잠시 후 다시 시도해주세요.",
    error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=3)),
)
SLOW = refusals.status(
    grpc.StatusCode.DEADLINE_EXCEEDED, "AI 모델의 응답이 너무 오래 걸립니다. 잠시 후 다시 시도해주세요."
)
TOO_LONG = refusals.status(grpc.StatusCode.FAILED_PRECONDITION, "AI 모델이 이 질문을 처리하지 못했습니다.")


@pytest.fixture
def with_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (WRONG_KEY, "API 키가 유효하지 않습니다. 다시 확인해주세요."),
        (LIMITED, "AI 모델의 사용 한도에 도달했습니다. 20초 뒤에 다시 시도해주세요."),
        (OVERLOADED, "AI 모델이 지금 매우 바쁩니다. 잠시 후 다시 시도해주세요. 약 3초 뒤에 다시 시도할 수 있습니다."),
        (SLOW, "AI 모델의 응답이 너무 오래 걸립니다. 잠시 후 다시 시도해주세요."),
    ],
    ids=["wrong key", "rate limit", "overloaded", "timeout"],
)
def test_a_failure_says_why_keeps_the_question_and_tries_again_in_its_conversation(
    open_page: OpenPage, backend: FakeBackend, reason: fake_chat.Step, message: str
) -> None:
    script, backend.chat.script = backend.chat.script, [reason]
    page = ask(open_page("chat"), "사고가 몇 건이야?")
    assert errors(page) == [message]
    assert questions(page) == ["사고가 몇 건이야?"]
    opened = conversation(page)
    assert opened == backend.chat.newest.conversation.conversation_id
    backend.chat.script = script
    press(page, "다시 시도")
    assert not errors(page)
    assert questions(page) == ["사고가 몇 건이야?"]
    assert "사고는 모두 240건입니다." in answers(page)[0]
    assert conversation(page) == opened
    assert [message.role for message in backend.chat.newest.messages] == ["user", "assistant"]
    assert backend.chat.asked[0].request_id == backend.chat.asked[1].request_id


def test_a_refusal_before_the_question_is_stored_keeps_it_too(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.refusals["StreamMessage"] = LIMITED
    page = ask(open_page("chat"), "질문")
    assert questions(page) == ["질문"]
    assert conversation(page) == ""
    backend.chat.refusals.clear()
    press(page, "다시 시도")
    assert (questions(page), len(answers(page))) == (["질문"], 1)


@pytest.mark.usefixtures("with_key")
def test_what_a_model_cannot_answer_the_built_in_analyst_is_offered_for(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    script, backend.chat.script = backend.chat.script, [OVERLOADED]
    page = ask(open_page("chat"), "질문")
    backend.chat.script = script
    press(page, "내장 분석기로 답변 받기")
    assert [asked.model for asked in backend.chat.asked] == ["claude-sonnet-5-5", "builtin"]
    assert backend.chat.asked[0].request_id != backend.chat.asked[1].request_id
    assert "내장 분석기" in answers(page)[0]


def test_the_built_in_analyst_is_not_offered_instead_of_itself(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.chat.script = [OVERLOADED]
    assert "내장 분석기로 답변 받기" not in buttons(ask(open_page("chat"), "질문"))


def test_what_a_conversation_is_too_long_for_is_asked_in_a_new_one(open_page: OpenPage, backend: FakeBackend) -> None:
    stored = backend.chat.add("긴 대화", "하나", "둘")
    script, backend.chat.script = backend.chat.script, [TOO_LONG]
    page = ask(open_page("chat", conversation=stored.conversation.conversation_id), "질문")
    backend.chat.script = script
    press(page, "새 대화에서 질문하기")
    assert questions(page) == ["질문"]
    assert conversation(page) not in ("", stored.conversation.conversation_id)


def test_what_had_arrived_of_an_answer_that_broke_off_stays_and_is_marked(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    backend.chat.script = [*fake_chat.tool(fake_answers.COUNTED), *fake_chat.tokens("달서구가 가장"), fake_chat.CUT]
    page = ask(open_page("chat"), "질문")
    assert errors(page) == ["답변이 끝까지 도착하지 않았습니다. 다시 시도해주세요."]
    assert "달서구가 가장" in answers(page)[0]
    assert "답변이 중간에 끊겼습니다." in answers(page)[0]
    assert (len(page.status), len(page.get("plotly_chart"))) == (1, 1)


def test_an_answer_that_the_service_has_after_all_replaces_the_failure(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    backend.chat.script = [*fake_chat.tokens("반쪽"), fake_chat.CUT]
    page = ask(open_page("chat"), "질문")
    backend.chat.append(backend.chat.newest, pb.ChatMessage(role="assistant", text="온전한 답변", model="builtin"))
    page.run()
    assert not errors(page)
    assert "온전한 답변" in answers(page)[0]
    assert questions(page) == ["질문"]


def test_a_conversation_that_another_tab_has_changed_is_loaded_again_and_the_question_waits(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = ask(open_page("chat"), "첫째")
    ask(open_page("chat", conversation=conversation(page)), "다른 탭의 질문")
    ask(page, "둘째")
    assert errors(page) == [fake_chat.OUTRUN]
    assert questions(page) == ["첫째", "둘째"]
    press(page, "새로 불러오기")
    assert questions(page) == ["첫째", "다른 탭의 질문", "둘째"]
    assert "이 질문은 아직 보내지 않았습니다." in page.info[0].value
    press(page, "질문 보내기")
    assert questions(page) == ["첫째", "다른 탭의 질문", "둘째"]
    assert len(answers(page)) == 3
    assert not page.info


def test_a_question_that_waits_can_be_dropped(open_page: OpenPage, backend: FakeBackend) -> None:
    page = ask(open_page("chat"), "첫째")
    ask(open_page("chat", conversation=conversation(page)), "다른 탭의 질문")
    press(press(ask(page, "둘째"), "새로 불러오기"), "질문 지우기")
    assert questions(page) == ["첫째", "다른 탭의 질문"]


def test_a_conversation_deleted_in_another_tab_does_not_take_the_question_with_it(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = ask(open_page("chat"), "첫째")
    backend.chat.stored.clear()
    ask(page, "둘째")
    page.run()
    assert questions(page) == ["둘째"]
    assert conversation(page) == ""
    press(page, "질문 보내기")
    assert len(answers(page)) == 1
    assert backend.chat.newest.messages[0].text == "둘째"


def test_a_server_that_is_away_is_reported_in_time_and_the_question_can_be_sent_once_it_is_back(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    page = open_page("chat")
    backend.stop()
    started = time.monotonic()
    ask(page, "질문")
    assert time.monotonic() - started < 5
    assert screen.UNREACHABLE in errors(page)
    assert questions(page) == ["질문"]
    assert not page.exception
    backend.start()
    time.sleep(1.5)  # the channel looks for the server about once a second
    press(page, "다시 시도")
    assert "사고는 모두 240건입니다." in answers(page)[0]


def test_a_page_that_cannot_load_its_conversation_says_so_and_keeps_the_link(
    open_page: OpenPage, backend: FakeBackend
) -> None:
    stored = backend.chat.add("제목", "질문", "답변")
    open_page("home")
    backend.stop()
    page = open_page("chat", conversation=stored.conversation.conversation_id)
    assert screen.UNREACHABLE in errors(page)
    assert conversation(page) == stored.conversation.conversation_id
    assert not page.exception


def test_a_service_without_examples_and_lists_still_answers(open_page: OpenPage, backend: FakeBackend) -> None:
    away = refusals.status(grpc.StatusCode.RESOURCE_EXHAUSTED, "지금은 요청이 많습니다.")
    backend.chat.refusals = dict.fromkeys(("SuggestQuestions", "ListConversations", "ListModels"), away)
    page = ask(open_page("chat"), "질문")
    assert "사고는 모두 240건입니다." in answers(page)[0]
