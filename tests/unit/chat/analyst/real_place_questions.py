"""Questions about the real files of cameras, zones, car parks and DACON, and what plain pandas says."""

from collections.abc import Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Expected

GU = r"(남구|달서구|달성군|동구|북구|서구|수성구|중구|군위군)"


def with_district(frame: pd.DataFrame) -> pd.DataFrame:
    """`gu` from either address."""
    either = frame["소재지지번주소"].fillna(frame["소재지도로명주소"])
    return frame.assign(gu=either.str.extract(GU)[0])


CAMERAS: Sequence[tuple[str, Expected]] = [
    ("카메라는 모두 몇 대야?", len),
    ("구별 카메라 대수", lambda d: ("달서구", int((d.시군구명 == "달서구").sum()))),
    ("달서구 카메라는 몇 대인가요?", lambda d: int((d.시군구명 == "달서구").sum())),
    ("달성군 cctv 몇대", lambda d: int(d.시군구명.isin(["달성", "달성군"]).sum())),
    ("제한속도 평균은?", lambda d: float(d.제한속도.mean())),
    ("제한속도가 가장 높은 카메라 5대", lambda d: int(d.제한속도.max())),
    ("제한속도 60 이상인 카메라 수", lambda d: int((d.제한속도 >= 60).sum())),
    ("제한속도 30km 카메라는 몇 대?", lambda d: int((d.제한속도 == 30).sum())),
    ("제한속도별 카메라 대수", lambda d: (50, int((d.제한속도 == 50).sum()))),
    ("가장 많은 제한속도는?", lambda d: int(d.제한속도.mode()[0])),
    ("2020년에 설치된 카메라 수", lambda d: int((d.설치연도 == 2020).sum())),
    ("설치연도별 카메라 수 추이", lambda d: int((d.설치연도 == 2021).sum())),
    ("일반국도 카메라 비율은?", lambda d: float((d.도로종류 == "일반국도").mean() * 100)),
    ("제한속도 중앙값", lambda d: int(d.제한속도.median())),
    ("제한속도가 50에서 70 사이인 카메라는?", lambda d: int(d.제한속도.between(50, 70).sum())),
    ("단속구분이 2인 카메라 수", lambda d: int((d.단속구분 == 2).sum())),
    (
        "수성구와 북구 카메라 대수 비교",
        lambda d: (int((d.시군구명 == "수성구").sum()), int((d.시군구명 == "북구").sum())),
    ),
    ("가장 최근에 설치된 카메라는 몇 대?", lambda d: int((d.설치연도 == d.설치연도.max()).sum())),
    ("카메라가 제일 많은 구는 어디인가요", lambda d: "달서구"),
    ("2015년 이후 설치된 카메라 비율", lambda d: float((d.설치연도 >= 2015).mean() * 100)),
    ("결측치가 가장 많은 열", lambda d: (str(d.isna().sum().idxmax()), int(d.isna().sum().max()))),
    ("지도 범위는?", lambda d: (round(float(d.위도.min()), 4), round(float(d.경도.max()), 4))),
    ("도로종류가 뭐뭐 있어?", lambda d: int(d.도로종류.nunique())),
    ("남구에서 가장 높은 제한속도는?", lambda d: int(d[d.시군구명 == "남구"].제한속도.max())),
    ("제한속도 이상치 몇 개야", lambda d: int((d.제한속도 > 80).sum())),
]
PARKS: Sequence[tuple[str, Expected]] = [
    ("주차장 몇 곳이야?", len),
    ("총 주차면수는?", lambda d: int(d.주차구획수.sum())),
    (
        "주차구획이 가장 많은 주차장은?",
        lambda d: (str(d.sort_values("주차구획수").주차장명.iloc[-1]), int(d.주차구획수.max())),
    ),
    ("주차면이 100면 이상인 주차장 수", lambda d: int((d.주차구획수 >= 100).sum())),
    ("무료 주차장 비율", lambda d: float((d.요금정보 == "무료").mean() * 100)),
    (
        "공영 주차장과 민영 주차장 개수 비교",
        lambda d: (int((d.주차장구분 == "공영").sum()), int((d.주차장구분 == "민영").sum())),
    ),
    ("달서구 주차장은 몇 곳인가요", lambda d: int((with_district(d).gu == "달서구").sum())),
    ("구별 주차면 합계", lambda d: int(with_district(d).groupby("gu").주차구획수.sum().max())),
    ("북구 무료 주차장 몇 개", lambda d: int(((with_district(d).gu == "북구") & (d.요금정보 == "무료")).sum())),
    ("기본요금 평균", lambda d: float(d.주차기본요금.mean())),
    ("노상 주차장 주차면수 평균", lambda d: float(d[d.주차장유형 == "노상"].주차구획수.mean())),
    ("주차장유형별 평균 주차구획수", lambda d: ("노외", float(d[d.주차장유형 == "노외"].주차구획수.mean()))),
    ("1급지 주차장 수", lambda d: int((d.급지구분 == 1).sum())),
    ("토요일에도 운영하는 주차장 수", lambda d: int(d.운영요일.str.contains("토요일").sum())),
    ("월정기권 요금 최댓값", lambda d: int(d.월정기권요금.max())),
    ("주차구획수 상위 10% 기준값", lambda d: int(d.주차구획수.quantile(0.9))),
    ("주차구획수와 주차기본요금의 상관관계", lambda d: round(float(d.주차구획수.corr(d.주차기본요금)), 3)),
    ("봉덕공영주차장 주차면수", lambda d: int(d[d.주차장명 == "봉덕공영주차장"].주차구획수.sum())),
    ("주차장이 제일 적은 구는?", lambda d: str(with_district(d).gu.value_counts().index[-1])),
    ("민영주차장 중 무료 비율", lambda d: float((d[d.주차장구분 == "민영"].요금정보 == "무료").mean() * 100)),
    ("수성구 주차장의 주차면 평균", lambda d: float(with_district(d).groupby("gu").주차구획수.mean()["수성구"])),
    ("카드 결제 되는 주차장 수", lambda d: int(d.결제방법.str.contains("카드", na=False).sum())),
]
ZONES: Sequence[tuple[str, Expected]] = [
    ("보호구역은 몇 곳인가?", len),
    ("초등학교는 몇 곳?", lambda d: int((d.시설종류 == "초등학교").sum())),
    ("시설종류별 개수", lambda d: ("유치원", int((d.시설종류 == "유치원").sum()))),
    ("학교는 몇 개야", lambda d: int(d.시설종류.str.contains("학교").sum())),
    ("cctv가 가장 많은 학교는?", lambda d: int(d[d.시설종류.str.contains("학교")].CCTV설치대수.max())),
    ("cctv 총 몇 대 설치되어 있어?", lambda d: int(d.CCTV설치대수.sum())),
    ("경찰서별 보호구역 수", lambda d: ("달성경찰서", int((d.관할경찰서명 == "달성경찰서").sum()))),
    ("cctv 설치된 보호구역 비율", lambda d: float((d.CCTV설치여부 == "Y").mean() * 100)),
    ("CCTV가 없는 어린이집은 몇 곳", lambda d: int(((d.CCTV설치여부 == "N") & (d.시설종류 == "어린이집")).sum())),
    ("유치원 평균 CCTV 대수", lambda d: float(d[d.시설종류 == "유치원"].CCTV설치대수.mean())),
    (
        "수성구 어린이집 개수",
        lambda d: int((d.소재지도로명주소.str.contains("수성구") & (d.시설종류 == "어린이집")).sum()),
    ),
    (
        "어린이집이 제일 많은 구",
        lambda d: str(d[d.시설종류 == "어린이집"].소재지도로명주소.str.extract(GU)[0].value_counts().index[0]),
    ),
    ("CCTV 10대 이상인 보호구역", lambda d: int((d.CCTV설치대수 >= 10).sum())),
    ("도로폭 결측 비율", lambda d: (int(d.보호구역도로폭.isna().sum()), 50.0)),
    ("관할경찰서 종류", lambda d: int(d.관할경찰서명.nunique())),
    (
        "유치원과 어린이집 수 비교",
        lambda d: (int((d.시설종류 == "유치원").sum()), int((d.시설종류 == "어린이집").sum())),
    ),
]
DACON: Sequence[tuple[str, Expected]] = [
    ("사고는 모두 몇 건인가요?", len),
    ("맑은 날 사고 비율", lambda d: float((d.기상상태 == "맑음").mean() * 100)),
    ("사고가 가장 많은 요일", lambda d: (str(d.요일.value_counts().index[0]), int(d.요일.value_counts().iloc[0]))),
    ("차대사람 사고 건수", lambda d: int((d.사고유형 == "차대사람").sum())),
    ("도로형태별 사고 비율", lambda d: float((d.도로형태 == "단일로 - 기타").mean() * 100)),
    (
        "1월 저녁 사고 건수",
        lambda d: int((d.사고일시.str[5:7].eq("01") & d.사고일시.str[-2:].astype(int).between(18, 20)).sum()),
    ),
    ("수성구 사고 몇 건", lambda d: int(d.시군구.str.contains("수성구").sum())),
    ("결측치 있어?", lambda d: "없습니다"),
]
