"""Questions about two datasets or more: which ones are asked, and what of each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.chat.agent.analyst import pointing
from services.chat.agent.analyst.follow_ups import followed
from services.chat.agent.analyst.meanings import (
    ColumnWord,
    EntityWord,
    Mark,
    MeasureWord,
    NumberWord,
    Says,
    TimeWord,
    ValueWord,
)
from services.chat.agent.analyst.readers import Reader
from services.chat.agent.analyst.reading import Reading
from services.chat.agent.analyst.work import CannotAnswer
from services.chat.domain.ports import Turn

_EACH = re.compile(
    r"(?:(?:두|세|네|둘|셋|여러|각각의|각|양쪽|모든|고른|선택한|올린)\s*(?:개의?\s*)?"
    r"(?:데이터\s*셋|데이터|파일|자료|csv)들?(?:에는|에서|에|의|은|는|이|가|을|를|마다|별로|별)?"
    r"|(?:데이터\s*셋|데이터|파일|자료)(?:들마다|마다|별로|별)"
    r"|(?:데이터\s*셋|데이터|파일|자료)\s*(?:두|세|네)\s*개(?:의)?"
    r"|(?:어느|어떤)\s*(?:데이터\s*셋|데이터|파일|자료)(?:가|이|에|의)?)(?:\s*(?:중에서?|중|모두|다))?"
)
_ALONE = re.compile(r"\s*(?:각각|전부 각각)\s*(?:은|는)?\s*(?:총|모두)?\s*(?:몇|얼마|건수|행)")
_BOUNDS = (Says.LEAST_BOUND, Says.MOST_BOUND, Says.ABOVE, Says.BELOW, Says.BETWEEN)
_RANKS = ("번째", "번째로", "위", "등", "순위")
_FOR_ALL = ("은", "는", "에", "일", "인")
"""Particles of a condition that does not only belong to the noun after it."""
_PLACED = re.compile("에(?:있|위치한|설치된)|(?:의)?(?:안|내|주변|근처|앞)(?:의|에|$)")


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of one dataset; `at` is where the question first speaks of it. `dropped` are conditions of the
    question that this dataset does not know."""

    reader: Reader
    reading: Reading
    at: int
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """`parts` in the order of the question. `per` is the part of which one row is the unit (`카메라 한 대당`),
    `first` whether the group that has the most of the first part is what the others are asked about.
    """

    parts: tuple[Part, ...]
    per: int | None = None
    first: bool = False


def each_of_them(text: str, readers: Sequence[Reader]) -> bool:
    """Whether the question speaks of every dataset, whatever is in it: `두 데이터의 행 수`."""
    if not (_EACH.search(text) or _ALONE.match(text)):
        return False
    return not 1 <= sum(_names(reader, readers, text) != [] for reader in readers) < len(readers)


def without_each(text: str) -> str:
    """The question without the words that speak of every dataset."""
    return _EACH.sub(" ", text)


def asked(text: str, history: Sequence[Turn], readers: Sequence[Reader]) -> Asked | None:
    """What is asked of which dataset; None if the question is about one, or if a word of it is not understood."""
    found = _asked(text, readers)
    if found is not None or not history:
        return found
    earlier = _asked(history[-1].question, readers)
    if earlier is None:
        return _both_before(history, readers) if pointing.at_both(text) else None
    parts = []
    for part in earlier.parts:
        marks = part.reader.marks(text)
        now = part.reader.reading(marks, text)
        if pointing.at_both(text):
            parts.append(replace(part, reading=replace(part.reading, says=part.reading.says | {Says.SUM})))
            continue
        own = any(isinstance(mark.meaning, EntityWord | MeasureWord) for mark in marks)
        if own or now.unknown or now.absent or now.is_empty or not now.is_fragment:
            return None
        parts.append(replace(part, reading=followed(part.reading, now)))
    return replace(earlier, parts=tuple(parts))


