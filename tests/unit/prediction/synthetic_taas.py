"""A small made-up TAAS file: the columns and spellings of a real one, severity that depends on what is known."""

import csv
import io
import random

OUTCOME = ("사망자수", "중상자수", "경상자수", "부상신고자수")
COLUMNS = ("사고일시", "요일", "시군구", *OUTCOME, "사고유형", "법규위반", "노면상태", "기상상태", "도로형태")
PLACES = ("수성구 상동", "수성구 범어동", "달성군 옥포면", "중구 동성로1가", "남구 대명동", "수성구")
ROADS = ("단일로 - 기타", "교차로 - 교차로안", "단일로 - 횡단보도상", "교차로 - 교차로부근")
TYPES = ("차대차 - 측면충돌", "차대차 - 추돌", "차대사람 - 횡단중", "차량단독 - 기타")


def taas_text(rows: int = 4000, years: tuple[int, ...] = (2013, 2014, 2015, 2016, 2017)) -> str:
    """The text of a CSV with `rows` accidents; always the same."""
    chance = random.Random(7)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for _ in range(rows):
        hour, kind, place = chance.randrange(24), chance.choice(TYPES), chance.choice(PLACES)
        harsh = (hour < 5) + kind.startswith("차대차") + (place == "달성군 옥포면")
        minor = min(int(chance.expovariate(1.2 - 0.3 * harsh)), 8)
        serious = int(chance.random() < 0.15 + 0.3 * kind.startswith("차대사람"))
        deaths = int(chance.random() < 0.02)
        reported = int(minor + serious + deaths == 0)
        year, month, day = chance.choice(years), chance.randint(1, 12), chance.randint(1, 28)
        when, surface = f"{year}년 {month}월 {day}일 {hour:02}시", chance.choice(("건조", "습기", "결빙"))
        outcome = (deaths, serious, minor, reported)
        setting = (kind, "신호위반", surface, chance.choice(("맑음", "비")), chance.choice(ROADS))
        writer.writerow((when, "월요일", f"대구광역시 {place}", *outcome, *setting))
    return out.getvalue()
