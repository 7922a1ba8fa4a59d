"""Questions about what no dataset has: the news of the day, days to come, places that do not exist."""

import re

from services.chat.agent.analyst.columns import DISTRICTS
from services.chat.agent.analyst.not_understood import NOT_UNDERSTOOD, no_such_district

_WEATHER = re.compile(
    r"^(?:오늘|내일|모레|어제|이번주말?|다음주말?|지금|주말|요즘|현재)의?(?:대구|수성구|달서구|중구|동구|서구|남구|북구|달성군)?의?"
    r"(?:날씨|기온|미세먼지|비가?(?:와|올까|오나|오니|옵니까))"
)
_FUTURE = re.compile(r"(?:^|\s)(?:내일|모레|글피|다음\s*(?:주|달|해)|내년|내후년)")
_NEWS = re.compile(
    r"(?<![가-힣])(?:주가|주식|증시|코스피|코스닥|환율|비트코인|가상\s*화폐|암호\s*화폐|집값|금리|기름값|로또|운세|"
    r"(?:부동산|아파트)\s*(?:가격|시세|값)|복권\s*번호|선거\s*결과)(?=[은는이가도를을의]?(?:\s|[?.!]|$)|[가-힣]{0,2}얼마)"
)
_NO_DISTRICT = re.compile("|".join(f"{name[:-1]}구" for name in sorted(DISTRICTS) if name.endswith("군")))
_ACCIDENT = re.compile(
    r"사고|eclo|심각|위험|충돌|추돌|부딪|들이받|치이|치였|다치|다칠|사망|죽|교차로|횡단보도|차대|차량단독|노면",
    re.IGNORECASE,
)
_CIRCUMSTANCES = 2
"""So many of them describe an accident that is not called one: `금요일 저녁 비 오는 상동`."""


def elsewhere(text: str) -> str:
    """Why the question is not about what any dataset has; empty if it may be."""
    wrong = _NO_DISTRICT.search(text)
    if wrong is not None:
        return no_such_district(wrong.group())
    if _WEATHER.match(re.sub(r"\s", "", text)) and "사고" not in text:
        return "실제 날씨는 이 데이터에 없습니다."
    if _NEWS.search(text):
        return "이 데이터와 관계없는 주제입니다. 오늘의 소식이나 시세는 알지 못합니다."
    if _FUTURE.search(text):
        return "아직 오지 않은 날은 데이터에 없습니다."
    return ""


def unpredictable(text: str, circumstances: int) -> str:
    """Why this is no prediction of an accident, with so many circumstances understood; empty if it may be one."""
    if _ACCIDENT.search(text) or circumstances >= _CIRCUMSTANCES:
        return ""
    return f"{NOT_UNDERSTOOD} 여기서는 교통사고 심각도(ECLO)만 예측할 수 있고, 다른 것은 예측하지 못합니다."
