"""What a word of a question can mean to the analyst."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from services.chat.domain.answer import Json


class Says(StrEnum):
    """Words with a meaning of their own, whatever the data."""

    # How values are put together
    COUNT = "count"
    MEAN = "mean"
    SUM = "sum"
    MEDIAN = "median"
    MAX = "max"
    MIN = "min"
    STD = "std"
    SHARE = "share"
    PER_DAY = "per day"
    PER_MONTH = "per month"
    PER_YEAR = "per year"
    # Order
    SUPERLATIVE = "superlative"
    MANY = "many"
    FEW = "few"
    HIGH = "high"
    LOW = "low"
    TOP = "top"
    BOTTOM = "bottom"
    RANK = "rank"
    SORT = "sort"
    ASCENDING = "ascending"
    # How words hang together
    PER = "per"
    AMONG = "among"
    OR = "or"
    NOT = "not"
    FROM = "from"
    TO = "to"
    BETWEEN = "between"
    LEAST_BOUND = "at least"
    MOST_BOUND = "at most"
    ABOVE = "above"
    BELOW = "below"
    COMPARE = "compare"
    THAN = "than"
    TIMES = "times"
    DIFFERENCE = "difference"
    # What is asked for
    MISSING = "missing"
    OUTLIER = "outlier"
    CORRELATION = "correlation"
    PERCENTILE = "percentile"
    TYPES = "types"
    OVERVIEW = "overview"
    COLUMNS = "columns"
    ROWS = "rows"
    BOUNDS = "bounds"
    PERIOD = "period"
    SAMPLE = "sample"
    UNIQUE = "unique"
    REPEATED = "repeated"
    DISTRIBUTION = "distribution"
    TREND = "trend"
    GROWTH = "growth"
    MORE = "more"
    CHANGES = "changes"
    PATTERN = "pattern"
    CROSS = "cross"
    STATS = "stats"
    LIST = "list"
    PREDICT = "predict"
    SEVERE = "severe"
    LAST = "last"
    FIRST = "first"
    # Question words
    WHICH = "which"
    WHERE = "where"
    WHEN = "when"
    HOW_MANY = "how many"
    # Reference to earlier questions
    THEN = "then"
    THOSE = "those"
    # Without meaning
    FILLER = "filler"
    VALUES = "values"
    EXISTS = "exists"


class Unit(StrEnum):
    """How time is cut."""

    YEAR = "연도"
    MONTH = "월"
    WEEKDAY = "요일"
    HOUR = "시"
    DATE = "날짜"


@dataclass(frozen=True, slots=True)
class Choice:
    """A condition that a word can stand for; `said` is how a reader is told."""

    column: str
    operator: str
    value: Json
    said: str


@dataclass(frozen=True, slots=True)
class ValueWord:
    """A value in the data; the choices are the columns that have it, the likeliest first."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ColumnWord:
    """A column; several if the word fits several, the likeliest first. None: the data has nothing of this kind.

    `bins` names a way to put its values together, `per` says that it was asked for each of them, and a `hint` only says
    whose column another word means (`피해자`).
    """

    columns: tuple[str, ...]
    label: str
    bins: str = ""
    per: bool = False
    hint: bool = False


@dataclass(frozen=True, slots=True)
class MeasureWord:
    """A quantity that is a weighted sum of columns."""

    label: str
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A condition on time; `value` is a whole number, a weekday or an ISO date, or a list of them."""

    unit: Unit
    operator: str
    value: Json
    said: str


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number and the counter after it, such as 5 and `곳`; `upto` is the end of a range."""

    value: float
    counter: str = ""
    upto: float | None = None


@dataclass(frozen=True, slots=True)
class EntityWord:
    """What a row of a dataset is: an accident, a camera. `kind` is the same for datasets of the same things."""

    kind: str
    counted: bool = False


Meaning: TypeAlias = Says | ValueWord | ColumnWord | MeasureWord | TimeWord | NumberWord | EntityWord


@dataclass(frozen=True, slots=True)
class Term:
    """A known word. A verb takes endings, anything else takes particles; a `solid` word has no space in it."""

    meaning: Meaning
    verb: bool = False
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the question, `at` is where. `meaning` is None for what is not known; `tail` are the particles."""

    text: str
    meaning: Meaning | None
    tail: str = ""
    at: int = 0

    @property
    def says_nothing(self) -> bool:
        """Whether it is unknown, or a word for what this data does not have."""
        return self.meaning is None or (isinstance(self.meaning, ColumnWord) and not self.meaning.columns)
