"""What the words for columns are there for: to measure, to group by, or only to be named beside a value."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from services.chat.agent.analyst.arrangement import COMPARING
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import ColumnWord, EntityWord, Mark, NumberWord, Says
from services.chat.agent.analyst.reading import Group, Measure
from services.chat.agent.analyst.roles import hinted
from services.chat.agent.analyst.sentences import with_particle
from services.chat.agent.analyst.synonyms import PLACE_WORDS_READ
from services.chat.domain.datasets import ColumnType

_KIND_OF = ("유형", "종류", "형태", "내용", "구분")
_ENDS = frozenset((Says.MANY, Says.HIGH, Says.MAX, Says.TOP, Says.FEW, Says.LOW, Says.MIN, Says.BOTTOM, Says.ASCENDING))
_NUMERIC = frozenset(
    (
        Says.MEAN,
        Says.SUM,
        Says.MEDIAN,
        Says.STD,
        Says.MAX,
        Says.MIN,
        Says.STATS,
        Says.DISTRIBUTION,
        Says.OUTLIER,
        Says.PERCENTILE,
        Says.CORRELATION,
    )
)


@dataclass
class ColumnUses:
    """`about` are columns that are asked about themselves; `sought`: the measure is what is asked for."""

    columns: Columns
    marks: Sequence[Mark]
    says: frozenset[Says]
    measures: list[Measure]
    groups: list[Group] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sought: bool = False

    def read(self, conditioned: Mapping[str, int], used: Collection[int]) -> None:
        """`conditioned` are columns of conditions with their place, `used` places of words that need no more use."""
        near_by = {self.columns.all[name].source or name: at for name, at in conditioned.items()} | dict(conditioned)
        for at, mark in enumerate(self.marks):
            meaning = mark.meaning
            if not isinstance(meaning, ColumnWord) or at in used or meaning.hint:
                continue
            if not meaning.columns:
                self.absent.append(meaning.label)
                continue
            before = self.marks[at - 1].meaning if at else None
            if mark.text in _KIND_OF and isinstance(before, ColumnWord) and before.columns and not before.hint:
                continue  # 법규위반 유형 is the column 법규위반
            whose = hinted(self.columns, self.marks, at)
            column = next((each for each in meaning.columns if each in whose), meaning.columns[0])
            names = [name for each in meaning.columns for name in (each, each.removesuffix(".나이"))]
            near = [near_by[name] for name in names if name in near_by]
            if near and not meaning.per and any(abs(each - at) <= 2 for each in near) and not self._asked(at):
                continue
            if mark.text in PLACE_WORDS_READ and column.endswith((".구", ".동")):
                self.notes.append(
                    f"{with_particle(f'‘{mark.text}’', '은/는')} {PLACE_WORDS_READ[mark.text]} 단위로 읽었습니다."
                )
            self._place(at, column, meaning)

    def _place(self, at: int, column: str, meaning: ColumnWord) -> None:
        age = f"{column}.나이"
        if age in self.columns.all and self.says & _NUMERIC and not meaning.per:
            column = age
        of_years = self.columns.type(column) is ColumnType.YEAR and "." not in column
        computes = (
            bool(self.says & {Says.MEAN, Says.MEDIAN, Says.STD, Says.OUTLIER, Says.PERCENTILE})
            and not self.measures
            and not self._entity()
        )
        measured = (self.columns.is_number(column) or (of_years and computes)) and not meaning.bins
        amount = measured and self.columns.is_additive(column)
        grouped = (
            meaning.per
            or (self._follows_most(at) and not amount)
            or (self._next_says(at, Says.PER) and not amount and not (measured and self._ranks_by(at)))
        )
        if measured and not (grouped and not self._previous_says(at, Says.HIGH, Says.LOW, Says.MAX, Says.MIN)):
            label = self.columns.label(column)
            self.sought = self.sought or self._previous_says(at, Says.HIGH, Says.LOW, Says.MAX, Says.MIN)
            if all(measure.label != label for measure in self.measures):
                self.measures.append(Measure(label, ((column, 1),)))
        elif self.says & {Says.UNIQUE, Says.VALUES, Says.MISSING, Says.TYPES, Says.STATS} and not grouped:
            self.about.append(column)
        else:
            label = meaning.bins or self.columns.label(column)
            if all(group.column != column or group.bins != meaning.bins for group in self.groups):
                self.groups.append(Group(column, label, meaning.bins))

    def _ranks_by(self, at: int) -> bool:
        """`제한속도 기준으로 가장 …`: what the rows are ranked by, and not what they are grouped by."""
        ordered = self.says & {Says.SUPERLATIVE, Says.TOP, Says.BOTTOM, Says.RANK, Says.SORT}
        return bool(ordered) and self.marks[at + 1].text.startswith("기준")

    def _entity(self) -> bool:
        return any(isinstance(mark.meaning, EntityWord) for mark in self.marks)

    def _asked(self, at: int) -> bool:
        """Whether the column is what is asked for, and not only named beside its value."""
        if self.says & COMPARING or Says.AMONG in self.says:
            return False
        if Says.NOT in self.says and self.says & _ENDS:
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
