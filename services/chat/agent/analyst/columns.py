"""What the columns of a dataset are good for: to measure, to group by, to find places and times."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import pandas as pd

from services.chat.agent.analyst.meanings import Unit
from services.chat.domain.datasets import NUMBERS, ColumnType
from services.chat.domain.frame import Column, Frame

MANY_VALUES = 400
"""A text column with more values than this is a name or an address, not a category."""

_ADDITIVE = ("수", "인원", "량", "액", "면적", "인구", "합계", "매출", "예산", "실적")
_IN_BRACKETS = re.compile(r"\s*[(\[](?P<unit>[^()\[\]]{1,8})[)\]]\s*$")
_NAMES = ("명", "명칭", "이름")
_NEARLY_ALL = 0.7
DISTRICTS = frozenset(["남구", "달서구", "달성군", "동구", "북구", "서구", "수성구", "중구", "군위군"])
_FREE = 2_000
_DISTRICTS = ("시군구명", "구군명", "시군구", "구군", "자치구", "구")


def _squeezed(name: str) -> str:
    return unicodedata.normalize("NFC", name).replace(" ", "").casefold()


class Columns:
    """Columns of one frame. Reads values only where asked."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.all: Mapping[str, Column] = frame.columns
        self.file_columns = tuple(name for name, column in frame.columns.items() if not column.source)
        self._squeezed = {_squeezed(name): name for name in reversed(tuple(self.all))}
        self._texts: dict[str, tuple[str, ...]] = {}
        self._missing = {name: int(frame.values(name).isna().sum()) for name in self.all}

    def named(self, name: str) -> str | None:
        """The column of this name, spaces and case aside."""
        return self._squeezed.get(_squeezed(name))

    def matching(self, pattern: str) -> Iterator[str]:
        """Columns of this name, or that end in what follows the `*` of a pattern."""
        if not pattern.startswith("*"):
            found = self.named(pattern)
            if found is not None:
                yield found
            return
        yield from (name for name in self.file_columns if _squeezed(name).endswith(pattern[1:]))

    def type(self, name: str) -> ColumnType:
        return self.all[name].type

    def missing(self, name: str) -> int:
        return self._missing[name]

    def is_number(self, name: str) -> bool:
        """Whether there is something to compute with: years and hours are names of groups."""
        column = self.all[name]
        if column.source:
            return column.type is ColumnType.FLOAT
        return column.type in NUMBERS and column.type is not ColumnType.YEAR and not self.is_code(name)

    def is_code(self, name: str) -> bool:
        """Whether the whole numbers of a column only name things: `급지구분`, `사고번호`."""
        squeezed = _squeezed(name)
        return self.all[name].type is ColumnType.INTEGER and squeezed.endswith(("번호", "구분", "코드", "방향", "id"))

    def is_additive(self, name: str) -> bool:
        """Whether a sum says something: people and cameras, but not speeds."""
        return _squeezed(self.base(name)).endswith(_ADDITIVE)

    def base(self, name: str) -> str:
        """The name without a unit in brackets: `사용량(kWh)` is 사용량."""
        return _IN_BRACKETS.sub("", name)

    def unit(self, name: str) -> str:
        """The unit in brackets after the name, empty if there is none."""
        match = _IN_BRACKETS.search(name)
        return match["unit"] if match else ""

    def row_name(self) -> tuple[str, str] | None:
        """The column that names the rows, and what it says they are: `도서관명`, 도서관."""
        for name in self.file_columns:
            ending = next((each for each in _NAMES if name.endswith(each) and len(name) > len(each) + 1), None)
            if ending and self.type(name) is ColumnType.TEXT:
                distinct = self.frame.values(name).nunique()
                if distinct >= _NEARLY_ALL * len(self.frame):
                    return name, name.removesuffix(ending)
        return None

    def numbers(self) -> list[str]:
        return [
            name
            for name in self.file_columns
            if self.is_number(name) and self.type(name) not in (ColumnType.LATITUDE, ColumnType.LONGITUDE)
        ]

    def categories(self) -> list[str]:
        """Text columns that group rows, those of the file first."""
        return [
            name
            for name in self.file_columns
            if self.type(name) is ColumnType.TEXT and 2 <= len(self.texts(name)) <= 60 and not self.is_place(name)
        ]

    def is_place(self, name: str) -> bool:
        return any(column.source == name and other.endswith(".구") for other, column in self.all.items())

    def texts(self, name: str) -> tuple[str, ...]:
        """The different texts of a column, none if it is not text; at most 2 000."""
        if name not in self._texts:
            values = self.frame.values(name)
            found: tuple[str, ...] = ()
            if self.all[name].type is ColumnType.TEXT:
                found = tuple(str(value) for value in pd.unique(values.dropna())[:_FREE])
            self._texts[name] = found
        return self._texts[name]

    def place(self, part: str) -> str | None:
        """The column of districts, or the derived column `….구` or `….동` with the fewest gaps."""
        if part == "구":
            for name in _DISTRICTS:
                found = self.named(name)
                if found is not None and self._has_districts(found):
                    return found
            derived = self._places(part)
            return next(iter(derived or filter(self._has_districts, self.file_columns)), None)
        return next(iter(self._places(part)), None)

    def is_district(self, name: str) -> bool:
        """Whether the values are the districts of Daegu."""
        return name.endswith(".구") or name == self.place("구")

    def same_places(self, name: str) -> Mapping[str, str]:
        """Districts that some rows write without their last syllable: `달성` is `달성군`."""
        texts = self.texts(name)
        return {text: full for text in texts for full in DISTRICTS if full[:-1] == text and full in texts}

    def _has_districts(self, name: str) -> bool:
        texts = self.texts(name)
        return len(texts) >= 2 and sum(text in DISTRICTS for text in texts) >= 0.6 * len(texts)

    def _places(self, part: str) -> list[str]:
        return sorted((name for name in self.all if name.endswith("." + part)), key=self.missing)

    def instead(self, name: str) -> str | None:
        """The column that may know the place where `name` does not: the other address."""
        part = name.rpartition(".")[2]
        if part not in ("구", "동") or "." not in name or not self.missing(name):
            return None
        return next((other for other in self._places(part) if other != name), None)

    def names_rows(self, name: str) -> bool:
        """Whether nearly every row has a text of its own here."""
        return len(self.texts(name)) >= _NEARLY_ALL * min(len(self.frame), _FREE) > 0

    def date(self) -> str | None:
        """The column of dates that knows most: hours before days."""
        dates = [name for name in self.file_columns if self.type(name) is ColumnType.DATETIME]
        by_hour = [name for name in dates if self.all[name].resolution in ("hour", "minute", "second")]
        return next(iter(by_hour + dates), None)

    def date_of_rows(self) -> str | None:
        """The column that says when each row happened: dates that are known to the hour."""
        date = self.date()
        return date if date is not None and self.all[date].resolution in ("hour", "minute", "second") else None

    def day(self) -> str | None:
        """The calendar day of the dates that say when each row happened."""
        date = self.date_of_rows() or self.date()
        name = f"{date}.날짜"
        return name if name in self.all else None

    def time(self, unit: Unit) -> str | None:
        """The column that knows this unit of time."""
        if unit is Unit.WEEKDAY:
            written = self.named("요일")
            if written is not None and "월요일" in self.texts(written):
                return written
        if unit is Unit.YEAR:
            year = next((name for name in self.file_columns if self.type(name) is ColumnType.YEAR), None)
            if year is not None:
                return year
        date = self.date()
        if unit is Unit.DATE or date is None:
            return date
        name = f"{date}.{unit.value}"
        return name if name in self.all else None

    def lacks(self, name: str, operator: str, value: object) -> bool:
        """Whether a column of texts does not have this value anywhere."""
        return operator == "==" and isinstance(value, str) and bool(self.texts(name)) and value not in self.texts(name)

    def has_year(self, name: str, value: object) -> bool:
        """False if the value is a year, or a date, that lies before or after all years there are."""
        year_column = self.time(Unit.YEAR)
        if isinstance(value, str) and name == self.date() and value[:4].isdigit():
            value = int(value[:4])
        elif name != year_column or not isinstance(value, int):
            return True
        years = self.frame.values(year_column).dropna() if year_column is not None else None
        return years is None or (bool(len(years)) and int(years.min()) <= value <= int(years.max()))

    def label(self, name: str) -> str:
        """What a reader calls the column."""
        column = self.all.get(name)
        if column is None or not column.source:
            return "구·군" if column is not None and name in _DISTRICTS and self._has_districts(name) else name
        part = name.rpartition(".")[2]
        if part == "나이":
            return column.source
        return {"시": "시간대", "구": "구·군"}.get(part, part)
