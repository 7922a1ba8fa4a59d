"""The chat service through its stub: questions, and the conversations that they make."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
import sqlalchemy
from daegu.chat.v1 import chat_pb2 as pb
from google.protobuf.json_format import MessageToDict
from google.rpc import error_details_pb2

from services.chat.domain.answer import BUILTIN, Answer, Chart, ChartKind, Series, Table, ToolCall
from services.chat.domain.model_errors import InvalidApiKey, ModelRateLimited
from tests.chat_parts import DATASET, KEY, MODEL, MODELS, OTHER, UNKNOWN, Gate, whole
from tests.chat_service import Chat
from tests.grpc_server import refused

REQUEST = "0192a1b2-0000-7000-8000-00000000aaaa"


def test_an_answer_says_all_that_is_known_of_it(chat: Chat) -> None:
    chat.agent.script = whole("보안등은 3개입니다.")
    answer = chat.send()
    assert (answer.response, answer.sequence, answer.model) == ("보안등은 3개입니다.", 2, MODEL)
    usage = answer.token_usage
    assert (usage.input, usage.output, usage.total, usage.cached_input) == (100, 20, 120, 5)
    assert not answer.cache_hit
    assert not answer.incomplete
    assert abs(answer.timestamp.seconds - time.time()) < 60


def test_a_conversation_keeps_what_was_said(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    first = chat.send("몇 개인가요?")
    second = chat.send("그럼 구별은?", conversation_id=first.conversation_id.upper())
    assert (second.conversation_id, second.sequence) == (first.conversation_id, 4)
    kept = chat.stub.GetConversation(pb.GetConversationRequest(conversation_id=first.conversation_id))
    said = [(message.sequence, message.role, message.text) for message in kept.messages]
    assert said == [
        (1, "user", "몇 개인가요?"),
        (2, "assistant", "3개"),
        (3, "user", "그럼 구별은?"),
        (4, "assistant", "3개"),
    ]
    assert [message.model for message in kept.messages] == ["", MODEL, "", MODEL]
    assert kept.messages[1].token_usage == first.token_usage
    assert kept.messages[1].timestamp == first.timestamp
    assert kept.conversation.title == "몇 개인가요?"
    assert list(kept.conversation.dataset_ids) == [DATASET]
    assert kept.conversation.message_count == 4


def test_tools_come_with_arguments_tables_and_charts(chat: Chat) -> None:
    args: dict[str, Any] = {
        "n": 5,
        "share": 0.5,
        "all": True,
        "columns": ["구", None],
        "value": {"from": 1},
        "id": 2**60,
    }
    table = Table(("구", "수"), (("수성구", 12), (None, 0.5), (True, "x")), 99)
    chart = Chart(ChartKind.HEAT_MAP, "제목", "구", "수 (개)", ("가", "나"), (Series("수", (1.5, None)),))
    points = Chart(ChartKind.SCATTER, "제목", "", "", (), (Series("수", (1.0, 2.0), (3.0, 4.0)),))
    calls = (
        ToolCall("group_by_aggregate", args, "그룹별 집계", "{}", table=table, chart=chart),
        ToolCall("get_unique_values", {}, "고유값", "no such column", failed=True, chart=points),
    )
    chat.agent.script = (Answer("답", MODEL, calls),)
    sent = chat.send()
    first, second = sent.tool_calls
    assert MessageToDict(first.args) == {**args, "id": str(2**60)}
    assert (first.label, first.result, first.failed, second.failed) == ("그룹별 집계", "{}", False, True)
    rows = [[MessageToDict(cell) for cell in row.values] for row in first.table.rows]
    assert rows == [["수성구", 12], [None, 0.5], [True, "x"]]
    assert (list(first.table.columns), first.table.total_rows) == (["구", "수"], 99)
    assert pb.Chart.Kind.Name(first.chart.kind) == "KIND_HEAT_MAP"
    assert first.chart.series[0].values[0] == 1.5
    assert math.isnan(first.chart.series[0].values[1])
    assert list(second.chart.series[0].x) == [3, 4]
    assert not second.HasField("table")
    kept = chat.messages(sent.conversation_id)[1].tool_calls
    assert [call.SerializeToString(deterministic=True) for call in kept] == [
        call.SerializeToString(deterministic=True) for call in sent.tool_calls
    ]


def test_datasets_are_named_once_in_their_order(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    chat.send(dataset_id=OTHER.upper(), dataset_ids=[DATASET, OTHER])
    assert chat.datasets.described[-1] == (OTHER, DATASET)


def test_without_a_key_the_built_in_analyst_answers(chat: Chat) -> None:
    chat.analyst.script = whole("내장 분석기: 3개", BUILTIN)
    for model in ("", MODEL, BUILTIN):
        request = pb.SendMessageRequest(message="몇 개인가요?", dataset_id=DATASET, model=model)
        assert chat.stub.SendMessage(request).model == BUILTIN
    assert chat.send(model=BUILTIN).model == BUILTIN
    assert chat.agent.questions == []
    assert all(question.key is None or question.model == BUILTIN for question in chat.analyst.questions)


def test_a_model_is_chosen_by_its_name(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    chat.send("하나")
    chat.send("둘", model="claude-opus-5-5")
    assert [question.model for question in chat.agent.questions] == [MODEL, "claude-opus-5-5"]


def test_a_model_that_is_not_offered_is_named_together_with_those_that_are(chat: Chat) -> None:
    with refused() as said:
        chat.send(model="gpt-2")
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert all(model.name in said[0].violations["model"].localized_message.message for model in MODELS)


@pytest.mark.parametrize("message", ["", " \n ", "NUL\0", "가" * 4001])
def test_a_message_that_says_nothing_or_too_much_is_refused(chat: Chat, message: str) -> None:
    with refused() as said:
        chat.send(message)
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert said[0].violations["message"].localized_message.message
    assert chat.agent.questions == []


@pytest.mark.parametrize("key", ["", "  ", "a b", "x" * 501])
def test_what_cannot_be_a_key_is_refused_in_the_words_of_the_product(chat: Chat, key: str) -> None:
    request = pb.SendMessageRequest(message="몇 개인가요?", dataset_id=DATASET)
    with refused() as said:
        chat.stub.SendMessage(request, metadata=(("x-anthropic-api-key", key),))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.UNAUTHENTICATED, "INVALID_API_KEY")
    assert said[0].korean == "API 키가 유효하지 않습니다. 다시 확인해주세요."


def test_the_key_gets_to_the_agent_and_nowhere_else(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    conversation_id = chat.send(request_id=REQUEST).conversation_id
    key = chat.agent.questions[0].key
    assert key is not None
    assert key.reveal() == KEY
    assert KEY not in repr(chat.agent.questions)
    assert KEY not in repr(chat.cache.answers)
    assert KEY not in repr(chat.messages(conversation_id))
    with chat.engine.connect() as connection:
        for table in ("conversations", "messages"):
            rows = connection.execute(sqlalchemy.text(f"SELECT * FROM {table}")).all()
            assert rows
            assert KEY not in repr(rows)


def test_a_failure_of_the_model_is_told_and_the_question_is_kept(chat: Chat) -> None:
    chat.agent.script = (ModelRateLimited(42),)
    with refused() as said:
        chat.send()
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "MODEL_RATE_LIMITED")
    assert said[0].detail(error_details_pb2.RetryInfo).retry_delay.seconds == 42
    conversation_id = said[0].detail(error_details_pb2.ErrorInfo).metadata["conversation_id"]
    assert [message.role for message in chat.messages(conversation_id)] == ["user"]
    chat.agent.script = whole("3개")
    answer = chat.send(conversation_id=conversation_id)
    assert (answer.sequence, answer.cache_hit) == (2, False)
    assert [message.text for message in chat.messages(conversation_id)] == ["몇 개인가요?", "3개"]


def test_the_key_of_a_caller_that_is_wrong_is_unauthenticated(chat: Chat) -> None:
    chat.agent.script = (InvalidApiKey(),)
    with refused() as said:
        chat.send()
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.UNAUTHENTICATED, "INVALID_API_KEY")


def test_the_same_question_comes_from_the_cache_with_the_same_answer(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    first, second = chat.send(), chat.send("몇  개인가요")
    assert (first.cache_hit, second.cache_hit) == (False, True)
    assert first.conversation_id != second.conversation_id
    assert (second.response, second.model, second.sequence) == (first.response, first.model, 2)
    again = chat.send(conversation_id=first.conversation_id)
    assert (again.cache_hit, again.sequence) == (True, 4)
    assert [m.cache_hit for m in chat.messages(first.conversation_id)] == [False, False, False, True]
    assert len(chat.agent.questions) == 1


def test_fifty_equal_questions_at_once_are_one_call_of_the_model(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (gate, *whole("3개"))
    with ThreadPoolExecutor(50) as callers:
        calls = [callers.submit(chat.send) for _ in range(50)]
        chat.reached(gate)
        chat.open(gate)
        answers = [call.result(20) for call in calls]
    assert len(chat.agent.questions) == 1
    assert [answer.cache_hit for answer in answers].count(False) == 1
    assert len({answer.conversation_id for answer in answers}) == 50
    assert {answer.response for answer in answers} == {"3개"}


def test_the_same_request_is_answered_once(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    first = chat.send(request_id=REQUEST)
    assert chat.send(request_id=REQUEST.upper()) == first
    with refused() as said:
        chat.send("다른 질문", request_id=REQUEST)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED")
    assert len(chat.messages(first.conversation_id)) == 2


def test_the_second_of_two_windows_is_told_to_reload(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    seen = chat.send("하나")
    chat.send("둘", conversation_id=seen.conversation_id, last_sequence=seen.sequence)
    with refused() as said:
        chat.send("셋", conversation_id=seen.conversation_id, last_sequence=seen.sequence)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.ABORTED, "CONVERSATION_CHANGED")
    assert "새로 불러" in said[0].korean


def test_a_conversation_that_is_being_answered_takes_no_other_question(chat: Chat) -> None:
    gate = Gate()
    chat.agent.script = (gate, *whole("3개"))
    stream = chat.stream()
    started = next(stream).started
    chat.reached(gate)
    with refused() as said:
        chat.send("다른 질문", conversation_id=started.conversation_id)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.ABORTED, "CONVERSATION_CHANGED")
    chat.open(gate)
    assert list(stream)[-1].done.response == "3개"


def test_conversations_are_listed_by_last_use(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    ids = [chat.send(str(number)).conversation_id for number in range(3)]
    chat.send("또", conversation_id=ids[0])
    listed = chat.stub.ListConversations(pb.ListConversationsRequest())
    assert [found.conversation_id for found in listed.conversations] == [ids[0], ids[2], ids[1]]
    assert listed.total == 3
    rest = chat.stub.ListConversations(pb.ListConversationsRequest(limit=1, offset=2))
    assert ([found.title for found in rest.conversations], rest.total) == (["1"], 3)


def test_a_title_can_be_changed(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    conversation_id = chat.send().conversation_id
    request = pb.UpdateConversationRequest(conversation_id=conversation_id, title=" 보안등 수 ")
    assert chat.stub.UpdateConversation(request).conversation.title == "보안등 수"
    with refused() as said:
        chat.stub.UpdateConversation(pb.UpdateConversationRequest(conversation_id=conversation_id, title=" \n"))
    assert list(said[0].violations) == ["title"]


def test_a_conversation_is_deleted_with_its_messages(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    conversation_id = chat.send().conversation_id
    chat.stub.DeleteConversation(pb.DeleteConversationRequest(conversation_id=conversation_id))
    with refused() as said:
        chat.messages(conversation_id)
    assert said[0].code is grpc.StatusCode.NOT_FOUND


def test_a_conversation_is_exported_as_markdown(chat: Chat) -> None:
    chat.agent.script = whole("3개")
    conversation_id = chat.send().conversation_id
    request = pb.ExportConversationRequest(conversation_id=conversation_id)
    text = chat.stub.ExportConversation(request).markdown
    assert text.startswith("# 몇 개인가요?\n")
    assert "\n3개\n" in text


@pytest.mark.parametrize(
    ("method", "request_message"),
    [
        ("GetConversation", pb.GetConversationRequest(conversation_id=UNKNOWN)),
        ("UpdateConversation", pb.UpdateConversationRequest(conversation_id=UNKNOWN, title="x")),
        ("DeleteConversation", pb.DeleteConversationRequest(conversation_id=UNKNOWN)),
        ("ExportConversation", pb.ExportConversationRequest(conversation_id=UNKNOWN)),
        ("SendMessage", pb.SendMessageRequest(conversation_id=UNKNOWN, message="x")),
    ],
)
def test_an_unknown_conversation_is_not_found(chat: Chat, method: str, request_message: Any) -> None:
    with refused() as said:
        getattr(chat.stub, method)(request_message)
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "CONVERSATION_NOT_FOUND")
    assert "대화" in said[0].korean


def test_an_unknown_dataset_is_not_found(chat: Chat) -> None:
    for call in (
        lambda: chat.send(dataset_id=UNKNOWN),
        lambda: chat.stub.SuggestQuestions(pb.SuggestQuestionsRequest(dataset_ids=[UNKNOWN])),
    ):
        with refused() as said:
            call()
        assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND")
    assert chat.stub.ListConversations(pb.ListConversationsRequest()).total == 0


def test_models_are_listed_as_they_were_handed_in(chat: Chat) -> None:
    models = chat.stub.ListModels(pb.ListModelsRequest()).models
    assert [(m.name, m.label, m.needs_key) for m in models] == [(m.name, m.label, m.needs_key) for m in MODELS]


def test_questions_are_suggested_for_the_datasets(chat: Chat) -> None:
    suggest = chat.stub.SuggestQuestions
    assert list(suggest(pb.SuggestQuestionsRequest(dataset_ids=[OTHER, DATASET])).questions) == [
        "주차장은 몇 개인가요?",
        "보안등은 몇 개인가요?",
    ]
    assert len(suggest(pb.SuggestQuestionsRequest()).questions) == 6


def test_a_conversation_with_very_long_results_can_be_opened(chat: Chat) -> None:
    table = Table(("a",), tuple(("가" * 200,) for _ in range(2000)), 2000)  # 1.2 MB
    calls = (ToolCall("t", {}, "도구", "r", table=table),)
    conversation_id = ""
    for number in range(8):
        chat.agent.script = (Answer(f"답 {number}", MODEL, calls),)
        conversation_id = chat.send(str(number), conversation_id=conversation_id).conversation_id
    answers = chat.messages(conversation_id)[1::2]
    assert [answer.text for answer in answers] == [f"답 {number}" for number in range(8)]
    assert [answer.tool_calls[0].HasField("table") for answer in answers] == [False] * 5 + [True] * 3
    assert all(answer.tool_calls[0].name == "t" for answer in answers)
