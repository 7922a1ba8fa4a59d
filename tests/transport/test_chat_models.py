"""Models and keys through the stub: who answers, and what becomes of the key."""

import grpc
import pytest
import sqlalchemy
from daegu.chat.v1 import chat_pb2 as pb
from google.rpc import error_details_pb2

from services.chat.domain.answer import BUILTIN
from services.chat.domain.model_errors import InvalidApiKey, ModelRateLimited
from tests.chat_parts import DATASET, KEY, MODEL, MODELS, REQUEST, whole
from tests.chat_service import Chat
from tests.grpc_server import refused


def test_without_a_key_the_built_in_analyst_answers(chat: Chat) -> None:
    chat.analyst.script = whole("내장 분석기: 3개", BUILTIN)
    for model in ("", MODEL, BUILTIN):
        request = pb.SendMessageRequest(message="몇 개인가요?", dataset_id=DATASET, model=model)
        assert chat.stub.SendMessage(request).model == BUILTIN
    assert chat.send(model=BUILTIN).model == BUILTIN
    assert chat.agent.questions == []
    assert all(question.key is None or question.model == BUILTIN for question in chat.analyst.questions)


def test_a_model_is_chosen_by_its_name(chat: Chat) -> None:
    chat.send("하나")
    chat.send("둘", model="claude-opus-5-5")
    assert [question.model for question in chat.agent.questions] == [MODEL, "claude-opus-5-5"]


def test_a_model_that_is_not_offered_is_named_together_with_those_that_are(chat: Chat) -> None:
    with refused() as said:
        chat.send(model="gpt-2")
    assert said[0].code is grpc.StatusCode.INVALID_ARGUMENT
    assert all(model.name in said[0].violations["model"].localized_message.message for model in MODELS)


@pytest.mark.parametrize("key", ["", "  ", "a b", "x" * 501])
def test_what_cannot_be_a_key_is_refused_in_the_words_of_the_product(chat: Chat, key: str) -> None:
    request = pb.SendMessageRequest(message="몇 개인가요?", dataset_id=DATASET)
    with refused() as said:
        chat.stub.SendMessage(request, metadata=(("x-anthropic-api-key", key),))
    assert (said[0].code, said[0].reason) == (grpc.StatusCode.UNAUTHENTICATED, "INVALID_API_KEY")
    assert said[0].korean == "API 키가 유효하지 않습니다. 다시 확인해주세요."


def test_the_key_gets_to_the_agent_and_nowhere_else(chat: Chat) -> None:
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


def test_models_are_listed_as_they_were_handed_in(chat: Chat) -> None:
    models = chat.stub.ListModels(pb.ListModelsRequest()).models
    assert [(m.name, m.label, m.needs_key) for m in models] == [(m.name, m.label, m.needs_key) for m in MODELS]
