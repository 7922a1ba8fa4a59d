"""Words about values, times and numbers, as conditions on columns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import Choice, ColumnWord, Mark, NumberWord, TimeWord, Unit, ValueWord
from services.chat.agent.analyst.reading import Condition
from services.chat.agent.analyst.roles import hinted
from services.chat.agent.analyst.sentences import with_particle
from services.chat.domain.answer import Json
from services.chat.domain.datasets import ColumnType

_TOO_MANY = 2
AS_OF = ("기준일자", "기준일")
_OPPOSITES = {"==": "!=", ">": "<=", ">=": "<", "<": ">=", "<=": ">", "is_missing": "not_missing"}
_A_FEW = 100


def of_time(columns: Columns, word: TimeWord, year: int | None = None) -> Condition | None:
    """The condition on the column that knows this unit of time, None if none does.

    `year` is the one that the question is about. Without it, a day is that of every year, and a span of days only
    known where all rows are of one year.
    """
    column = columns.time(word.unit)
    if column is None or not _tells(columns, column, word.unit):
        return None
    value = word.value
    ends = [each for each in (value if isinstance(value, list) else [value]) if str(each).startswith("-")]
    if word.unit is not Unit.DATE or not ends:
        return Condition(column, word.operator, value, word.said, time=True)
    known = columns.frame.values(column).dt.year.dropna()
    first, last = (year, year) if year is not None else (int(known.min()), int(known.max()))
    if word.operator == "in":
        days = [f"{each}{value}" for each in range(first, last + 1) if _is_day(f"{each}{value}")]
        return Condition(column, "in", [*days], word.said, time=True)
    if first != last:
        return None
    whole: list[Json] = [f"{first}{end}" if str(end).startswith("-") else end for end in ends]
    return Condition(column, word.operator, whole if isinstance(value, list) else whole[0], word.said, time=True)


def _tells(columns: Columns, column: str, unit: Unit) -> bool:
    """Whether the column says this of the rows: the weekday of a survey does not."""
    if unit is Unit.DATE:
        return columns.type(column) is ColumnType.DATETIME
    return unit is Unit.YEAR or not columns.all[column].source.endswith(AS_OF)


def _is_day(text: str) -> bool:
    """29 February is not in every year."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def of_value(word: ValueWord, near: Sequence[str], hinted: Sequence[str]) -> tuple[Condition | None, str]:
    """The condition of the likeliest column, and a note if others have the value too; no condition if too many have.

    `near` are columns named beside the value, `hinted` those of whoever is spoken of.
    """
    choices = list(word.choices)
    preferred = [each for each in choices if each.column in near] or [each for each in choices if each.column in hinted]
    chosen = (preferred or choices)[0]
    columns = list(dict.fromkeys(each.column for each in choices if "." not in each.column))
    if not preferred and len(columns) > _TOO_MANY:
        value = with_particle(f"‘{chosen.said}’", "은/는")
        return None, f"{value} 여러 열({', '.join(columns)})에 있는 값입니다. 어느 열인지 함께 적어주세요."
    others = [each.column for each in choices if each.column != chosen.column]
    note = ""
    if others and not preferred and _kin(chosen.column, others[0]):
        note = f"{chosen.said}: {chosen.column} 열로 읽었습니다({others[0]} 열에도 있습니다)."
    return _condition(chosen), note


def _kin(one: str, other: str) -> bool:
    """Whether two columns are about different people or things: derived columns of one place are not."""
    return "." not in one and "." not in other


def _condition(choice: Choice) -> Condition:
    return Condition(choice.column, choice.operator, choice.value, choice.said)


