"""From the words of a question to what it asks for."""

from dataclasses import dataclass, field
from itertools import pairwise

from services.chat.agent.analyst import conditions as made
from services.chat.agent.analyst.arrangement import COMPARING, arranged
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import (
    ColumnWord,
    EntityWord,
    Mark,
    MeasureWord,
    NumberWord,
    Says,
    TimeWord,
    Unit,
    ValueWord,
)
from services.chat.agent.analyst.numbers import Numbers
from services.chat.agent.analyst.occurrences import occurring
from services.chat.agent.analyst.reading import Condition, Group, Measure, Operation, Reading, Said
from services.chat.agent.analyst.roles import hinted, with_roles
from services.chat.agent.analyst.sentences import with_particle
from services.chat.agent.analyst.spans import with_spans
from services.chat.agent.analyst.synonyms import PLACE_WORDS_READ
from services.chat.domain.datasets import ColumnType

_OPERATIONS = {
    Says.MEAN: Operation.MEAN,
    Says.SUM: Operation.SUM,
    Says.MEDIAN: Operation.MEDIAN,
    Says.STD: Operation.STD,
    Says.MAX: Operation.MAX,
    Says.MIN: Operation.MIN,
}
_KIND_OF = ("유형", "종류", "형태", "내용", "구분")
_MOST = (Says.MANY, Says.HIGH, Says.MAX, Says.TOP)
_LEAST = (Says.FEW, Says.LOW, Says.MIN, Says.BOTTOM, Says.ASCENDING)
_NUMERIC = frozenset((*_OPERATIONS, Says.STATS, Says.DISTRIBUTION, Says.OUTLIER, Says.PERCENTILE, Says.CORRELATION))


