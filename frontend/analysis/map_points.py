"""What a map tells of single rows: the columns of a popup, and the values that have a colour of their own."""

from collections.abc import Sequence

import pandas as pd

from frontend.analysis import columns, filters
from frontend.analysis.columns import Column, Kind
from frontend.analysis.table import Table

LINES = 8
_TOP = 6
_SPARSE = 0.5  # share of missing values from which a column tells too little
_NAMES = ("명", "이름", "명칭", "장소")
_NAMES_OF_OTHERS = ("시도", "시군구", "기관", "관할", "도로명", "도로노선", "경찰서")
_KINDS = ("유형", "종류", "구분")
_HURT = ("사망", "중상", "경상", "부상")
_NUMBERS = ("번호", "ID", "코드")


def telling(table: Table) -> list[str]:
    """Names of at most 8 columns, those first that say what a row is: its name, when, of which kind, its ECLO, who was
    hurt, where; then the others in the order of the file. Without coordinates, numbers of rows, and columns that are
    mostly empty or have one value."""
    useful = [column for column in table.columns if _says_something(column)]
    return [column.name for column in sorted(useful, key=lambda column: _rank(column, table))][:LINES]


def kinds(table: Table) -> list[str]:
    """Names of the columns by whose values points can be coloured, those first that are called a kind."""
    names = columns.categories(column for column in table.columns if column.distinct > 1)
    return sorted(names, key=lambda name: next((rank for rank, word in enumerate(_KINDS) if word in name), len(_KINDS)))


def top_values(column: pd.Series) -> list[tuple[str, object]]:
    """The most frequent values, at most 6, as text and as they are."""
    values = pd.Series(column.value_counts().index[:_TOP])
    return list(zip(filters.value_texts(values).tolist(), values.tolist(), strict=True))


def _says_something(column: Column) -> bool:
    if column.kind in (Kind.LATITUDE, Kind.LONGITUDE) or column.is_key or column.missing_share > _SPARSE:
        return False
    if _has(column, _NUMBERS) and column.distinct == column.filled:
        return False
    return column.distinct > 1 or column.rows <= 1


def _rank(column: Column, table: Table) -> int:
    text = column.kind is Kind.TEXT
    ranks = (
        text and column.name.endswith(_NAMES) and not _has(column, _NAMES_OF_OTHERS),
        bool(table.moments and table.moments.column == column.name and table.moments.has_months),
        text and _has(column, _KINDS),
        column.name.upper() == "ECLO",
        _has(column, _HURT) and column.kind is Kind.INTEGER,
        bool(table.places and table.places.column == column.name),
    )
    return next((rank for rank, holds in enumerate(ranks) if holds), len(ranks))


def _has(column: Column, words: Sequence[str]) -> bool:
    return any(word in column.name for word in words)