def _both_before(history: Sequence[Turn], readers: Sequence[Reader]) -> Asked | None:
    """The last two questions, if they were about two datasets: `둘이 합치면?`."""
    if len(history) < 2:
        return None
    parts = []
    for at in (len(history) - 2, len(history) - 1):
        found = [reader.understood(history[at].question, history[:at]) for reader in readers]
        best = min(found, key=lambda each: each.doubt)
        if best.reading.unknown or best.reading.absent or best.reading.groups or best.reading.branches:
            return None
        parts.append(Part(best.reader, replace(best.reading, says=best.reading.says | {Says.SUM}), at))
    return Asked(tuple(parts)) if parts[0].reader is not parts[1].reader else None


def _asked(text: str, readers: Sequence[Reader]) -> Asked | None:
    every = _EACH.search(text) is not None
    text = without_each(text) if every else text
    marks = {at: reader.marks(text) for at, reader in enumerate(readers)}
    spoken = {at: _spoken(reader, readers, text) for at, reader in enumerate(readers)}
    chosen = [at for at, places in spoken.items() if places]
    if len(chosen) < 2 or len({readers[at].rows_kind for at in chosen}) < 2:
        return None
    if not _all_known([marks[at] for at in chosen]):
        return None
    if _by_place(marks[chosen[0]]):
        raise CannotAnswer("한 데이터의 위치로 다른 데이터의 행을 찾는 질문에는 답하지 못합니다.")
    places = sorted((place, at) for at in chosen for place in spoken[at])
    parts = []
    for at in chosen:
        kept = _own(readers[at], at, marks[at], places)
        reading = readers[at].reading(kept, text)
        if reading.unknown or reading.absent:
            kept = [mark for mark in kept if not isinstance(mark.meaning, NumberWord) and mark.meaning not in _BOUNDS]
            reading = readers[at].reading(kept, text)
        if reading.unknown or reading.absent or reading.unclear:
            return None
        if reading.part and not reading.asks(Says.SHARE):  # 몇 배: of the other dataset, and not a share of this one
            reading = replace(reading, conditions=(*reading.conditions, *reading.part), part=())
        dropped = _dropped(marks, at, chosen, places[0][0], places[-1][0])
        parts.append(Part(readers[at], reading, spoken[at][0], dropped))
    parts.sort(key=lambda part: part.at)
    first = marks[chosen[0]]
    return Asked(tuple(parts), _per(parts, marks[chosen[0]]), _of_the_top(parts, first))


def _by_place(marks: Sequence[Mark]) -> bool:
    """Whether rows of one dataset are asked for by where those of another are: `보호구역에 있는 카메라`."""
    named = [at for at, mark in enumerate(marks) if isinstance(mark.meaning, EntityWord)]
    return any(
        _PLACED.match(marks[one].tail + "".join(mark.text + mark.tail for mark in marks[one + 1 : other]))
        for one, other in pairwise(named)
    )


def _dropped(
    marks: Mapping[int, Sequence[Mark]], own: int, chosen: Sequence[int], first: int, last: int
) -> tuple[str, ...]:
    """Conditions for all that this dataset does not know: not those beside the name of another one."""
    words = []
    for mark in marks[own]:
        if mark.meaning is not None or first < mark.at < last:
            continue
        for other in (_covering(marks[at], mark.at) for at in chosen if at != own):
            if (
                other is not None
                and isinstance(other.meaning, TimeWord | ValueWord)
                and (mark.at > first or other.tail.startswith(_FOR_ALL))
            ):
                words.append(other.text)
    return tuple(words)


def _names(reader: Reader, readers: Sequence[Reader], text: str) -> list[int]:
    """Where the rows of the dataset are named, and no other dataset has a column or value of this name."""
    rows = reader.rows_kind
    found = []
    marks = reader.marks(text)
    for mark, after in zip(marks, (*marks[1:], None), strict=False):
        if after is not None and after.meaning is Says.NOT:
            continue  # 주차장 말고
        if isinstance(mark.meaning, EntityWord) and mark.meaning.kind == rows:
            found.append(mark.at)
        elif isinstance(mark.meaning, ValueWord) and mark.text.endswith(rows):  # 사망사고, 무료주차장
            found.append(mark.at + len(mark.text) - len(rows))
    others = [other.marks(text) for other in readers if other is not reader]
    return [place for place in found if all(_is_rows(other, place) for other in others)]


