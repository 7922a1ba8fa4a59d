"""More questions about all five files, written before anybody looked at how they are read. None: no number is right."""

from collections.abc import Sequence

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.blind_taas_questions import fatal, kind, with_gu
from tests.unit.chat.analyst.everyday_questions import on, victims
from tests.unit.chat.analyst.real_place_questions import GU, with_district
from tests.unit.chat.analyst.real_taas_questions import HARM, night, share, top, weekend

QUESTIONS: Sequence[tuple[str, str, Expected | None]] = [
    (
        "taas",
        "북구에서 토요일 새벽에 난 사고 몇 건인지 알려줄 수 있어?",
        lambda d: int(((d.gu == "북구") & (d.요일 == "토요일") & (d.h <= 5)).sum()),
    ),
    ("taas", "10년 동안 대구에서 교통사고가 가장 많이 줄어든 구는?", None),
    (
        "taas",
        "신호위반 사고는 야간에 더 많나요 주간에 더 많나요",
        lambda d: (
            int((night(d) & (d.법규위반 == "신호위반")).sum()),
            int((~night(d) & (d.법규위반 == "신호위반")).sum()),
        ),
    ),
    (
        "taas",
        "화물차가 낸 사고의 치사율은 승용차의 몇 배?",
        lambda d: float(
            d[d["가해운전자 차종"] == "화물"].사망자수.mean() / d[d["가해운전자 차종"] == "승용"].사망자수.mean()
        ),
    ),
    ("taas", "사고나면 경상인 사람이 평균 몇명쯤 나와", lambda d: float(d.경상자수.mean())),
    ("taas", "수성구사고건수랑중구사고건수차이", lambda d: int((d.gu == "수성구").sum() - (d.gu == "중구").sum())),
    ("taas", "어르신이 보행자로 당한 사고 몇 건", lambda d: int((victims(d) & (d.피해나이 >= 65)).sum())),
    (
        "taas",
        "2009년부터 2011년 사이에 사망사고가 제일 많은 해",
        lambda d: top(d[d.y.between(2009, 2011) & fatal(d)], "y"),
    ),
    ("taas", "중앙선침범으로 죽은 사람 수", lambda d: int(d[d.법규위반 == "중앙선침범"].사망자수.sum())),
    ("taas", "사고 발생 건수 하위 3개 구 좀 뽑아줘", lambda d: tuple(map(str, d.gu.value_counts().index[::-1][:3]))),
    ("taas", "달성군 사고 중 몇 퍼센트가 사망사고예요?", lambda d: share(fatal(d[d.gu == "달성군"]))),
    ("taas", "눈 오는 날 미끄러진 사고", None),
    (
        "taas",
        "가해자랑 피해자 둘 다 여성인 사고는?",
        lambda d: int(((d["가해운전자 성별"] == "여") & (d["피해운전자 성별"] == "여")).sum()),
    ),
    ("taas", "2016년 1월 1일 0시 사고 있었어?", lambda d: int((on(d, 1, 1) & (d.y == 2016) & (d.h == 0)).sum())),
    ("taas", "월요일 빼고 평일 사고 건수", lambda d: int((~weekend(d) & (d.요일 != "월요일")).sum())),
    ("taas", "사고 제일 많은 요일 두 개만", lambda d: tuple(map(str, d.요일.value_counts().index[:2]))),
    ("taas", "보행자 사고가 전체 사고에서 차지하는 비중", lambda d: share(kind(d, "차대사람"))),
    ("taas", "평균적으로 하루 몇 명이 죽나요", lambda d: float(d.사망자수.sum() / 4018)),
    ("taas", "동별로 사고 많은 순서대로 10개", lambda d: int(d.groupby(["gu", "dong"]).size().max())),
    ("taas", "차량단독 사고로 사망한 사람은 몇 명?", lambda d: int(d[kind(d, "차량단독")].사망자수.sum())),
    (
        "taas",
        "겨울보다 여름에 사고가 많은가",
        lambda d: (int(d.m.isin([6, 7, 8]).sum()), int(d.m.isin([12, 1, 2]).sum())),
    ),
    ("taas", "사상자가 10명 이상인 사고는 몇 건", None),
    ("taas", "중상자 없고 사망자만 있는 사고 몇 건", lambda d: int(((d.중상자수 == 0) & (d.사망자수 >= 1)).sum())),
    (
        "taas",
        "남성운전자와 여성운전자 중 평균 나이가 많은 쪽은",
        lambda d: (
            float(d[d["가해운전자 성별"] == "남"].가해나이.mean()),
            float(d[d["가해운전자 성별"] == "여"].가해나이.mean()),
        ),
    ),
    ("taas", "비오거나 눈오는날 사망사고 비율 얼마임", lambda d: share(fatal(d[d.기상상태.isin(["비", "눈"])]))),
    ("taas", "30대와 40대 운전자 사고를 합치면", lambda d: int(d.가해나이.between(30, 49).sum())),
    (
        "taas",
        "수성구에서 제일 많은 법규위반이 뭐고 그게 몇 %야",
        lambda d: (top(d[d.gu == "수성구"], "법규위반"), share(d[d.gu == "수성구"].법규위반 == "안전운전불이행")),
    ),
    (
        "taas",
        "연도별로 야간 사고 비율이 어떻게 변했나",
        lambda d: (share(night(d[d.y == 2007])), share(night(d[d.y == 2017]))),
    ),
    ("taas", "사고가 한 건도 없었던 날은 며칠", None),
    (
        "taas",
        "부상자 합계가 제일 큰 사고유형",
        lambda d: str(d[HARM[1:]].sum(axis=1).groupby(d.사고유형).sum().idxmax()),
    ),
    ("dacon", "1월 마지막 주 사고 몇 건", None),
    (
        "dacon",
        "새벽 사고는 몇 건이고 심야는 몇 건이야",
        lambda d: (int((with_gu(d).h <= 5).sum()), int(with_gu(d).h.isin([23, 0, 1, 2, 3, 4]).sum())),
    ),
    ("dacon", "차대사람 사고가 가장 잦은 시간대", lambda d: f"{with_gu(d)[d.사고유형 == '차대사람'].h.mode()[0]}시"),
    ("dacon", "달서구랑 수성구 빼고 사고 몇 건", lambda d: int((~with_gu(d).gu.isin(["달서구", "수성구"])).sum())),
    ("dacon", "맑음이 아닌 날씨 사고 목록", lambda d: int((d.기상상태 != "맑음").sum())),
    ("dacon", "사고 심각도가 제일 높은 동네", None),
    (
        "dacon",
        "2월 사고는 1월보다 몇 건 적어?",
        lambda d: int((d.사고일시.str[5:7] == "01").sum() - (d.사고일시.str[5:7] == "02").sum()),
    ),
    (
        "parks",
        "무료 주차장 가장 많은 구는?",
        lambda d: str(with_district(d)[d.요금정보 == "무료"].gu.value_counts().index[0]),
    ),
    (
        "parks",
        "유료인데 기본요금이 0원인 곳은 몇 군데",
        lambda d: int(((d.요금정보 == "유료") & (d.주차기본요금 == 0)).sum()),
    ),
    (
        "parks",
        "민영주차장 평균 요금은 공영보다 얼마나 비싸?",
        lambda d: (
            float(d[d.주차장구분 == "민영"].주차기본요금.mean()),
            float(d[d.주차장구분 == "공영"].주차기본요금.mean()),
        ),
    ),
    (
        "parks",
        "주차면이 200면 넘는 공영주차장 이름 알려줘",
        lambda d: int(((d.주차구획수 > 200) & (d.주차장구분 == "공영")).sum()),
    ),
    (
        "parks",
        "북구노상주차장몇개야",
        lambda d: int(((with_district(d).gu == "북구") & (d.주차장유형 == "노상")).sum()),
    ),
    ("parks", "급지별로 주차장 몇 곳씩 있는지", lambda d: int(d.급지구분.value_counts().max())),
    ("parks", "월정기권 요금 평균이랑 최대값", lambda d: (float(d.월정기권요금.mean()), int(d.월정기권요금.max()))),
    ("parks", "위도 경도가 없는 주차장은 몇 곳", lambda d: int(d.위도.isna().sum())),
    ("parks", "화장실 있는 주차장", None),
    (
        "parks",
        "서구 공영주차장 중 유료는 몇 퍼센트",
        lambda d: share(
            with_district(d)[(with_district(d).gu == "서구") & (d.주차장구분 == "공영")].요금정보 == "유료"
        ),
    ),
    ("parks", "주차구획수 합이 제일 큰 급지는", lambda d: str(d.groupby("급지구분").주차구획수.sum().idxmax())),
    ("cameras", "어린이보호구역 카메라 비율", None),
    (
        "cameras",
        "제한속도 30 이하인 카메라가 가장 많은 구",
        lambda d: str(d[d.제한속도 <= 30].시군구명.replace("달성", "달성군").value_counts().index[0]),
    ),
    ("cameras", "수성구 카메라는 언제 제일 많이 설치됐어", lambda d: int(d[d.시군구명 == "수성구"].설치연도.mode()[0])),
    ("cameras", "고속국도 카메라 평균 제한속도", lambda d: float(d[d.도로종류 == "고속국도"].제한속도.mean())),
    ("cameras", "2015년에서 2018년 사이 설치된 카메라 몇 %", lambda d: share(d.설치연도.between(2015, 2018))),
    ("cameras", "제한속도가 60보다 높은 건 몇 대", lambda d: int((d.제한속도 > 60).sum())),
    (
        "cameras",
        "도로노선명 중에 카메라 제일 많은 곳 3군데",
        lambda d: tuple(map(str, d.도로노선명.value_counts().index[:3])),
    ),
    ("cameras", "과속 단속 카메라는 몇 대", None),
    (
        "zones",
        "수성구 보호구역 중 CCTV 없는 곳 비율",
        lambda d: share(d[d.소재지도로명주소.str.extract(GU)[0] == "수성구"].CCTV설치여부 == "N"),
    ),
    ("zones", "초등학교당 CCTV 평균 몇 대", lambda d: float(d[d.시설종류 == "초등학교"].CCTV설치대수.mean())),
    (
        "zones",
        "cctv가 3대 이상인 유치원은 몇곳이고 어린이집은 몇곳이야",
        lambda d: (
            int(((d.CCTV설치대수 >= 3) & (d.시설종류 == "유치원")).sum()),
            int(((d.CCTV설치대수 >= 3) & (d.시설종류 == "어린이집")).sum()),
        ),
    ),
    (
        "zones",
        "경찰서 중에 관할 보호구역이 100곳 넘는 데",
        lambda d: tuple(str(n) for n, c in d.관할경찰서명.value_counts().items() if c > 100),
    ),
    (
        "zones",
        "남구에서 CCTV 가장 많은 시설",
        lambda d: int(d[d.소재지도로명주소.str.extract(GU)[0] == "남구"].CCTV설치대수.max()),
    ),
    ("zones", "유치원이 아닌 보호구역의 cctv 합계", lambda d: int(d[d.시설종류 != "유치원"].CCTV설치대수.sum())),
]
