"""Questions as people ask them in passing: bounds of one, fixed days, roles, rankings. What plain pandas says.

`ACCIDENTS` and `PARKS` hold for the made-up files as well as for the real ones.
"""

from collections.abc import Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.real_place_questions import with_district
from tests.unit.chat.analyst.real_taas_questions import share, top


def on(frame: pd.DataFrame, month: int, day: int) -> pd.Series:
    return (frame.m == month) & (frame.d == day)


def busiest_day(frame: pd.DataFrame) -> tuple[str, int]:
    days = frame.y.astype(str) + "-" + frame.m.astype(str).str.zfill(2) + "-" + frame.d.astype(str).str.zfill(2)
    counts = days.value_counts().sort_index()
    return str(counts.idxmax()), int(counts.max())


def victims(frame: pd.DataFrame) -> pd.Series:
    return frame["피해운전자 차종"] == "보행자"


def neighbourhood(frame: pd.DataFrame) -> pd.Series:
    """Branch offices (다사읍서재출장) belong to their 읍."""
    return frame.dong.str.replace("(?<=[읍면])[가-힣]*출장소?$", "", regex=True)


def neighbourhoods(frame: pd.DataFrame) -> int:
    return frame.groupby(["gu", neighbourhood(frame)]).ngroups


def men(frame: pd.DataFrame) -> pd.Series:
    return frame["가해운전자 성별"] == "남"


def fatal_share(frame: pd.DataFrame, start: str) -> float:
    return share(frame[frame.사고유형.str.startswith(start)].사고내용 == "사망사고")


