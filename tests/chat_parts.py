"""Parts of the chat service that do what a test says: an Answerer with a script, datasets, a cache in memory."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from services.chat.domain.answer import BUILTIN, Answer, Event, Token, TokenUsage
from services.chat.domain.datasets import DatasetBrief, DatasetMissing
from services.chat.domain.models import Model
from services.chat.domain.ports import Question

DATASET = "0192a1b2-0000-7000-8000-000000000001"
OTHER = "0192a1b2-0000-7000-8000-000000000002"
UNKNOWN = "0192a1b2-0000-7000-8000-000000000000"
REQUEST = "0192a1b2-0000-7000-8000-00000000aaaa"
KEY = "sk-ant-test-key"
MODEL = "claude-sonnet-5-5"
MODELS = (
    Model(MODEL, "Claude Sonnet 5.5", needs_key=True),
    Model("claude-opus-5-5", "Claude Opus 5.5", needs_key=True),
    Model(BUILTIN, "내장 분석기", needs_key=False),
)


class Gate:
    """Something that a script waits for. `reached` is set when it does."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.is_open = asyncio.Event()

    async def pass_through(self) -> None:
        self.reached.set()
        await self.is_open.wait()


Step: TypeAlias = Event | Exception | Gate


def whole(text: str, model: str = MODEL) -> tuple[Step, ...]:
    """A script that says `text` word by word."""
    words = [Token(word) for word in text.split(" ")]
    spaced = [Token(word.text + " ") for word in words[:-1]] + words[-1:]
    return (*spaced, Answer(text, model, usage=TokenUsage(100, 20, 5)))


class Scripted:
    """An Answerer. Every run takes the script as it is then; `ended` counts the runs that are over."""

    def __init__(self, *script: Step) -> None:
        self.reset(*script)

    def reset(self, *script: Step) -> None:
        self.script = script
        self.questions: list[Question] = []
        self.ended = 0
        self._is_left = asyncio.Event()

    async def answer(self, question: Question) -> AsyncIterator[Event]:
        self.questions.append(question)
        try:
            for step in self.script:
                if isinstance(step, Gate):
                    await step.pass_through()
                elif isinstance(step, Exception):
                    raise step
                else:
                    yield step
        finally:
            self.ended += 1
            self._is_left.set()

    async def left(self) -> None:
        """Returns when the first run since the last reset has ended, however it did."""
        await self._is_left.wait()


def brief(dataset_id: str, name: str = "보안등", sha256: str = "ab" * 32) -> DatasetBrief:
    return DatasetBrief(dataset_id, name, sha256, rows=3, kind="보안등", columns=())


@dataclass
class Datasets:
    """Implements ports.Catalogue."""

    known: dict[str, DatasetBrief] = field(
        default_factory=lambda: {DATASET: brief(DATASET), OTHER: brief(OTHER, "주차장", "cd" * 32)}
    )
    described: list[tuple[str, ...]] = field(default_factory=list)

    async def describe(self, dataset_ids: Sequence[str]) -> list[DatasetBrief]:
        self.described.append(tuple(dataset_ids))
        for dataset_id in dataset_ids:
            if dataset_id not in self.known:
                raise DatasetMissing(dataset_id)
        return [self.known[dataset_id] for dataset_id in dataset_ids]


class MemoryCache:
    """Implements ports.AnswerCache."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.calls: Counter[str] = Counter()

    async def get(self, key: str) -> Answer | None:
        self.calls["get"] += 1
        return self.answers.get(key)

    async def put(self, key: str, answer: Answer) -> None:
        self.calls["put"] += 1
        self.answers[key] = answer


async def prompt_version() -> str:
    return "1/test"


async def suggest(datasets: list[DatasetBrief]) -> list[str]:
    return [f"{dataset.name}은 몇 개인가요?" for dataset in datasets] or ["ECLO가 무엇인가요?"] * 9
