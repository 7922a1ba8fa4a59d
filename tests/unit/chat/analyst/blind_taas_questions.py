"""Questions about the accidents, written before anybody looked at how they are read, and what plain pandas says."""

from collections.abc import Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.everyday_questions import on, victims
from tests.unit.chat.analyst.real_place_questions import GU
from tests.unit.chat.analyst.real_taas_questions import HARM, night, share, top, weekend


def deaths(frame: pd.DataFrame, year: int) -> int:
    return int(frame[frame.y == year].사망자수.sum())


def fatal(frame: pd.DataFrame) -> pd.Series:
    return frame.사고내용 == "사망사고"


def kind(frame: pd.DataFrame, start: str) -> pd.Series:
    return frame.사고유형.str.startswith(start)


def change(frame: pd.DataFrame, year: int) -> float:
    """Percent, against the year before."""
    return float(abs((frame.y == year).sum() / (frame.y == year - 1).sum() - 1) * 100)


def days_above(frame: pd.DataFrame, accidents: int) -> int:
    return int((frame.groupby(["y", "m", "d"]).size() > accidents).sum())


def with_gu(frame: pd.DataFrame) -> pd.DataFrame:
    """The DACON rows with their district and hour."""
    return frame.assign(gu=frame.시군구.str.extract(GU)[0], h=frame.사고일시.str[-2:].astype(int))


