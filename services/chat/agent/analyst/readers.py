"""Understands questions with the words of a dataset; keeps what it has learned of the last datasets."""

import asyncio
import copy
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.chat.agent.analyst import pointing, suggestions, vocabulary
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.follow_ups import followed
from services.chat.agent.analyst.lexicon import Lexicon
from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, NumberWord, Says, TimeWord, ValueWord
from services.chat.agent.analyst.near_words import NearWords
from services.chat.agent.analyst.phrases import plainly
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.segments import Segmenter
from services.chat.agent.analyst.sentences import joined, literal, with_particle
from services.chat.agent.analyst.study import Study
from services.chat.agent.analyst.understanding import Understanding
from services.chat.agent.analyst.work import View, Work
from services.chat.agent.tools.toolbox import Toolbox
from services.chat.domain.datasets import DatasetBrief
from services.chat.domain.frame import Frame
from services.chat.domain.ports import Turn

_OPENING = re.compile(
    r"[^,.!?\d]{1,30}(?:인데요?|입니다만?|이에요|예요|하세요|습니다|는데요|거든요|한데|지만)[,.!~]*\s+(?=\S)"
)
_PERSON = re.compile(
    r"직원|학생|시민|주민|기자|공무원|주무관|사람|엄마|아빠|부모|교사|선생|담당|기사|연구|시청|구청|군청|회사|업체|경찰|의원|저는|제가|나는|안녕"
)
_DATA = ValueWord | TimeWord | NumberWord | ColumnWord
_KEPT = 8
_EARLIER = 4
"""Questions back that a follow-up can refer to."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as one dataset's words read it."""

    reader: "Reader"
    reading: Reading
    corrections: tuple[str, ...]
    names_it: bool
    names_others: bool = False

    @property
    def doubt(self) -> tuple[int, int, int, int, int]:
        """Less is better: words that nobody knows, things that are not there, then what the question is about."""
        reading = self.reading
        unknown = sum(map(len, reading.unknown))
        known = len(reading.conditions) + len(reading.measures) + len(reading.groups) + len(reading.branches)
        about = 0 if self.names_it and not self.names_others else 1
        elsewhere = sum(not self.reader.columns.has_year(each.column, each.value) for each in reading.conditions)
        return unknown + 3 * len(reading.absent), about, elsewhere, 0 if reading.entity else 1, -known

    @property
    def wants_prediction(self) -> bool:
        """Whether an accident is described, and not a column of the file asked for."""
        counts = self.reading.counted or self.reading.asks(Says.COUNT, Says.SHARE)
        if self.reading.asks(Says.PREDICT):
            return not counts
        return self.reading.asks(Says.SEVERE) and not (self.reading.groups or self.reading.measures)


