"""The reply to a question about data: what was found, or why nothing is said."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.chat.agent.analyst import (
    absent_values,
    clauses,
    every_dataset,
    not_understood,
    off_topic,
    plans,
    plans_several,
    plans_severity,
    pointing,
    several,
    years_apart,
)
from services.chat.agent.analyst.clauses import Halves
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.condensed import condensed
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.readers import Reader, Understood
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import literal
from services.chat.agent.analyst.study import Finding
from services.chat.agent.analyst.work import CannotAnswer, ToolFailed, Work
from services.chat.domain.ports import Predictor, Turn

_NO_DATASET = "데이터셋이 선택되지 않았습니다. 먼저 질문할 데이터셋을 골라주세요."
_NOT_TOGETHER = (
    f"{not_understood.NOT_UNDERSTOOD} 여러 데이터를 이렇게 함께 보지는 못합니다. 데이터마다 따로 질문해주세요."
)
_NOT_COMPUTED = "질문은 이해했지만 이 데이터에서는 계산할 수 없습니다."
_NOT_COMPUTED_TOGETHER = "여러 데이터를 함께 계산하지 못했습니다."
_ASKING = (Says.COUNT, Says.HOW_MANY, Says.WHERE, Says.WHEN, Says.WHICH)


@dataclass(frozen=True, slots=True)
class Reply:
    """`refusal` says why there is no finding; `notes` how the words were read."""

    finding: Finding | None = None
    notes: tuple[str, ...] = ()
    refusal: str = ""

    def text(self) -> str:
        """As Markdown: the sentence first, then the tables, then how the question was read."""
        if self.finding is None:
            return self.refusal
        parts = [
            " ".join((self.finding.headline, *self.finding.details)),
            *filter(None, self.finding.tables),
            "\n".join(f"- {line}" for line in dict.fromkeys((*self.finding.basis, *self.notes))),
        ]
        return "\n\n".join(part for part in parts if part)


@dataclass
class Replies:
    """Replies to the questions of one conversation about the datasets of `readers`."""

    work: Work
    readers: Sequence[Reader]
    predictor: Predictor

    async def to(self, text: str, history: Sequence[Turn]) -> Reply:
        """Raises DatasetMissing or Unavailable."""
        for halves in clauses.apart(text) if self.readers else ():
            questions = await asyncio.to_thread(self._questions, halves, history)
            if questions:
                return await (self._both(halves, history) if questions == 2 else self._one(halves.first, history))
        return await self._one(text, history)

    def _questions(self, halves: Halves, history: Sequence[Turn]) -> int:
        """How many they are: 2; 1 if the second only asks for the share of the same, which is told anyway; 0 if the
        sentence is not to be taken apart."""
        one, other = self._best(self._understood(halves.first, history)), self._best(self._understood(halves.rest, ()))
        if halves.by_group and not (one.reading.groups and other.reading.groups):
            return 0
        asks = not one.reading.is_fragment or one.reading.asks(*_ASKING)
        if not asks or one.reading.asks(Says.PREDICT) or not _choosable(one):
            return 0
        return 2 if _adds(one.reading, other.reading) else int(other.reading.asks(Says.SHARE))

    async def _both(self, halves: Halves, history: Sequence[Turn]) -> Reply:
        first, rest = halves.first, halves.rest
        one = await self._one(first, history)
        if one.finding is None:
            return one
        about, asks = self._best(self._understood(first, history)), self._best(self._understood(rest, ())).reading
        link = "" if pointing.points(rest) else _link(about.reader.columns, about.reading, asks)
        other = await self.to(f"{link}{rest}", [*history, Turn(first, one.text())])
        if other.finding is None:
            left = f"질문의 뒷부분 ‘{literal(rest)}’에는 답하지 못해 앞부분만 답했습니다."
            return replace(one, finding=replace(one.finding, details=[*one.finding.details, left]))
        if asks.asks(Says.DIFFERENCE, Says.TIMES) and not asks.branches:
            other.finding.details = [*other.finding.details, "둘의 차이는 따로 계산하지 않았습니다."]
        return Reply(_together(one.finding, other.finding), tuple(dict.fromkeys((*one.notes, *other.notes))))

    def _understood(self, text: str, history: Sequence[Turn]) -> list[Understood]:
        return [reader.understood(text, history) for reader in self.readers]

    def _best(self, understood: Sequence[Understood]) -> Understood:
        return min(understood, key=lambda each: each.doubt)

    async def _one(self, text: str, history: Sequence[Turn]) -> Reply:
        understood = await asyncio.to_thread(self._understood, text, history)
        if any(each.reading.asks(Says.PREDICT, Says.SEVERE) and each.wants_prediction for each in understood) or (
            not self.readers and Reader.predicts(text)
        ):
            circumstances = max((len(each.reading.conditions) for each in understood), default=0)
            if why := off_topic.unpredictable(text, circumstances):
                return Reply(refusal=why)
            return Reply(await plans_severity.predict(self.work, self.predictor, text))
        if not self.readers:
            return Reply(refusal=_NO_DATASET)
        if why := off_topic.elsewhere(text):
            return Reply(refusal=f"{not_understood.NOT_UNDERSTOOD} {why}")
        together = await self._of_several(text, history) if len(self.readers) > 1 else None
        return together or await self._of_one(self._best(understood))

    async def _of_several(self, text: str, history: Sequence[Turn]) -> Reply | None:
        """The reply to a question about several datasets, None if it is about one."""
        try:
            if several.each_of_them(text, self.readers):
                finding = await every_dataset.answer(self.work, self.readers, text, several.without_each(text))
                if finding is not None:
                    return Reply(finding)
            apart = years_apart.asked(text, self.readers)
            if apart is not None:
                return Reply(await years_apart.answer(self.work, apart))
            asked = await asyncio.to_thread(several.asked, text, history, self.readers)
            return None if asked is None else Reply(await plans_several.answer(self.work, asked))
        except CannotAnswer as why:
            return Reply(refusal=str(why))
        except ToolFailed:
            return Reply(refusal=_NOT_COMPUTED_TOGETHER)

    async def _of_one(self, best: Understood) -> Reply:
        reader, reading = best.reader, best.reading
        unplaced = reading.unknown or reading.absent or reading.unclear
        chosen = None if unplaced else plans.choose(reader.columns, condensed(reading))
        if chosen is None:
            nothing = reading.is_empty and not unplaced
            return Reply(refusal=not_understood.sentence(reader.columns, None if nothing else reading))
        if best.names_others:
            return Reply(refusal=_NOT_TOGETHER)
        plan, filled = chosen
        lacking = absent_values.told(reader.columns, filled)
        if lacking and not absent_values.is_count(filled):
            return Reply(refusal=" ".join(lacking))
        try:
            finding = await plan(reader.study(self.work), filled)
        except CannotAnswer as why:
            return Reply(refusal=str(why))
        except ToolFailed:
            return Reply(refusal=_NOT_COMPUTED)
        if lacking:
            finding.details = lacking
        name = [f"‘{literal(reader.name)}’ 데이터로 답했습니다."] if len(self.readers) > 1 else []
        return Reply(finding, (*name, *reading.notes, *best.corrections))


def _choosable(understood: Understood) -> bool:
    reading = understood.reading
    if reading.unknown or reading.absent or reading.unclear:
        return False
    return plans.choose(understood.reader.columns, condensed(reading)) is not None


def _adds(first: Reading, rest: Reading) -> bool:
    """Whether the rest asks for something of its own: not only `몇 건이야?` or `얼마나 차이나?`."""
    own = rest.conditions or rest.part or rest.branches or rest.groups or rest.measures or rest.columns
    counts = rest.counted and bool(first.measures)
    return bool(own or counts or rest.unknown or rest.absent or rest.positions or rest.order)


def _link(columns: Columns, first: Reading, rest: Reading) -> str:
    """What ties the rest to the first half where it does not say so: the group that is its answer, or its rows."""
    if len(first.groups) == 1 and first.order and not (rest.groups or rest.order or rest.branches):
        named = {_source(columns, condition.column) for condition in rest.conditions}
        return "" if _source(columns, first.groups[0].column) in named else "거기는 "
    whole = rest.conditions or rest.part or rest.branches or "전체" in rest.text
    return "그중에 " if (first.conditions or first.part) and not whole else ""


def _source(columns: Columns, name: str) -> str:
    return columns.all[name].source or name


def _together(one: Finding, other: Finding) -> Finding:
    return Finding(
        " ".join((one.headline, *one.details)),
        [other.headline, *other.details],
        [*one.tables, *other.tables],
        [*one.basis, *other.basis],
    )
