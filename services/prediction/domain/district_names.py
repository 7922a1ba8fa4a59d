"""Which district a Korean line means: 상동, 수성구, 범어1동 (administrative name), 범아동 (a typo)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from services.prediction.domain.accident_words import Meaning, Role, role_at
from services.prediction.domain.word_segments import Fit, Segment

_NUMBERED = re.compile(r"^(.+[동로])(\d가)$")  # 수성동4가, 종로1가
_ADMINISTRATIVE = re.compile(r"([가-힣]{1,4}?)제?\d{1,2}(?:[·.,]\d{1,2})*동(?![가-힣]*\d가)")
_NAME_LIKE = re.compile(r"[가-힣]{2,5}?[동읍면로](?:\d가)?")
# One wrong vowel or consonant among the 8 or so letters of a three-syllable name passes, two do not.
_NEAR_ENOUGH = 0.85


@dataclass(frozen=True, slots=True)
class District:
    """`name` is the full district, or None; `note` says in Korean what was assumed or why there is none;
    `used` are the texts that were read as a name although they are not one."""

    name: str | None
    note: str = ""
    used: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Named:
    """The places of a line in order: 구 as `시 구`, each 동 as all it can be, and 동 that are a direction."""

    areas: list[str]
    places: list[tuple[str, ...]]
    towards: list[tuple[str, ...]]
    outside: bool


def _letters(name: str) -> str:
    """The consonants and vowels of a Korean word, so that a typo in one of them is one edit."""
    return unicodedata.normalize("NFD", name)


class DistrictNames:
    """The names of the districts given, each `시 구 동` or `시 구`."""

    def __init__(self, districts: Sequence[str]) -> None:
        self._whole: dict[str, str] = {}  # 대구광역시 수성구 -> itself, where the model knows a 구 without a 동
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._districts: dict[str, str] = {}  # 수성구 -> 대구광역시 수성구
        for full in districts:
            parts = full.split()
            if len(parts) < 2:
                continue
            area = " ".join(parts[:2])
            self._districts[parts[1]] = area
            if len(parts) == 2:
                self._whole[area] = full
            else:
                self._add(parts[2], full)
        for name, fulls in tuple(self._by_name.items()):
            for full in fulls:
                for alias in _aliases(name):
                    if not (alias.endswith("면") and alias in self._by_name):
                        self._add(alias, full)
        self._fuzzy = {name: _letters(name) for name in self._by_name if len(name) >= 3}

    def _add(self, name: str, full: str) -> None:
        self._by_name[name] = (*self._by_name.get(name, ()), full)

    def words(self) -> dict[str, tuple[Fit, Meaning]]:
        """The names of 구 and 동 as words of a line."""
        words = {
            word: (Fit.ALONE, Meaning(Role.DISTRICT, places=(area,)))
            for name, area in self._districts.items()
            for word in (name, name + "청", name[:-1])
            if len(word) >= 2
        }
        words |= {name: (Fit.ALONE, Meaning(Role.PLACE, places=fulls)) for name, fulls in self._by_name.items()}
        return words

    def stems(self) -> dict[str, tuple[Fit, Meaning]]:
        """The names without 동, 읍, 면. Many are everyday words too (대신, 문화), so others go first."""
        fulls_of: dict[str, tuple[str, ...]] = {}
        for name, fulls in self._by_name.items():
            if len(name) >= 3 and name[-1] in "동읍면":
                fulls_of[name[:-1]] = (*fulls_of.get(name[:-1], ()), *fulls)
        return {
            stem: (Fit.ALONE, Meaning(Role.PLACE_STEM, places=tuple(dict.fromkeys(fulls))))
            for stem, fulls in fulls_of.items()
        }

    def join(self, text: str) -> str:
        """The text with 범어1동 written as 범어동 and 수성동 4가 as 수성동4가, where those are districts."""
        text = re.sub(r"([동로])\s{1,3}(\d가)", r"\1\2", text)

        def legal(match: re.Match[str]) -> str:
            name = match[1] + "동"
            return name if name in self._by_name else match[0]

        return _ADMINISTRATIVE.sub(legal, text)

    def find(self, segments: Sequence[Segment[Meaning]]) -> District:
        """The district that a line names. The first place counts, unless it is only a direction."""
        named = self._collect(segments)
        areas = named.areas
        if named.outside and not (named.places or areas):
            return District(None, "대구 안의 사고만 예측할 수 있습니다. 대구의 동 이름을 적어 주세요.")
        candidates = (named.places or named.towards or [()])[0]
        used: frozenset[str] = frozenset()
        note = ""
        if not candidates and (typo := self._nearest(segments, areas)):
            used, candidates = frozenset({typo[0]}), typo[1]
            note = f"동 이름을 고쳐 읽었습니다: {typo[0]} → {candidates[0].split()[-1]}."
        if not candidates:
            return self._of_area(areas)
        within = tuple(full for full in candidates if not areas or " ".join(full.split()[:2]) in areas)
        if not within:
            note = f"적은 구와 동이 맞지 않아 동을 따랐습니다: {_short(candidates[0])}."
            within = candidates
        if len(within) == 1:
            return District(within[0], note, used)
        listed = ", ".join(_short(full) for full in within)
        if len({full.split()[1] for full in within}) > 1:
            return District(None, f"이름이 같은 곳이 여럿입니다({listed}). 구를 함께 적어 주세요.", used)
        return District(within[0], f"해당하는 곳이 여럿({listed})이라 첫 번째로 보았습니다.", used)

    def _collect(self, segments: Sequence[Segment[Meaning]]) -> _Named:
        named = _Named([], [], [], False)
        elsewhere = False
        for i, segment in enumerate(segments):
            role, direction = role_at(segments, i), role_at(segments, i + 1) is Role.TOWARDS
            if role is Role.CITY:
                elsewhere = False
            elif role is Role.ELSEWHERE and not direction:
                elsewhere = named.outside = True
            if elsewhere or segment.meaning is None:
                continue
            if role is Role.DISTRICT:
                named.areas.extend(segment.meaning.places)
            elif role is Role.PLACE or (role is Role.PLACE_STEM and _is_place(segments, i)):
                (named.towards if direction else named.places).append(segment.meaning.places)
        return named

    def _of_area(self, areas: Sequence[str]) -> District:
        if not areas:
            return District(None)
        area = areas[0]
        if area in self._whole:
            return District(self._whole[area], f"동 이름이 없어 {area} 전체로 보았습니다.")
        return District(None, f"{area}의 어느 동인지 적어 주세요.")

    def _nearest(
        self, segments: Sequence[Segment[Meaning]], areas: Sequence[str]
    ) -> tuple[str, tuple[str, ...]] | None:
        for segment in segments:
            if segment.meaning is not None or not (found := _NAME_LIKE.match(segment.text)) or len(found[0]) < 3:
                continue
            near = process.extract(
                _letters(found[0]),
                self._fuzzy,
                scorer=Levenshtein.normalized_similarity,
                score_cutoff=_NEAR_ENOUGH,
                limit=3,
            )
            best = [name for _, score, name in near if score == near[0][1]]
            fulls = tuple(full for name in best for full in self._by_name[name])
            fulls = tuple(full for full in fulls if " ".join(full.split()[:2]) in areas) or fulls
            if fulls:
                return segment.text, fulls
        return None


def _aliases(name: str) -> list[str]:
    if numbered := _NUMBERED.match(name):
        stem = numbered[1].removesuffix("동")
        return [numbered[1], f"{stem}{numbered[2]}", f"{stem}{numbered[2]}동"]
    return [name[:-1] + "면"] if name.endswith("읍") else []


def _short(full: str) -> str:
    return " ".join(full.split()[1:])


def _is_place(segments: Sequence[Segment[Meaning]], i: int) -> bool:
    """A name without its 동 counts before a junction or station (범어네거리) or after a 구."""
    if role_at(segments, i + 1) is Role.JUNCTION or (i + 1 < len(segments) and segments[i + 1].text == "역"):
        return True
    return role_at(segments, i - 1) is Role.DISTRICT
