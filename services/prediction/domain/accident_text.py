"""Turns one Korean line ("어제 밤 11시 수성구 상동 교차로 비") into the fields of an accident, by rules."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from services.prediction.domain.accident_words import Meaning, Role, plain_words, role_at
from services.prediction.domain.district_names import DistrictNames
from services.prediction.domain.korean_time import read_when
from services.prediction.domain.word_segments import Segmenter

REQUIRED = (
    "weather", "road_surface", "road_type", "accident_type", "district",
    "accident_year", "accident_month", "accident_day", "accident_hour",
)  # fmt: skip
MAX_CHARACTERS = 200

_PLAIN_ROAD = "단일로 - 기타"
_AT_JUNCTION = "교차로 - 교차로안"
_NEAR_JUNCTION = "교차로 - 교차로부근"
_JUNCTION_CROSSING = "교차로 - 교차로횡단보도내"
_ON_CROSSING = "단일로 - 횡단보도상"
_NEAR_CROSSING = "단일로 - 횡단보도부근"
_DASH = re.compile(r"\s{0,3}-\s{0,3}")
# Words that belong together although a space may stand between them; and words to drop, for their first
# part means something else alone: 전동 is also a 동, 눈 also snow.
_JOINED = re.compile(
    r"(?<![가-힣])(안)\s{1,3}(?=[오왔옴와온내끼])|(다리|교량)\s{1,3}(?=위)|(?<![가-힣])([앞뒤뒷옆])\s{1,3}(?=차)"
    r"|(어린이)\s{1,3}(?=보호)|(무단)\s{1,3}(?=횡단)|전동\s{0,3}(?=킥보드|휠체어|스쿠터|자전거)|눈이?\s{0,3}부(?=[셔시신])"
)
# 수성교, 팔달교: a bridge by its name; 초등학교 is none.
_BRIDGE = re.compile(r"(?<![가-힣])[가-힣]{2,4}(?<!학)교(?=에서|\s?위|[\s,]|$)")
# The commonest partner among the 153 894 accidents of Daegu 2007-2017 (TAAS), where fog has no dry road;
# for snow 적설 rather than the slightly more frequent 서리/결빙, which people name when they mean it.
_SURFACE_OF_WEATHER = {"비": "젖음/습기", "눈": "적설", "안개": "젖음/습기"}
_WEATHER_OF_SURFACE = {"젖음/습기": "비", "적설": "눈", "침수": "비"}
_WEATHER_AFTER = {"비": "흐림", "눈": "맑음"}
# 차대사람 is 63% and 59% of the accidents there, 차대차 75% of all.
_PEDESTRIAN_ROADS = (_ON_CROSSING, _JUNCTION_CROSSING)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the text did not say. `value` is empty if nothing could be assumed; the message says why."""

    field: str
    value: str
    message_ko: str


@dataclass(frozen=True, slots=True)
class ParsedAccident:
    """`fields` by name, values from the vocabulary; `missing` are required fields neither read nor sensibly
    assumed; `unrecognized` are the words that were not understood."""

    fields: Mapping[str, str | int]
    assumptions: tuple[Assumption, ...]
    missing: tuple[str, ...]
    unrecognized: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextVocabulary:
    """The model's valid values. Districts are full names: 대구광역시 수성구 상동."""

    weather: Sequence[str]
    road_surface: Sequence[str]
    road_type: Sequence[str]
    accident_type: Sequence[str]
    districts: Sequence[str]


def parse_accident(text: str, now: datetime, vocabulary: TextVocabulary) -> ParsedAccident:
    """Reads the first 200 characters. `now` is aware; dates are those of Asia/Seoul. Never raises."""
    language = _language(
        tuple(vocabulary.weather),
        tuple(vocabulary.road_surface),
        tuple(vocabulary.road_type),
        tuple(vocabulary.accident_type),
        tuple(vocabulary.districts),
    )
    # A syllable can arrive as up to three letters (NFD, as macOS writes file names).
    return _Reading(unicodedata.normalize("NFC", text[: 3 * MAX_CHARACTERS])[:MAX_CHARACTERS], now, language).result()


@dataclass(frozen=True, slots=True)
class _Language:
    """The words of one vocabulary, built once."""

    valid: dict[str, frozenset[str]]
    districts: DistrictNames
    cut: Segmenter[Meaning]


@lru_cache(maxsize=4)
def _language(
    weather: tuple[str, ...],
    road_surface: tuple[str, ...],
    road_type: tuple[str, ...],
    accident_type: tuple[str, ...],
    districts: tuple[str, ...],
) -> _Language:
    valid = {
        "weather": frozenset(weather),
        "road_surface": frozenset(road_surface),
        "road_type": frozenset(road_type),
        "accident_type": frozenset(accident_type),
    }
    names = DistrictNames(districts)
    return _Language(valid, names, Segmenter(names.stems() | plain_words(valid) | names.words()))


