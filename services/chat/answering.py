"""The flow of a turn: history, cache, the Answerer, the store. No transaction is open while a model is asked."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from math import inf

from prometheus_client import Counter

from services.chassis.errors import DomainError
from services.chassis.telemetry import logger
from services.chat.database_calls import DatabaseCalls
from services.chat.domain.answer import BUILTIN, Answer, Token
from services.chat.domain.answer_key import answer_key
from services.chat.domain.conversation import (
    AskedBefore,
    ConversationChanged,
    Conversations,
    History,
    NewQuestion,
    RequestIdReused,
    RequestMark,
    StoredAnswer,
)
from services.chat.domain.korean_time import korean_date
from services.chat.domain.model_errors import ModelTimeout
from services.chat.domain.ports import AnswerCache, Answerer, Catalogue, Question
from services.chat.domain.turn import Arrived, Asked, Done, ServiceStopping, Started, TurnEvent, place_of
from services.chat.running_turns import RunningTurns, Turn
from services.chat.shared_answers import Asking, SharedAnswers

ANSWERS = Counter(
    "chat_answers_total",
    "Answers, by who gave them (builtin, model) and how: asked, shared with somebody else's run, cached, repeated.",
    ["answerer", "how"],
)


class Answering:
    """Answers questions.

    `prompt_version` names all that a model is told by us, the model of the predictions included. `answer_seconds`: the
    longest that a caller waits, below the limit of the call, which would end a stream without its last event.
    """

    def __init__(
        self,
        conversations: Conversations,
        calls: DatabaseCalls,
        catalogue: Catalogue,
        cache: AnswerCache,
        *,
        agent: Answerer,
        analyst: Answerer,
        prompt_version: Callable[[], Awaitable[str]],
        new_id: Callable[[], str],
        answer_seconds: float,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._conversations = conversations
        self._calls = calls
        self._catalogue = catalogue
        self._cache = cache
        self._agent = agent
        self._analyst = analyst
        self._prompt_version = prompt_version
        self._new_id = new_id
        self._answer_seconds = answer_seconds
        self._now = now
        self._answers = SharedAnswers(cache)
        self._turns = RunningTurns()
        self._limits: set[asyncio.Timeout] = set()
        self._stops_at = inf

    @property
    def in_progress(self) -> tuple[int, int]:
        """Numbers of turns and of runs of an Answerer."""
        return len(self._turns), len(self._answers)

    def stop(self, seconds: float) -> None:
        """Ends all answers within that time, early enough for their last events to be read."""
        self._stops_at = asyncio.get_running_loop().time() + seconds * 0.8
        for limit in self._limits:
            if not limit.expired():
                limit.reschedule(min(limit.when() or inf, self._stops_at))

    async def events(self, asked: Asked) -> AsyncGenerator[TurnEvent, None]:
        """Answers in events: Started, what the Answerer gives, Done. The caller who stops reading ends the work.

        Raises DatasetMissing, ConversationNotFound, ConversationChanged, RequestIdReused, the errors of
        domain.model_errors, Unavailable. Once the question is stored they carry its `conversation_id`.
        """
        turn = await self._turns.enter(asked, self._new_id)
        with turn.joined():
            async with aclosing(turn.items(lambda: self._turn(turn))) as events:
                async for event in events:
                    yield event

    async def answer(self, asked: Asked) -> Done:
        """The last of the events."""
        async with aclosing(self.events(asked)) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event
        raise RuntimeError("the turn has ended without an answer")

    async def _turn(self, turn: Turn) -> AsyncGenerator[TurnEvent, None]:
        """The one run of a turn, however many read it."""
        ends_at = asyncio.get_running_loop().time() + self._answer_seconds
        earlier = await self._asked_before(turn.asked)
        if earlier is not None and earlier.answer is not None:
            _count(earlier.answer, "repeated")
            for event in _at_once(earlier.conversation_id, earlier.answer):
                yield event
            return
        new, question = await self._prepared(turn, earlier)
        key = answer_key(
            question.text,
            model=question.model,
            prompt_version=await self._prompt_version(),
            datasets=question.datasets,
            earlier=[earlier_turn.question for earlier_turn in question.history],
            today=korean_date(new.asked_at),
        )
        answerer = self._analyst if question.model == BUILTIN else self._agent
        with self._answers.joined(key, question, answerer) as asking:
            cached = await self._cache.get(key)
            if cached is not None:
                answer = StoredAnswer(new.sequence + 1, cached, new.asked_at, cache_hit=True)
                await self._calls(self._conversations.ask, new, answer)
                _count(answer, "cached")
                for event in _at_once(new.conversation_id, answer):
                    yield event
                return
            await self._calls(self._conversations.ask, new)
            yield Started(new.conversation_id, new.sequence)
            try:
                async for event in self._live(new, asking, ends_at):
                    yield event
            except DomainError as error:
                raise error.with_metadata(conversation_id=new.conversation_id) from error

    async def _asked_before(self, asked: Asked) -> AskedBefore | None:
        """What this request has led to if it is a repeated one."""
        if not asked.request_id:
            return None
        earlier = await self._calls(self._conversations.asked_before, asked.request_id)
        if earlier is not None and (
            earlier.digest != asked.digest or asked.conversation_id not in ("", earlier.conversation_id)
        ):
            raise RequestIdReused(asked.request_id)
        return earlier

    async def _prepared(self, turn: Turn, earlier: AskedBefore | None) -> tuple[NewQuestion, Question]:
        """The question as it is stored, and as it is asked."""
        asked, history = turn.asked, History()
        if earlier is not None:
            await self._turns.claim(turn, earlier.conversation_id)
        if earlier is not None or asked.conversation_id:
            history = await self._calls(self._conversations.history, turn.conversation_id)
        if earlier is not None and earlier.sequence != history.message_count:
            raise ConversationChanged(turn.conversation_id)
        place = place_of(asked, turn.conversation_id, history)
        dataset_ids = asked.dataset_ids or history.dataset_ids
        datasets = await self._catalogue.describe(dataset_ids) if dataset_ids else []
        turns = history.turns[:-1] if place.stands else history.turns
        new = NewQuestion(
            conversation_id=turn.conversation_id,
            sequence=place.sequence,
            text=asked.text,
            dataset_ids=dataset_ids,
            asked_at=self._now(),
            mark=RequestMark(asked.request_id, asked.digest) if asked.request_id else None,
            stands=place.stands,
        )
        return new, Question(asked.text, datasets, turns, asked.model, asked.key)

    async def _live(self, new: NewQuestion, asking: Asking, ends_at: float) -> AsyncGenerator[TurnEvent, None]:
        """The events of the Answerer, then Done."""
        arrived, answer = Arrived(asking.model), None
        try:
            async with self._limit(ends_at):
                async for event in asking.events():
                    if isinstance(event, Answer):
                        answer = event
                    else:
                        arrived.add(event)
                        yield event
        except TimeoutError:
            raise (ModelTimeout if self._stops_at == inf else ServiceStopping) from None
        except asyncio.CancelledError:
            asking.leave()
            await self._keep(new, answer or arrived.cut())
            raise
        if answer is None:
            raise RuntimeError("the Answerer has ended without an answer")
        stored = StoredAnswer(new.sequence + 1, answer, self._now(), cache_hit=asking.follows)
        await self._calls(self._conversations.answer, new.conversation_id, stored)
        _count(stored, "shared" if asking.follows else "asked")
        yield Done(new.conversation_id, stored)

    @asynccontextmanager
    async def _limit(self, ends_at: float) -> AsyncIterator[None]:
        """Raises TimeoutError at `ends_at`, a time of the event loop, or when the service stops before that."""
        async with asyncio.timeout_at(min(ends_at, self._stops_at)) as limit:
            self._limits.add(limit)
            try:
                yield
            finally:
                self._limits.discard(limit)

    async def _keep(self, new: NewQuestion, answer: Answer | None) -> None:
        """Stores what had arrived when the caller went away."""
        if answer is None:
            return
        stored = StoredAnswer(new.sequence + 1, answer, self._now())
        try:
            await self._calls(self._conversations.answer, new.conversation_id, stored)
        except DomainError as error:
            logger().warning("an answer that was cut off could not be kept", why=error.message)


def _count(stored: StoredAnswer, how: str) -> None:
    ANSWERS.labels("builtin" if stored.answer.model == BUILTIN else "model", how).inc()


def _at_once(conversation_id: str, stored: StoredAnswer) -> Iterator[TurnEvent]:
    """The events of an answer that is known."""
    yield Started(conversation_id, stored.sequence - 1)
    if stored.answer.text:
        yield Token(stored.answer.text)
    yield Done(conversation_id, stored)
