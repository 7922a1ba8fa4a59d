"""The words of one dataset: its columns, their values, what people call both, and what its rows are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from services.chat.agent.analyst import synonyms, time_words, value_synonyms, vocabulary
from services.chat.agent.analyst.columns import DISTRICTS, Columns
from services.chat.agent.analyst.conditions import counted_by
from services.chat.agent.analyst.meanings import (
    Choice,
    ColumnWord,
    EntityWord,
    MeasureWord,
    Says,
    Term,
    Unit,
    ValueWord,
)
from services.chat.agent.analyst.segments import plain
from services.chat.agent.analyst.study import noun_of
from services.chat.agent.analyst.values import value_words

_EACH = ("별", "별로", "마다", "별로는", "별의")
_COUNTED = ("수", "건수", "갯수", "개수", "대수", "숫자")


class Lexicon:
    """`terms` by plain word; a word that fits several meanings has the likeliest."""

    def __init__(self, columns: Columns, kind: str) -> None:
        self.columns = columns
        rows = columns.row_name()
        known = synonyms.ENTITIES.get(kind)
        nouns = known[0].split() if known else [rows[1]] if rows else []
        self.rows = known[0].split()[0] if known else rows[1] if rows else kind
        self._nouns = tuple(map(plain, nouns))
        self._categories = frozenset(plain(text) for name in columns.categories() for text in columns.texts(name))
        terms: dict[str, Term] = {}
        # Later ones do not replace earlier ones: what is written in the file counts more than what we call it.
        for words in (
            self._column_names(),
            self._entities(kind),
            self._measures(),
            self._synonyms(),
            self._counted(kind),
            self._value_synonyms(),
            self._ages(),
            self._places(),
            self._time_units(),
            self._values(),
            self._shortened(),
            self._dates(),
            self._absent(),
        ):
            for word, term in words:
                if word:
                    terms.setdefault(word, term)
                if word and isinstance(term.meaning, ColumnWord) and not term.meaning.hint:
                    for ending in _EACH:
                        terms.setdefault(word + ending, Term(replace(term.meaning, per=True)))
        for word, time in time_words.words().items():
            terms.setdefault(plain(word), Term(time))
        self.terms: Mapping[str, Term] = MappingProxyType(terms)

    def rows_of(self, others: Sequence["Lexicon"]) -> Mapping[str, Term]:
        """What the rows of other datasets are called: said beside this one, `주차장` means those and no value here."""
        names = {plain(column) for column in self.columns.file_columns}
        found: dict[str, Term] = {}
        for other in others:
            for word, term in other.terms.items():
                here = self.terms.get(word)
                own = here is not None and (
                    isinstance(here.meaning, EntityWord)
                    or (isinstance(here.meaning, ColumnWord) and bool(here.meaning.columns) and "cctv" in word)
                )
                if isinstance(term.meaning, EntityWord) and not own and word not in names:
                    found.setdefault(word, term)
        return MappingProxyType(found)

    def _column_names(self) -> Iterator[tuple[str, Term]]:
        for column in self.columns.file_columns:
            yield plain(column), Term(ColumnWord((column,), column))
            base = self.columns.base(column)
            yield plain(base), Term(ColumnWord((column,), base))

    def _shortened(self) -> Iterator[tuple[str, Term]]:
        rows = self.columns.row_name()
        for column in self.columns.file_columns:
            base = self.columns.base(column)
            for short in self._short_names(base):
                if rows is None or plain(rows[1]) != short:
                    yield short, Term(ColumnWord((column,), base))
            for ending in ("여부", "구분", "명"):
                stem = plain(base.removesuffix(ending))
                if base.endswith(ending) and len(stem) > 1 and (rows is None or rows[0] != column):
                    yield stem, Term(ColumnWord((column,), column))

    def _short_names(self, base: str) -> Iterator[str]:
        """`장서` for `장서수`, `면적` for `건물면적`: what is left of a name that no other column shares."""
        word = plain(base)
        names = [plain(self.columns.base(column)) for column in self.columns.file_columns]
        column = self.columns.named(base) or next(c for c in self.columns.file_columns if self.columns.base(c) == base)
        if self.columns.is_place(column):
            return
        shorter = [
            word.removesuffix(ending)
            for ending in ("수", "수량")
            if word.endswith(ending) and len(word) > 2 and self.columns.is_number(column)
        ]
        if len(word) >= 4:
            shorter.extend(word[-size:] for size in (2, 3, 4) if len(word) >= size + 2)
        for each in shorter:
            if len(each) >= 2 and each not in vocabulary.TERMS and sum(each in name for name in names) == 1:
                yield each

    def _entities(self, kind: str) -> Iterator[tuple[str, Term]]:
        for other, (words, _) in synonyms.ENTITIES.items():
            if other != kind:
                continue
            for word in words.split():
                yield from _entity(word, self.rows)
        rows = self.columns.row_name()
        if kind not in synonyms.ENTITIES and rows is not None:
            yield from _entity(rows[1], self.rows)

    def _measures(self) -> Iterator[tuple[str, Term]]:
        for words, (label, weights) in synonyms.MEASURES.items():
            found = [(self.columns.named(name), weight) for name, weight in weights.items()]
            parts = tuple((name, weight) for name, weight in found if name is not None)
            for word in words.split():
                if len(parts) == len(weights) and self.columns.named(word) is None:
                    yield plain(word), Term(MeasureWord(label, parts))

    def _synonyms(self) -> Iterator[tuple[str, Term]]:
        for words, names in synonyms.COLUMNS.items():
            columns = tuple(column for name in names if (column := self.columns.named(name)) is not None)
            for word in words.split():
                if columns:
                    yield plain(word), Term(ColumnWord(columns, word))
        for stems, name in synonyms.COLUMN_STEMS.items():
            column = self.columns.named(name)
            for stem in stems.split() if column is not None else ():
                yield stem, Term(ColumnWord((column or "",), name), verb=True)
        for words, start in synonyms.HINTS.items():
            columns = tuple(name for name in self.columns.all if name.startswith(start))
            for word in words.split():
                if columns:
                    yield plain(word), Term(ColumnWord(columns, word, hint=True))
        for column in self.columns.file_columns:
            for part in column.split():
                shared = tuple(other for other in self.columns.file_columns if part in other.split())
                yield plain(part), Term(ColumnWord(shared, part))

    def _counted(self, kind: str) -> Iterator[tuple[str, Term]]:
        """`대수` where it counts no rows but what one column counts: the cameras of a school."""
        if noun_of(kind, self.columns)[1] != "대":
            for column in counted_by(self.columns, "대"):
                yield "대수", Term(ColumnWord((column,), column))

    def _value_synonyms(self) -> Iterator[tuple[str, Term]]:
        for pattern, table in value_synonyms.VALUES.items():
            for words, (operator, values) in table.items():
                choices = tuple(self._choices(pattern, operator, values)) or tuple(self._not_there(pattern, values))
                there = any(value in self.columns.texts(each.column) for each in choices for value in values)
                for word in words.split() if there else (*words.split(), *values):
                    if choices:
                        yield plain(word), Term(ValueWord(choices))

        for name, stems_of in value_synonyms.VALUE_STEMS.items():
            column = self.columns.named(name)
            for value, stems in stems_of.items() if column is not None else ():
                if column is not None:
                    near = [text for text in self.columns.texts(column) if value in text] or [value]
                    for stem in stems.split():
                        yield stem, Term(ValueWord((Choice(column, "==", near[0], near[0]),)), verb=True)

    def _ages(self) -> Iterator[tuple[str, Term]]:
        ages = [name for name in self.columns.all if name.endswith(".나이")]
        for words, (low, high, said) in value_synonyms.AGES.items():
            # A child in an accident is rather its victim than its driver.
            ordered = sorted(ages, key=lambda name: high < 19 and not name.startswith("피해"))
            choices = tuple(Choice(name, "between", [low, high], f"{name.split('.')[0]} {said}") for name in ordered)
            for word in words.split():
                if choices:
                    yield plain(word), Term(ValueWord(choices))

    def _not_there(self, name: str, values: Sequence[str]) -> Iterator[Choice]:
        """A value that other files have in this column: no row has it here."""
        column = None if name.startswith("*") else self.columns.named(name)
        if column is not None and self.columns.texts(column):
            yield Choice(column, "==", values[0], values[0])

    def _choices(self, pattern: str, operator: str, values: Sequence[str]) -> Iterator[Choice]:
        for column in self.columns.matching(pattern):
            texts = self.columns.texts(column)
            if operator in ("startswith", "contains"):
                word = values[0]
                if any(text.startswith(word) if operator == "startswith" else word in text for text in texts):
                    yield Choice(column, operator, word, word)
                continue
            there = [value for value in values if value in texts]
            if len(there) == 1:
                yield Choice(column, "==", there[0], there[0])
            elif there:
                yield Choice(column, "in", [*there], "·".join(there))

    def _dates(self) -> Iterator[tuple[str, Term]]:
        """`개관한` beside the column `개관연도`, and units such as `kWh`: they add nothing to what is asked."""
        for column in self.columns.file_columns:
            for ending in ("연도", "년도", "일자", "일시", "날짜"):
                stem = plain(column.removesuffix(ending))
                if column.endswith(ending) and len(stem) >= 2 and stem not in vocabulary.TERMS:
                    yield stem, Term(Says.FILLER, verb=True)
            unit = plain(self.columns.unit(column))
            if unit and unit not in vocabulary.TERMS:
                yield unit, Term(Says.FILLER)

    def _absent(self) -> Iterator[tuple[str, Term]]:
        """Names of columns that other files have: understood, to say that this one has none."""
        for words in synonyms.COLUMNS:
            for word in words.split():
                if plain(word) not in vocabulary.TERMS:
                    yield plain(word), Term(ColumnWord((), word))

    def _places(self) -> Iterator[tuple[str, Term]]:
        district = self.columns.place("구")
        if district is not None:
            for name in sorted(DISTRICTS.difference(self.columns.texts(district))):
                yield name, Term(ValueWord((Choice(district, "==", name, name),)))
        for words, part in ((synonyms.DISTRICT, "구"), (synonyms.NEIGHBOURHOOD, "동")):
            found = self.columns.place(part)
            for word in words.split():
                yield plain(word), Term(ColumnWord((found,) if found else (), word))

    def _time_units(self) -> Iterator[tuple[str, Term]]:
        for words_of in (synonyms.TIME_UNITS, synonyms.UNIT_QUESTIONS):
            for unit, words in words_of.items():
                found = self.columns.time(unit)
                for word in words.split():
                    yield plain(word), Term(ColumnWord((found,) if found else (), word))
        for bins, words in synonyms.BINS.items():
            binned = self._binned(bins)
            for word in words.split():
                yield plain(word), Term(ColumnWord(binned, bins, bins))

    def _binned(self, bins: str) -> tuple[str, ...]:
        """The columns whose values can be put together so, the likeliest first."""
        if bins == "연령대":
            return tuple(name for name in self.columns.all if name.endswith(".나이"))
        unit = {"평일과 주말": Unit.WEEKDAY, "주간과 야간": Unit.HOUR, "시간대": Unit.HOUR}.get(bins, Unit.MONTH)
        found = self.columns.time(unit)
        return (found,) if found else ()

    def _values(self) -> Iterator[tuple[str, Term]]:
        known = vocabulary.TERMS
        for word, choices in value_words(self.columns).items():
            taken = known.get(word)
            if taken is not None and taken.meaning is not Says.FILLER:
                continue
            yield word, Term(ValueWord(tuple(choices)), solid=self._is_two_words(word, choices))

    def _is_two_words(self, word: str, choices: Sequence[Choice]) -> bool:
        """Whether a name such as 중구주차장, with a space in it, says where and what the rows are."""
        if not any(self.columns.names_rows(choice.column) for choice in choices):
            return False
        return any(
            word.endswith(noun) and word.removesuffix(noun) in {*DISTRICTS, *self._categories} for noun in self._nouns
        )


def _entity(word: str, kind: str) -> Iterator[tuple[str, Term]]:
    yield plain(word), Term(EntityWord(kind))
    for counted in _COUNTED:
        yield plain(word) + counted, Term(EntityWord(kind, counted=True))