class Reader:
    """Reads questions about one dataset."""

    def __init__(self, name: str, frame: Frame, kind: str) -> None:
        self.name = name
        self.kind = kind
        self.columns = Columns(frame)
        self.suggested = suggestions.questions(self.columns, kind)
        self._lexicon = Lexicon(self.columns, kind)
        self.rows_kind = self._lexicon.rows
        self._segmenter = Segmenter(self._lexicon.terms, vocabulary.TERMS)
        self._near = NearWords(self._lexicon.terms, vocabulary.TERMS)

    def beside(self, others: Sequence["Reader"]) -> "Reader":
        """The same, but it knows what the rows of other datasets of the question are called."""
        reader = copy.copy(self)
        rows = self._lexicon.rows_of([other._lexicon for other in others])
        reader._segmenter = Segmenter(rows, self._lexicon.terms, vocabulary.TERMS)
        return reader

    def marks(self, text: str) -> tuple[Mark, ...]:
        """The pieces of a question as it is written, typing errors and all."""
        return self._segmenter.marks(self._without_preamble(text))

    def _without_preamble(self, text: str) -> str:
        """Without an opening, and with words for signs."""
        opening = _OPENING.match(text)
        return plainly(text[opening.end() :] if opening and self._is_talk(opening.group()) else text)

    def _is_talk(self, opening: str) -> bool:
        """Whether it says nothing of the data: `시청 직원인데요` does not, but `수성구인데` and `음주운전인데` do."""
        marks = self._segmenter.marks(opening)
        data = any(isinstance(mark.meaning, _DATA) for mark in marks)
        return not data and (_PERSON.search(opening) is not None or all(mark.meaning is not None for mark in marks))

    def reading(self, marks: Sequence[Mark], text: str) -> Reading:
        """What those pieces ask for."""
        return replace(Understanding(self.columns, list(marks), text).read(), text=text)

    def _others(self, marks: Sequence[Mark]) -> list[Mark]:
        """The words for rows of other datasets, but for those that the question excludes."""
        following = (*marks[1:], None)[: len(marks)]
        return [
            mark
            for mark, after in zip(marks, following, strict=False)
            if self.means_others(mark) and (after is None or after.meaning is not Says.NOT)
        ]

    def means_others(self, mark: Mark) -> bool:
        """Whether the word names the rows of another dataset."""
        return isinstance(mark.meaning, EntityWord) and mark.meaning.kind != self.rows_kind

    def study(self, work: Work) -> Study:
        """The whole dataset, to run tools on."""
        whole = View((self.name,), len(self.columns.frame))
        return Study(self.columns, self.kind, whole, work.about(self.columns.instead, self.columns.same_places))

    @staticmethod
    def predicts(text: str) -> bool:
        """Whether a question without a dataset is one for the prediction service."""
        marks = Segmenter(vocabulary.TERMS).marks(text)
        return any(mark.meaning in (Says.PREDICT, Says.SEVERE) for mark in marks) or "eclo" in text.casefold()

    def understood(self, text: str, history: Sequence[Turn]) -> Understood:
        """The question, with what it leaves out taken from earlier ones."""
        pointed = self._pointed(text, history) if history else None
        if pointed is not None:
            return pointed
        reading, corrections, marks = self._read(pointing.at_rows(text) if history else text)
        names_it = any(isinstance(mark.meaning, EntityWord) and not self.means_others(mark) for mark in marks)
        names_others = bool(self._others(marks))
        if history and reading.is_fragment and not reading.unknown:
            reading = self._after(reading, history)
        elif history:
            reading = self._about_all(reading, history[-1])
        return Understood(self, reading, corrections, names_it, names_others)

    def _pointed(self, text: str, history: Sequence[Turn]) -> Understood | None:
        """A question about the answer to the last one (`그 구에서는?`), or about the last two (`둘이 합치면?`)."""
        before = history[-_EARLIER:]
        if pointing.at_both(text):
            last = self.understood(before[-1].question, before[:-1])
            earlier = self.understood(before[-2].question, before[:-2]).reading if len(before) > 1 else Reading()
            both = pointing.together(earlier, last.reading)
            return None if both is None or both.unknown else replace(last, reading=replace(both, text=text))
        rest = pointing.at_group(text)
        if rest is None:
            return None
        whole = self.understood(before[-1].question, before[:-1])
        found = pointing.answered(self.columns, whole.reading, before[-1].answer)
        narrowed = pointing.within(whole.reading, found) if found is not None else whole.reading
        reading, corrections, marks = self._read(f"그중에 {rest}")
        names_others = any(map(self.means_others, marks))
        if found is None and reading.is_empty:
            return None
        return Understood(
            self, followed(pointing.narrowed(narrowed, reading), reading), corrections, not names_others, names_others
        )

    def _about_all(self, reading: Reading, before: Turn) -> Reading:
        """A question of its own after one with conditions says that it is about all rows."""
        earlier, _, _ = self._read(before.question)
        narrow = reading.conditions or reading.branches or reading.part or reading.is_empty
        if narrow or not earlier.conditions or not (reading.measures or reading.groups):
            return reading
        said = joined(f"‘{literal(each.said)}’" for each in earlier.conditions)
        note = f"앞 질문의 조건({said}) 없이 전체로 답했습니다. 이어서 물으려면 ‘그중에’를 붙여주세요."
        return replace(reading, notes=(*reading.notes, note))

    def _after(self, reading: Reading, history: Sequence[Turn]) -> Reading:
        chain: list[Reading] = []
        for turn in reversed(history[-_EARLIER:]):
            earlier, _, _ = self._read(turn.question)
            if earlier.unknown or earlier.absent or earlier.is_empty:
                continue
            chain.append(earlier)
            if not earlier.is_fragment:
                break
        if not chain:
            return reading
        whole = chain[-1]
        for later in reversed(chain[:-1]):
            whole = followed(whole, later)
        return followed(whole, reading)

    def _read(self, text: str) -> tuple[Reading, tuple[str, ...], Sequence[Mark]]:
        corrections: list[str] = []
        text = self._without_preamble(text)
        marks = self._segmenter.marks(text)
        for mark in marks:
            if mark.meaning is not None:
                continue
            near = self._near.nearest(mark.text)
            if near is None or near[0] not in text.replace(" ", "").casefold():
                continue
            corrected = text.replace(near[0], near[1]) if near[0] in text else text
            again = self._segmenter.marks(corrected)
            if corrected != text and _unknown(again) < _unknown(marks):
                corrections.append(f"{with_particle(f'‘{near[0]}’', '은/는')} ‘{near[1]}’의 오타로 읽었습니다.")
                text, marks = corrected, again
        others = self._others(marks)
        own = [mark for mark in marks if not self.means_others(mark)]
        if len(own) < len(marks) - len(others):  # 주차장 말고 사고는: nothing is left out of the accidents
            own = [mark for mark in own if mark.meaning is not Says.NOT]
        return self.reading(own, text), tuple(corrections), marks


def _unknown(marks: Sequence[Mark]) -> int:
    return sum(len(mark.text) for mark in marks if mark.meaning is None)


class Readers:
    """Readers of the datasets asked about last, by their content."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Reader] = OrderedDict()
        self._lock = asyncio.Lock()

    async def of(self, toolbox: Toolbox, datasets: Sequence[DatasetBrief]) -> list[Reader]:
        """A reader for each dataset, in order. Raises DatasetMissing or Unavailable."""
        found = [await self._one(toolbox, name, brief) for name, brief in zip(toolbox.names, datasets, strict=True)]
        if len(found) == 1:
            return found
        return [each.beside([other for other in found if other is not each]) for each in found]

    async def _one(self, toolbox: Toolbox, name: str, brief: DatasetBrief) -> Reader:
        key = (brief.sha256 + brief.kind, name)
        frame = await toolbox.frame(name)
        async with self._lock:
            reader = self._kept.get(key)
            if reader is None:
                reader = await asyncio.to_thread(Reader, name, frame, brief.kind)
                self._kept[key] = reader
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return reader
