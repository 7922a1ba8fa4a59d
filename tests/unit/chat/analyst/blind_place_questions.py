"""Questions about cameras, zones and car parks, written before anybody looked at how they are read, and their answers.

`UNANSWERABLE` are those that no column of the file answers: a number would be wrong.
"""

from collections.abc import Sequence

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.real_place_questions import GU, with_district
from tests.unit.chat.analyst.real_taas_questions import share, top

PARKS: Sequence[tuple[str, Expected]] = [
    (
        "공영주차장은 민영주차장의 몇 배나 되나요",
        lambda d: float((d.주차장구분 == "공영").sum() / (d.주차장구분 == "민영").sum()),
    ),
    ("주차구획수가 제일 적은 주차장 3곳", lambda d: int(d.주차구획수.min())),
    ("평일 오전 9시에 문 여는 주차장은 몇 곳?", lambda d: int((d.평일운영시작시각 == "09:00").sum())),
    (
        "유료주차장 중에 기본요금이 1000원인 데는 몇 군데예요",
        lambda d: int(((d.요금정보 == "유료") & (d.주차기본요금 == 1000)).sum()),
    ),
    (
        "노외주차장이면서 무료인 곳은 전체의 몇 %인가",
        lambda d: share((d.주차장유형 == "노외") & (d.요금정보 == "무료")),
    ),
    ("평균 주차면수 제일 큰 구 어디", lambda d: str(with_district(d).groupby("gu").주차구획수.mean().idxmax())),
    ("중구에 주차할 데가 몇 면이나 있어요?", lambda d: int(with_district(d).groupby("gu").주차구획수.sum()["중구"])),
    ("월정기권 제일 비싼 주차장 어디야", lambda d: int(d.월정기권요금.max())),
    ("1일주차권 요금이 5천원 이하인 주차장수", lambda d: int((d["1일주차권요금"] <= 5000).sum())),
    ("달서구랑 달성군 주차장 합치면 몇 개임", lambda d: int(with_district(d).gu.isin(["달서구", "달성군"]).sum())),
    ("대수 많은 주차장 5개 알려줘", lambda d: int(d.주차구획수.max())),
    ("주차구획수가 50이상 100이하인데는 몇곳", lambda d: int(d.주차구획수.between(50, 100).sum())),
    ("요금정보별 평균 구획수", lambda d: float(d.groupby("요금정보").주차구획수.mean().max())),
    ("3급지 주차장 중 유료 비율은요", lambda d: share(d[d.급지구분 == 3].요금정보 == "유료")),
    ("추가단위요금이 가장 비싼 곳은 얼마예요", lambda d: int(d.추가단위요금.max())),
    ("주차장 이름에 시장 들어가는 곳 몇 개?", lambda d: int(d.주차장명.str.contains("시장").sum())),
    (
        "서구무료공영주차장몇곳",
        lambda d: int(((with_district(d).gu == "서구") & (d.요금정보 == "무료") & (d.주차장구분 == "공영")).sum()),
    ),
    (
        "무료 주차장이 유료 주차장보다 몇 곳 많아",
        lambda d: int((d.요금정보 == "무료").sum() - (d.요금정보 == "유료").sum()),
    ),
    ("주차장명이 중복된 게 있나요", lambda d: int(d.주차장명.nunique())),
    ("데이터기준일자가 2020년 이후인 건 몇 건", lambda d: int((d.데이터기준일자 >= "2020").sum())),
    ("결제방법이 현금인 주차장 비율은 얼마나 되죠", lambda d: share(d.결제방법 == "현금")),
    (
        "주차장이 제일 많은 구랑 제일 적은 구",
        lambda d: (str(with_district(d).gu.value_counts().index[0]), str(with_district(d).gu.value_counts().index[-1])),
    ),
]