TAAS: Sequence[tuple[str, Expected]] = [
    ("2017년 한 해 대구에서 교통사고로 죽은 사람이 몇 명이었지?", lambda d: deaths(d, 2017)),
    ("수성구사고중에서 사람이 사망한건 몇프로나되나요", lambda d: share(fatal(d[d.gu == "수성구"]))),
    ("달서구가 북구보다 사고가 몇 건 더 많아요?", lambda d: int((d.gu == "달서구").sum() - (d.gu == "북구").sum())),
    (
        "비오는 금요일 밤에 난 사고 몇건임",
        lambda d: int(((d.기상상태 == "비") & (d.요일 == "금요일") & (d.h >= 21)).sum()),
    ),
    ("고령 운전자 사고가 제일 많은 해는 언제였나요", lambda d: top(d[d.가해나이 >= 65], "y")),
    ("초등학생 나이(7~12세) 보행자 사고는 몇 건인가요", lambda d: int((victims(d) & d.피해나이.between(7, 12)).sum())),
    (
        "이륜차랑 승용차 중에 어느 쪽이 사망사고 비율이 더 높아?",
        lambda d: ("이륜", share(fatal(d[d["가해운전자 차종"] == "이륜"]))),
    ),
    ("2013년 사고 건수는 2012년 대비 몇 퍼센트 늘었나요 줄었나요", lambda d: change(d, 2013)),
    ("토요일하고 일요일 사고를 합하면 전체 사고의 몇 %입니까", lambda d: share(weekend(d))),
    ("동구에서사고제일많은동네어디", lambda d: top(d[d.gu == "동구"], "dong")),
    (
        "중구 사고 중 횡단보도에서 난 거 비율 좀",
        lambda d: share(d[d.gu == "중구"].도로형태.str.contains("횡단보도")),
    ),
    ("사고 가운데 안전운전 불이행이 몇 프로나 차지해?", lambda d: share(d.법규위반 == "안전운전불이행")),
    ("여성운전자 평균나이는 어떻게 돼요?", lambda d: float(d[d["가해운전자 성별"] == "여"].가해나이.mean())),
    (
        "가해차량이 화물차인 사고에서 사망자는 모두 몇 명?",
        lambda d: int(d[d["가해운전자 차종"] == "화물"].사망자수.sum()),
    ),
    ("사망자 제일 많았던 사고는 어디서 일어났나요", lambda d: str(d.sort_values("사망자수").gu.iloc[-1])),
    ("2010년 겨울에 사고 얼마나 났어", lambda d: int(((d.y == 2010) & d.m.isin([12, 1, 2])).sum())),
    ("밤 10시 이후 사고는 몇 건?", lambda d: int((d.h >= 22).sum())),
    (
        "사고가 전년보다 줄어든 해는 언제언제야?",
        lambda d: tuple(str(y) for y, less in (d.y.value_counts().sort_index().diff() < 0).items() if less),
    ),
    ("출근시간대에 사고 젤 많은 구 알려줘", lambda d: top(d[d.h.between(7, 8)], "gu")),
    ("가장 사고가 적게 나는 시간은 몇 시야", lambda d: f"{d.h.value_counts().index[-1]}시"),
    (
        "보행자 사망사고 가장 많은 구 3군데",
        lambda d: tuple(d[victims(d) & fatal(d)].gu.value_counts().index[:3]),
    ),
    (
        "신호위반이랑 중앙선침범 중 뭐가 더 사망자가 많나",
        lambda d: (
            int(d[d.법규위반 == "신호위반"].사망자수.sum()),
            int(d[d.법규위반 == "중앙선침범"].사망자수.sum()),
        ),
    ),
    (
        "경상사고는 중상사고의 몇 배야",
        lambda d: float((d.사고내용 == "경상사고").sum() / (d.사고내용 == "중상사고").sum()),
    ),
    ("2007년에 비해 2017년에 사망자가 몇 명 줄었어?", lambda d: deaths(d, 2007) - deaths(d, 2017)),
    (
        "자전거 타던 피해자 중 65세 이상은 몇 명인가요",
        lambda d: int(((d["피해운전자 차종"] == "자전거") & (d.피해나이 >= 65)).sum()),
    ),
    (
        "안개 낀 날 사고의 사망사고 비율은 맑은 날보다 얼마나 높나요?",
        lambda d: (share(fatal(d[d.기상상태 == "안개"])), share(fatal(d[d.기상상태 == "맑음"]))),
    ),
    ("월요일 아침 출근시간(7시~9시) 사고 건수", lambda d: int(((d.요일 == "월요일") & d.h.between(7, 9)).sum())),
    ("1월부터 3월까지 서구에서 난 사고는?", lambda d: int(((d.gu == "서구") & (d.m <= 3)).sum())),
    ("경상자가 3명 이상이면서 사망자도 있는 사고", lambda d: int(((d.경상자수 >= 3) & (d.사망자수 >= 1)).sum())),
    ("부상신고자가 아무도 없는 사고는 몇 퍼센트?", lambda d: share(d.부상신고자수 == 0)),
    ("구별로 사망사고 건수 표로 보여주세요", lambda d: int(d[fatal(d)].gu.value_counts().max())),
    ("2015년 5월 5일 어린이날 사고 몇 건이었나요", lambda d: int((on(d, 5, 5) & (d.y == 2015)).sum())),
    (
        "추돌 사고 중에 주정차중인 차를 박은 건 몇 %",
        lambda d: share(d[d.사고유형.str.contains("추돌")].사고유형.str.contains("주정차중")),
    ),
    ("건설기계나 특수차가 낸 사고는 몇건인가", lambda d: int(d["가해운전자 차종"].isin(["건설기계", "특수"]).sum())),
    (
        "여자 가해자 사고 중에서 피해자가 보행자인 경우는 몇 건",
        lambda d: int((victims(d) & (d["가해운전자 성별"] == "여")).sum()),
    ),
    ("운전자가 10대인 사고 알려줘", lambda d: int(d.가해나이.between(10, 19).sum())),
    ("하루에 사고가 60건 넘게 난 날이 며칠이나 됩니까", lambda d: days_above(d, 60)),
    (
        "사고당 부상자가 제일 많은 도로형태가 뭔가요",
        lambda d: str(d[HARM[1:]].sum(axis=1).groupby(d.도로형태).mean().idxmax()),
    ),
    ("야간이 주간보다 사망사고 비율이 높은가요?", lambda d: (share(fatal(d[night(d)])), share(fatal(d[~night(d)])))),
    ("대명동 봉덕동 사고 합쳐서 몇 건", lambda d: int(d.dong.isin(["대명동", "봉덕동"]).sum())),
    ("남구에는 동이 몇 개나 있어?", lambda d: int(d[d.gu == "남구"].dong.nunique())),
    ("가해자 성별을 알 수 없는 사고는 몇 건이에요", lambda d: int((d["가해운전자 성별"] == "기타불명").sum())),
    ("노면이 얼었을 때 사고가 제일 많이 난 달", lambda d: f"{top(d[d.노면상태.str.contains('결빙')], 'm')}월"),
    ("시간대별사망자합계", lambda d: int(d.groupby("h").사망자수.sum().max())),
    ("연도는2011년이고구는서구인사고몇건", lambda d: int(((d.y == 2011) & (d.gu == "서구")).sum())),
    ("중복된 행 있어?", lambda d: "없습니다"),
    ("마지막 행 보여줘", lambda d: str(d.사고번호.iloc[-1])),
    (
        "사고가 가장 많은 구는 어디고 그 구 사망자는 몇 명이야?",
        lambda d: (top(d, "gu"), int(d[d.gu == top(d, "gu")].사망자수.sum())),
    ),
    ("2018년에는 사고가 몇 건이었나요", lambda d: 0),
    (
        "사고가 2만 건 넘는 구는 어디어디야",
        lambda d: tuple(str(n) for n, c in d.gu.value_counts().items() if c > 20000),
    ),
    ("평일 낮 12시에서 오후 2시 사이 사고", lambda d: int((~weekend(d) & d.h.between(12, 14)).sum())),
    ("기상상태가 기타인 사고 빼면 몇 건 남아?", lambda d: int((d.기상상태 != "기타").sum())),
    (
        "피해운전자가 사망한 사고 중 보행자는 몇 건",
        lambda d: int((victims(d) & (d["피해운전자 상해정도"] == "사망")).sum()),
    ),
    ("혼자 사고난 차량단독 몇건", lambda d: int(kind(d, "차량단독").sum())),
    ("달서구을 빼면 사고는 몇 건인가요", lambda d: int((d.gu != "달서구").sum())),
    ("중상자은 총 몇명 나왔나", lambda d: int(d.중상자수.sum())),
    ("사망자 5명 이상 나온 사고의 날짜는?", lambda d: str(d[d.사망자수 >= 5].y.iloc[0])),
]

