"""The hour a Korean line speaks of: 밤 11시, 오후 3시 반, 14:30, 열한 시, 새벽, 자정, 퇴근길."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Part of the day -> (the earliest hour it can mean, the hour it stands for alone). A 12-hour clock time is
# the first such hour from the earliest on: 밤(18) 11시 is 23, and 밤 1시 is 25, 01:00 of the next day.
_PARTS = {
    "새벽": (0, 3), "이른 아침": (0, 6), "아침": (0, 8), "오전": (0, 10),
    "출근길": (0, 8), "출근 시간": (0, 8), "출근시간": (0, 8), "출근": (0, 8),
    "등굣길": (0, 8), "등교길": (0, 8), "등교": (0, 8),
    "점심시간": (7, 12), "점심": (7, 12), "한낮": (7, 13), "대낮": (7, 14), "낮": (7, 14),
    "오후": (12, 15), "하굣길": (12, 15), "하교길": (12, 15), "하교": (12, 15), "저녁": (13, 19),
    "퇴근길": (12, 18), "퇴근 시간": (12, 18), "퇴근시간": (12, 18), "퇴근": (12, 18),
    "야간": (18, 22), "밤": (18, 22), "늦은 밤": (18, 23),
    "심야": (18, 23), "한밤중": (18, 23), "한밤": (18, 23),
}  # fmt: skip
_NIGHT = 18
_NATIVE = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6,
    "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열한": 11, "열두": 12,
}  # fmt: skip


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LATIN = re.compile(r"(?i)(?<![a-z\d])(?:(am|pm)\s?(\d{1,2})(?![\d:])|(\d{1,2})\s?(am|pm)(?![a-z]))")
_PART = re.compile(rf"({any_of(_PARTS)})(?!은\s|나무|춰)(?:\s{{0,2}}(\d{{1,2}})(?=[\s,]|$))?")
_CLOCK = re.compile(
    r"(?<![\d.:])(?:(?P<digits>\d{1,2})\s{0,2}시(?!간|속)(?:\s{0,2}(?:\d{1,2}\s?분|반))?"
    r"|(?P<colon>\d{1,2}):\d{2}(?::\d{2})?(?!\d))"
    rf"|(?<![가-힣])(?P<native>{any_of(_NATIVE)})\s?시(?!간|속|적|장|민)(?:\s{{0,2}}(?:\d{{1,2}}\s?분|반))?"
    r"|(?P<word>자정|정오)"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """`hour` is 0-23, or None; `next_day` if past the midnight that ends the named day (밤 12시, 밤 1시,
    24시); `note` says in Korean what was assumed or wrong; `rest` is the text that is left."""

    hour: int | None
    next_day: bool
    note: str
    rest: str


def read_clock(text: str) -> Clock:
    """The first clock time, read with the part of the day before it; or the hour of the part alone."""
    text = _LATIN.sub(lambda m: f" {_half_day(m[1] or m[4])} {m[2] or m[3]}시 ", text)
    parts = [(m.start(), m[1]) for m in _PART.finditer(text)]
    # Same length as the match, so that positions stay comparable.
    text = _PART.sub(lambda m: f" {m[2]}시".rjust(len(m[0])) if m[2] else " " * len(m[0]), text)
    clocks = list(_CLOCK.finditer(text))
    rest = _CLOCK.sub(" ", text)
    if clocks:
        before = [part for start, part in parts if start < clocks[0].start()] or [part for _, part in parts[:1]]
        return _from_clock(clocks[0], before, rest)
    if parts:
        names = [part for _, part in parts]
        # 퇴근길 저녁, 어제 밤 새벽: the last word is the closer one.
        hour = _PARTS[names[-1]][1]
        late = _PARTS[names[-1]][0] == 0 and any(_PARTS[name][0] == _NIGHT for name in names)
        return Clock(hour, late, f"시각이 없어 {hour}시({names[-1]})로 보았습니다.", rest)
    return Clock(None, False, "", rest)


def _half_day(latin: str) -> str:
    return "오전" if latin.lower() == "am" else "오후"


def _from_clock(clock: re.Match[str], parts: list[str], rest: str) -> Clock:
    earliest = [_PARTS[part][0] for part in parts]
    said = clock["digits"] or clock["colon"] or clock["native"] or clock["word"]
    if said == "정오":
        return Clock(12, False, "", rest)
    hour = 0 if said == "자정" else _NATIVE.get(said) or int(said)
    if hour > 24:
        return Clock(None, False, f"{hour}시는 없는 시각입니다. 0시부터 23시 사이로 적어 주세요.", rest)
    note = ""
    if hour <= 12 and earliest:
        start = _NIGHT if _NIGHT in earliest and earliest[-1] == 0 else earliest[-1]  # 어제 밤 새벽 2시
        hour = start + (hour - start) % 12
    elif 0 < hour < 12 and not clock["colon"] and not said.startswith("0"):
        note = f"오전인지 오후인지 없어 오전 {hour}시로 보았습니다."
    return Clock(hour % 24, hour >= 24, note, rest)
