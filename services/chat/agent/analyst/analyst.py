"""The built-in analyst: answers by rules, with the tools that the models have, and without a network."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

from services.chat.agent.analyst import (
    absent_values,
    every_dataset,
    not_understood,
    plans,
    plans_overview,
    plans_several,
    plans_severity,
    several,
    small_talk,
    suggestions,
    years_apart,
)
from services.chat.agent.analyst.condensed import condensed
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.readers import Reader, Readers, Understood
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import joined, literal
from services.chat.agent.analyst.study import Finding
from services.chat.agent.analyst.work import CannotAnswer, ToolFailed, Work, labels
from services.chat.agent.tools.toolbox import Toolbox
from services.chat.domain.answer import BUILTIN, Answer, Event, Token
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.ports import Frames, Predictor, Question

_NO_DATASET = "데이터셋이 선택되지 않았습니다. 먼저 질문할 데이터셋을 골라주세요."
_EMPTY = "질문이 비어 있습니다. 데이터에 대해 알고 싶은 것을 적어주세요."
_NOT_TOGETHER = (
    f"{not_understood.NOT_UNDERSTOOD} 여러 데이터를 이렇게 함께 보지는 못합니다. 데이터마다 따로 질문해주세요."
)
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
        understood = [await asyncio.to_thread(reader.understood, question.text, question.history) for reader in readers]
        if any(each.reading.asks(Says.PREDICT, Says.SEVERE) and each.wants_prediction for each in understood) or (
            not readers and Reader.predicts(question.text)
        ):
            return _told(await plans_severity.predict(work, self._predictor, question.text), [])
        if not readers:
            return _NO_DATASET
        if why := small_talk.elsewhere(question.text):
            return not_understood.with_examples(f"{not_understood.NOT_UNDERSTOOD} {why}", self._examples(readers))
        together = await self._together(question, work, readers) if len(readers) > 1 else None
        return together or await self._about(min(understood, key=lambda each: each.doubt), work, readers)

    async def _introduced(self, work: Work, readers: Sequence[Reader]) -> str:
        """What is in each dataset, and what can be asked."""
        told = []
        for reader in readers:
            finding = await plans_overview.overview(reader.study(work), Reading())
            if len(readers) > 1:
                finding.headline = f"‘{literal(reader.name)}’: {finding.headline}"
                finding.tables = []
            told.append(_told(finding, []))
        return not_understood.with_examples("\n\n".join(told), self._examples(readers))

    async def _together(self, question: Question, work: Work, readers: Sequence[Reader]) -> str | None:
        """The answer to a question about several datasets, None if it is about one."""
        text = question.text
        try:
            if several.each_of_them(text, readers):
                finding = await every_dataset.answer(work, readers, text, several.without_each(text))
                if finding is not None:
                    return _told(finding, [])
            apart = years_apart.asked(text, readers)
            if apart is not None:
                return _told(await years_apart.answer(work, apart), [])
            asked = await asyncio.to_thread(several.asked, text, question.history, readers)
            return None if asked is None else _told(await plans_several.answer(work, asked), [])
        except CannotAnswer as why:
            return not_understood.with_examples(str(why), self._examples(readers))
        except ToolFailed:
            return not_understood.with_examples("여러 데이터를 함께 계산하지 못했습니다.", self._examples(readers))

    async def _about(self, best: Understood, work: Work, readers: Sequence[Reader]) -> str:
        reader, reading = best.reader, best.reading
        chosen = None
        if not (reading.unknown or reading.absent or reading.unclear):
            chosen = plans.choose(reader.columns, condensed(reading))
        if chosen is None:
            what = not_understood.sentence(
                reader.columns,
                None if reading.is_empty and not (reading.unknown or reading.absent or reading.unclear) else reading,
            )
            return not_understood.with_examples(what, self._examples(readers))
        if best.names_others:
            return not_understood.with_examples(_NOT_TOGETHER, self._examples(readers))
        plan, filled = chosen
        lacking = absent_values.told(reader.columns, filled)
        if lacking and not absent_values.is_count(filled):
            return not_understood.with_examples(" ".join(lacking), self._examples(readers))
        study = reader.study(work)
        try:
            finding = await plan(study, filled)
        except CannotAnswer as why:
            return not_understood.with_examples(str(why), self._examples(readers))
        except ToolFailed:
            return not_understood.with_examples(
                "질문은 이해했지만 이 데이터에서는 계산할 수 없습니다.", self._examples(readers)
            )
        if lacking:
            finding.details = lacking
        notes = [*reading.notes, *best.corrections]
        if len(readers) > 1:
            notes.insert(0, f"‘{literal(reader.name)}’ 데이터로 답했습니다.")
        return _told(finding, notes)

    def _examples(self, readers: Sequence[Reader]) -> list[str]:
        return suggestions.mixed([each.suggested for each in readers])[:_EXAMPLES]


def _told(finding: Finding, notes: Sequence[str]) -> str:
    """The answer as Markdown: the sentence first, then the table, then how the question was read."""
    parts = [" ".join((finding.headline, *finding.details)), *filter(None, finding.tables)]
    read = [*finding.basis, *notes]
    if read:
        parts.append("\n".join(f"- {line}" for line in read))
    return "\n\n".join(part for part in parts if part)


def _footer(work: Work) -> str:
    used = [f"{label} {times}회" if times > 1 else label for label, times in labels(work.calls).items()]
    tools = f"사용한 도구: {joined(used)}" if used else "사용한 도구 없음"
    return f"\n\n*{_NAME} · {tools}*"


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE]
