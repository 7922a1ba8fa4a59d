"""Questions about places and car parks that are easily taken for another one.

`PARKS` hold for the made-up file as well as for the real one.
"""

from collections.abc import Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.easily_mistaken_questions import at_least
from tests.unit.chat.analyst.real_place_questions import GU, with_district
from tests.unit.chat.analyst.real_taas_questions import share, weekend


def zone_district(frame: pd.DataFrame) -> pd.Series:
    return frame.소재지도로명주소.str.extract(GU)[0]


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
    (
        "유료인데 기본요금이 500원인 곳은 몇 군데",
        lambda d: int(((d.요금정보 == "유료") & (d.주차기본요금 == 500)).sum()),
    ),
    (
        "공영주차장 수, 민영주차장 수, 무료 주차장 수",
        lambda d: (
            int((d.주차장구분 == "공영").sum()),
            int((d.주차장구분 == "민영").sum()),
            int((d.요금정보 == "무료").sum()),
        ),
    ),
    ("기본요금이 없는 주차장은 몇 곳", lambda d: int((d.주차기본요금 == 0).sum())),
    ("주차장은 몇 곳이고 총 주차면수는 얼마야", lambda d: (len(d), int(d.주차구획수.sum()))),
]

REAL_PARKS: Sequence[tuple[str, Expected]] = [
    ("결제방법이 없는 주차장은 몇 곳", lambda d: int(d.결제방법.isna().sum())),
    ("특기사항이 있는 공영 주차장은 몇 곳", lambda d: int((d.특기사항.notna() & (d.주차장구분 == "공영")).sum())),
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
    ("수성구 카메라는 언제 제일 많이 설치됐어", lambda d: int(d[d.시군구명 == "수성구"].설치연도.mode()[0])),
    ("2020년에 설치되지 않은 카메라", lambda d: int((d.설치연도 != 2020).sum())),
]

ZONES: Sequence[tuple[str, Expected]] = [
    ("유치원도 어린이집도 아닌 시설은 몇 곳", lambda d: int((~d.시설종류.isin(["유치원", "어린이집"])).sum())),
    ("보호구역도로폭이 있는 곳은 몇 곳", lambda d: int(d.보호구역도로폭.notna().sum())),
    ("cctv 5대 이상 있는 초등학교 비율", lambda d: share(d[d.시설종류 == "초등학교"].CCTV설치대수 >= 5)),
    ("cctv가 하나만 있는 시설 수", lambda d: int((d.CCTV설치대수 == 1).sum())),
    ("강북경찰서 관할 시설 몇 개", lambda d: int((d.관할경찰서명 == "강북경찰서").sum())),
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
