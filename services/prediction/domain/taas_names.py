"""How TAAS spells its categories: current names, older ones, and what it publishes.

The current names are those of the files of 2017 and later. Older files spell some of them otherwise; `ALIASES` maps
each old spelling to the current one, for training and serving alike.
"""

import re
import unicodedata
from collections.abc import Mapping

CATEGORICAL_FIELDS = ("weather", "road_surface", "road_type", "accident_type")

PUBLISHED: Mapping[str, tuple[str, ...]] = {
    "weather": ("맑음", "흐림", "비", "눈", "안개", "기타"),
    "road_surface": ("건조", "젖음/습기", "적설", "서리/결빙", "침수", "해빙", "기타"),
    "road_type": (
        "단일로 - 기타",
        "교차로 - 교차로안",
        "교차로 - 교차로부근",
        "교차로 - 교차로횡단보도내",
        "단일로 - 교량",
        "단일로 - 터널",
        "단일로 - 고가도로위",
        "단일로 - 지하차도(도로)내",
        "주차장 - 주차장",
        "철길건널목 - 철길건널목",
        "기타 - 기타",
        "미분류 - 미분류",
    ),
    "accident_type": ("차대차", "차대사람", "차량단독", "철길건널목"),
}
"""Every category TAAS is known to publish, whether or not the training files have it.

침수, 해빙 and 철길건널목 are not in those files.
"""

ALIASES: Mapping[str, Mapping[str, str]] = {
    "weather": {"기타/불명": "기타"},
    "road_surface": {
        "습기": "젖음/습기",
        "젖음": "젖음/습기",
        "결빙": "서리/결빙",
        "서리": "서리/결빙",
        "기타/불명": "기타",
    },
    # The two crosswalk types end in 2016. That 횡단보도상 goes on as 교차로횡단보도내 is read from the counts (501 in
    # 2016, 491 in 2017; pedestrians 65% and 59%; mean log1p(ECLO) 1.615 and 1.599), not from a document of TAAS.
    # 횡단보도부근 has no successor to be seen.
    "road_type": {
        "단일로 - 횡단보도상": "교차로 - 교차로횡단보도내",
        "단일로 - 횡단보도부근": "단일로 - 기타",
        "기타/불명 - 기타/불명": "기타 - 기타",
        "주차장": "주차장 - 주차장",
        "철길건널목": "철길건널목 - 철길건널목",
        "기타": "기타 - 기타",
        "미분류": "미분류 - 미분류",
    },
    "accident_type": {},
}

DONG_ALIASES: Mapping[str, str] = {
    "달성군 옥포면": "달성군 옥포읍",
    "달성군 유가면": "달성군 유가읍",
    "달성군 현풍면": "달성군 현풍읍",
    "달성군 논공읍공단출장": "달성군 논공읍",
    "달성군 다사읍서재출장": "달성군 다사읍",
}
"""`구 동` as older files spell it (읍 since 2018, branch offices under their 읍)."""

CITY = "대구광역시"
CITY_SPELLINGS = (CITY, "대구시", "대구")

PUBLISHED_GU = ("남구", "달서구", "달성군", "동구", "북구", "서구", "수성구", "중구", "군위군")
"""The districts of Daegu; 군위군 joined on 2023-07-01."""

_SPACES = re.compile(r"\s+")


def normalized(text: str) -> str:
    """NFC, stripped, runs of white space as one space: `수성구` typed on a Mac equals `수성구` typed elsewhere."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _key(text: str) -> str:
    return text.replace(" ", "")


_CANONICAL: Mapping[str, Mapping[str, str]] = {
    field: {_key(name): name for name in PUBLISHED[field]} | {_key(old): new for old, new in ALIASES[field].items()}
    for field in CATEGORICAL_FIELDS
}


def canonical_category(field: str, text: str) -> str | None:
    """The current TAAS name for `text` in one of `CATEGORICAL_FIELDS`, or None if TAAS publishes no such value.

    The detail of an accident type (`차대차 - 측면충돌`) is dropped: it is known only after the accident.
    """
    if field == "accident_type":
        text = text.partition(" - ")[0]
    return _CANONICAL[field].get(_key(normalized(text)))


def canonical_dong(gu: str, dong: str) -> tuple[str, str]:
    """`(구, 동)` in the current spelling."""
    name = f"{gu} {dong}"
    gu, _, dong = DONG_ALIASES.get(name, name).partition(" ")
    return gu, dong
