"""Conversations in a real PostgreSQL with the real migrations."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy
import uuid_utils
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings

from services.chassis.database import create_engine
from services.chassis.errors import Unavailable
from services.chat.domain.answer import Answer, TokenUsage, ToolCall
from services.chat.domain.clean_events import clean
from services.chat.domain.conversation import (
    AskedBefore,
    ConversationChanged,
    ConversationNotFound,
    History,
    NewQuestion,
    RequestMark,
    StoredAnswer,
    StoredQuestion,
)
from services.chat.domain.ports import Turn
from services.chat.storage.repository import ConversationRepository
from services.chat.storage.tables import metadata
from tests.chat_parts import DATASET, OTHER, UNKNOWN
from tests.unit.chat.answers import ANSWERS

AT = datetime(2026, 11, 25, 3, 4, 5, 678901, UTC)
ANSWER = Answer("3개", "claude-sonnet-5-5", (ToolCall("t", {"n": 1e20, "text": "'\"\\"}, "도구"),), TokenUsage(5, 6, 7))


def new_id() -> str:
    return str(uuid_utils.uuid7())


def question(
    conversation_id: str | None = None,
    sequence: int = 1,
    text: str = "몇 개인가요?",
    *,
    minutes: int = 0,
    mark: RequestMark | None = None,
    stands: bool = False,
) -> NewQuestion:
    at = AT + timedelta(minutes=minutes)
    return NewQuestion(conversation_id or new_id(), sequence, text, (DATASET,), at, mark, stands)


def answer(sequence: int = 2, minutes: int = 0, text: str = "3개") -> StoredAnswer:
    return StoredAnswer(sequence, Answer(text, "builtin"), AT + timedelta(minutes=minutes), cache_hit=True)


@pytest.fixture(scope="module")
def engine(chat_database: str) -> Iterator[sqlalchemy.Engine]:
    engine = create_engine(chat_database, "test")
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: sqlalchemy.Engine) -> ConversationRepository:
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("TRUNCATE conversations CASCADE"))
    return ConversationRepository(engine)


def test_the_tables_are_those_of_the_migrations(engine: sqlalchemy.Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_question_and_answer_come_back_as_they_were_stored(store: ConversationRepository) -> None:
    asked = question(text="구별 사고는\n몇 건인가요?")
    store.ask(asked)
    stored = StoredAnswer(2, ANSWER, AT + timedelta(seconds=9))
    store.answer(asked.conversation_id, stored)
    conversation, messages = store.get(asked.conversation_id)
    assert list(messages) == [StoredQuestion(1, asked.text, AT), stored]
    assert conversation.title == "구별 사고는 몇 건인가요?"
    assert (conversation.dataset_ids, conversation.message_count) == ((DATASET,), 2)
    assert (conversation.created_at, conversation.updated_at) == (AT, AT + timedelta(seconds=9))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(ANSWERS)
def test_any_answer_comes_back_as_it_was_stored(store: ConversationRepository, any_answer: Answer) -> None:
    cleaned = clean(any_answer)
    assert isinstance(cleaned, Answer)
    asked = question()
    stored = StoredAnswer(2, cleaned, AT)
    store.ask(asked, stored)
    assert store.get(asked.conversation_id)[1][1] == stored


def test_the_history_has_questions_with_and_without_answers(store: ConversationRepository) -> None:
    first = question(text="하나")
    store.ask(first, answer(text="1"))
    store.ask(question(first.conversation_id, 3, "둘"))
    store.ask(question(first.conversation_id, 4, "셋"))
    store.answer(first.conversation_id, answer(5, text="3"))
    turns = (Turn("하나", "1"), Turn("둘", None), Turn("셋", "3"))
    assert store.history(first.conversation_id) == History(5, turns, (DATASET,))


def test_a_question_goes_where_its_caller_has_seen_the_end_or_nowhere(store: ConversationRepository) -> None:
    first = question()
    store.ask(first, answer())
    for sequence in (2, 4, 9):
        with pytest.raises(ConversationChanged):
            store.ask(question(first.conversation_id, sequence), answer(sequence + 1))
    assert store.history(first.conversation_id).message_count == 2


def test_of_many_questions_at_once_one_is_stored(store: ConversationRepository) -> None:
    first = question()
    store.ask(first, answer())

    def ask(number: int) -> bool:
        try:
            store.ask(question(first.conversation_id, 3, str(number)), answer(4) if number % 2 else None)
        except ConversationChanged:
            return False
        return True

    with ThreadPoolExecutor(8) as callers:
        assert list(callers.map(ask, range(8))).count(True) == 1
    assert len(store.history(first.conversation_id).turns) == 2


def test_an_answer_belongs_behind_its_question(store: ConversationRepository) -> None:
    asked = question()
    store.ask(asked)
    store.ask(question(asked.conversation_id, 2, "둘"))
    with pytest.raises(ConversationChanged):
        store.answer(asked.conversation_id, answer(2))
    store.answer(asked.conversation_id, answer(3))
    with pytest.raises(ConversationChanged):
        store.answer(asked.conversation_id, answer(3))


def test_a_question_that_stands_is_not_stored_twice(store: ConversationRepository) -> None:
    asked = question()
    store.ask(asked)
    store.ask(question(asked.conversation_id, 1, minutes=1, stands=True))
    assert store.history(asked.conversation_id).turns == (Turn(asked.text, None),)
    store.ask(question(asked.conversation_id, 1, stands=True), answer())
    assert store.history(asked.conversation_id).turns == (Turn(asked.text, "3개"),)
    with pytest.raises(ConversationChanged):
        store.ask(question(asked.conversation_id, 1, stands=True))


def test_a_request_is_known_with_and_without_its_answer(store: ConversationRepository) -> None:
    mark = RequestMark(new_id(), "digest")
    assert store.asked_before(mark.request_id) is None
    asked = question(mark=mark)
    store.ask(asked)
    assert store.asked_before(mark.request_id) == AskedBefore(asked.conversation_id, 1, "digest", None)
    store.answer(asked.conversation_id, answer())
    assert store.asked_before(mark.request_id) == AskedBefore(asked.conversation_id, 1, "digest", answer())
    store.ask(question(asked.conversation_id, 3))
    known = store.asked_before(mark.request_id)
    assert known is not None
    assert known.answer == answer()


def test_a_question_behind_a_request_is_not_its_answer(store: ConversationRepository) -> None:
    mark = RequestMark(new_id(), "digest")
    asked = question(mark=mark)
    store.ask(asked)
    store.ask(question(asked.conversation_id, 2, "둘"), answer(3))
    assert store.asked_before(mark.request_id) == AskedBefore(asked.conversation_id, 1, "digest", None)


def test_a_question_that_is_repeated_by_another_request_belongs_to_that_one(store: ConversationRepository) -> None:
    first, second = RequestMark(new_id(), "digest"), RequestMark(new_id(), "digest")
    asked = question(mark=first)
    store.ask(asked)
    store.ask(question(asked.conversation_id, mark=second, stands=True), answer())
    known = store.asked_before(second.request_id)
    assert known is not None
    assert known.answer == answer()
    assert store.asked_before(first.request_id) is None


def test_a_request_that_another_replica_has_stored_changes_nothing(store: ConversationRepository) -> None:
    mark = RequestMark(new_id(), "digest")
    store.ask(question(mark=mark))
    other = question()
    store.ask(other)
    for late in (question(mark=mark), question(other.conversation_id, mark=mark, stands=True)):
        with pytest.raises(ConversationChanged):
            store.ask(late, answer())
    assert store.page(10, 0)[1] == 2
    assert store.history(other.conversation_id).turns == (Turn(other.text, None),)


def test_the_list_is_by_last_use_with_the_number_of_all(store: ConversationRepository) -> None:
    asked = [question(minutes=minute) for minute in range(3)]
    for one in asked:
        store.ask(one)
    store.answer(asked[0].conversation_id, answer(minutes=9))
    expected = [asked[number].conversation_id for number in (0, 2, 1)]
    page, total = store.page(2, 0)
    assert ([found.conversation_id for found in page], total) == (expected[:2], 3)
    assert [found.conversation_id for found in store.page(2, 2)[0]] == expected[2:]


def test_a_question_about_other_datasets_is_what_the_conversation_is_about(store: ConversationRepository) -> None:
    asked = question()
    store.ask(asked, answer())
    store.ask(NewQuestion(asked.conversation_id, 3, "둘", (OTHER, DATASET), AT))
    assert store.history(asked.conversation_id).dataset_ids == (OTHER, DATASET)


def test_a_new_title_does_not_make_it_last_used(store: ConversationRepository) -> None:
    asked = question()
    store.ask(asked)
    renamed = store.rename(asked.conversation_id, "새 제목")
    assert renamed == store.get(asked.conversation_id)[0]
    assert (renamed.title, renamed.updated_at) == ("새 제목", AT)


def test_messages_go_with_their_conversation(store: ConversationRepository, engine: sqlalchemy.Engine) -> None:
    asked = question()
    store.ask(asked, answer())
    store.delete(asked.conversation_id)
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("SELECT count(*) FROM messages")).scalar_one() == 0


def test_what_is_not_there_is_not_found(store: ConversationRepository) -> None:
    for call in (
        lambda: store.history(UNKNOWN),
        lambda: store.get(UNKNOWN),
        lambda: store.ask(question(UNKNOWN, 3)),
        lambda: store.ask(question(UNKNOWN, 1, stands=True)),
        lambda: store.answer(UNKNOWN, answer()),
        lambda: store.rename(UNKNOWN, "x"),
        lambda: store.delete(UNKNOWN),
    ):
        with pytest.raises(ConversationNotFound):
            call()


def test_a_database_that_is_away_is_unavailable() -> None:
    nowhere = ConversationRepository(create_engine("postgresql+psycopg2://nobody:x@127.0.0.1:1/none", "test"))
    for call in (
        lambda: nowhere.history(UNKNOWN),
        lambda: nowhere.asked_before(UNKNOWN),
        lambda: nowhere.ask(question()),
        lambda: nowhere.page(1, 0),
    ):
        with pytest.raises(Unavailable):
            call()