CAMERAS: Sequence[tuple[str, Expected]] = [
    ("제한속도 0으로 돼 있는 카메라는 몇 대예요", lambda d: int((d.제한속도 == 0).sum())),
    ("달구벌대로에 카메라 몇대 있음?", lambda d: int((d.도로노선명 == "달구벌대로").sum())),
    ("2018년 이후 설치된 건 몇 대야", lambda d: int((d.설치연도 >= 2018).sum())),
    ("카메라이 제일 많이 설치된 해는?", lambda d: (2021, int((d.설치연도 == 2021).sum()))),
    ("제한속도가 100키로 이상인 카메라", lambda d: int((d.제한속도 >= 100).sum())),
    ("구도에 설치된 카메라 비율", lambda d: share(d.도로종류 == "구도")),
    ("중구 카메라 제한속도 평균 얼마", lambda d: float(d[d.시군구명 == "중구"].제한속도.mean())),
    ("도로종류별로 평균 제한속도 보여줘", lambda d: float(d.groupby("도로종류").제한속도.mean().max())),
    ("2020년과 2021년에 설치된 카메라를 합하면?", lambda d: int(d.설치연도.isin([2020, 2021]).sum())),
    (
        "카메라 100대 넘는 구 어디야",
        lambda d: tuple(
            str(name) for name, count in d.시군구명.replace("달성", "달성군").value_counts().items() if count > 100
        ),
    ),
    ("단속구분 99는 몇퍼센트야", lambda d: share(d.단속구분 == 99)),
    ("첫 번째 행 보여줘", lambda d: str(d.무인교통단속카메라관리번호.iloc[0])),
    ("위도가 제일 큰 카메라", lambda d: round(float(d.위도.max()), 2)),
    ("구별로 제한속도 50짜리 카메라 수", lambda d: int(d[d.제한속도 == 50].시군구명.value_counts().max())),
    ("설치연도가 비어있는 카메라 있나요", lambda d: "없습니다"),
    ("도로노선번호 비어있는 카메라 몇 대", lambda d: int(d.도로노선번호.isna().sum())),
    ("설치연도는2019년인카메라몇대", lambda d: int((d.설치연도 == 2019).sum())),
    (
        "남구보다 서구가 카메라가 적나요?",
        lambda d: (int((d.시군구명 == "남구").sum()), int((d.시군구명 == "서구").sum())),
    ),
]

ZONES: Sequence[tuple[str, Expected]] = [
    (
        "달성경찰서 관할 유치원 몇 곳",
        lambda d: int(((d.관할경찰서명 == "달성경찰서") & (d.시설종류 == "유치원")).sum()),
    ),
    (
        "북구에 어린이집이랑 유치원 합치면 몇개",
        lambda d: int(
            ((d.소재지도로명주소.str.extract(GU)[0] == "북구") & d.시설종류.isin(["어린이집", "유치원"])).sum()
        ),
    ),
    ("CCTV 평균 설치 대수가 가장 많은 시설종류", lambda d: str(d.groupby("시설종류").CCTV설치대수.mean().idxmax())),
    (
        "CCTV 제일 많이 달린 유치원 이름 뭐야",
        lambda d: str(d[d.시설종류 == "유치원"].set_index("대상시설명").CCTV설치대수.idxmax()),
    ),
    ("cctv 대수 많은 시설 5개", lambda d: int(d.CCTV설치대수.max())),
    ("cctv없는보호구역비율", lambda d: share(d.CCTV설치여부 == "N")),
    (
        "수성경찰서랑 달성경찰서 중 보호구역 많은 쪽",
        lambda d: ("달성경찰서", int((d.관할경찰서명 == "달성경찰서").sum())),
    ),
    ("데이터기준일자가 2020년 이후인 건 몇 건인가요", lambda d: int((d.데이터기준일자 >= "2020").sum())),
    (
        "동구 초등학교 CCTV는 총 몇 대",
        lambda d: int(
            d[(d.소재지도로명주소.str.extract(GU)[0] == "동구") & (d.시설종류 == "초등학교")].CCTV설치대수.sum()
        ),
    ),
    ("특수학교 중 cctv 설치된 비율은", lambda d: share(d[d.시설종류 == "특수학교"].CCTV설치여부 == "Y")),
    ("시설종류별로 CCTV 합계 알려줘", lambda d: int(d.groupby("시설종류").CCTV설치대수.sum().max())),
    ("어린이 보호구역 제일 적은 구", lambda d: str(d.소재지도로명주소.str.extract(GU)[0].value_counts().index[-1])),
    ("cctv 5대 이상 있는 초등학교 비율", lambda d: share(d[d.시설종류 == "초등학교"].CCTV설치대수 >= 5)),
    ("관리기관별로 몇 곳씩이야", lambda d: (top(d, "관리기관명"), int(d.관리기관명.value_counts().iloc[0]))),
    (
        "유치원은 어린이집보다 몇 곳 더 많은가요",
        lambda d: int((d.시설종류 == "유치원").sum() - (d.시설종류 == "어린이집").sum()),
    ),
]

UNANSWERABLE: Sequence[tuple[str, str]] = [
    ("taas", "음주운전으로 난 사고는 얼마나 되나"),
    ("taas", "내일 대구 날씨 예측해줘"),
    ("taas", "안전벨트 안 맨 사고 몇 건"),
    ("dacon", "사망자수 평균 알려줘"),
    ("dacon", "오늘 삼성전자 주가 얼마야"),
    ("parks", "주차장 전화번호 알려줘"),
    ("parks", "전기차 충전 되는 주차장 몇 곳"),
    ("cameras", "카메라에 단속된 차량은 몇 대야"),
    ("cameras", "환율 예측 좀 해줘"),
    ("zones", "보호구역에서 난 사고는 몇 건"),
    ("zones", "학생 수가 제일 많은 초등학교"),
]
