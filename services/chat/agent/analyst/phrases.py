"""Turns of phrase that say a bound, a span or an end in a roundabout way, written plainly before the words are read."""

import re
from collections.abc import Callable
from typing import TypeAlias

_SIGNS = {">=": "이상", "=>": "이상", "≥": "이상", "<=": "이하", "=<": "이하", "≤": "이하", ">": "초과", "<": "미만"}
_ONE = r"(?:단\s*)?(?:한|1)\s*(?P<counter>명|건|대|곳|개|사람|면|군데)"
_NUMBER = (
    r"(?P<number>\d[\d,.]*|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s*(?P<counter>명|건|대|곳|개|사람|면|원|세|살|회)"
)
_SOME = r"(?:이라도|라도|이나마)"
_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10}
_NOBODY = rf"(?:{_ONE}도|하나도|아무도|전혀|아예)"
_PERSONS = r"(?P<who>[가-힣]+자)수?"
_HAPPENED = r"나오|나|있|발생하|생기|다치|죽|일어나"
_TIME_NAME = (
    r"(?:(?:설날?|추석|구정|명절|신정|여름|겨울|봄|황금)\s*)?(?:연휴|휴가철?|방학|명절)(?:\s*기간)?|장마철?(?:\s*기간)?|"
    r"(?:설날?|추석)|(?:출퇴근|출근|퇴근|등교|하교|등하교|심야|야간|주간|새벽|오전|오후|저녁|아침|점심|밤|낮)\s*(?:시간대|시간|길|때)?|"
    r"(?:봄|여름|가을|겨울)철?|[상하]반기|러시아워"
)
_SPAN = r"(?=[^()]*\d)[\d년월일시\s~\-–.,·부터까지에서]+"

_Write: TypeAlias = str | Callable[[re.Match[str]], str]


def _counter(match: re.Match[str]) -> str:
    return "명" if match["counter"] == "사람" else match["counter"]


def _bounded(word: str) -> Callable[[re.Match[str]], str]:
    def write(match: re.Match[str]) -> str:
        return f"{_NATIVE.get(match['number'], match['number'])}{_counter(match)} {word} "

    return write


def _weekdays(match: re.Match[str]) -> str:
    days = re.findall("[월화수목금토일]", match["days"].replace("요일", ""))
    spelled = [f"{day}요일" for day in days]
    return f"{spelled[0]}부터 {spelled[-1]}까지 " if re.search("[~–-]", match["days"]) else " 또는 ".join(spelled)