class _Reading:
    """One text being read."""

    def __init__(self, text: str, now: datetime, language: _Language) -> None:
        self._language = language
        self._fields: dict[str, str | int] = {}
        self._notes: list[tuple[str, str]] = []
        text = self._take_road(text)
        when = read_when(language.districts.join(_JOINED.sub(_without_space, _BRIDGE.sub("대교", text))), now)
        self._segments = language.cut(when.rest)
        self._fields.update(when.fields)
        self._notes.extend(when.notes)
        district = language.districts.find(self._segments)
        self._settle("district", district.name, district.note)
        self._unrecognized = tuple(
            dict.fromkeys(
                s.text for s in self._segments if s.meaning is None and len(s.text) > 1 and s.text not in district.used
            )
        )
        self._read_conditions()

    def result(self) -> ParsedAccident:
        fields = {name: self._fields[name] for name in REQUIRED if name in self._fields}
        notes = sorted(self._notes, key=lambda note: REQUIRED.index(note[0]))
        return ParsedAccident(
            fields,
            tuple(Assumption(name, str(fields.get(name, "")), message) for name, message in notes),
            tuple(name for name in REQUIRED if name not in fields),
            self._unrecognized,
        )

    def _settle(self, field: str, value: str | None, note: str = "") -> None:
        if value is not None:
            self._fields[field] = value
        if note:
            self._notes.append((field, note))

    def _valid(self, field: str, value: str) -> bool:
        return value in self._language.valid[field]

    def _assume(self, field: str, value: str, because: str) -> None:
        if field not in self._fields and self._valid(field, value):
            self._settle(field, value, f"{because} '{value}'{_ro(value)} 보았습니다.")

    def _take_road(self, text: str) -> str:
        """A road type written as the model writes it: 교차로 - 교차로안."""
        spaced = _DASH.sub(" - ", text)
        written = [road for road in self._language.valid["road_type"] if " - " in road and road in spaced]
        if not written:
            return text
        road = max(written, key=len)
        self._fields["road_type"] = road
        return spaced.replace(road, " ")

    def _read_conditions(self) -> None:
        cues, past = self._cues()
        for field in ("weather", "road_surface", "accident_type"):
            if cue := _heaviest(cues, field):
                self._fields[field] = cue.value
        self._read_road(cues)
        fields = self._fields
        if past in _SURFACE_OF_WEATHER:
            self._assume("road_surface", _SURFACE_OF_WEATHER[past], f"{past} 온 뒤라고 하여 노면을")
            self._assume("weather", _WEATHER_AFTER.get(past, "맑음"), f"{past} 온 뒤라고 하여 날씨를")
        if implied := _WEATHER_OF_SURFACE.get(str(fields.get("road_surface"))):
            self._assume("weather", implied, "노면 상태로 보아 날씨를")
        self._assume("weather", "맑음", "날씨가 없어")
        surface = _SURFACE_OF_WEATHER.get(str(fields.get("weather")), "건조")
        self._assume("road_surface", surface, "노면 상태가 없어 날씨에 맞추어")
        self._assume("road_type", _PLAIN_ROAD, "도로 형태가 없어 가장 흔한")
        if fields.get("road_type") in _PEDESTRIAN_ROADS:
            self._assume("accident_type", "차대사람", "사고 유형이 없어 횡단보도에서 가장 흔한")
        self._assume("accident_type", "차대차", "사고 유형이 없어 가장 흔한")

    def _cues(self) -> tuple[list[Meaning], str]:
        """What the words stand for, without what was denied; and the weather that was over by then."""
        cues: list[Meaning] = []
        past = ""
        for i, segment in enumerate(self._segments):
            meaning = segment.meaning
            if meaning is None or meaning.role is not Role.CUE:
                continue
            after = self._role_after(i)
            if after is Role.OVER and meaning.field == "weather":
                past = meaning.value
            elif after is not Role.NOT and not (
                meaning.field == "road_type" and role_at(self._segments, i + 1) is Role.NEAR
            ):
                cues.append(meaning)
        return cues, past

    def _read_road(self, cues: Sequence[Meaning]) -> None:
        if "road_type" in self._fields:
            return
        cue = _heaviest(cues, "road_type")
        if cue is not None and cue.weight > 1:  # a bridge often only names the junction beside it
            self._fields["road_type"] = cue.value
            return
        junctions = [i for i in range(len(self._segments)) if self._stands(i, Role.JUNCTION)]
        crossings = [i for i in range(len(self._segments)) if self._stands(i, Role.CROSSING)]
        if junctions and crossings:
            road = _JUNCTION_CROSSING
        elif junctions:
            road = self._at_junction(junctions[0])
        elif crossings:
            road = _NEAR_CROSSING if role_at(self._segments, crossings[0] + 1) is Role.NEAR else _ON_CROSSING
        else:
            road = cue.value if cue else ""
        if self._valid("road_type", road):
            self._fields["road_type"] = road

    def _at_junction(self, i: int) -> str:
        if role_at(self._segments, i + 1) is Role.NEAR:
            return _NEAR_JUNCTION
        words = "".join(segment.text for segment in self._segments[i : i + 2])
        if not re.search("[안내]", words) and self._valid("road_type", _AT_JUNCTION):
            self._notes.append(("road_type", "교차로 안인지 부근인지 없어 교차로 안으로 보았습니다."))
        return _AT_JUNCTION

    def _stands(self, i: int, role: Role) -> bool:
        return role_at(self._segments, i) is role and self._role_after(i) is not Role.NOT

    def _role_after(self, i: int) -> Role | None:
        """The role of the next word, particles and endings aside: 비는 안 왔고 is 비, then a NOT."""
        i += 1
        while role_at(self._segments, i) is Role.ENDING:
            i += 1
        return role_at(self._segments, i)


def _without_space(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group), " ")


def _heaviest(cues: Sequence[Meaning], field: str) -> Meaning | None:
    """The first of the heaviest cues of a field."""
    return max((cue for cue in cues if cue.field == field), key=lambda cue: cue.weight, default=None)


def _ro(word: str) -> str:
    """The particle 로 or 으로 that fits the last syllable."""
    final = (ord(word[-1]) - ord("가")) % 28
    return "로" if final in (0, 8) else "으로"
