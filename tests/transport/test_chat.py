"""The chat service through its stub: questions and answers."""

import math
import time
from typing import Any

import grpc
import pytest
from daegu.chat.v1 import chat_pb2 as pb
from google.protobuf.json_format import MessageToDict

from services.chat.domain.answer import Answer, Chart, ChartKind, Series, Table, ToolCall
from tests.chat_parts import DATASET, MODEL, OTHER, UNKNOWN, whole
from tests.chat_service import Chat
from tests.grpc_server import refused


def test_an_answer_says_all_that_is_known_of_it(chat: Chat) -> None:
    chat.agent.script = whole("보안등은 3개입니다.")
    answer = chat.send()
    assert (answer.response, answer.sequence, answer.model) == ("보안등은 3개입니다.", 2, MODEL)
    usage = answer.token_usage
    assert (usage.input, usage.output, usage.total, usage.cached_input) == (100, 20, 120, 5)
    assert not answer.cache_hit
    assert not answer.incomplete
    assert abs(answer.timestamp.seconds - time.time()) < 60


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
    chat.send(dataset_id=OTHER.upper(), dataset_ids=[DATASET, OTHER])
    assert chat.datasets.described[-1] == (OTHER, DATASET)


@pytest.mark.parametrize("message", ["", " \n ", "NUL\0", "가" * 4001])
def test_a_message_that_says_nothing_or_too_much_is_refused(chat: Chat, message: str) -> None:
    with refused() as said:
        chat.send(message)
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert said[0].violations["message"].localized_message.message
    assert chat.agent.questions == []


def test_the_same_question_comes_from_the_cache_with_the_same_answer(chat: Chat) -> None:
    first, second = chat.send(), chat.send("몇  개인가요")
    assert (first.cache_hit, second.cache_hit) == (False, True)
    assert first.conversation_id != second.conversation_id
    assert (second.response, second.model, second.sequence) == (first.response, first.model, 2)
    again = chat.send(conversation_id=first.conversation_id)
    assert (again.cache_hit, again.sequence) == (True, 4)
    assert [m.cache_hit for m in chat.messages(first.conversation_id)] == [False, False, False, True]
    assert len(chat.agent.questions) == 1


def test_an_unknown_dataset_is_not_found(chat: Chat) -> None:
    for call in (
        lambda: chat.send(dataset_id=UNKNOWN),
        lambda: chat.stub.SuggestQuestions(pb.SuggestQuestionsRequest(dataset_ids=[UNKNOWN])),
    ):
        with refused() as said:
            call()
        assert (said[0].code, said[0].reason) == (grpc.StatusCode.NOT_FOUND, "DATASET_NOT_FOUND")
    assert chat.stub.ListConversations(pb.ListConversationsRequest()).total == 0


def test_questions_are_suggested_for_the_datasets(chat: Chat) -> None:
    suggest = chat.stub.SuggestQuestions
    assert list(suggest(pb.SuggestQuestionsRequest(dataset_ids=[OTHER, DATASET])).questions) == [
        "주차장은 몇 개인가요?",
        "보안등은 몇 개인가요?",
    ]
    assert len(suggest(pb.SuggestQuestionsRequest()).questions) == 6
