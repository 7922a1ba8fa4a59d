"""A last set of questions, written before anybody looked at how they are read. None: no number is right."""

from collections.abc import Sequence

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.blind_taas_questions import fatal, kind, with_gu
from tests.unit.chat.analyst.everyday_questions import neighbourhood
from tests.unit.chat.analyst.real_place_questions import GU, with_district
from tests.unit.chat.analyst.real_taas_questions import night, share, top, weekend

QUESTIONS: Sequence[tuple[str, str, Expected | None]] = [
    ("taas", "과속으로 사망한 사고 비율은 몇 퍼센트나 되나요?", lambda d: share(fatal(d[d.법규위반 == "과속"]))),
    ("taas", "대구에서 사고 가장 안 나는 시간대", lambda d: f"{d.h.value_counts().index[-1]}시"),
    (
        "taas",
        "승용차 운전자 중 여자 비율",
        lambda d: share(d[d["가해운전자 차종"] == "승용"]["가해운전자 성별"] == "여"),
    ),
    (
        "taas",
        "2012년 대비 2016년 사망자 증감률",
        lambda d: float(abs(d[d.y == 2016].사망자수.sum() / d[d.y == 2012].사망자수.sum() - 1) * 100),
    ),
    (
        "taas",
        "출퇴근시간에 난 사고 중 보행자 사고는?",
        lambda d: int((kind(d, "차대사람") & d.h.isin([7, 8, 18, 19])).sum()),
    ),
    ("taas", "구별 사고당 사망자 순위", lambda d: str(d.groupby("gu").사망자수.mean().idxmax())),
    (
        "taas",
        "야간에 비 오는 날 사고가 제일 많은 동은 어디니",
        lambda d: top(d[night(d) & (d.기상상태 == "비")], "dong"),
    ),
    ("taas", "중학생이 낸 자전거 사고", None),
    (
        "taas",
        "토요일 밤 사고랑 일요일 밤 사고 중 어느게 더 많아",
        lambda d: (int(((d.요일 == "토요일") & (d.h >= 21)).sum()), int(((d.요일 == "일요일") & (d.h >= 21)).sum())),
    ),
    ("taas", "경상자 수가 가장 많았던 사고 언제 어디서 났어", lambda d: str(d.sort_values("경상자수").gu.iloc[-1])),
    ("taas", "사망자 1명당 사고 몇 건꼴이야", None),
    ("taas", "안개낀 날 말고 흐린 날 사고는?", lambda d: int((d.기상상태 == "흐림").sum())),
    (
        "taas",
        "수성구에서 2015년에 사고가 제일 많았던 달",
        lambda d: f"{top(d[(d.gu == '수성구') & (d.y == 2015)], 'm')}월",
    ),
    (
        "taas",
        "사고가 50건도 안 되는 동은 몇 개",
        lambda d: int((d.groupby(["gu", neighbourhood(d)]).size() < 50).sum()),
    ),
    (
        "taas",
        "노인 운전자와 청년 운전자 사고 수 비교해줘",
        lambda d: (int((d.가해나이 >= 65).sum()), int(d.가해나이.between(19, 34).sum())),
    ),
    ("taas", "교차로안에서 좌회전하다 난 사고", None),
    (
        "taas",
        "피해자가 이륜차인 사고의 사망자 수는 몇명인지",
        lambda d: int(d[d["피해운전자 차종"] == "이륜"].사망자수.sum()),
    ),
    ("taas", "서구남구중구사고합계", lambda d: int(d.gu.isin(["서구", "남구", "중구"]).sum())),
    ("taas", "사고 유형 중 가장 드문 것", lambda d: str(d.사고유형.value_counts().index[-1])),
    ("taas", "평일과 주말 하루 평균 사고 건수 차이", None),
    (
        "taas",
        "부상신고자수 합계는 중상자수 합계의 몇 퍼센트야",
        lambda d: float(d.부상신고자수.sum() / d.중상자수.sum() * 100),
    ),
    (
        "taas",
        "여름에 사고가 제일 많은 요일하고 제일 적은 요일",
        lambda d: (top(d[d.m.isin([6, 7, 8])], "요일"), str(d[d.m.isin([6, 7, 8])].요일.value_counts().index[-1])),
    ),
    ("taas", "65세 이상이 아닌 운전자 사고 건수", lambda d: int((d.가해나이 < 65).sum())),
    ("taas", "사망자가 나온 사고 가운데 두 명 이상 죽은 사고 비율", lambda d: share(d[d.사망자수 >= 1].사망자수 >= 2)),
    ("taas", "사고 많은 구 순서대로 전부 나열해줘", lambda d: top(d, "gu")),
    ("dacon", "금요일 사고는 전체의 몇 퍼센트예요", lambda d: share(d.요일 == "금요일")),
    (
        "dacon",
        "단일로에서 난 차대차 사고 건수",
        lambda d: int((d.도로형태.str.startswith("단일로") & (d.사고유형 == "차대차")).sum()),
    ),
    ("dacon", "비 온 날 사고 있었나", lambda d: 0),
    (
        "dacon",
        "동구 사고 중 교차로 사고 비율이 어떻게 되지",
        lambda d: share(with_gu(d)[with_gu(d).gu == "동구"].도로형태.str.startswith("교차로")),
    ),
    ("dacon", "주말 저녁 사고는 몇건임?", lambda d: int((weekend(d) & with_gu(d).h.between(18, 20)).sum())),
    (
        "parks",
        "공영이면서 유료인 노상주차장은 몇 곳",
        lambda d: int(((d.주차장구분 == "공영") & (d.요금정보 == "유료") & (d.주차장유형 == "노상")).sum()),
    ),
    ("parks", "주차면이 10면도 안 되는 곳 몇 개야", lambda d: int((d.주차구획수 < 10).sum())),
    ("parks", "혼합 요금 주차장 비율", lambda d: share(d.요금정보 == "혼합")),
    ("parks", "기본요금이 가장 비싼 민영주차장은 얼마", lambda d: int(d[d.주차장구분 == "민영"].주차기본요금.max())),
    ("parks", "평균보다 넓은 주차장은 몇 곳", None),
    (
        "parks",
        "달성군에서 제일 큰 주차장 이름이랑 면수",
        lambda d: int(with_district(d)[with_district(d).gu == "달성군"].주차구획수.max()),
    ),
    (
        "parks",
        "노상 주차장 중 무료가 아닌 곳은 몇 곳이에요",
        lambda d: int(((d.주차장유형 == "노상") & (d.요금정보 != "무료")).sum()),
    ),
    (
        "parks",
        "구별로 유료 주차장 비율이 제일 높은 곳은",
        lambda d: str((with_district(d).요금정보 == "유료").groupby(with_district(d).gu).mean().idxmax()),
    ),
    ("cameras", "북구랑 동구 카메라 합하면 몇 대?", lambda d: int(d.시군구명.isin(["북구", "동구"]).sum())),
    ("cameras", "제한속도별로 카메라 몇 대씩인지", lambda d: int(d.제한속도.value_counts().max())),
    (
        "cameras",
        "2010년 이전 설치된 카메라 중 제한속도 60인 거",
        lambda d: int(((d.설치연도 <= 2010) & (d.제한속도 == 60)).sum()),
    ),
    ("cameras", "신호위반 단속 카메라 개수", None),
    ("cameras", "군도에 있는 카메라 어디야", lambda d: str(d[d.도로종류 == "군도"].설치장소.iloc[0])),
    (
        "cameras",
        "시도에 설치된 카메라의 평균 제한속도는 몇이야",
        lambda d: float(d[d.도로종류 == "시도"].제한속도.mean()),
    ),
    ("cameras", "올해 설치된 카메라", lambda d: 0),
    ("zones", "CCTV 대수 중앙값이 얼마예요", lambda d: float(d.CCTV설치대수.median())),
    (
        "zones",
        "북구 초등학교 중 CCTV 없는 곳은 몇 곳",
        lambda d: int(
            (
                (d.소재지도로명주소.str.extract(GU)[0] == "북구") & (d.시설종류 == "초등학교") & (d.CCTV설치여부 == "N")
            ).sum()
        ),
    ),
    ("zones", "cctv가 하나만 있는 시설 수", lambda d: int((d.CCTV설치대수 == 1).sum())),
    ("zones", "강북경찰서 관할 시설 몇 개", lambda d: int((d.관할경찰서명 == "강북경찰서").sum())),
    ("zones", "어린이집 빼고 시설종류별 개수", lambda d: int((d.시설종류 == "유치원").sum())),
    (
        "zones",
        "CCTV가 제일 많은 구와 제일 적은 구는?",
        lambda d: str(d.groupby(d.소재지도로명주소.str.extract(GU)[0]).CCTV설치대수.sum().idxmax()),
    ),
    ("zones", "도로폭 평균", None),
]
