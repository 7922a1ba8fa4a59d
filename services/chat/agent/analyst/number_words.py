"""Numbers in a question, with the counter after them: 5곳, 60km/h, 다섯 개, 1,000원."""

import re
from collections.abc import Iterator

from services.chat.agent.analyst.meanings import NumberWord

_NATIVE = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20,
    "하나": 1, "둘": 2, "셋": 3, "넷": 4,
}  # fmt: skip
_COUNTER_WORDS = (
    "번째로 번째 군데 가지 곳 개 건 대 명 위까지 위 행 줄 등 순위 km/h kmh km 킬로미터 킬로 퍼센트 "
    "percent 프로 % 원 면 세 살 배 칸 개소 회 번 년간 년동안 개년 개월 일간 시간 분 백분위수 백분위 "
    "퍼센타일 분위수 분위 사분위수 사분위 곳만 개만 건만 대만 년 시 일"
)
_COUNTER = "|".join(sorted(map(re.escape, _COUNTER_WORDS.split()), key=len, reverse=True))
_DIGITS = re.compile(
    rf"(?P<n>-?\d+(?:,\d{{3}})*(?:\.\d+)?)(?P<scale>십만|백만|천만|만|천|백(?!분)|억)?(?P<counter>{_COUNTER})?"
)
_RANGE = re.compile(
    rf"(?P<a>\d+(?:\.\d+)?)(?:{_COUNTER})?(?:~|-|에서|부터)(?P<b>\d+(?:\.\d+)?)(?P<counter>{_COUNTER})?(?:까지|사이)?"
)
_SPELLED = re.compile(
    rf"(?P<n>{'|'.join(sorted(_NATIVE, key=len, reverse=True))})"
    r"(?P<counter>번째로|번째|군데|가지|곳|개|건|대|명|줄|행|칸|살)"
)
_FIRST = re.compile(r"첫(?:번째로|번째|(?=행|줄))")
_SCALES = {"백": 100, "천": 1_000, "만": 10_000, "십만": 100_000, "백만": 1_000_000, "천만": 10_000_000, "억": 10**8}
_QUARTILES = {
    "제1사분위수": 25,
    "1사분위수": 25,
    "제3사분위수": 75,
    "3사분위수": 75,
    "제2사분위수": 50,
    "q1": 25,
    "q3": 75,
}


def patterns(text: str, start: int) -> Iterator[tuple[int, NumberWord]]:
    """(end, meaning) of each number that starts at `start` of a text without spaces."""
    for word, percentile in _QUARTILES.items():
        if text.startswith(word, start):
            yield start + len(word), NumberWord(percentile, "백분위수")
    if start and text[start - 1].isdigit():
        return
    span = _RANGE.match(text, start)
    if span:
        yield span.end(), NumberWord(float(span["a"]), span["counter"] or "", float(span["b"]))
    match = _DIGITS.match(text, start)
    if match:
        value = float(match["n"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
        yield match.end(), NumberWord(value, match["counter"] or "")
        if match["counter"]:
            yield match.start("counter"), NumberWord(value)
    first = _FIRST.match(text, start)
    if first:
        yield first.end(), NumberWord(1, "번째")
    spelled = _SPELLED.match(text, start)
    if spelled:
        yield spelled.end(), NumberWord(_NATIVE[spelled["n"]], spelled["counter"])
