"""Values that a question names and this file does not have: the reader is told which ones there are."""

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.sentences import listed, literal, with_particle


def told(columns: Columns, reading: Reading) -> list[str]:
    """One sentence per value that is not there."""
    branched = (condition for branch in reading.branches for condition in branch)
    found = []
    for condition in (*reading.conditions, *reading.part, *branched):
        if columns.lacks(condition.column, condition.operator, condition.value):
            value = with_particle(f"‘{literal(condition.value)}’", "이/가")
            there = listed(map(literal, sorted(columns.texts(condition.column))))
            found.append(f"{literal(columns.label(condition.column))}에 {value} 없습니다. 있는 값: {there}.")
    return list(dict.fromkeys(found))


def is_count(reading: Reading) -> bool:
    """Whether nothing is an answer: of no rows there is no mean and no order."""
    return not (reading.measures or reading.groups or reading.order or reading.operation)