_RULES: tuple[tuple[re.Pattern[str], _Write], ...] = tuple(
    (re.compile(pattern), write)
    for pattern, write in (
        (r"^\s*(?:음+|어+|아+|저+|그+)[\s,.…~]+(?=\S)", ""),
        (rf"(?:{_TIME_NAME})\s*\((?P<span>{_SPAN})\)", lambda m: f"{m['span']} "),
        (r"(?:주말|휴일|평일|주중)\s*\((?P<days>[월화수목금토일][월화수목금토일요,·/\s~–\-와과및]*)\)", _weekdays),
        (r"(?<=[일월년시\d])\s*[~∼～]\s*(?=\d)", "~"),
        (rf"{_ONE}{_SOME}", lambda m: f"1{_counter(m)} 이상"),
        (rf"하나{_SOME}", "1 이상"),
        (rf"(?:적어도|최소한?|못해도|적게\s*잡아도)\s*{_NUMBER}(?:\s*이상)?(?:은|이|인)?", _bounded("이상")),
        (rf"(?:많아야|많아봐야|기껏해야|고작|최대한?)\s*{_NUMBER}(?:\s*이하)?(?:인)", _bounded("이하")),
        (rf"(?:많아야|많아봐야|기껏해야)\s*{_NUMBER}(?:\s*이하)?", _bounded("이하")),
        (rf"{_NOBODY}\s*없(?:는|던|었던)\s+{_PERSONS}(?:가|이)?(?=\s)", lambda m: f"{m['who']} 없는"),
        (rf"{_PERSONS}(?:가|이|는|은)?\s*{_NOBODY}\s*없(?=는|던|었던)", lambda m: f"{m['who']}가 없"),
        (rf"{_NOBODY}\s*(?:안\s*(?:죽|숨지|사망하)[가-힣]+|(?:죽|숨지|사망하)지\s*않[가-힣]+)", "사망자 없는"),
        (rf"{_NOBODY}\s*(?:안\s*다[치친쳤][가-힣]*|다치지\s*않[가-힣]+)", "부상자 없는"),
        (rf"{_ONE}도\s*(?:없|안\s*(?:{_HAPPENED})|못)[가-힣]*", lambda m: f"0{_counter(m)}인 "),
        (r"(?:하나도|아무도|전혀|아예)\s*(?=없)", ""),
        (r"(?:아무도\s*)?(?:죽지|숨지지|사망하지)\s*(?:않은|않는|않았던|않고)", "사망자 없는"),
        (r"(?:아무도\s*)?다치지\s*(?:않은|않는|않았던|않고)", "부상자 없는"),
        (r"(?<=자)\s*없이(?:\s*(?:끝난|지나간|마무리된))?", " 없는"),
        (r"(?<=\d{4}년)\s*전에?(?=\s)", " 미만"),
        (r"(?<![가-힣])단\s+(?=카메라|cctv|씨씨티비)", "설치된 "),
        (rf"(?:{_HAPPENED}|다)지\s*(?:않은|않는|않았던|않고|아니한)", "없는"),
        (r"(?<=사망|부상|발생|위반)한\s?건(?=[은이]?(?:\s|몇))", "한 경우 "),
        (r"(?P<most>가장|제일|젤)\s*안\s*(?:나는|난|나던|일어나는|일어난|발생하는)", lambda m: f"{m['most']} 적은"),
        (
            r"(?:하나|(?:한|1)\s*(?P<counter>대|명|개|곳|건))만\s*(?:있는|설치된|달린|나온|발생한)",
            lambda m: f"1{m['counter'] or ''}인",
        ),
        (r"안\s*(?:나온|난|생긴|죽은|다친)(?=\s)", "없는"),
        (r"(?:!=|≠|<>)\s*0(?![\d.])", " 1 이상 "),
        (r"(?:!=|≠|<>)\s*(\d[\d,.]*)", lambda m: f" {m[1]}인 제외 "),
        (r"(>=|<=|=>|=<|≥|≤|>|<|==|=)\s*(-?\d[\d,.]*)", lambda m: f" {m[2]} {_SIGNS.get(m[1], '인')} "),
        (r"=", " "),
        (r"(?<=년)도?\s*한\s*해(?:\s*동안)?", " "),
        (r"(?P<but>빼고|빼면|제외하고|제외한|말고|제외하면)\s*나머지", lambda m: m["but"]),
        (r"아무\s*[가-힣]+\s*(?:하나|한\s*(?:개|건|곳|대))만?(?=\s)", "샘플 1건"),
        (r"아무\s*[가-힣]+?(?:이나|나)(?=\s)", "샘플"),
        (r"새로\s*(?:단|달린|달았던|설치한|설치된|생긴|만든|놓은)", "설치된"),
        (r"(?:많|높|크|클|낮|적|늘|어리|어릴|젊|오래)[가-힣]{0,3}수록", " 상관관계 "),
        (r"(?:오래|먼저)\s*전에?", "오래된 "),
        (r"최고령(?:자)?", "최고 나이 "),
        (r"최연소(?:자)?", "최저 나이 "),
        (r"(?:가장|제일|젤)\s*(?:어린|젊은|나이(?:가)?\s*(?:적은|어린|젊은))", "최저 나이 "),
        (r"(?:가장|제일|젤)\s*(?:늙은|나이(?:가)?\s*(?:많은|든|많이\s*든))", "최고 나이 "),
        (r"최저 나이 (?=사람\s*나이|나이)(?:사람\s*)?나이", "최저 나이"),
        (r"최고 나이 (?=사람\s*나이|나이)(?:사람\s*)?나이", "최고 나이"),
    )
)


def plainly(question: str) -> str:
    """`한 명이라도` as `1명 이상`, `> 5` as `5 초과`, `출근 시간대(7~9시)` as `7~9시`."""
    for pattern, write in _RULES:
        question = pattern.sub(write, question)
    return question
