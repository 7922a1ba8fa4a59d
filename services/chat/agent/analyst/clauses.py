"""Two questions in one sentence: `가장 많은 구는 어디고, 사망자는 몇 명이야?`, `사고가 가장 많은 시간대의 사망자수`."""

import re
from dataclasses import dataclass

from services.chat.agent.analyst.synonyms import ROW_NOUNS

_ASKED = r"(?:어디|언제|누구|무엇|뭐|뭔|얼마|몇|며칠)"
_MOST = r"(?:가장|제일|젤|최고로|[가-힣\d]+\s*번째로)"
_AND = r"(?:이랑|랑|하고|와|과|,)"
_ROWS = f"(?:{'|'.join(ROW_NOUNS)})"
_COUNTED = rf"{_ROWS}\s*(?:수|건수|개수|대수)"
_BOUNDARIES = tuple(
    re.compile(pattern)
    for pattern in (
        # 어디고, 몇 건이며, 얼마나 되고, 언제인지
        rf"^(?P<first>.*?{_ASKED}[^,.?!]{{0,10}}?(?:(?<!사)고|며|구요|[는은인]지(?:랑|하고)?))[,\s]+(?P<rest>\S.*)$",
        r"^(?P<first>.+?(?:알려|보여|말해|찾아|뽑아|구해)\s*주(?:시)?)고[,\s]+(?P<rest>\S.*)$",
        r"^(?P<first>.+?[^\d\s])[?!.]+\s+(?P<rest>\S.*)$",
        r"^(?P<first>.+?)\s*,?\s+(?:그리고|또한)\s+(?P<rest>\S.*)$",
        rf"^(?P<first>.*{_MOST}\s.+?){_AND}\s+(?P<rest>.*{_MOST}\s.*)$",
        rf"^(?P<first>.*{_MOST}\s.+?){_AND}\s+(?P<rest>(?:그때|거기|그곳|그\s*\S+)\s.*)$",
        # 공영주차장 수, 민영주차장 수
        rf"^(?P<first>[^,]*{_COUNTED})\s*,\s*(?P<rest>(?!.*(?:비교|차이|상관|비율)).*{_COUNTED}.*)$",
        # what is asked of the most of something
        rf"^(?P<first>.*{_MOST}\s*\S+\s+\S+?)(?:에서는|에서의|에서|에선|의)\s+(?P<rest>\S.*)$",
    )
)
_TWO_GROUPS = re.compile(rf"^(?P<head>.*{_MOST}\s*\S+\s+)(?P<one>[^\s,]+?){_AND}\s*(?P<other>[^\s,]+)$")
"""`사고가 가장 많은 시간대와 요일`: the most of each, and not of their combinations."""
_AFTERTHOUGHT = re.compile(r"(?:기준|순서|순|위주|단위|별|에서|중|만)(?:에서)?(?:으로|로)?(?:요|만)?[\s.?!]*$")
"""`사망자 기준으로`, said after the question that it belongs to."""
_LINK = re.compile(r"^(?:그리고|또한|또|그럼|그러면)[,\s]+")


_LEADING = re.compile(rf"(?P<subject>.*?){_MOST}\s")


@dataclass(frozen=True, slots=True)
class Halves:
    """`by_group`: they are two questions only if each is about groups of its own."""

    first: str
    rest: str
    by_group: bool = False


def apart(question: str) -> list[Halves]:
    """Ways to take a question apart into a first one and the rest, the clearest first; none if it is one question."""
    found = []
    for boundary in _BOUNDARIES:
        match = boundary.match(question.strip())
        if match and not _AFTERTHOUGHT.search(match["rest"]):
            first, rest = match["first"].strip(), _LINK.sub("", match["rest"].strip())
            found.append(Halves(first, _with_subject(first, rest)))
    groups = _TWO_GROUPS.match(question.strip())
    if groups:
        found.append(Halves(groups["head"] + groups["one"], groups["head"] + groups["other"], by_group=True))
    return found


def _with_subject(first: str, rest: str) -> str:
    """`CCTV가 제일 많은 구와 제일 적은 구`: what is least is what is most."""
    leading, following = _LEADING.match(first), _LEADING.match(rest)
    return f"{leading['subject']}{rest}" if leading and following and not following["subject"] else rest
