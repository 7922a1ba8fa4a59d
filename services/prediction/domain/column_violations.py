"""What is wrong with the columns of a dataset, in sentences that fit into a status."""

from collections.abc import Collection

from services.chassis.errors import Violation
from services.prediction.domain.accident import FIELD_LABELS
from services.prediction.domain.column_names import MOMENTS, NAMES

_SHOWN_NAMES = 4
_SHOWN_CHARACTERS = 60
_LONGEST_NAME = 30


def unknown_field(field: str) -> Violation:
    field = _cut(field)
    fields = ", ".join(FIELD_LABELS)
    return Violation(
        f"columns.{field}",
        "UNKNOWN_FIELD",
        f"there is no field {field!r}; fields: {fields}",
        f"'{field}' 항목은 없습니다. 가능한 항목: {fields}.",
    )


def unknown_column(field: str, name: str, columns: Collection[str]) -> Violation:
    there = _list(columns)
    return Violation(
        f"columns.{field}",
        "UNKNOWN_COLUMN",
        f"there is no column {_cut(name)!r}; columns: {there}",
        f"{FIELD_LABELS[field]}: 데이터셋에 '{_cut(name)}' 열이 없습니다. 데이터셋의 열: {there}.",
    )


def column_missing(field: str, columns: Collection[str]) -> Violation:
    """`columns` may be empty: where many fields are missing one list of what is there is enough, and all there is room
    for."""
    names = ", ".join(NAMES.get(field, MOMENTS)[:_SHOWN_NAMES])
    or_numbers, or_numbers_ko = (
        (" (or year, month, day and hour)", " 또는 연·월·일·시 열") if field == "accident_time" else ("", "")
    )
    there, there_ko = (f"; columns: {_list(columns)}", f" 데이터셋의 열: {_list(columns)}.") if columns else ("", "")
    return Violation(
        f"columns.{field}",
        "COLUMN_MISSING",
        f"no column is named like one of {names}{or_numbers}{there}",
        f"{FIELD_LABELS[field]}: 알맞은 열이 없습니다. {names} 등의 이름{or_numbers_ko}을 찾습니다.{there_ko}",
    )


def _list(columns: Collection[str]) -> str:
    """The names of the columns, as many as a sentence can hold."""
    shown: list[str] = []
    for column in columns:
        name = _cut(column)
        if shown and len(", ".join((*shown, name))) > _SHOWN_CHARACTERS:
            break
        shown.append(name)
    rest = len(columns) - len(shown)
    return ", ".join(shown) + (f" … (+{rest})" if rest else "")


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
