"""One run of an Answerer for all who ask the same at the same time."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import ExitStack, contextmanager

from services.chassis.errors import Exhausted, Unauthenticated
from services.chat.domain.answer import Answer, Event
from services.chat.domain.clean_events import clean
from services.chat.domain.ports import AnswerCache, Answerer, ApiKey, Question
from services.chat.shared_run import SharedRun


class SharedAnswer(SharedRun[Event]):
    """A run under its answer key; `question` is that of whoever started it, with the API key that pays for it."""

    question: Question | None = None


class SharedAnswers:
    """The runs in progress, by answer key. Whole answers are in the cache before the run is over, so that between the
    two nobody asks a third time."""

    def __init__(self, cache: AnswerCache) -> None:
        self._cache = cache
        self._runs: dict[str, SharedAnswer] = {}

    def __len__(self) -> int:
        return len(self._runs)

    @contextmanager
    def joined(self, key: str, question: Question, answerer: Answerer) -> Iterator["Asking"]:
        """Takes part in the run of `key` until the block ends. Nothing runs before its events are asked for."""
        with ExitStack() as membership:
            yield Asking(self, key, question, answerer, membership)

    def run(self, key: str) -> SharedAnswer:
        """The run of `key` that is in progress, or a new one."""
        run = self._runs.get(key)
        if run is None or run.is_ending:
            run = self._runs[key] = SharedAnswer(lambda: self._forget(key, run))
        return run

    def _forget(self, key: str, run: SharedAnswer | None) -> None:
        if self._runs.get(key) is run:
            del self._runs[key]

    async def answer(self, key: str, question: Question, answerer: Answerer) -> AsyncGenerator[Event, None]:
        """Asks, and keeps what may be given to others: a whole answer, in which no tool has failed."""
        events = answerer.answer(question)
        try:
            async for event in events:
                cleaned = clean(event)
                if isinstance(cleaned, Answer) and is_fit_for_others(cleaned):
                    await self._cache.put(key, cleaned)
                yield cleaned
        finally:
            if isinstance(events, AsyncGenerator):
                await events.aclose()


class Asking:
    """The part that one question has in a run."""

    def __init__(
        self, answers: SharedAnswers, key: str, question: Question, answerer: Answerer, membership: ExitStack
    ) -> None:
        self._answers = answers
        self._key = key
        self._question = question
        self._answerer = answerer
        self._membership = membership
        self._run = membership.enter_context(answers.run(key).joined())

    @property
    def model(self) -> str:
        """The model that answers."""
        return self._question.model

    @property
    def follows(self) -> bool:
        """Whether somebody else's question is the one that runs."""
        return self._run.question is not self._question

    async def events(self) -> AsyncGenerator[Event, None]:
        """The events of the run. Raises what the Answerer raises.

        What was refused to another one's API key is asked again with our own, as long as nothing has arrived.
        """
        while True:
            if self._run.question is None:
                self._run.question = self._question
            nothing_came = True
            try:
                async for event in self._run.items(self._start):
                    nothing_came = False
                    yield event
            except (Unauthenticated, Exhausted):
                if not nothing_came or self._is_own_key(self._run.question.key):
                    raise
            else:
                return
            self._membership.close()
            self._run = self._membership.enter_context(self._answers.run(self._key).joined())

    def leave(self) -> None:
        """Takes no more part in the run, which ends if nobody else does."""
        self._membership.close()

    def _start(self) -> AsyncGenerator[Event, None]:
        return self._answers.answer(self._key, self._question, self._answerer)

    def _is_own_key(self, key: ApiKey | None) -> bool:
        own = self._question.key
        return own is None or key is None or own.reveal() == key.reveal()


def is_fit_for_others(answer: Answer) -> bool:
    """Whether the answer is whole. A tool that failed may work in a minute, and then the answer is another one."""
    return not answer.incomplete and not any(call.failed for call in answer.tool_calls)
