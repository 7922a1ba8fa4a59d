"""Questions about several of the real files at once, and what plain pandas says."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Said
from tests.unit.chat.analyst.real_place_questions import GU, with_district

Files = Mapping[str, pd.DataFrame]
Several = tuple[Sequence[str], str, Callable[[Files], tuple[Said, ...]]]


def cameras(d: Files, gu: str) -> int:
    return int(camera_districts(d).get(gu, 0))


def camera_districts(d: Files) -> pd.Series:
    return d["cameras"].시군구명.replace({"달성": "달성군"}).value_counts()


def parks(d: Files, gu: str) -> int:
    return int((with_district(d["parks"]).gu == gu).sum())


def zones(d: Files, gu: str) -> int:
    return int((d["zones"].소재지도로명주소.str.extract(GU)[0] == gu).sum())


def per_camera(d: Files) -> pd.Series:
    return d["taas"].gu.value_counts() / camera_districts(d)


def friday(frame: pd.DataFrame) -> float:
    return float((frame.요일 == "금요일").mean() * 100)


QUESTIONS: Sequence[Several] = [
    (("cameras", "zones"), "두 데이터셋의 행 수를 비교해줘", lambda d: (1065, 640)),
    (("cameras", "zones", "parks"), "각 파일에 몇 건씩 들어 있어?", lambda d: (1065, 640, 871)),
    (("taas", "cameras", "parks"), "세 데이터의 행 수를 각각", lambda d: (153894, 1065, 871)),
    (("cameras", "zones"), "카메라랑 어린이보호구역 중 어느 데이터가 행이 더 많아?", lambda d: (1065, 640)),
    (
        ("cameras", "zones", "parks"),
        "달서구에 있는 카메라, 보호구역, 주차장은 각각 몇 개?",
        lambda d: (cameras(d, "달서구"), zones(d, "달서구"), parks(d, "달서구")),
    ),
    (
        ("cameras", "zones", "parks"),
        "카메라, 보호구역, 주차장 수를 구별로 비교해줘",
        lambda d: ("북구", parks(d, "북구"), "달성군", zones(d, "달성군"), "달서구", cameras(d, "달서구")),
    ),
    (
        ("taas", "zones"),
        "구별로 사망자 수와 어린이보호구역 수를 나란히",
        lambda d: (int(d["taas"].groupby("gu").사망자수.sum().max()), zones(d, "달성군")),
    ),
    (("cameras", "zones"), "두 데이터에 공통으로 있는 컬럼은?", lambda d: ("소재지도로명주소", "위도", "경도", 4)),
    (
        ("taas", "cameras"),
        "카메라 한 대당 사고 건수가 가장 많은 구는?",
        lambda d: (str(per_camera(d).idxmax()), float(per_camera(d).max())),
    ),
    (
        ("cameras", "parks"),
        "카메라와 주차장 가운데 달서구에 더 많은 건?",
        lambda d: ("**카메라**가 더 많습니다", cameras(d, "달서구"), parks(d, "달서구")),
    ),
    (("taas", "parks"), "사고가 가장 많은 구의 주차장 수는?", lambda d: ("달서구", parks(d, "달서구"))),
    (
        ("taas", "dacon"),
        "2017년과 2022년의 금요일 사고 비율",
        lambda d: (friday(d["taas"][d["taas"].y == 2017]), friday(d["dacon"])),
    ),
    (("taas", "dacon"), "두 자료에서 사고 건수가 각각 몇 건인가요?", lambda d: (153894, 1000)),
    (("taas", "dacon"), "2022년 사고는 몇 건?", lambda d: (1000,)),
    (("taas", "parks"), "달서구 사고 건수 >> 주차장은?", lambda d: (parks(d, "달서구"),)),
    (
        ("cameras", "parks"),
        "북구 카메라와 주차장은 각각 몇 개? >> 수성구는?",
        lambda d: (cameras(d, "수성구"), parks(d, "수성구")),
    ),
    (("cameras", "parks"), "북구 주차장과 남구 카메라 수", lambda d: (parks(d, "북구"), cameras(d, "남구"))),
    (
        ("parks", "zones"),
        "무료 주차장과 초등학교 보호구역은 각각 몇 곳?",
        lambda d: (int((d["parks"].요금정보 == "무료").sum()), int((d["zones"].시설종류 == "초등학교").sum())),
    ),
    (("cameras", "parks"), "카메라는 주차장의 몇 배?", lambda d: (1065 / 871,)),
    (("taas", "cameras"), "카메라당 사고는 몇 건?", lambda d: (153894 / 1065,)),
    (
        ("taas", "cameras"),
        "사망자가 가장 많은 구에는 카메라가 몇 대 있어?",
        lambda d: (str(d["taas"].groupby("gu").사망자수.sum().idxmax()),),
    ),
    (
        ("taas", "dacon"),
        "2017년 1월과 2022년 1월 사고 건수는?",
        lambda d: (
            int(((d["taas"].y == 2017) & (d["taas"].m == 1)).sum()),
            int(d["dacon"].사고일시.str.startswith("2022-01").sum()),
        ),
    ),
    (("taas", "dacon"), "두 파일 다 가지고 있는 컬럼 알려줘", lambda d: ("사고유형", "노면상태", 7)),
    (
        ("taas", "cameras"),
        "카메라 대비 사고가 많은 구는?",
        lambda d: (str(per_camera(d).idxmax()), float(per_camera(d).max())),
    ),
    (
        ("taas", "cameras"),
        "카메라 1대당 사고가 제일 적은 구는 어디?",
        lambda d: (str(per_camera(d).idxmin()), float(per_camera(d).min())),
    ),
    (
        ("taas", "cameras"),
        "사고가 두 번째로 많은 구의 카메라 수는?",
        lambda d: ("북구", cameras(d, str(d["taas"].gu.value_counts().index[1]))),
    ),
    (("cameras", "parks"), "달서구 주차장은 카메라의 몇 배야?", lambda d: (parks(d, "달서구") / cameras(d, "달서구"),)),
    (("cameras", "parks"), "동구에 카메라가 많아 주차장이 많아?", lambda d: ("**카메라**가 더 많습니다",)),
    (("taas", "parks"), "주차장 말고 사고는 몇 건?", lambda d: (153894,)),
    (("taas", "cameras"), "사망사고는 몇 건이고 카메라는 몇 대야?", lambda d: ("사망사고 수", 1953, 1065)),
    (("cameras", "zones"), "달성군 카메라와 보호구역 수", lambda d: (cameras(d, "달성군"), zones(d, "달성군"))),
]
