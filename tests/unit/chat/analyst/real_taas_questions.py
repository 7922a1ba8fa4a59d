"""Questions about the real TAAS file, and what plain pandas says. Shares are percent."""

from collections.abc import Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Expected

HARM = ["사망자수", "중상자수", "경상자수", "부상신고자수"]


def rows(frame: pd.DataFrame) -> pd.DataFrame:
    """With year, month, hour, district, neighbourhood and ages, taken apart by regular expressions."""
    parts = frame["사고일시"].str.extract(r"(?P<y>\d+)년 (?P<m>\d+)월 (?P<d>\d+)일 (?P<h>\d+)시").astype(int)
    places = frame["시군구"].str.extract(r"대구광역시 (?P<gu>\S+)(?: (?P<dong>\S+))?")
    ages = pd.DataFrame(
        {f"{who}나이": frame[f"{who}운전자 연령"].str.extract(r"^(\d+)세")[0].astype(float) for who in ("가해", "피해")}
    )
    return pd.concat([frame, parts, places, ages], axis=1)


def share(part: pd.Series) -> float:
    return float(part.mean() * 100)


def top(frame: pd.DataFrame, column: str) -> str:
    return str(frame[column].value_counts().index[0])


def weekend(frame: pd.DataFrame) -> pd.Series:
    return frame["요일"].isin(["토요일", "일요일"])


def night(frame: pd.DataFrame) -> pd.Series:
    return ~frame.h.between(6, 17)


