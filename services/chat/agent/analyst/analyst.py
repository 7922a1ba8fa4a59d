"""The built-in analyst: answers by rules, with the tools that the models have, and without a network."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

from services.chat.agent.analyst import not_understood, plans_overview, small_talk, suggestions
from services.chat.agent.analyst.readers import Reader, Readers
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.replies import Replies, Reply
from services.chat.agent.analyst.sentences import joined, literal
from services.chat.agent.analyst.work import Work, labels
from services.chat.agent.tools.toolbox import Toolbox
from services.chat.domain.answer import BUILTIN, Answer, Event, Token
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.ports import Frames, Predictor, Question

_EMPTY = "질문이 비어 있습니다. 데이터에 대해 알고 싶은 것을 적어주세요."
_NAME = "내장 분석기"
_EXAMPLES = 3
_PIECE = 40
"""Characters that are sent at once: text that appears piece by piece reads better than all of it at once."""


class Analyst:
    """An Answerer without a model: rules only."""

    def __init__(self, frames: Frames, predictor: Predictor) -> None:
        self._frames = frames
        self._predictor = predictor
        self._readers = Readers()

    async def suggest(self, datasets: Sequence[DatasetBrief]) -> list[str]:
        """Up to six questions that can be answered for exactly these datasets."""
        readers = await self._readers.of(Toolbox(datasets, self._frames, self._predictor), datasets)
        return suggestions.mixed([reader.suggested for reader in readers])

    async def answer(self, question: Question) -> AsyncIterator[Event]:
        """Raises DatasetMissing or Unavailable of the dataset service."""
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        task = asyncio.create_task(self._work(question, events))
        try:
            while (event := await events.get()) is not None:
                yield event
            await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _work(self, question: Question, events: asyncio.Queue[Event | None]) -> None:
        try:
            toolbox = Toolbox(question.datasets, self._frames, self._predictor)
            work = Work(toolbox, events.put)
            text = await self._text(question, toolbox, work) + _footer(work)
            for piece in _pieces(text):
                await events.put(Token(piece))
            await events.put(Answer(text, BUILTIN, tuple(work.calls)))
        finally:
            await events.put(None)

    async def _text(self, question: Question, toolbox: Toolbox, work: Work) -> str:
        if not question.text.strip():
            return _EMPTY
        readers = await self._readers.of(toolbox, question.datasets)
        return await self._talked(question, work, readers) or await self._answered(question, work, readers)

    async def _talked(self, question: Question, work: Work, readers: Sequence[Reader]) -> str:
        """The answer to a greeting or to what can be asked; empty for everything else."""
        talk = small_talk.kind(question.text)
        if talk in small_talk.ANSWERS_WITHOUT_DATA and talk is not None:
            return not_understood.with_examples(small_talk.reply(talk), self._examples(readers))
        return await self._introduced(work, readers) if talk == small_talk.ABOUT_DATA and readers else ""

    async def _answered(self, question: Question, work: Work, readers: Sequence[Reader]) -> str:
        reply = await Replies(work, readers, self._predictor).to(question.text, question.history)
        return reply.text() if reply.finding else not_understood.with_examples(reply.refusal, self._examples(readers))

    async def _introduced(self, work: Work, readers: Sequence[Reader]) -> str:
        """What is in each dataset, and what can be asked."""
        told = []
        for reader in readers:
            finding = await plans_overview.overview(reader.study(work), Reading())
            if len(readers) > 1:
                finding.headline = f"‘{literal(reader.name)}’: {finding.headline}"
                finding.tables = []
            told.append(Reply(finding).text())
        return not_understood.with_examples("\n\n".join(told), self._examples(readers))

    def _examples(self, readers: Sequence[Reader]) -> list[str]:
        return suggestions.mixed([each.suggested for each in readers])[:_EXAMPLES]


def _footer(work: Work) -> str:
    used = [f"{label} {times}회" if times > 1 else label for label, times in labels(work.calls).items()]
    tools = f"사용한 도구: {joined(used)}" if used else "사용한 도구 없음"
    return f"\n\n*{_NAME} · {tools}*"


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]