def _is_rows(marks: Sequence[Mark], place: int) -> bool:
    mark = _covering(marks, place)
    return mark is None or mark.says_nothing or isinstance(mark.meaning, EntityWord) or mark.meaning is Says.FILLER


def _spoken(reader: Reader, readers: Sequence[Reader], text: str) -> list[int]:
    """Where the question speaks of the dataset: by its rows, or by a quantity that only it has."""
    found = _names(reader, readers, text)
    others = [other.marks(text) for other in readers if other is not reader]
    for mark in reader.marks(text):
        meaning = mark.meaning
        measured = isinstance(meaning, MeasureWord) or (
            isinstance(meaning, ColumnWord)
            and bool(meaning.columns)
            and not (meaning.per or meaning.hint)
            and reader.columns.is_number(meaning.columns[0])
        )
        if measured and all((other := _covering(each, mark.at)) is None or other.says_nothing for each in others):
            found.append(mark.at)
    return sorted(found)


def _covering(marks: Sequence[Mark], place: int) -> Mark | None:
    return next((mark for mark in marks if mark.at <= place < mark.at + len(mark.text)), None)


def _all_known(several: Sequence[Sequence[Mark]]) -> bool:
    """Whether what one dataset does not know is known to another."""
    known = {
        place
        for marks in several
        for mark in marks
        if not mark.says_nothing
        for place in range(mark.at, mark.at + len(mark.text) + len(mark.tail))
    }
    unknown = {
        place
        for marks in several
        for mark in marks
        if mark.says_nothing
        for place in range(mark.at, mark.at + len(mark.text))
    }
    return unknown <= known


def _own(reader: Reader, own: int, marks: Sequence[Mark], places: Sequence[tuple[int, int]]) -> list[Mark]:
    """The words that are about this dataset: what stands between two of them is about the one that follows."""
    first, last = places[0][0], places[-1][0]
    kept = []
    for mark in marks:
        if mark.says_nothing or reader.means_others(mark):
            continue
        ranks = isinstance(mark.meaning, NumberWord) and mark.meaning.counter in _RANKS
        if isinstance(mark.meaning, TimeWord | ValueWord | NumberWord) and not ranks and first < mark.at < last:
            following = next(at for place, at in places if place > mark.at)
            if following != own:
                continue
        kept.append(mark)
    mine = {_about(mark) for mark in kept if first < mark.at < last}
    return [mark for mark in kept if mark.at > first or _about(mark) is None or _about(mark) not in mine]


def _about(mark: Mark) -> str | None:
    if isinstance(mark.meaning, TimeWord):
        return mark.meaning.unit.value
    return mark.meaning.choices[0].column if isinstance(mark.meaning, ValueWord) else None


def _per(parts: Sequence[Part], marks: Sequence[Mark]) -> int | None:
    """`카메라 한 대당 사고`, `카메라당 사고`: the part that is the unit."""
    for at, part in enumerate(parts):
        here = next((place for place, mark in enumerate(marks) if mark.at == part.at), None)
        if here is None:
            continue
        after = marks[here + 1 : here + 3]
        said = marks[here].tail.startswith("당") or any(
            mark.text.endswith("당") or mark.tail.startswith("당") for mark in after
        )
        said = said or marks[here].tail.startswith("대비") or (bool(after) and after[0].text.startswith("대비"))
        if said and len(parts) == 2:
            return at
    return None


def _of_the_top(parts: Sequence[Part], marks: Sequence[Mark]) -> bool:
    """`사고가 가장 많은 구의 주차장 수`: the superlative and its group stand before the other datasets."""
    if len(parts) < 2 or any(not part.reading.groups or part.reading.order == 0 for part in parts):
        return False
    top = next((mark.at for mark in marks if mark.meaning in (Says.SUPERLATIVE, Says.MANY, Says.FEW)), None)
    group = next(
        (mark for mark in marks if isinstance(mark.meaning, ColumnWord) and top is not None and mark.at > top), None
    )
    if top is None or group is None:
        return False
    return parts[0].at < top and all(part.at > group.at for part in parts[1:])