@dataclass
class Understanding:
    """Reads one question with the columns of one dataset."""

    columns: Columns
    marks: list[Mark]
    text: str
    _found: list[Said] = field(default_factory=list)
    _groups: list[Group] = field(default_factory=list)
    _measures: list[Measure] = field(default_factory=list)
    _about: list[str] = field(default_factory=list)
    _absent: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _unclear: list[str] = field(default_factory=list)
    _sought: bool = False
    _without: bool = False

    def read(self) -> Reading:
        self.marks = with_roles(self.columns, with_spans(self.marks))
        says = {mark.meaning for mark in self.marks if isinstance(mark.meaning, Says)} - {Says.FILLER}
        numbers = Numbers(self.columns, self.marks, frozenset(says))
        if numbers.percentiles:
            says = says | {Says.PERCENTILE}
        for at, condition in numbers.conditions:
            self._found.append(Said(at, condition, self.marks[at].tail))
        self._found.sort(key=lambda found: found.at)
        self._absent.extend(numbers.absent)
        used = set(numbers.used_columns)
        for at, mark in enumerate(self.marks):
            self._take(at, mark)
        self._columns(used, says)
        self._recent(says)
        self._counted_measures()
        together = arranged(self.columns, self.marks, self._found)
        entities = [mark.meaning for mark in self.marks if isinstance(mark.meaning, EntityWord)]
        each = any(isinstance(mark.meaning, ColumnWord) and mark.meaning.per for mark in self.marks)
        if each and self._most_of_one():
            says = says - {Says.MANY} | {Says.MAX}
        operation = next((_OPERATIONS[each] for each in _OPERATIONS if each in says), None)
        several = tuple(_OPERATIONS[each] for each in _OPERATIONS if each in says)
        if self._groups or Says.SUPERLATIVE in says or len(several) < 2:
            several = ()
        order = self._order(says - {Says.FEW} if self._without else says) or (1 if numbers.nth else 0)
        if operation is Operation.SUM and not self._measures:
            operation = None
        if operation in (Operation.MAX, Operation.MIN) and not self._measures:
            operation = None
        elif operation in (Operation.MAX, Operation.MIN) and self._groups:
            if each and Says.SUPERLATIVE not in says:
                order = 0
            else:
                operation = None
        return Reading(
            text=self.text,
            says=frozenset(says),
            entity=bool(entities),
            sought=self._sought,
            counted=any(entity.counted for entity in entities),
            conditions=together.base,
            part=together.part,
            branches=together.branches,
            reference=together.reference,
            groups=tuple(self._groups),
            columns=tuple(self._about),
            measures=tuple(self._measures),
            operation=operation,
            operations=several,
            order=order,
            top=numbers.top,
            hints=hinted(self.columns, self.marks),
            nth=numbers.nth if numbers.nth != 1 else None,
            percentiles=tuple(dict.fromkeys(numbers.percentiles)),
            each=each,
            having=tuple(numbers.having),
            unknown=(*(mark.text for mark in self.marks if mark.meaning is None), *numbers.unused),
            absent=tuple(dict.fromkeys(self._absent)),
            unclear=tuple(dict.fromkeys(self._unclear)),
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def _take(self, at: int, mark: Mark) -> None:
        meaning = mark.meaning
        if isinstance(meaning, ValueWord):
            near = [
                column
                for other in (*self.marks[max(at - 2, 0) : at], *self.marks[at + 1 : at + 2])
                if isinstance(other.meaning, ColumnWord) and not other.meaning.hint
                for column in other.meaning.columns
            ]
            condition, note = made.of_value(meaning, near, hinted(self.columns, self.marks, at))
            if condition is None:
                self._unclear.append(note)
                return
            self._found.append(Said(at, condition, mark.tail))
            if note:
                self._notes.append(note)
        elif isinstance(meaning, TimeWord):
            found = made.of_time(self.columns, meaning, self._year())
            if found is None and meaning.unit is Unit.DATE and self.columns.date() is not None:
                self._unclear.append(f"‘{meaning.said}’은 몇 년인지 함께 적어주세요.")
            elif found is None:
                self._absent.append(f"{meaning.said}({meaning.unit.value})")
            else:
                self._found.append(Said(at, found, mark.tail))
        elif isinstance(meaning, MeasureWord):
            self._measures.append(Measure(meaning.label, meaning.parts))

    def _most_of_one(self) -> bool:
        """`구별 최다 경상자수`: the most of one row."""
        return any(
            mark.text.startswith("최다") and isinstance(following.meaning, ColumnWord | MeasureWord)
            for mark, following in pairwise(self.marks)
        )

    def _year(self) -> int | None:
        """The year that the question is about, if there is one."""
        years = [
            mark.meaning.value
            for mark in self.marks
            if isinstance(mark.meaning, TimeWord) and mark.meaning.unit is Unit.YEAR and mark.meaning.operator == "=="
        ]
        return int(str(years[0])) if len(years) == 1 else None

    def _columns(self, used: set[int], says: set[Says]) -> None:
        conditioned = {found.condition.column: found.at for found in self._found}
        for at, mark in enumerate(self.marks):
            meaning = mark.meaning
            if not isinstance(meaning, ColumnWord) or at in used or meaning.hint:
                continue
            if not meaning.columns:
                self._absent.append(meaning.label)
                continue
            before = self.marks[at - 1].meaning if at else None
            if mark.text in _KIND_OF and isinstance(before, ColumnWord) and before.columns and not before.hint:
                continue  # 법규위반 유형 is the column 법규위반
            whose = hinted(self.columns, self.marks, at)
            column = next((each for each in meaning.columns if each in whose), meaning.columns[0])
            near = [conditioned[each] for each in meaning.columns if each in conditioned]
            if near and not meaning.per and any(abs(each - at) <= 2 for each in near) and not self._asked(at, says):
                continue
            if mark.text in PLACE_WORDS_READ and column.endswith((".구", ".동")):
                self._notes.append(
                    f"{with_particle(f'‘{mark.text}’', '은/는')} {PLACE_WORDS_READ[mark.text]} 단위로 읽었습니다."
                )
            self._place(at, column, meaning, says)

    def _counted_measures(self) -> None:
        occurrences = occurring(self.columns, self.marks, self._measures)
        self._found = sorted((*self._found, *occurrences.found), key=lambda found: found.at)
        self._measures = occurrences.measures
        self._unclear.extend(occurrences.unclear)
        self._without = occurrences.without

    def _recent(self, says: set[Says]) -> None:
        """`가장 최근에`, `마지막 해`: the last year there is."""
        ends = says & {Says.LAST, Says.FIRST}
        year = self.columns.time(Unit.YEAR)
        asks_when = says & {Says.WHEN} or any(self.columns.date() == group.column for group in self._groups)
        if not ends or year is None or says & {Says.PERIOD, Says.SAMPLE, Says.TREND} or asks_when:
            return
        if any(found.condition.column == year for found in self._found):
            return
        values = self.columns.frame.values(year).dropna()
        if values.empty:
            return
        value = int(values.max() if Says.LAST in ends else values.min())
        at = next(at for at, mark in enumerate(self.marks) if isinstance(mark.meaning, Says) and mark.meaning in ends)
        word = "가장 최근 연도" if Says.LAST in ends else "첫 연도"
        self._found.append(Said(at, Condition(year, "==", value, f"{word}({value}년)", time=True), ""))
        self._groups = [group for group in self._groups if group.column != year]

    def _place(self, at: int, column: str, meaning: ColumnWord, says: set[Says]) -> None:
        age = f"{column}.나이"
        if age in self.columns.all and says & _NUMERIC and not meaning.per:
            column = age
        of_years = self.columns.type(column) is ColumnType.YEAR and "." not in column
        computes = (
            bool(says & {Says.MEAN, Says.MEDIAN, Says.STD, Says.OUTLIER, Says.PERCENTILE})
            and not self._measures
            and not self._entity()
        )
        measured = (self.columns.is_number(column) or (of_years and computes)) and not meaning.bins
        amount = measured and self.columns.is_additive(column)
        grouped = (
            meaning.per
            or (self._follows_most(at) and not amount)
            or (self._next_says(at, Says.PER) and not amount and not (measured and self._ranks_by(at, says)))
        )
        if measured and not (grouped and not self._previous_says(at, Says.HIGH, Says.LOW, Says.MAX, Says.MIN)):
            label = self.columns.label(column)
            self._sought = self._sought or self._previous_says(at, Says.HIGH, Says.LOW, Says.MAX, Says.MIN)
            if all(measure.label != label for measure in self._measures):
                self._measures.append(Measure(label, ((column, 1),)))
        elif says & {Says.UNIQUE, Says.VALUES, Says.MISSING, Says.TYPES, Says.STATS} and not grouped:
            self._about.append(column)
        else:
            label = meaning.bins or self.columns.label(column)
            if all(group.column != column or group.bins != meaning.bins for group in self._groups):
                self._groups.append(Group(column, label, meaning.bins))

    def _ranks_by(self, at: int, says: set[Says]) -> bool:
        """`제한속도 기준으로 가장 …`: what the rows are ranked by, and not what they are grouped by."""
        ordered = says & {Says.SUPERLATIVE, Says.TOP, Says.BOTTOM, Says.RANK, Says.SORT}
        return bool(ordered) and self.marks[at + 1].text.startswith("기준")

    def _entity(self) -> bool:
        return any(isinstance(mark.meaning, EntityWord) for mark in self.marks)

    def _asked(self, at: int, says: set[Says]) -> bool:
        """Whether the column is what is asked for, and not only named beside its value."""
        if says & COMPARING or Says.AMONG in says:
            return False
        if Says.NOT in says and says & {*_MOST, *_LEAST}:
            return True
        return self._follows_most(at) or self._previous_says(at, Says.WHICH)

    def _follows_most(self, at: int) -> bool:
        """Whether `가장 많은` or `어느` stands before: what follows is what is looked for."""
        return self._previous_says(at, Says.MANY, Says.FEW, Says.WHICH, Says.TOP, Says.BOTTOM) or (
            at > 0
            and isinstance(number := self.marks[at - 1].meaning, NumberWord)
            and number.counter in ("개", "")
            and self._previous_says(at - 1, Says.TOP, Says.BOTTOM)
        )

    def _previous_says(self, at: int, *says: Says) -> bool:
        before = [mark for mark in self.marks[:at] if mark.meaning is not Says.FILLER]
        return bool(before) and before[-1].meaning in says

    def _next_says(self, at: int, *says: Says) -> bool:
        return at + 1 < len(self.marks) and self.marks[at + 1].meaning in says

    def _order(self, says: set[Says]) -> int:
        least, most = says & set(_LEAST), says & set(_MOST)
        if least and most and Says.SUPERLATIVE in says:
            return 0  # both ends are asked for
        if least and not (Says.MIN in says and Says.MAX in says):
            return -1
        if says & set(_MOST) or says & {Says.RANK, Says.SUPERLATIVE, Says.SORT}:
            return 1
        return 0
