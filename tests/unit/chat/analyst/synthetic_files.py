"""Small made-up files: accidents as TAAS writes them, car parks, and a file of no known kind."""

import csv
import io
import random
from collections.abc import Sequence

import pandas as pd

_ACCIDENT_NAMES = (
    "사고번호,사고일시,요일,시군구,사고내용,사망자수,중상자수,경상자수,부상신고자수,사고유형,법규위반,노면상태,기상상태,도로형태,"
    "가해운전자 차종,가해운전자 성별,가해운전자 연령,피해운전자 차종,피해운전자 성별,피해운전자 연령"
)
_ACCIDENTS = tuple(_ACCIDENT_NAMES.split(","))
_PLACES = (
    "수성구 상동",
    "수성구 범어동",
    "수성구 만촌동",
    "달서구 상인동",
    "달서구 감삼동",
    "중구 동성로1가",
    "달성군 옥포면",
)
_TYPES = ("차대차 - 측면충돌", "차대차 - 추돌", "차대사람 - 횡단중", "차량단독 - 기타")
_ROADS = ("단일로 - 기타", "교차로 - 교차로안", "교차로 - 교차로부근", "단일로 - 터널")
_BREACHES = ("안전운전불이행", "신호위반", "중앙선침범", "과속")
_WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")


def accidents(rows: int = 900) -> str:
    """The text of a CSV of accidents of 2012 to 2016; always the same."""
    chance = random.Random(11)
    out = []
    for number in range(rows):
        day = pd.Timestamp("2012-01-01") + pd.Timedelta(days=chance.randrange(1827))
        hour = chance.choice((1, 7, 8, 9, 12, 15, 18, 18, 18, 19, 20, 22))
        weather = chance.choices(("맑음", "비", "눈", "흐림"), (80, 14, 2, 4))[0]
        deaths = int(chance.random() < (0.2 if weather == "비" else 0.1))
        serious, minor = chance.randrange(3), chance.randrange(5)
        victim = (
            ("", "", "") if chance.random() < 0.05 else ("보행자", chance.choice("남여"), f"{chance.randint(5, 90)}세")
        )
        place = chance.choices(_PLACES, (4, 9, 6, 8, 3, 2, 1))[0]
        out.append(
            (
                1000 + number,
                f"{day.year}년 {day.month}월 {day.day}일 {hour:02}시",
                _WEEKDAYS[day.weekday()],
                f"대구광역시 {place}",
                "사망사고" if deaths else "중상사고" if serious else "경상사고",
                deaths,
                serious,
                minor,
                chance.randrange(2),
                chance.choice(_TYPES),
                chance.choices(_BREACHES, (6, 3, 2, 1))[0],
                "습기" if weather == "비" else "건조",
                weather,
                chance.choices(_ROADS, (5, 3, 2, 1))[0],
                chance.choices(("승용", "화물", "이륜"), (7, 2, 1))[0],
                chance.choices("남여", (7, 3))[0],
                f"{chance.randint(18, 85)}세" if chance.random() < 0.95 else "기타불명",
                *victim,
            )
        )
    return _text(_ACCIDENTS, out)


def parks(rows: int = 160) -> str:
    """The text of a CSV of car parks; a third of them has only the other address."""
    chance = random.Random(5)
    out = []
    for number in range(rows):
        gu = chance.choices(("수성구", "달서구", "북구", "중구"), (2, 5, 4, 3))[0]
        owner, free = chance.choice(("공영", "공영", "민영")), chance.choice(("무료", "유료"))
        lot = f"대구광역시 {gu} {chance.choice('가나다')}산동 {number}" if chance.random() < 0.67 else ""
        fee = 0 if free == "무료" else chance.choice((500, 1000, 1500))
        street = f"대구광역시 {gu} 큰길 {number}" if not lot or chance.random() < 0.4 else ""
        spaces = chance.choice((12, 25, 40, 80, 150, 320)) + number
        out.append(
            (
                f"P{number}",
                f"제{number}{owner}주차장",
                owner,
                chance.choice(("노상", "노외")),
                lot,
                street,
                spaces,
                fee,
                free,
            )
        )
    names = ("주차장관리번호", "주차장명", "주차장구분", "주차장유형", "소재지지번주소", "소재지도로명주소")
    return _text((*names, "주차구획수", "주차기본요금", "요금정보"), out)


def libraries(rows: int = 90) -> str:
    """The text of a CSV that no rule of ours knows."""
    chance = random.Random(3)
    out = [
        (
            f"{chance.choice(('새싹', '한빛', '두레'))}도서관 {number}",
            chance.choice(("수성구", "달서구", "북구", "중구")),
            chance.choice(("공립", "사립")),
            20 + 7 * number,
            chance.randint(1_000, 90_000),
            chance.randint(1990, 2020),
            chance.choice(("월요일 휴관", "연중무휴", "")),
        )
        for number in range(rows)
    ]
    return _text(("도서관명", "구군", "운영주체", "좌석수", "장서수(권)", "개관연도", "휴관안내"), out)


def _text(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()