def negated(columns: Columns, condition: Condition) -> Condition | None:
    """The rows that do not meet the condition, None where that cannot be said in one condition."""
    said = f"{condition.said} 제외"
    opposite = _OPPOSITES.get(condition.operator)
    if opposite is not None:
        return replace(condition, operator=opposite, said=said)
    values = columns.frame.values(condition.column)
    distinct = list(dict.fromkeys(values.dropna().tolist()))
    if len(distinct) > 50:
        return None
    value = condition.value
    if condition.operator == "in" and isinstance(value, list):
        kept = [each for each in distinct if each not in value]
    elif condition.operator == "between" and isinstance(value, list):
        low, high = value
        kept = [each for each in distinct if not low <= each <= high]
    elif condition.operator == "startswith":
        kept = [each for each in distinct if not str(each).startswith(str(value))]
    else:
        kept = [each for each in distinct if str(value) not in str(each)]
    return replace(condition, operator="in", value=[*kept], said=said)


def united(first: Condition, second: Condition) -> Condition | None:
    """Rows that meet one or the other, as a condition on their column; None where that takes more than one."""
    if first.column != second.column:
        return None
    values: list[Json] = []
    for condition in (first, second):
        value = condition.value
        if condition.operator == "==":
            values.append(value)
        elif condition.operator == "in" and isinstance(value, list):
            values.extend(value)
        elif condition.operator == "between" and isinstance(value, list) and all(isinstance(v, int) for v in value):
            low, high = (int(str(each)) for each in value)
            if high - low > 40:
                return None
            values.extend(range(low, high + 1))
        else:
            return None
    return replace(first, operator="in", value=values, said=f"{first.said} 또는 {second.said}")


def listed(condition: Condition) -> frozenset[Json] | None:
    """The values that meet the condition, None where they cannot be listed."""
    value = condition.value
    if condition.operator == "in" and isinstance(value, list):
        return frozenset(each for each in value if isinstance(each, str | int))
    if condition.time and condition.operator == "between" and isinstance(value, list):
        low, high = value
        if isinstance(low, int) and isinstance(high, int) and high - low < _A_FEW:
            return frozenset(range(low, high + 1))
    return frozenset([value]) if condition.operator == "==" and isinstance(value, str | int) else None


def number_column(columns: Columns, marks: Sequence[Mark], at: int, number: NumberWord) -> str | None:
    """The column that the number at `at` is compared with: the nearest one before it, or the next one after it."""
    wanted = _by_counter(columns, number.counter)
    whose = hinted(columns, marks, at)
    before = [column for mark in reversed(marks[:at]) if (column := _measured(columns, mark, whose)) is not None]
    after = [column for mark in marks[at + 1 : at + 5] if (column := _measured(columns, mark, whose)) is not None]
    for column in (*before, *after):
        if wanted is None or column in wanted:
            return column
    if wanted:
        return next((column for column in wanted if column in whose), wanted[0])
    return None


def _measured(columns: Columns, mark: Mark, of_whom: Sequence[str]) -> str | None:
    meaning = mark.meaning
    if not isinstance(meaning, ColumnWord) or meaning.hint or not meaning.columns:
        return None
    column = next((each for each in meaning.columns if each in of_whom), meaning.columns[0])
    kind = columns.type(column)
    age = f"{column}.나이"
    if age in columns.all:
        return age
    return column if columns.is_number(column) or kind in (ColumnType.INTEGER, ColumnType.YEAR) else None


def _by_counter(columns: Columns, counter: str) -> tuple[str, ...] | None:
    """Columns that are counted so; None if the counter says nothing."""
    names = tuple(columns.all)
    if counter in ("세", "살"):
        return tuple(name for name in names if name.endswith(".나이"))
    if counter.startswith(("km", "킬로")):
        return tuple(name for name in names if name.endswith(("속도", "길이")))
    if counter == "원":
        return tuple(name for name in names if name.endswith(("요금", "금액", "가격")))
    if counter in ("면", "칸"):
        return tuple(name for name in names if name.endswith(("구획수", "면수")))
    return counted_by(columns, counter) or None


def counted_by(columns: Columns, counter: str) -> tuple[str, ...]:
    """The only column that counts vehicles, or people; nothing where several do."""
    endings = {"대": ("대수", "구획수"), "명": ("자수", "인원", "인원수")}.get(counter)
    found = tuple(name for name in columns.numbers() if endings and name.endswith(endings))
    return found if len(found) == 1 else ()