DACON: Sequence[tuple[str, Expected]] = [
    ("주말(토요일, 일요일) 사고 건수", lambda d: int(weekend(d).sum())),
    ("사고일시가 2022년 1월 15일 이후인 건 몇 건", lambda d: int((d.사고일시 >= "2022-01-15").sum())),
    ("수요일 오후 사고 몇 건", lambda d: int(((d.요일 == "수요일") & with_gu(d).h.between(12, 17)).sum())),
    ("범어동 사고는 맑은 날이 몇 %야", lambda d: share(d[d.시군구.str.contains("범어동")].기상상태 == "맑음")),
    (
        "교차로안 사고 중에 차대사람은 몇건",
        lambda d: int(((d.도로형태 == "교차로 - 교차로안") & (d.사고유형 == "차대사람")).sum()),
    ),
    ("사고 제일 많은 동 어디에요", lambda d: ("대명동", int(d.시군구.value_counts().iloc[0]))),
    (
        "차량단독 비율이 제일 높은 구는",
        lambda d: str((d.사고유형 == "차량단독").groupby(with_gu(d).gu).mean().idxmax()),
    ),
    (
        "저녁시간대에 사고가 가장 많은 구는 어디고 몇 건이야?",
        lambda d: (
            top(with_gu(d)[with_gu(d).h.between(18, 20)], "gu"),
            int(with_gu(d)[with_gu(d).h.between(18, 20)].gu.value_counts().iloc[0]),
        ),
    ),
    ("노면이 건조하지 않은 사고는 몇 건", lambda d: int((d.노면상태 != "건조").sum())),
    ("요일별로사고몇건씩인지표로", lambda d: int(d.요일.value_counts().max())),
]
