"""Cuts Korean text into known words, written with spaces or without: 상동교차로에서 is 상동, 교차로, 에서.

Korean glues particles to words and people leave spaces out, so a word is looked for inside a run of
characters; but a short word may not be torn out of a longer one that is not known (상동 out of 지상동).
`Fit` says how much freedom a word has.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

T = TypeVar("T")

_RUN = re.compile(r"\w+")


class Fit(Enum):
    """Where a word may stand inside a run of characters without spaces."""

    ANYWHERE = "anywhere"  # also next to unknown characters: 두류공원네거리
    START = "start"  # not after unknown characters: 충돌했습니다, but not 무충돌
    ALONE = "alone"  # next to known words only: 비, 상동
    TAIL = "tail"  # a particle or ending: only after a known word, whose bounds it takes over


@dataclass(frozen=True, slots=True)
class Segment(Generic[T]):
    """A piece of the text. `meaning` is None for characters that no known word covers."""

    text: str
    meaning: T | None


class _Before(Enum):
    """What stands before a position."""

    OPEN = 0  # the start of the run, or a word that lets anything follow
    SHUT = 1  # a word that lets no unknown character follow
    ENDING = 2  # nothing but endings since the start of the run: only endings may follow
    UNKNOWN = 3


# (unknown characters, pieces, start of the last piece, what stood before it)
_Step = tuple[int, int, int, _Before]


def _after(before: _Before, fit: Fit, start: int) -> _Before | None:
    """What stands before the next piece once a word of this fit is taken, or None if it may not be taken."""
    if fit is Fit.TAIL:
        if before is _Before.UNKNOWN:
            return None
        return _Before.ENDING if start == 0 else before
    if before is _Before.ENDING or (before is _Before.UNKNOWN and fit is not Fit.ANYWHERE):
        return None
    return _Before.SHUT if fit is Fit.ALONE else _Before.OPEN


class Segmenter(Generic[T]):
    """Knows a set of words; finds them in text, covering as many characters with as few words as possible."""

    def __init__(self, words: Mapping[str, tuple[Fit, T]]) -> None:
        self._words = words
        self._by_first: dict[str, list[tuple[str, Fit]]] = {}
        for word, (fit, _) in words.items():
            self._by_first.setdefault(word[0], []).append((word, fit))

    def __call__(self, text: str) -> list[Segment[T]]:
        """The segments of all runs of letters and digits. The time grows linearly with the text."""
        return [segment for run in _RUN.findall(text) for segment in self._cut(run)]

    def _cut(self, run: str) -> list[Segment[T]]:
        best: list[dict[_Before, _Step]] = [{} for _ in range(len(run) + 1)]
        best[0][_Before.OPEN] = (0, 0, 0, _Before.OPEN)

        def reach(end: int, state: _Before, step: _Step) -> None:
            if state not in best[end] or step[:2] < best[end][state][:2]:
                best[end][state] = step

        for start, states in enumerate(best[:-1]):
            words = [(w, fit) for w, fit in self._by_first.get(run[start], ()) if run.startswith(w, start)]
            for before, (unknown, pieces, _, _) in states.items():
                if before not in (_Before.SHUT, _Before.ENDING):
                    reach(start + 1, _Before.UNKNOWN, (unknown + 1, pieces + 1, start, before))
                for word, fit in words:
                    state = _after(before, fit, start)
                    if state is not None:
                        reach(start + len(word), state, (unknown, pieces + 1, start, before))
        return self._walk_back(run, best)

    def _walk_back(self, run: str, best: Sequence[Mapping[_Before, _Step]]) -> list[Segment[T]]:
        segments: list[Segment[T]] = []
        end, state = len(run), min(best[-1], key=lambda s: best[-1][s][:2])
        while end:
            _, _, start, before = best[end][state]
            if state is not _Before.UNKNOWN:
                segments.append(Segment(run[start:end], self._words[run[start:end]][1]))
            elif segments and segments[-1].meaning is None:
                segments[-1] = Segment(run[start:end] + segments[-1].text, None)
            else:
                segments.append(Segment(run[start:end], None))
            end, state = start, before
        return segments[::-1]
