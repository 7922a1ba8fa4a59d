"""From the words of a question to what it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.chat.agent.analyst import conditions as made
from services.chat.agent.analyst import negations, operations, row_positions
from services.chat.agent.analyst.arrangement import arranged
from services.chat.agent.analyst.column_uses import ColumnUses
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import (
    ColumnWord,
    EntityWord,
    Mark,
    MeasureWord,
    Says,
    TimeWord,
    Unit,
    ValueWord,
)
from services.chat.agent.analyst.numbers import Numbers
from services.chat.agent.analyst.occurrences import occurring
from services.chat.agent.analyst.presence import present
from services.chat.agent.analyst.reading import Condition, Group, Measure, Reading, Said
from services.chat.agent.analyst.roles import hinted, with_roles, with_row_nouns
from services.chat.agent.analyst.spans import with_spans

_PART_OF_TIME = re.compile(
    r"(?:지난|이번|다음|마지막|최근|첫째?|둘째|셋째|넷째|\d\s*번째)\s*주(?:말|간)?(?![차요민중변소기유택정가-힣])"
    r"|(?:마지막|첫|지난)\s*(?:날(?!짜|씨)|분기|주말)|(?:마지막|첫)\s*달(?![성서구])"
    r"|(?:최근|지난)\s*(?:한|두|세|네|\d+)\s*(?:달|개월|주일?|일)(?![가-힣]*요일)|(?:최근|지난)\s*(?:일주일|보름)"
)


_PER_PERSON = re.compile(r"(?:1|한)\s*(?:명|사람)\s*당|인당")


@dataclass
class Understanding:
    """Reads one question with the columns of one dataset."""

    columns: Columns
    marks: list[Mark]
    text: str
    _found: list[Said] = field(default_factory=list)
    _measures: list[Measure] = field(default_factory=list)
    _absent: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _unclear: list[str] = field(default_factory=list)
    _without: bool = False

    def read(self) -> Reading:
        self.marks = negations.instead(self.marks)
        self.marks = with_row_nouns(self.columns, with_roles(self.columns, with_spans(self.marks)))
        says = {mark.meaning for mark in self.marks if isinstance(mark.meaning, Says)} - {Says.FILLER}
        numbers = Numbers(self.columns, self.marks, frozenset(says))
        if numbers.percentiles:
            says = says | {Says.PERCENTILE}
        for at, condition in numbers.conditions:
            self._found.append(Said(at, condition, self.marks[at].tail))
        self._absent.extend(numbers.absent)
        presence = present(self.columns, self.marks)
        self._found.extend(presence.found)
        self._unclear.extend(presence.unclear)
        self._without = presence.without
        for at, mark in enumerate(self.marks):
            self._take(at, mark)
        self._found.sort(key=lambda found: found.at)
        uses = ColumnUses(self.columns, self.marks, frozenset(says), self._measures)
        uses.read({found.condition.column: found.at for found in self._found}, (*numbers.used_columns, *presence.used))
        places = row_positions.asked(self.marks, len(self.columns.frame), dated=self.columns.date_of_rows() is not None)
        if places is not None and not places.plain:
            self._unclear.append("몇 번째 행인지는 파일 전체에서만 셉니다. 다른 조건 없이 질문해주세요.")
        years = self._recent(says, uses.groups) if places is None and not numbers.top else None
        groups = [group for group in uses.groups if group.column != years]
        self._counted_measures()
        together = arranged(self.columns, self.marks, self._found)
        self._doubt(says)
        entities = [mark.meaning for mark in self.marks if isinstance(mark.meaning, EntityWord)]
        ends = operations.asked(
            self.marks,
            says,
            measured=bool(self._measures),
            grouped=bool(groups),
            without=self._without,
            ranked=bool(numbers.nth),
        )
        return Reading(
            text=self.text,
            says=ends.says,
            entity=bool(entities),
            sought=uses.sought,
            counted=any(entity.counted for entity in entities),
            conditions=together.base,
            part=together.part,
            branches=together.branches,
            reference=together.reference,
            groups=tuple(groups),
            columns=tuple(uses.about),
            measures=tuple(self._measures),
            operation=ends.operation,
            operations=ends.operations,
            order=ends.order,
            top=numbers.top,
            hints=hinted(self.columns, self.marks),
            of_rows=operations.ranks_rows(self.marks),
            nth=numbers.nth if numbers.nth != 1 else None,
            positions=places.rows if places else (),
            percentiles=tuple(dict.fromkeys(numbers.percentiles)),
            each=ends.each,
            having=tuple(numbers.having),
            unknown=(*(mark.text for mark in self.marks if mark.meaning is None), *numbers.unused),
            absent=tuple(dict.fromkeys((*self._absent, *uses.absent))),
            unclear=tuple(dict.fromkeys(self._unclear)),
            notes=tuple(dict.fromkeys((*self._notes, *uses.notes))),
        )

    def _doubt(self, says: set[Says]) -> None:
        """What leaves rows out, but nobody knows which: without it the answer would be about other rows."""
        part = _PART_OF_TIME.search(self.text)
        if part and Says.WHEN not in says:
            self._unclear.append(f"‘{part.group()}’처럼 말한 때는 계산하지 못합니다. 날짜나 달, 연도로 적어주세요.")
        if (rate := _PER_PERSON.search(self.text)) is not None:
            self._unclear.append(f"‘{rate.group()}’ 값은 계산하지 못합니다. 합계나 사고 한 건당 평균으로 질문해주세요.")
        if Says.SEVERE in says and not self._measures:
            self._absent.append("심각도")
        lacks = any(mark.meaning is Says.FEW and mark.text.startswith("없") for mark in self.marks)
        if lacks and not self._without and Says.SUPERLATIVE not in says:
            self._unclear.append("무엇이 없다는 말인지 알지 못했습니다. 열 이름과 함께 적어주세요.")
        for word in negations.unplaced(self.marks, [found.at for found in self._found]):
            self._unclear.append(f"‘{word}’이 무엇을 빼라는 말인지 알지 못했습니다. 뺄 값을 함께 적어주세요.")

    def _take(self, at: int, mark: Mark) -> None:
        meaning = mark.meaning
        if isinstance(meaning, ValueWord):
            near = [
                column
                for other in (*self.marks[max(at - 2, 0) : at], *self.marks[at + 1 : at + 2])
                if isinstance(other.meaning, ColumnWord) and not other.meaning.hint
                for name in other.meaning.columns
                for column in (name, self.columns.all[name].source)
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

    def _year(self) -> int | None:
        """The year that the question is about, if there is one."""
        years = [
            mark.meaning.value
            for mark in self.marks
            if isinstance(mark.meaning, TimeWord) and mark.meaning.unit is Unit.YEAR and mark.meaning.operator == "=="
        ]
        return int(str(years[0])) if len(years) == 1 else None

    def _counted_measures(self) -> None:
        occurrences = occurring(self.columns, self.marks, self._measures)
        self._found = sorted((*self._found, *occurrences.found), key=lambda found: found.at)
        self._measures = occurrences.measures
        self._unclear.extend(occurrences.unclear)
        self._without = self._without or occurrences.without

    def _recent(self, says: set[Says], groups: Sequence[Group]) -> str | None:
        """`가장 최근에`, `마지막 해`: the last year there is. The column of years, if it is used up by that."""
        ends = says & {Says.LAST, Says.FIRST}
        year = self.columns.time(Unit.YEAR)
        bare = not (says - ends - {Says.WHICH}) and all(
            isinstance(mark.meaning, Says | EntityWord) and not getattr(mark.meaning, "counted", False)
            for mark in self.marks
        )
        asks_when = bare or says & {Says.WHEN} or any(self.columns.date() == group.column for group in groups)
        if not ends or year is None or says & {Says.PERIOD, Says.SAMPLE, Says.TREND} or asks_when:
            return None
        if any(found.condition.column == year for found in self._found):
            return None
        values = self.columns.frame.values(year).dropna()
        if values.empty:
            return None
        value = int(values.max() if Says.LAST in ends else values.min())
        at = next(at for at, mark in enumerate(self.marks) if isinstance(mark.meaning, Says) and mark.meaning in ends)
        word = "가장 최근 연도" if Says.LAST in ends else "첫 연도"
        self._found.append(Said(at, Condition(year, "==", value, f"{word}({value}년)", time=True), ""))
        return year
