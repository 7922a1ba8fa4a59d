"""Questions that are easily taken for another one: what a share is of, none at all, ends, both halves of a sentence.

`ACCIDENTS` and `PARKS` hold for the made-up files as well as for the real ones.
"""

from collections.abc import Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.everyday_questions import fatal_share, men
from tests.unit.chat.analyst.real_place_questions import GU, with_district
from tests.unit.chat.analyst.real_taas_questions import HARM, night, share, top, weekend


def fatal(frame: pd.DataFrame) -> pd.Series:
    return frame.사고내용 == "사망사고"


def of_rain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame.기상상태 == "비"]


def busiest(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the district with the most of them."""
    return frame[frame.gu == top(frame, "gu")]


def at_least(frame: pd.DataFrame, column: str, *, most: bool = True) -> int:
    """Rows with the largest, or smallest, value of a column."""
    values = frame[column]
    return int((values == (values.max() if most else values.min())).sum())


def zone_district(frame: pd.DataFrame) -> pd.Series:
    return frame.소재지도로명주소.str.extract(GU)[0]


SHARES: Sequence[tuple[str, Expected]] = [
    ("수성구 사고의 사망사고 비율은?", lambda d: share(fatal(d[d.gu == "수성구"]))),
    ("수성구의 사망사고 비율은?", lambda d: share(fatal(d[d.gu == "수성구"]))),
    ("수성구는 사망사고 비율이 얼마야?", lambda d: share(fatal(d[d.gu == "수성구"]))),
    ("수성구 사망사고 비율", lambda d: share(fatal(d[d.gu == "수성구"]))),
    ("수성구에서 사망사고 비율은 몇 퍼센트야", lambda d: share(fatal(d[d.gu == "수성구"]))),
    ("신호위반 사고에서 사망사고 비율", lambda d: share(fatal(d[d.법규위반 == "신호위반"]))),
    ("신호위반의 사망사고 비율", lambda d: share(fatal(d[d.법규위반 == "신호위반"]))),
    ("2015년 사망사고 비율", lambda d: share(fatal(d[d.y == 2015]))),
    ("2015년에는 사망사고 비율이 몇 프로였나요", lambda d: share(fatal(d[d.y == 2015]))),
    ("2014년 야간 사고 비율은?", lambda d: share(night(d[d.y == 2014]))),
    ("사망사고의 야간 비율은?", lambda d: share(night(d[fatal(d)]))),
    ("사망사고는 야간이 몇 %야?", lambda d: share(night(d[fatal(d)]))),
    ("비 오는 날 사고는 사망사고가 몇 퍼센트인가요", lambda d: share(fatal(of_rain(d)))),
    ("차대사람 사고의 사망사고 비율은?", lambda d: fatal_share(d, "차대사람")),
    ("남성 운전자의 신호위반 비율은?", lambda d: share(d[men(d)].법규위반 == "신호위반")),
    ("이륜차 사망사고 비율", lambda d: share(fatal(d[d["가해운전자 차종"] == "이륜"]))),
    ("수성구 야간 사고 비율", lambda d: share(night(d[d.gu == "수성구"]))),
    ("수성구 사고는 야간 사고의 몇 %야?", lambda d: share(d[night(d)].gu == "수성구")),
    ("수성구 야간 사고는 전체 사고의 몇 %인가", lambda d: share((d.gu == "수성구") & night(d))),
    ("전체 사고의 몇 %가 수성구 사망사고야?", lambda d: share((d.gu == "수성구") & fatal(d))),
    ("금요일 저녁 사고 비율은 몇 %예요", lambda d: share((d.요일 == "금요일") & d.h.between(18, 20))),
    ("사망사고의 비율은?", lambda d: share(fatal(d))),
]
NONE_AT_ALL: Sequence[tuple[str, Expected]] = [
    ("한 명도 없는 사망자 사고 건수", lambda d: int((d.사망자수 == 0).sum())),
    ("아무도 없는 중상자 사고는 몇 건", lambda d: int((d.중상자수 == 0).sum())),
    ("사망자가 아무도 없는 사고 몇 건", lambda d: int((d.사망자수 == 0).sum())),
    ("부상자가 한 명도 없는 사고는 몇 건이야", lambda d: int((d[HARM[1:]].sum(axis=1) == 0).sum())),
    ("한 명도 없는 부상자 사고는?", lambda d: int((d[HARM[1:]].sum(axis=1) == 0).sum())),
    ("아무도 없는 부상자 사고 건수는?", lambda d: int((d[HARM[1:]].sum(axis=1) == 0).sum())),
    ("부상자 없는 사고 비율", lambda d: share(d[HARM[1:]].sum(axis=1) == 0)),
    ("한 사람도 안 죽은 사고 몇 건", lambda d: int((d.사망자수 == 0).sum())),
    ("한 명도 죽지 않은 야간 사고", lambda d: int(((d.사망자수 == 0) & night(d)).sum())),
    ("경상자가 한 명도 안 나온 사고는 몇 건", lambda d: int((d.경상자수 == 0).sum())),
]
WITHOUT_SPACES: Sequence[tuple[str, Expected]] = [
    ("연도별사고는몇건", lambda d: int((d.y == d.y.min()).sum())),
    ("사고가많은구는", lambda d: (top(d, "gu"), int(d.gu.value_counts().iloc[0]))),
    ("사고가많은요일은", lambda d: top(d, "요일")),
    ("사고가적은달은", lambda d: f"{d.m.value_counts().index[-1]}월"),
    ("사고가제일적은구는어디", lambda d: str(d.gu.value_counts().index[-1])),
    ("사망자가많은연도는", lambda d: str(d.groupby("y").사망자수.sum().idxmax())),
    ("사고많은동은", lambda d: int(d.groupby(["gu", "dong"]).size().max())),
    ("구는수성구이고연도는2014년인사고몇건", lambda d: int(((d.gu == "수성구") & (d.y == 2014)).sum())),
]
ENDS: Sequence[tuple[str, Expected]] = [
    ("경상자수 최댓값인 사고는 몇 건", lambda d: at_least(d, "경상자수")),
    ("사망자가 제일 많은 사고는 몇 건이야", lambda d: at_least(d, "사망자수")),
    ("경상자수가 가장 많은 사고의 건수", lambda d: at_least(d, "경상자수")),
    ("중상자수가 가장 적은 사고는 몇 건인가요", lambda d: at_least(d, "중상자수", most=False)),
    ("수성구에서 경상자가 가장 많은 사고는 몇 건", lambda d: at_least(d[d.gu == "수성구"], "경상자수")),
    ("사고가 가장 많은 달의 건수는?", lambda d: int(d.m.value_counts().iloc[0])),
    ("사고일시가 2014년 이후인 건 몇 건", lambda d: int((d.y >= 2014).sum())),
    ("사고일시가 2013년 이전인 건 몇 건인가요", lambda d: int((d.y <= 2013).sum())),
    ("사고일시가 2014년인 것은 몇 개", lambda d: int((d.y == 2014).sum())),
    ("첫 번째 행", lambda d: int(d.사고번호.iloc[0])),
    ("마지막 행 보여줘", lambda d: int(d.사고번호.iloc[-1])),
    ("맨 마지막 줄은?", lambda d: int(d.사고번호.iloc[-1])),
    ("100번째 행 보여줘", lambda d: int(d.사고번호.iloc[99])),
    ("처음 3행 보여줘", lambda d: tuple(map(int, d.사고번호.iloc[:3]))),
    ("마지막 5개 행", lambda d: tuple(map(int, d.사고번호.iloc[-5:]))),
    ("중복된 행이 있나", lambda d: "없습니다"),
    ("중복 데이터 있어?", lambda d: "없습니다"),
]
WEEKENDS: Sequence[tuple[str, Expected]] = [
    ("주말(토요일, 일요일) 사고는 몇 건", lambda d: int(weekend(d).sum())),
    ("주말(토·일) 사고 비율", lambda d: share(weekend(d))),
    ("주말(토요일과 일요일) 사망자수", lambda d: int(d[weekend(d)].사망자수.sum())),
    ("주말 즉 토요일 일요일 사고 건수", lambda d: int(weekend(d).sum())),
    ("평일(월~금) 사고는 몇 건", lambda d: int((~weekend(d)).sum())),
    (
        "주말(토요일, 일요일)과 평일 사고 비교",
        lambda d: (int(weekend(d).sum()), int((~weekend(d)).sum())),
    ),
    ("토요일, 일요일 사고 건수", lambda d: (int((d.요일 == "토요일").sum()), int(weekend(d).sum()))),
]
TWO_QUESTIONS: Sequence[tuple[str, Expected]] = [
    ("사고가 가장 많은 구는 어디고, 사망자는 몇 명이야?", lambda d: (top(d, "gu"), int(busiest(d).사망자수.sum()))),
    (
        "사고가 가장 많은 구는 어디이며 그 구의 야간 사고는 몇 건인가요",
        lambda d: (top(d, "gu"), int(night(busiest(d)).sum())),
    ),
    (
        "수성구 사고는 몇 건이고 사망자는 몇 명이야?",
        lambda d: (
            int((d.gu == "수성구").sum()),
            int(d[d.gu == "수성구"].사망자수.sum()),
        ),
    ),
    ("총 사고 건수와 사망자 수는?", lambda d: (len(d), int(d.사망자수.sum()))),
    (
        "사고가 가장 많은 시간대는 언제야? 그리고 가장 많은 요일은?",
        lambda d: (int(d.h.value_counts().iloc[0]), top(d, "요일"), int(d.요일.value_counts().iloc[0])),
    ),
    (
        "구별 사고 건수 알려주고 연도별 추이도 보여줘",
        lambda d: (top(d, "gu"), int((d.y == d.y.min()).sum())),
    ),
    (
        "사망자가 가장 많은 구와 부상자가 가장 많은 구는?",
        lambda d: (
            int(d.groupby("gu").사망자수.sum().max()),
            int(d[HARM[1:]].sum(axis=1).groupby(d.gu).sum().max()),
        ),
    ),
    (
        "수성구에서 사고가 가장 많은 동은 어디고, 달서구는 어디야?",
        lambda d: (top(d[d.gu == "수성구"], "dong"), top(d[d.gu == "달서구"], "dong")),
    ),
    ("사고가 가장 많은 시간대의 사망자수는?", lambda d: int(d[d.h == d.h.mode()[0]].사망자수.sum())),
    ("사고가 가장 많은 구에서 야간 사고는 몇 건", lambda d: int(night(busiest(d)).sum())),
    ("가장 사고가 많은 요일은 언제고 몇 건이야?", lambda d: (top(d, "요일"), int(d.요일.value_counts().iloc[0]))),
    ("2014년 사고는 몇 건이고 2015년은 몇 건이야?", lambda d: (int((d.y == 2014).sum()), int((d.y == 2015).sum()))),
]
EXCLUDED: Sequence[tuple[str, Expected]] = [
    ("노면이 건조하지 않은 사고는 몇 건", lambda d: int((d.노면상태 != "건조").sum())),
    ("비 안 오는 날 사고 건수", lambda d: int((d.기상상태 != "비").sum())),
    ("눈이 안 온 날 사고", lambda d: int((d.기상상태 != "눈").sum())),
    ("달서구 사고 빼고 몇 건", lambda d: int((d.gu != "달서구").sum())),
    ("금요일 사고 제외하고 사고 건수", lambda d: int((d.요일 != "금요일").sum())),
    ("수성구도 달서구도 아닌 사고는 몇 건", lambda d: int((~d.gu.isin(["수성구", "달서구"])).sum())),
    ("토요일과 일요일을 제외한 사고 건수", lambda d: int((~weekend(d)).sum())),
    ("수성구에는 동이 몇 개나 있어?", lambda d: int(d[d.gu == "수성구"].dong.nunique())),
    ("사망자 말고 중상자는 몇 명", lambda d: int(d.중상자수.sum())),
    ("피해운전자 차종이 없는 사고는 몇 건", lambda d: int(d["피해운전자 차종"].isna().sum())),
    ("피해자가 없는 사고 건수", lambda d: int(d["피해운전자 차종"].isna().sum())),
    ("피해운전자 차종이 있는 사고 비율", lambda d: share(d["피해운전자 차종"].notna())),
    (
        "수성구에서 피해운전자 차종이 비어있는 사고는 몇 건",
        lambda d: int(d[d.gu == "수성구"]["피해운전자 차종"].isna().sum()),
    ),
    ("가해운전자 연령을 알 수 없는 사고는 몇 건", lambda d: int((d["가해운전자 연령"] == "기타불명").sum())),
    ("나이를 모르는 가해자 사고는 몇 건", lambda d: int((d["가해운전자 연령"] == "기타불명").sum())),
]
IN_OTHER_WORDS: Sequence[tuple[str, Expected]] = [
    ("수성구 사고 중에서 사람이 사망한건 몇프로나 되나요", lambda d: share(fatal(d[d.gu == "수성구"]))),
    ("비 오는 날 사고에서 사람이 사망한 경우는 몇 프로", lambda d: share(fatal(of_rain(d)))),
    ("사망자가 있는 교차로 사고는 몇 건", lambda d: int((fatal(d) & d.도로형태.str.startswith("교차로")).sum())),
    ("토요일하고 일요일 사고를 합하면 전체 사고의 몇 %입니까", lambda d: share(weekend(d))),
    ("수성구와 달서구 사고를 합치면 전체의 몇 퍼센트야", lambda d: share(d.gu.isin(["수성구", "달서구"]))),
    ("경상자가 3명 이상인 교차로 사고 비율", lambda d: share(d[d.도로형태.str.startswith("교차로")].경상자수 >= 3)),
]
ACCIDENTS = [*SHARES, *NONE_AT_ALL, *WITHOUT_SPACES, *ENDS, *WEEKENDS, *TWO_QUESTIONS, *EXCLUDED, *IN_OTHER_WORDS]

PARKS: Sequence[tuple[str, Expected]] = [
    ("공영주차장의 무료 주차장 비율", lambda d: share(d[d.주차장구분 == "공영"].요금정보 == "무료")),
    ("민영의 유료 비율", lambda d: share(d[d.주차장구분 == "민영"].요금정보 == "유료")),
    ("수성구 무료 주차장 비율", lambda d: share(with_district(d)[with_district(d).gu == "수성구"].요금정보 == "무료")),
    ("노외이면서 무료인 곳은 전체의 몇 %", lambda d: share((d.주차장유형 == "노외") & (d.요금정보 == "무료"))),
    ("대수 많은 주차장 5개", lambda d: int(d.주차구획수.max())),
    ("주차구획수가 많은 곳 5개", lambda d: tuple(map(int, d.주차구획수.nlargest(5)))),
    ("주차구획수가 가장 많은 주차장은 몇 곳", lambda d: at_least(d, "주차구획수")),
    ("주차기본요금이 가장 비싼 주차장은 몇 곳인가요", lambda d: at_least(d, "주차기본요금")),
    ("첫 번째 주차장은?", lambda d: str(d.주차장명.iloc[0])),
    ("마지막 데이터 보여줘", lambda d: str(d.주차장명.iloc[-1])),
    ("주차장이많은구는", lambda d: str(with_district(d).gu.value_counts().index[0])),
    (
        "주차장이 가장 많은 구는 어디고 주차면수는 몇 면이야?",
        lambda d: int(with_district(d).groupby("gu").주차구획수.sum()[str(with_district(d).gu.mode()[0])]),
    ),
    (
        "무료 주차장은 몇 곳이고 유료는 몇 곳이야?",
        lambda d: (
            int((d.요금정보 == "무료").sum()),
            int((d.요금정보 == "유료").sum()),
        ),
    ),
    ("무료인 공영주차장 비율", lambda d: share(d[d.주차장구분 == "공영"].요금정보 == "무료")),
    ("100면 이상인 공영주차장 비율", lambda d: share(d[d.주차장구분 == "공영"].주차구획수 >= 100)),
    ("기본요금이 없는 주차장은 몇 곳", lambda d: int((d.주차기본요금 == 0).sum())),
    ("주차장은 몇 곳이고 총 주차면수는 얼마야", lambda d: (len(d), int(d.주차구획수.sum()))),
]

REAL_PARKS: Sequence[tuple[str, Expected]] = [
    ("결제방법이 없는 주차장은 몇 곳", lambda d: int(d.결제방법.isna().sum())),
    ("특기사항이 있는 공영 주차장은 몇 곳", lambda d: int((d.특기사항.notna() & (d.주차장구분 == "공영")).sum())),
]
REAL_ACCIDENTS: Sequence[tuple[str, Expected]] = [
    (
        "피해운전자가 사망한 사고 중 보행자는 몇 건",
        lambda d: int(((d["피해운전자 상해정도"] == "사망") & (d["피해운전자 차종"] == "보행자")).sum()),
    ),
    ("가해자가 사망한 사고 건수", lambda d: int((d["가해운전자 상해정도"] == "사망").sum())),
    ("운전자가 중상을 입은 사고", lambda d: int((d["가해운전자 상해정도"] == "중상").sum())),
    ("가해자 성별을 알 수 없는 사고는 몇 건이에요", lambda d: int((d["가해운전자 성별"] == "기타불명").sum())),
]

CAMERAS: Sequence[tuple[str, Expected]] = [
    ("달서구의 제한속도 60 이상 비율", lambda d: share(d[d.시군구명 == "달서구"].제한속도 >= 60)),
    ("제한속도가 가장 높은 카메라는 몇 대야", lambda d: at_least(d, "제한속도")),
    ("제한속도가 가장 낮은 카메라는 몇 대", lambda d: at_least(d, "제한속도", most=False)),
    ("제한속도 최댓값인 카메라 수", lambda d: at_least(d, "제한속도")),
    ("설치연도가 가장 빠른 카메라는 몇 대", lambda d: at_least(d, "설치연도", most=False)),
    ("가장 최근에 설치된 카메라는 몇 대야", lambda d: at_least(d, "설치연도")),
    ("첫번째 행 알려줘", lambda d: str(d.무인교통단속카메라관리번호.iloc[0])),
    ("두 번째 행", lambda d: str(d.무인교통단속카메라관리번호.iloc[1])),
    ("카메라가많은구는", lambda d: (str(d.시군구명.mode()[0]), int((d.시군구명 == "달서구").sum()))),
    (
        "카메라가 제일 많은 구는 어디고 평균 제한속도는 얼마야?",
        lambda d: ("달서구", float(d[d.시군구명 == "달서구"].제한속도.mean())),
    ),
    ("제한속도가 높은 곳 5개", lambda d: int(d.제한속도.max())),
    ("도로노선번호가 없는 카메라는 몇 대", lambda d: int(d.도로노선번호.isna().sum())),
    ("과속단속구간길이가 있는 카메라 수", lambda d: int(d.과속단속구간길이.notna().sum())),
    ("2020년에 설치되지 않은 카메라", lambda d: int((d.설치연도 != 2020).sum())),
]

ZONES: Sequence[tuple[str, Expected]] = [
    ("유치원도 어린이집도 아닌 시설은 몇 곳", lambda d: int((~d.시설종류.isin(["유치원", "어린이집"])).sum())),
    ("보호구역도로폭이 있는 곳은 몇 곳", lambda d: int(d.보호구역도로폭.notna().sum())),
    ("cctv 5대 이상 있는 초등학교 비율", lambda d: share(d[d.시설종류 == "초등학교"].CCTV설치대수 >= 5)),
    ("cctv가 설치된 초등학교 비율", lambda d: share(d[d.시설종류 == "초등학교"].CCTV설치여부 == "Y")),
    ("유치원의 CCTV 설치 비율은?", lambda d: share(d[d.시설종류 == "유치원"].CCTV설치여부 == "Y")),
    ("달성군 어린이집 비율", lambda d: share(d[zone_district(d) == "달성군"].시설종류 == "어린이집")),
    ("대수 많은 시설 5개", lambda d: (int(d.CCTV설치대수.max()), "성명초등학교")),
    ("CCTV설치대수 많은 시설 5개", lambda d: tuple(map(int, d.CCTV설치대수.nlargest(5)))),
    ("CCTV가 가장 많은 시설은 몇 곳", lambda d: at_least(d, "CCTV설치대수")),
    ("데이터기준일자가 가장 최근인 곳은 몇 곳", lambda d: at_least(d, "데이터기준일자")),
    ("데이터기준일자가 가장 오래된 것은 몇 건", lambda d: at_least(d, "데이터기준일자", most=False)),
    ("데이터기준일자가 2020년 이후인 것은?", lambda d: int((d.데이터기준일자 >= "2020").sum())),
    ("데이터기준일자 2020년 이후인 건 몇 개", lambda d: int((d.데이터기준일자 >= "2020").sum())),
    ("기준일자가 2020년 1월 이후인 곳은 몇 곳", lambda d: int((d.데이터기준일자 >= "2020-01").sum())),
    ("시설별 CCTV 대수", lambda d: ("초등학교", int(d.groupby("시설종류").CCTV설치대수.sum().max()))),
    ("보호구역이 가장 많은 시설종류", lambda d: "유치원"),
    (
        "보호구역이 가장 많은 구는 어디이고, 거기 유치원은 몇 곳이야?",
        lambda d: ("달성군", int(((zone_district(d) == "달성군") & (d.시설종류 == "유치원")).sum())),
    ),
    (
        "유치원은 몇 곳이고 CCTV는 총 몇 대야?",
        lambda d: (int((d.시설종류 == "유치원").sum()), int(d[d.시설종류 == "유치원"].CCTV설치대수.sum())),
    ),
]

DACON: Sequence[tuple[str, Expected]] = [
    ("주말(토,일)에 난 사고", lambda d: int(weekend(d).sum())),
    ("마지막 행", lambda d: str(d.ID.iloc[-1])),
    (
        "범어동의 교차로 사고 비율",
        lambda d: share(d[d.시군구.str.contains("범어동")].도로형태.str.startswith("교차로")),
    ),
    ("중복된 행 몇 개", lambda d: "없습니다"),
    ("사고일시가 2022년 1월 20일 이후인 건 몇 건", lambda d: int((d.사고일시 >= "2022-01-20").sum())),
]
