"""Cuts a question into known words, particles and what is not known: the cheapest way to read it.

People leave out spaces and put them where none belong, and Korean glues particles and endings to words. So a question
is read as a run of syllables in which spaces are only a hint: a known word costs little, crossing a space or starting
in the middle of a written word a bit more, and what nobody knows costs most.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from enum import Enum, auto

from services.chat.agent.analyst import number_words, time_words
from services.chat.agent.analyst.endings import ending_length, ends_before_a_noun, tail_length
from services.chat.agent.analyst.meanings import ColumnWord, Mark, NumberWord, Says, Term, TimeWord

_KOREA = timezone(timedelta(hours=9))
MAX_CHARACTERS = 400
_KEPT = re.compile(r"[0-9a-z가-힣%<>=]")
_BETWEEN_DIGITS = frozenset(".-~/:")
_THOUSANDS = re.compile(r",\d{3}(?!\d)")
_DASHES = str.maketrans({"∼": "~", "～": "~", "–": "-", "—": "-", "≥": ">", "≤": "<", "％": "%"})


def plain(text: str) -> str:
    """Letters and digits only, lower case, NFC: the form in which words are compared."""
    return "".join(_KEPT.findall(unicodedata.normalize("NFC", text).casefold()))


@dataclass(frozen=True, slots=True)
class Flat:
    """A question without spaces; `gaps` are the positions where a written word starts or ends."""

    text: str
    gaps: frozenset[int]

    @classmethod
    def of(cls, question: str) -> "Flat":
        source = unicodedata.normalize("NFC", question).casefold().translate(_DASHES)
        kept: list[str] = []
        gaps = {0}
        for at, character in enumerate(source):
            inside = (
                (character in _BETWEEN_DIGITS or (character == "," and _THOUSANDS.match(source, at)))
                and 0 < at < len(source) - 1
                and source[at + 1].isdigit()
                and (source[at - 1].isdigit() or (character in "~-" and source[at - 1] in "년월일시"))
            )
            if _KEPT.match(character) or inside:
                kept.append(character)
            else:
                gaps.add(len(kept))
                following = source[at + 1 :].lstrip(" ,/·")[:1]
                if kept and kept[-1].isdigit() and following.isdigit():
                    kept.append(" ")  # two numbers are not one
                    gaps.add(len(kept))
            if len(kept) == MAX_CHARACTERS:
                break
        return cls("".join(kept), frozenset(gaps | {len(kept)}))


class _After(Enum):
    """What was read last."""

    START = auto()
    NOUN = auto()
    SHORT = auto()  # a noun of one syllable
    VERB = auto()
    STEM = auto()  # a verb of one syllable
    TAIL = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class _Edge:
    end: int
    after: _After
    cost: float
    term: Term | None = None


_State = tuple[int, _After]


class Segmenter:
    """Reads questions with the words of one dataset."""

    def __init__(self, *vocabularies: Mapping[str, Term]) -> None:
        self._vocabularies = vocabularies
        self._longest = max((len(word) for words in vocabularies for word in words), default=1)

    def marks(self, question: str) -> tuple[Mark, ...]:
        """The pieces of the question in order."""
        flat = Flat.of(question)
        days = time_words.relative(datetime.now(_KOREA).date())
        start: _State = (0, _After.START)
        costs: dict[_State, float] = {start: 0.0}
        before: dict[_State, tuple[_State, _Edge]] = {}
        for at in range(len(flat.text)):
            for after in _After:
                cost = costs.get((at, after))
                if cost is None:
                    continue
                for edge in self._edges(flat, at, after, days):
                    state = (edge.end, edge.after)
                    if cost + edge.cost < costs.get(state, float("inf")):
                        costs[state] = cost + edge.cost
                        before[state] = ((at, after), edge)
        end = min((state for state in costs if state[0] == len(flat.text)), key=lambda state: costs[state])
        pieces: list[tuple[int, _Edge]] = []
        while end != start:
            end, edge = before[end]
            pieces.append((end[0], edge))
        return tuple(_marks(flat, list(reversed(pieces))))

    def _edges(self, flat: Flat, at: int, after: _After, days: Mapping[str, TimeWord]) -> Iterator[_Edge]:
        fresh = at in flat.gaps
        if flat.text[at] == " ":
            yield _Edge(at + 1, _After.START, 0.0)
            return
        for end, term in self._words(flat.text, at, days):
            edge = _word_edge(flat, at, after, end, term)
            if edge is not None:
                yield edge
        if after in (_After.NOUN, _After.SHORT, _After.TAIL, _After.VERB, _After.STEM):
            for length in tail_length(flat.text, at):
                if not _crossed(flat, at, at + length):
                    extra = (0.5 if after is _After.TAIL else 0) + (0.9 if fresh else 0)
                    yield _Edge(at + length, _After.TAIL, 0.3 + extra + _loose(flat, at + length, 0.5))
        if after in (_After.VERB, _After.STEM) and not fresh:
            for end in range(at + 1, at + ending_length(flat.text, at, strict=after is _After.STEM) + 1):
                if not _crossed(flat, at, end):
                    yield _Edge(end, _After.TAIL, 0.3 + 0.05 * (end - at) + _loose(flat, end, 0.6))
        opening = 0.0 if after is _After.UNKNOWN and not fresh else 4.0 + (0 if fresh else 1.5)
        yield _Edge(at + 1, _After.UNKNOWN, opening + 1.2)

    def _words(self, text: str, at: int, days: Mapping[str, TimeWord]) -> Iterator[tuple[int, Term]]:
        for end, time in time_words.patterns(text, at):
            yield end, Term(time)
        for word, day in days.items():
            if text.startswith(word, at):
                yield at + len(word), Term(day)
        for end, number in number_words.patterns(text, at):
            yield end, Term(number)
        for end in range(at + 1, min(at + self._longest, len(text)) + 1):
            word = text[at:end]
            for vocabulary in self._vocabularies:
                term = vocabulary.get(word)
                if term is not None:
                    yield end, term
                    break


def _crossed(flat: Flat, start: int, end: int) -> int:
    """How many spaces stand inside text[start:end]."""
    return sum(1 for gap in range(start + 1, end) if gap in flat.gaps)


def _loose(flat: Flat, end: int, cost: float) -> float:
    return 0.0 if end in flat.gaps else cost


def _word_edge(flat: Flat, at: int, after: _After, end: int, term: Term) -> _Edge | None:
    short = end - at == 1
    described = after in (_After.TAIL, _After.VERB) and at not in flat.gaps and ends_before_a_noun(flat.text, at)
    fresh = at in flat.gaps or described
    filler = term.meaning is Says.FILLER
    if term.solid and _crossed(flat, at, end):
        return None
    cost = 1.0 + 0.2 * _crossed(flat, at, end) + (0.4 if described else 0)
    if not fresh:
        if after is _After.SHORT or (short and after not in (_After.NOUN, _After.TAIL)):
            return None
        if short and not term.verb and after is not _After.NOUN:
            return None
        if after is _After.UNKNOWN:
            cost += 2.5
        cost += (0.8 if after is _After.TAIL else 0.25) + (0.7 if filler and not term.verb else 0)
    if short:
        cost += 0.7 if not term.verb else 0.3
    if filler:
        cost += 0.15
    if isinstance(term.meaning, ColumnWord) and not term.meaning.columns:
        cost += 2.5
    torn = short and not isinstance(term.meaning, NumberWord)
    if term.verb:
        return _Edge(end, _After.STEM if short else _After.VERB, cost, term)
    return _Edge(end, _After.SHORT if torn else _After.NOUN, cost, term)


def _marks(flat: Flat, pieces: list[tuple[int, _Edge]]) -> Iterator[Mark]:
    """The words with their particles; a written word that holds something unknown is unknown as far as it is weak."""
    found: list[tuple[int, Mark]] = []
    for at, edge in pieces:
        text = flat.text[at : edge.end]
        if edge.term is not None:
            found.append((at, Mark(text, edge.term.meaning)))
        elif edge.after is _After.UNKNOWN:
            glued = found and found[-1][1].meaning is None and at not in flat.gaps
            if found and not glued and at not in flat.gaps and _weak(found[-1][1]):
                glued = True
            if glued:
                start, last = found.pop()
                found.append((start, Mark(last.text + last.tail + text, None)))
            else:
                found.append((at, Mark(text, None)))
        elif found and text != " ":
            start, last = found[-1]
            found[-1] = (start, Mark(last.text, last.meaning, last.tail + text))
    for at, mark in found:
        yield replace(mark, at=at)


def _weak(mark: Mark) -> bool:
    return mark.meaning is Says.FILLER or len(mark.text) == 1