QUESTIONS: Sequence[tuple[str, Expected]] = [
    ("사고가 가장 많은 시간대는?", lambda d: (f"{d.h.value_counts().index[0]}시", int(d.h.value_counts().iloc[0]))),
    ("수성구에서 사고가 가장 많은 동 5곳", lambda d: tuple(d[d.gu == "수성구"].dong.value_counts().index[:5])),
    (
        "비 오는 날 평균 사망자수는 맑은 날의 몇 배?",
        lambda d: float(d[d.기상상태 == "비"].사망자수.mean() / d[d.기상상태 == "맑음"].사망자수.mean()),
    ),
    ("2012년과 2017년 사고 건수 비교", lambda d: (int((d.y == 2012).sum()), int((d.y == 2017).sum()))),
    ("금요일 저녁 사고 비율", lambda d: share((d.요일 == "금요일") & d.h.between(18, 20))),
    ("결측값이 가장 많은 컬럼은?", lambda d: ("피해운전자 차종", 4774)),
    ("총 사고 건수는 몇 건인가요?", len),
    ("수성구 사고 건수", lambda d: int((d.gu == "수성구").sum())),
    ("달서구에서 발생한 교통사고는 몇 건이야?", lambda d: int((d.gu == "달서구").sum())),
    ("사망자는 모두 몇 명이야?", lambda d: int(d.사망자수.sum())),
    ("총 중상자 수를 알려주세요", lambda d: int(d.중상자수.sum())),
    ("경상자수 평균이 얼마야", lambda d: float(d.경상자수.mean())),
    ("사고 한 건당 사망자수 평균", lambda d: float(d.사망자수.mean())),
    ("중상자수 최댓값은?", lambda d: int(d.중상자수.max())),
    ("경상자수의 표준편차", lambda d: float(d.경상자수.std())),
    ("연도별 사고 건수 추이를 그려줘", lambda d: (int((d.y == 2007).sum()), int((d.y == 2017).sum()))),
    ("요일별 사고 건수 알려주세요", lambda d: ("금요일", int((d.요일 == "금요일").sum()))),
    ("월별 사고 건수", lambda d: (f"{d.m.value_counts().index[0]}월", int(d.m.value_counts().iloc[0]))),
    ("사고가 제일 적은 요일은 언제인가요", lambda d: ("일요일", int((d.요일 == "일요일").sum()))),
    ("구별 사망자수 합계", lambda d: ("달서구", int(d[d.gu == "달서구"].사망자수.sum()))),
    (
        "사망 사고가 가장 많은 구는?",
        lambda d: (top(d[d.사고내용 == "사망사고"], "gu"), int(d[d.사고내용 == "사망사고"].gu.value_counts().iloc[0])),
    ),
    ("사망사고는 몇 건?", lambda d: int((d.사고내용 == "사망사고").sum())),
    ("사망사고 비율은 몇 %야?", lambda d: share(d.사고내용 == "사망사고")),
    ("사고 원인 1위가 뭐야?", lambda d: (top(d, "법규위반"), int(d.법규위반.value_counts().iloc[0]))),
    ("가장 많은 사고유형 3가지", lambda d: tuple(d.사고유형.value_counts().index[:3])),
    ("법규위반 상위 5개 보여줘", lambda d: tuple(d.법규위반.value_counts().index[:5])),
    ("가해운전자가 여성인 사고 비율은?", lambda d: share(d["가해운전자 성별"] == "여")),
    ("남성 운전자 사고 건수", lambda d: int((d["가해운전자 성별"] == "남").sum())),
    ("20대 운전자 사고 건수", lambda d: int(d.가해나이.between(20, 29).sum())),
    ("65세 이상 운전자가 낸 사고는 몇 건?", lambda d: int((d.가해나이 >= 65).sum())),
    ("피해자가 65세 이상인 사고 건수", lambda d: int((d.피해나이 >= 65).sum())),
    ("가해운전자 연령 평균", lambda d: float(d.가해나이.mean())),
    ("사망자가 2명 이상인 사고는 몇 건이나 되나", lambda d: int((d.사망자수 >= 2).sum())),
    ("중상자수가 3을 초과하는 사고 수", lambda d: int((d.중상자수 > 3).sum())),
    ("경상자 2명에서 4명 사이 사고", lambda d: int(d.경상자수.between(2, 4).sum())),
    ("2015년 7월 사고 건수", lambda d: int(((d.y == 2015) & (d.m == 7)).sum())),
    ("2012년부터 2015년까지 사고 건수", lambda d: int(d.y.between(2012, 2015).sum())),
    ("2010년 이후 사고는 몇 건", lambda d: int((d.y >= 2010).sum())),
    ("2016년 12월 25일 사고 건수", lambda d: int(((d.y == 2016) & (d.m == 12) & (d.d == 25)).sum())),
    ("최근 3년 사고 건수", lambda d: int((d.y >= 2015).sum())),
    ("오후 3시에 일어난 사고 건수", lambda d: int((d.h == 15).sum())),
    ("18시부터 20시까지 사고 비율", lambda d: share(d.h.between(18, 20))),
    ("야간 사고와 주간 사고 비교해줘", lambda d: (int(night(d).sum()), int((~night(d)).sum()))),
    ("새벽 사고의 사망자수 합계", lambda d: int(d[d.h <= 5].사망자수.sum())),
    (
        "새벽 시간대 평균 사망자수는 오후의 몇 배야?",
        lambda d: float(d[d.h <= 5].사망자수.mean() / d[d.h.between(12, 17)].사망자수.mean()),
    ),
    ("출근 시간 사고 건수", lambda d: int(d.h.between(7, 8).sum())),
    ("퇴근시간 사고는 몇건인지", lambda d: int(d.h.between(18, 19).sum())),
    ("주말 사고 비중", lambda d: share(weekend(d))),
    ("주말 사고가 평일보다 많아?", lambda d: (int(weekend(d).sum()), int((~weekend(d)).sum()))),
    ("여름철 사고 건수", lambda d: int(d.m.isin([6, 7, 8]).sum())),
    ("2014년 상반기 사고 건수", lambda d: int(((d.y == 2014) & (d.m <= 6)).sum())),
    ("사고가 늘고 있나요?", lambda d: "줄었습니다"),
    ("하루 평균 사고 건수는?", lambda d: len(d) / 4018),
    ("연평균 사고 건수", lambda d: len(d) / 11),
    ("월평균 사망자수", lambda d: float(d.사망자수.sum() / 132)),
    ("사고유형 종류가 몇 가지야", lambda d: int(d.사고유형.nunique())),
    ("기상상태에는 어떤 값이 있어?", lambda d: tuple(d.기상상태.unique())),
    ("노면상태별 사고 비율", lambda d: ("건조", share(d.노면상태 == "건조"))),
    ("빗길 사고 중 사망사고 비율", lambda d: share(d[d.노면상태.isin(["습기", "젖음/습기"])].사고내용 == "사망사고")),
    ("수성구 사고 중 야간 사고 비율은?", lambda d: share(night(d[d.gu == "수성구"]))),
    ("수성구랑 달서구 중 어디가 사고가 더 많아?", lambda d: ("달서구", int((d.gu == "달서구").sum()))),
    (
        "중구와 남구의 사망자수 합계 비교",
        lambda d: (int(d[d.gu == "중구"].사망자수.sum()), int(d[d.gu == "남구"].사망자수.sum())),
    ),
    ("두 번째로 사고가 많은 구는?", lambda d: (str(d.gu.value_counts().index[1]), int(d.gu.value_counts().iloc[1]))),
    ("사고가 1만건 이상인 구는 몇 개야?", lambda d: int((d.gu.value_counts() >= 10000).sum())),
    ("사고 건수가 5000건을 넘는 동", lambda d: int((d.groupby(["gu", "dong"]).size() > 5000).sum())),
    ("사망자수와 중상자수의 상관관계", lambda d: round(float(d.사망자수.corr(d.중상자수)), 3)),
    ("중상자수랑 경상자수 상관계수 구해줘", lambda d: round(float(d.중상자수.corr(d.경상자수)), 3)),
    ("경상자수 90백분위수", lambda d: float(d.경상자수.quantile(0.9))),
    ("경상자수 제3사분위수", lambda d: float(d.경상자수.quantile(0.75))),
    ("사망자수 이상치 개수", lambda d: int((d.사망자수 > 0).sum())),
    ("기상상태와 노면상태 교차표", lambda d: int(((d.기상상태 == "맑음") & (d.노면상태 == "건조")).sum())),
    ("요일별 시간대별 사고 건수", lambda d: int(d.groupby(["요일", "h"]).size().max())),
    ("이 데이터는 어떤 데이터야?", lambda d: (len(d), 22)),
    ("행이 몇 개야", len),
    ("컬럼이 몇 개 있어?", lambda d: 22),
    ("데이터 기간은 언제부터 언제까지야?", lambda d: ("2007-01-01", "2017-12-31")),
    ("피해운전자 차종 결측치 몇 개?", lambda d: int(d["피해운전자 차종"].isna().sum())),
    ("전체 결측값 개수", lambda d: int(d[[c for c in d.columns if " " in c]].isna().sum().sum())),
    ("범어동 사고 건수", lambda d: int((d.dong == "범어동").sum())),
    ("수성구 만촌동에서 일어난 사망사고", lambda d: int(((d.dong == "만촌동") & (d.사고내용 == "사망사고")).sum())),
    ("눈 오는 날 사고 몇건", lambda d: int((d.기상상태 == "눈").sum())),
    ("안개 낀 날 사고 건수", lambda d: int((d.기상상태 == "안개").sum())),
    ("교차로 사고 비율", lambda d: share(d.도로형태.str.startswith("교차로"))),
    ("터널에서 난 사고는 몇 건인가", lambda d: int(d.도로형태.str.contains("터널").sum())),
    ("오토바이 사고는 몇 건?", lambda d: int((d["가해운전자 차종"] == "이륜").sum())),
    ("피해자가 자전거인 사고", lambda d: int((d["피해운전자 차종"] == "자전거").sum())),
    ("언제 사고가 많이 나?", lambda d: (f"{d.h.value_counts().index[0]}시", "금요일")),
    ("계절별 사고 건수", lambda d: ("가을", int(d.m.isin([9, 10, 11]).sum()))),
    ("연령대별 사고 건수", lambda d: ("40대", int(d.가해나이.between(40, 49).sum()))),
    ("2017년 사고는 2016년보다 얼마나 줄었어?", lambda d: int((d.y == 2016).sum() - (d.y == 2017).sum())),
    ("2016년 대비 2017년 사고 증감률", lambda d: float(abs((d.y == 2017).sum() / (d.y == 2016).sum() - 1) * 100)),
    ("치사율이 가장 높은 도로형태", lambda d: str(d.groupby("도로형태").사망자수.mean().idxmax())),
    ("평균 ECLO가 가장 높은 구는?", lambda d: str(d[HARM].dot([10, 5, 3, 1]).groupby(d.gu).mean().idxmax())),
    ("사상자는 총 몇 명", lambda d: int(d[HARM].sum().sum())),
    ("부상자수가 가장 많은 구", lambda d: str(d[HARM[1:]].sum(axis=1).groupby(d.gu).sum().idxmax())),
    (
        "달서구에서 금요일 밤에 일어난 사망사고 건수",
        lambda d: int(((d.gu == "달서구") & (d.요일 == "금요일") & (d.h >= 21) & (d.사고내용 == "사망사고")).sum()),
    ),
    ("차대사람 사고가 가장 많은 동은?", lambda d: top(d[d.사고유형.str.startswith("차대사람")], "dong")),
    ("신호위반 사고의 사망자수 합계", lambda d: int(d[d.법규위반 == "신호위반"].사망자수.sum())),
    ("토요일을 제외한 사고 건수", lambda d: int((d.요일 != "토요일").sum())),
    ("비나 눈 오는 날 사고 건수", lambda d: int(d.기상상태.isin(["비", "눈"]).sum())),
    ("구별 평균 사망자수가 가장 높은 곳은?", lambda d: str(d.groupby("gu").사망자수.mean().idxmax())),
    ("과속 사고의 평균 사망자수", lambda d: float(d[d.법규위반 == "과속"].사망자수.mean())),
    ("구별 야간 사고 비율이 가장 높은 구", lambda d: str(night(d).groupby(d.gu).mean().idxmax())),
    ("사고가가장많은구는어디야", lambda d: top(d, "gu")),
    ("수성그 사고 건수", lambda d: int((d.gu == "수성구").sum())),
    ("기상상테별 사고 건수", lambda d: ("맑음", int((d.기상상태 == "맑음").sum()))),
    ("수성구 사고 건수 >> 달서구는?", lambda d: int((d.gu == "달서구").sum())),
    (
        "연도별 사고 건수 >> 그럼 월별은?",
        lambda d: (f"{d.m.value_counts().index[0]}월", int(d.m.value_counts().iloc[0])),
    ),
    ("수성구 사고 건수 >> 그중에 야간은?", lambda d: int(((d.gu == "수성구") & night(d)).sum())),
    ("구별 사망자수 합계 >> 평균은?", lambda d: str(d.groupby("gu").사망자수.mean().idxmax())),
    (
        "사고가 가장 많은 시간대는? >> 수성구는?",
        lambda d: (
            f"{d[d.gu == '수성구'].h.value_counts().index[0]}시",
            int(d[d.gu == "수성구"].h.value_counts().iloc[0]),
        ),
    ),
    (
        "2016년 사고 건수 >> 2017년은? >> 그중 사망사고는?",
        lambda d: int(((d.y == 2017) & (d.사고내용 == "사망사고")).sum()),
    ),
    ("금요일 사고 비율 >> 토요일은?", lambda d: share(d.요일 == "토요일")),
]