ACCIDENTS: Sequence[tuple[str, Expected]] = [
    ("사망자가 한 명이라도 나온 사고 수", lambda d: int((d.사망자수 >= 1).sum())),
    ("중상자가 적어도 1명 발생한 사고는 몇 건입니까", lambda d: int((d.중상자수 >= 1).sum())),
    ("경상자가 최소 2명인 사고 건수", lambda d: int((d.경상자수 >= 2).sum())),
    ("경상자가 많아야 2명인 사고 건수", lambda d: int((d.경상자수 <= 2).sum())),
    (
        "경상자도 중상자도 한 명도 없는 사고가 몇 건이나 돼?",
        lambda d: int(((d.중상자수 == 0) & (d.경상자수 == 0)).sum()),
    ),
    ("부상신고자가 1명이라도 있는 사고가 전체의 몇 %예요?", lambda d: share(d.부상신고자수 >= 1)),
    ("사망자가 나오지 않은 사고는 몇 건?", lambda d: int((d.사망자수 == 0).sum())),
    ("중상자가 있는 사고 몇 건", lambda d: int((d.중상자수 >= 1).sum())),
    ("범어동에서 사람 죽은 사고는?", lambda d: int(((d.사망자수 >= 1) & (d.dong == "범어동")).sum())),
    ("경상자수>=3 사고 수", lambda d: int((d.경상자수 >= 3).sum())),
    ("중상자수 > 1 인 행 수", lambda d: int((d.중상자수 > 1).sum())),
    ("크리스마스에 난 사고는 모두 몇 건이야?", lambda d: int(on(d, 12, 25).sum())),
    ("삼일절 사고 건수", lambda d: int(on(d, 3, 1).sum())),
    ("10월 9일 한글날 사고 몇 건 났었어?", lambda d: int(on(d, 10, 9).sum())),
    ("3월 1일 이후 2014년 사고는 총 몇 건?", lambda d: int(((d.y == 2014) & (d.m >= 3)).sum())),
    (
        "2014년 1월 31일 ~ 2월 2일 사고 건수",
        lambda d: int(((d.y == 2014) & (on(d, 1, 31) | on(d, 2, 1) | on(d, 2, 2))).sum()),
    ),
    ("출근 시간대(7~9시) 사고가 전체의 몇 퍼센트인가요?", lambda d: share(d.h.between(7, 9))),
    ("하루에 사고가 제일 많이 난 날은 언제였을까?", busiest_day),
    ("2015년에 사고가 가장 많았던 날짜", lambda d: busiest_day(d[d.y == 2015])),
    ("구별로 한 사고 최다 경상자수가 얼마였는지", lambda d: int(d.groupby("gu").경상자수.max().max())),
    ("가장 위험한 요일은? 사망자 기준으로", lambda d: str(d.groupby("요일").사망자수.sum().idxmax())),
    (
        "가해운전자 나이의 1사분위수랑 3사분위수",
        lambda d: (int(d.가해나이.quantile(0.25)), int(d.가해나이.quantile(0.75))),
    ),
    ("동이 총 몇 개 있어?", neighbourhoods),
    ("사고유형은 모두 몇 개야?", lambda d: d.사고유형.nunique()),
    (
        "차대사람 사고의 사망사고 비율은 차대차의 몇 배인가요?",
        lambda d: fatal_share(d, "차대사람") / fatal_share(d, "차대차"),
    ),
    ("신호위반 사고와 과속 사고를 합치면 몇 건?", lambda d: int(d.법규위반.isin(["신호위반", "과속"]).sum())),
    ("65세 이상 보행자가 사망한 사고 건수", lambda d: int((victims(d) & (d.피해나이 >= 65) & (d.사망자수 >= 1)).sum())),
    ("보행자 가운데 20대는 몇 건?", lambda d: int((victims(d) & d.피해나이.between(20, 29)).sum())),
    (
        "사고 낸 사람은 남자고 다친 사람은 여자인 사고 개수",
        lambda d: int(((d["가해운전자 성별"] == "남") & (d["피해운전자 성별"] == "여")).sum()),
    ),
    ("최고령 가해운전자는 몇 살?", lambda d: int(d.가해나이.max())),
    ("가해 운전자 중 가장 어린 사람 나이는", lambda d: int(d.가해나이.min())),
    ("제일 나이 많은 피해자는 몇 살이야", lambda d: int(d.피해나이.max())),
    ("2014년 한 해 동안 사고가 몇 건 났어?", lambda d: int((d.y == 2014).sum())),
    ("안전운전불이행 빼고 나머지 사고는 몇 건인가", lambda d: int((d.법규위반 != "안전운전불이행").sum())),
    ("달서그 교통사고 건스 알려줘", lambda d: int((d.gu == "달서구").sum())),
    ("월별로 사고가 어떻게 변하는지 보여줘", lambda d: int((d.m == 1).sum())),
    ("운전자 나이가 많을수록 사망자가 늘어나나요?", lambda d: round(float(d.가해나이.corr(d.사망자수)), 3)),
    ("사고 한 건당 사망자는 평균 몇 명꼴이에요?", lambda d: float(d.사망자수.mean())),
    ("수성구에서 단 한 명이라도 숨진 사고 건수는?", lambda d: int(((d.gu == "수성구") & (d.사망자수 >= 1)).sum())),
    ("중상자가 전혀 없는 사고 비율", lambda d: share(d.중상자수 == 0)),
    ("중상자 없이 끝난 사고 건수", lambda d: int((d.중상자수 == 0).sum())),
    ("아무도 죽지 않은 사고는 몇 건이야", lambda d: int((d.사망자수 == 0).sum())),
    ("사망자와 중상자가 모두 없는 사고는?", lambda d: int(((d.사망자수 == 0) & (d.중상자수 == 0)).sum())),
    ("한 명이라도 크게 다친 사고는 몇 건이에요?", lambda d: int((d.중상자수 >= 1).sum())),
    (
        "여자 보행자가 사망한 건수",
        lambda d: int((victims(d) & (d["피해운전자 성별"] == "여") & (d.사망자수 >= 1)).sum()),
    ),
    ("남성이 낸 사고 중 보행자가 죽은 사고는?", lambda d: int((victims(d) & men(d) & (d.사망자수 >= 1)).sum())),
    ("피해자 연령대별 사고 수", lambda d: int((d.피해나이.clip(upper=90) // 10).value_counts().max())),
    ("2014년 크리스마스 사고 건수", lambda d: int((on(d, 12, 25) & (d.y == 2014)).sum())),
    ("광복절과 한글날 사고 건수를 더하면?", lambda d: int((on(d, 8, 15) | on(d, 10, 9)).sum())),
    ("12월 20일부터 12월 31일까지 2015년 사고", lambda d: int(((d.y == 2015) & (d.m == 12) & (d.d >= 20)).sum())),
    ("어느 날 사고가 가장 많았어?", busiest_day),
    ("하루 최다 사고 건수는 몇 건?", busiest_day),
    ("경상자수 기준 상위 3개 구", lambda d: str(d.groupby("gu").경상자수.sum().idxmax())),
    ("나이 사분위수 알려줘", lambda d: (int(d.가해나이.quantile(0.25)), int(d.가해나이.quantile(0.75)))),
    ("사고번호 중복 있나?", lambda d: "없습니다"),
    ("법규위반 중복된 값 있어?", lambda d: d.법규위반.nunique()),
    ("부상신고자수 != 0 인 사고", lambda d: int((d.부상신고자수 != 0).sum())),
    ("2015년에 제일 사고가 많은 날짜는 며칠이야?", lambda d: busiest_day(d[d.y == 2015])),
    (
        "가해자가 65세 이상이고 피해자도 65세 이상인 사고",
        lambda d: int(((d.가해나이 >= 65) & (d.피해나이 >= 65)).sum()),
    ),
    ("시간대별 사고 그래프용 데이터 주세요", lambda d: (top(d, "h"), int(d.h.value_counts().iloc[0]))),
]

PARKS: Sequence[tuple[str, Expected]] = [
    ("100면 이상인 주차장 갯수", lambda d: int((d.주차구획수 >= 100).sum())),
    ("민영 주차장 중 50면 이상은?", lambda d: int(((d.주차장구분 == "민영") & (d.주차구획수 >= 50)).sum())),
    ("주차구획수 > 100 인 곳 몇 개", lambda d: int((d.주차구획수 > 100).sum())),
    ("중구 주차장은?", lambda d: int((with_district(d).gu == "중구").sum())),
    ("100대 이상 댈 수 있는 주차장", lambda d: int((d.주차구획수 >= 100).sum())),
    ("주차장이 30곳 이상인 구는?", lambda d: int((with_district(d).gu.value_counts() >= 30).sum())),
    ("제일 큰 공영 주차장 이름", lambda d: int(d[d.주차장구분 == "공영"].주차구획수.max())),
    ("제일 넓은 주차장 3개", lambda d: int(d.주차구획수.max())),
    ("주차구획수 기준으로 상위 3개 주차장", lambda d: int(d.주차구획수.max())),
]

CAMERAS: Sequence[tuple[str, Expected]] = [
    ("2021년에 새로 단 카메라 몇 대?", lambda d: int((d.설치연도 == 2021).sum())),
    ("카메라가 가장 많이 달린 도로종류", lambda d: str(d.도로종류.mode()[0])),
    ("설치연도 중앙값", lambda d: int(d.설치연도.median())),
    ("가장 오래 전에 설치된 카메라는 몇년도 거야?", lambda d: int(d.설치연도.min())),
    ("설치연도 컬럼 이상값 확인해줘", lambda d: 60),
    ("제한속도 > 60 카메라 수", lambda d: int((d.제한속도 > 60).sum())),
    ("설치연도 75백분위수", lambda d: int(d.설치연도.quantile(0.75))),
    ("제한속도 기준으로 가장 빠른 카메라 3대", lambda d: int(d.제한속도.max())),
    ("2010년 전에 단 카메라는 몇 대?", lambda d: int((d.설치연도 < 2010).sum())),
    ("관리번호에 겹치는 값이 있어?", lambda d: d.무인교통단속카메라관리번호.nunique()),
    ("80km/h 이상인 카메라는 몇 대", lambda d: int((d.제한속도 >= 80).sum())),
]

ZONES: Sequence[tuple[str, Expected]] = [
    (
        "CCTV가 한 대라도 있는 어린이집은 몇 곳?",
        lambda d: int(((d.CCTV설치대수 >= 1) & (d.시설종류 == "어린이집")).sum()),
    ),
    ("cctv설치대수 > 3 인 행 수", lambda d: int((d.CCTV설치대수 > 3).sum())),
    ("특수학교 이름 다 알려줘", lambda d: int((d.시설종류 == "특수학교").sum())),
    ("카메라가 3대 이상인 보호구역 몇 곳", lambda d: int((d.CCTV설치대수 >= 3).sum())),
    ("씨씨티비 많은 곳 상위 5개", lambda d: int(d.CCTV설치대수.max())),
]

DACON: Sequence[tuple[str, Expected]] = [
    ("1월 4일 사고 몇 건이야?", lambda d: int(d.사고일시.str.startswith("2022-01-04").sum())),
    (
        "설 연휴(2022년 1월 31일 ~ 2월 2일) 동안 사고 몇 건 났어요?",
        lambda d: int(d.사고일시.str[:10].isin(["2022-01-31", "2022-02-01", "2022-02-02"]).sum()),
    ),
    ("사고가 제일 많이 난 날짜", lambda d: str(d.사고일시.str[:10].mode()[0])),
    (
        "1월 10일부터 1월 12일까지 사고 건수",
        lambda d: int(d.사고일시.str[:10].between("2022-01-10", "2022-01-12").sum()),
    ),
]
