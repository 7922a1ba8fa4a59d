"""Finds what a mistyped word means: known words that differ in a letter or two of Hangul."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.chat.agent.analyst.columns import DISTRICTS
from services.chat.agent.analyst.meanings import Says, Term

_SHORTEST = 2
_FREQUENT = ("건수", "갯수", "개수", "평균", "합계", "비율")
"""Short words that are worth a guess: any other word of two syllables is like too many."""


def letters(word: str) -> str:
    """Syllables taken apart: one wrong vowel is one wrong letter."""
    return unicodedata.normalize("NFD", word)


def near_districts(word: str) -> list[str]:
    """Districts that differ from `달성구` in one letter, if there are several."""
    found = re.match("[가-힣]+?[구군]", word)
    spelled = letters(found.group()) if found else ""
    near = sorted(each for each in DISTRICTS if OSA.distance(spelled, letters(each)) <= 1)
    return near if len(near) > 1 else []


class NearWords:
    """The words of a dataset and of the language, by their letters."""

    def __init__(self, *vocabularies: Mapping[str, Term]) -> None:
        words: dict[str, str] = {}
        for vocabulary in vocabularies:
            for word, term in vocabulary.items():
                if (
                    len(word) >= _SHORTEST
                    and not (term.verb or (isinstance(term.meaning, Says) and term.meaning is Says.FILLER))
                    and not word.isascii()
                ):
                    words.setdefault(letters(word), word)
        self._words = words
        self._letters = list(words)

    def nearest(self, unknown: str, endings: Iterable[int] = (0, 1, 2)) -> tuple[str, str] | None:
        """(the mistyped part, the known word), or None. Particles at the end of the unknown word may be left over."""
        best: tuple[int, int, str, str] | None = None
        for cut in endings:
            part = unknown[: len(unknown) - cut]
            if len(part) < _SHORTEST:
                break
            spelled = letters(part)
            allowed = 1 if len(spelled) < 10 else 2
            if len(spelled) < 5:
                continue
            candidates = self._letters if len(spelled) >= 6 else [letters(word) for word in _FREQUENT]
            found = process.extractOne(spelled, candidates, scorer=OSA.distance, score_cutoff=allowed)
            if found is None:
                continue
            known = self._words[found[0]]
            if near_districts(part):
                continue  # 달성구 is as near to 달서구 as to 달성군
            if len(known) != len(part) and (len(part) < 4 or abs(len(known) - len(part)) > 1):
                continue
            rank = (int(found[1]), cut, part, known)
            if best is None or rank < best:
                best = rank
        return (best[2], best[3]) if best else None
