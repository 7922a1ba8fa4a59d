"""What the numbers of a question are: bounds and values of columns, how many rows or groups to show, a percentile."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from services.chat.agent.analyst import conditions as made
from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import (
    ColumnWord,
    EntityWord,
    Mark,
    MeasureWord,
    NumberWord,
    Says,
    Unit,
)
from services.chat.agent.analyst.reading import Condition
from services.chat.agent.analyst.roles import hinted
from services.chat.agent.analyst.sentences import short

_BOUNDS = {
    Says.LEAST_BOUND: (">=", "이상"),
    Says.MOST_BOUND: ("<=", "이하"),
    Says.ABOVE: (">", "초과"),
    Says.BELOW: ("<", "미만"),
}
_COUNTERS = frozenset(
    [
        "군데",
        "가지",
        "곳",
        "개",
        "건",
        "대",
        "명",
        "위",
        "위까지",
        "행",
        "줄",
        "등",
        "순위",
        "개소",
        "칸",
        "개월",
        "곳만",
        "개만",
        "건만",
        "대만",
    ]
)
_PERCENTILES = frozenset(["백분위수", "백분위", "퍼센타일", "분위수", "분위", "%", "퍼센트", "프로"])
_RANKS = frozenset(("번째", "번째로"))


@dataclass
class Numbers:
    """`conditions` with the place of their number; `having` as operator, value, upper value, for groups."""

    columns: Columns
    marks: Sequence[Mark]
    says: frozenset[Says]
    conditions: list[tuple[int, Condition]] = field(default_factory=list)
    having: list[tuple[str, float, float]] = field(default_factory=list)
    used_columns: list[int] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    top: int | None = None
    nth: int | None = None
    percentiles: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, mark in enumerate(self.marks):
            if isinstance(mark.meaning, NumberWord):
                self._take(at, mark, mark.meaning)
            elif (
                isinstance(mark.meaning, Says)
                and mark.meaning in _BOUNDS
                and not any(isinstance(before.meaning, NumberWord) for before in self.marks[max(at - 2, 0) : at])
            ):
                self.unused.append(mark.text)
            elif mark.meaning is Says.MEAN and mark.tail.startswith("보다"):
                self.unused.append(mark.text + mark.tail)  # above the mean: a bound that is not known yet

    def _take(self, at: int, mark: Mark, number: NumberWord) -> None:
        bound = self._bound(at)
        if bound is not None or number.upto is not None:
            self._bounded(at, number, bound)
        elif self._as_age(at, number) or self._as_percentile(at, number):
            return
        elif number.counter in _RANKS:
            self.nth = int(number.value)
        elif self._as_value(at, mark, number) or self._as_recent(at, number) or self._as_listed(at, number):
            return
        elif (number.counter in _COUNTERS or (not number.counter and self._wants_count(at))) and number.value >= 1:
            if number.counter in ("위", "등", "순위") and self._alone_rank(mark):
                self.nth = int(number.value)
            else:
                self.top = int(number.value)
        elif number.counter == "일" and Says.SUPERLATIVE in self.says and number.value >= 1:
            self.top = int(number.value)  # the days with the most
        elif number.value == 1 and number.counter in ("배", "시간"):
            return
        else:
            self.unused.append(mark.text)

    def _bound(self, at: int) -> tuple[str, str] | None:
        for mark in self.marks[at + 1 : at + 3]:
            if isinstance(mark.meaning, Says) and mark.meaning in _BOUNDS:
                return _BOUNDS[mark.meaning]
            if mark.meaning is not Says.FILLER:
                break
        than = self.marks[at].tail.startswith("보다")
        if than and at + 1 < len(self.marks):
            following = self.marks[at + 1].meaning
            if following in (Says.MANY, Says.HIGH):
                return _BOUNDS[Says.ABOVE]
            if following in (Says.FEW, Says.LOW):
                return _BOUNDS[Says.BELOW]
        return None

    def _bounded(self, at: int, number: NumberWord, bound: tuple[str, str] | None) -> None:
        ages = [name for name in self.columns.all if name.endswith(".나이")]
        decade = bool(ages) and number.counter == "대" and number.value % 10 == 0
        owned = bool(made.counted_by(self.columns, number.counter))
        if number.counter in ("건", "대", "곳", "개") and not (decade or owned) and self._counts_rows(at):
            operator = bound[0] if bound and number.upto is None else "between"
            self.having.append((operator, number.value, number.upto or number.value))
            return
        if at and self.marks[at - 1].meaning in (Says.MEAN, Says.SUM, Says.MEDIAN, Says.MAX, Says.MIN):
            operator = bound[0] if bound and number.upto is None else "between"
            self.having.append((operator, number.value, number.upto or number.value))
            return
        if decade:
            number = replace(number, counter="세")
        column = made.number_column(self.columns, self.marks, at, number)
        if column is None:
            self.unused.append(self.marks[at].text)
            return
        unit = number.counter
        if number.upto is not None:
            values = [_whole(number.value), _whole(number.upto)]
            said = f"{self.columns.label(column)} {short(number.value)}–{short(number.upto)}{unit}"
            condition = Condition(column, "between", [*values], said)
        else:
            operator, word = bound or _BOUNDS[Says.LEAST_BOUND]
            said = f"{self.columns.label(column)} {short(number.value)}{unit} {word}"
            condition = Condition(column, operator, _whole(number.value), said)
        self._add(at, column, condition)

    def _add(self, at: int, column: str, condition: Condition) -> None:
        """Keeps the condition; the word for its column is used up."""
        self.conditions.append((at, condition))
        near: list[tuple[int, int]] = []
        for place, mark in enumerate(self.marks):
            meaning = mark.meaning
            if isinstance(meaning, ColumnWord) and not meaning.hint and not meaning.per:
                names = (*meaning.columns, *(f"{each}.나이" for each in meaning.columns))
                if column in names:
                    near.append((abs(place - at), place))
        if near:
            place = min(near)[1]
            self.used_columns.append(place)
            if condition.column in self.columns.all and self.columns.is_number(condition.column):
                self._add_joined(at, place, condition)

    def _add_joined(self, at: int, place: int, condition: Condition) -> None:
        """`경상자도 중상자도 0명인`: the same for the columns named before; one or the other cannot be asked for."""
        while place > 0:
            place -= 1
            mark, meaning = self.marks[place], self.marks[place].meaning
            if not isinstance(meaning, ColumnWord) or meaning.hint or not meaning.columns or place in self.used_columns:
                return
            column = meaning.columns[0]
            if not self.columns.is_number(column) or column == condition.column:
                return
            if mark.tail.startswith(("나", "이나")):
                self.unused.append(mark.text + mark.tail)
            if not mark.tail.startswith(("도", "와", "과", "랑", "이랑", "하고")):
                return
            said = condition.said.replace(self.columns.label(condition.column), self.columns.label(column))
            self.conditions.append((place, replace(condition, column=column, said=said)))
            self.used_columns.append(place)

    def _counts_rows(self, at: int) -> bool:
        """Whether `100건 이상` bounds the number of rows: the nearest thing before it is what a row is."""
        for mark in reversed(self.marks[:at]):
            if isinstance(mark.meaning, EntityWord) or mark.meaning is Says.COUNT:
                return True
            if isinstance(mark.meaning, MeasureWord):
                return False
            if isinstance(mark.meaning, ColumnWord) and mark.meaning.columns:
                return not self.columns.is_number(mark.meaning.columns[0])
        return True

    def _as_age(self, at: int, number: NumberWord) -> bool:
        """`20대`, and `54세`."""
        ages = [name for name in self.columns.all if name.endswith(".나이")]
        decade = number.counter == "대" and number.value % 10 == 0 and 10 <= number.value <= 90
        if not ages or not (decade or number.counter in ("세", "살")):
            return False
        of_whom = hinted(self.columns, self.marks, at)
        column = next((name for name in ages if name in of_whom), ages[0])
        value = int(number.value)
        if decade:
            condition = Condition(column, "between", [value, value + 9], f"{column.split('.')[0]} {value}대")
        else:
            condition = Condition(column, "==", value, f"{column.split('.')[0]} {value}세")
        self._add(at, column, condition)
        return True

    def _as_percentile(self, at: int, number: NumberWord) -> bool:
        if Says.PERCENTILE not in self.says and number.counter not in _PERCENTILES:
            return False
        if number.counter in ("분위수", "분위") and number.value < 4:
            return False
        percentile = number.value
        if number.counter in ("%", "퍼센트", "프로") or not number.counter:
            top = any(mark.meaning is Says.TOP for mark in self.marks[max(at - 2, 0) : at])
            percentile = 100 - percentile if top else percentile
        self.percentiles.append(percentile)
        return True

    def _as_value(self, at: int, mark: Mark, number: NumberWord) -> bool:
        """`제한속도 60`, `사망자가 2명인`, `1급지`."""
        following = self.marks[at + 1].meaning if at + 1 < len(self.marks) else None
        if not number.counter and isinstance(following, ColumnWord) and following.columns:
            column = following.columns[0]
            if self.columns.is_code(column):
                said = f"{self.columns.label(column)} {short(number.value)}"
                self._add(at, column, Condition(column, "==", _whole(number.value), said))
                return True
        if at == 0:
            return False
        before = self.marks[at - 1]
        exact = mark.tail.startswith(("인", "짜리", "이었", "였", "일때", "이던"))
        wanted = exact or number.counter not in _COUNTERS | {"명"}
        if not wanted or not isinstance(before.meaning, ColumnWord) or self._wants_count(at):
            return False
        column_name = made.number_column(self.columns, self.marks, at, number)
        if column_name is None:
            return False
        said = f"{self.columns.label(column_name)} {short(number.value)}{number.counter}"
        self._add(at, column_name, Condition(column_name, "==", _whole(number.value), said))
        return True

    def _as_listed(self, at: int, number: NumberWord) -> bool:
        """The 50 of `제한속도 30, 50`."""
        before = self.conditions[-1] if self.conditions else None
        if number.counter in _COUNTERS or before is None or before[0] != at - 1 or before[1].operator != "==":
            return False
        column = before[1].column
        said = f"{self.columns.label(column)} {short(number.value)}{number.counter}"
        self.conditions.append((at, Condition(column, "==", _whole(number.value), said)))
        return True

    def _as_recent(self, at: int, number: NumberWord) -> bool:
        """`최근 3년`."""
        recent = any(mark.meaning in (Says.LAST, Says.FIRST) for mark in self.marks[max(at - 1, 0) : at])
        column = self.columns.time(Unit.YEAR)
        if not recent or column is None or not number.counter.startswith(("년", "개년", "해")):
            return False
        years = self.columns.frame.values(column).dropna()
        first, last = int(years.min()), int(years.max())
        count = int(number.value)
        if any(mark.meaning is Says.FIRST for mark in self.marks[max(at - 1, 0) : at]):
            span = [first, first + count - 1]
        else:
            span = [last - count + 1, last]
        condition = Condition(column, "between", [*span], f"{span[0]}–{span[1]}년", time=True)
        self.conditions.append((at, condition))
        return True

    def _wants_count(self, at: int) -> bool:
        return any(
            isinstance(mark.meaning, Says)
            and mark.meaning in (Says.TOP, Says.BOTTOM, Says.SUPERLATIVE, Says.SAMPLE, Says.MANY, Says.FEW)
            for mark in self.marks[max(at - 1, 0) : at]
        )

    def _alone_rank(self, mark: Mark) -> bool:
        """`3위는?` asks for one, `3위까지` for three."""
        return not mark.text.endswith("까지") and not mark.tail.startswith("까지") and Says.TOP not in self.says


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value
