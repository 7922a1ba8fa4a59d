"""Questions that are easily taken for another one: what a share is of, none at all, ends, both halves of a sentence.

`ACCIDENTS` hold for the made-up file as well as for the real one, `REAL_ACCIDENTS` for the real one only.
"""

from collections.abc import Sequence

import pandas as pd

from tests.unit.chat.analyst.asking import Expected
from tests.unit.chat.analyst.everyday_questions import fatal_share, men, victims
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
    (
        "수성구에서 제일 많은 법규위반이 뭐고 그게 몇 %야",
        lambda d: (
            top(d[d.gu == "수성구"], "법규위반"),
            share(d[d.gu == "수성구"].법규위반 == top(d[d.gu == "수성구"], "법규위반")),
        ),
    ),
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
OPENINGS_AND_ROLES: Sequence[tuple[str, Expected]] = [
    ("수성구인데 야간인 사고는 몇 건", lambda d: int(((d.gu == "수성구") & night(d)).sum())),
    ("금요일이지만 비가 온 날 사고 건수", lambda d: int(((d.요일 == "금요일") & (d.기상상태 == "비")).sum())),
    ("시청 직원인데요, 수성구 사고 몇 건이에요?", lambda d: int((d.gu == "수성구").sum())),
    ("어르신이 보행자로 당한 사고 몇 건", lambda d: int((victims(d) & (d.피해나이 >= 65)).sum())),
    ("경상자 수가 가장 많았던 사고 언제 어디서 났어", lambda d: int(d.경상자수.max())),
    ("65세 이상이 아닌 운전자 사고 건수", lambda d: int((d.가해나이 < 65).sum())),
    ("대구에서 사고 가장 안 나는 시간대", lambda d: int(d.h.value_counts().min())),
    ("사망자가 한 명만 나온 사고는 몇 건", lambda d: int((d.사망자수 == 1).sum())),
    (
        "사망자가 가장 많은 구와 가장 적은 구는?",
        lambda d: (int(d.groupby("gu").사망자수.sum().max()), int(d.groupby("gu").사망자수.sum().min())),
    ),
    ("비오거나 눈오는날 사망사고 비율", lambda d: share(fatal(d[d.기상상태.isin(["비", "눈"])]))),
    ("중상자 없고 사망자만 있는 사고 몇 건", lambda d: int(((d.중상자수 == 0) & (d.사망자수 >= 1)).sum())),
    ("사망자도 없고 중상자도 없는 사고", lambda d: int(((d.사망자수 == 0) & (d.중상자수 == 0)).sum())),
    (
        "사고가 가장 많은 시간대와 요일",
        lambda d: (int(d.h.value_counts().iloc[0]), top(d, "요일"), int(d.요일.value_counts().iloc[0])),
    ),
    (
        "경상자가 두 번째로 많은 구의 사망자수",
        lambda d: int(d[d.gu == d.groupby("gu").경상자수.sum().sort_values().index[-2]].사망자수.sum()),
    ),
    (
        "신호위반 사고가 가장 많은 구에서 과속 사고는 몇 건",
        lambda d: int(((d.gu == top(d[d.법규위반 == "신호위반"], "gu")) & (d.법규위반 == "과속")).sum()),
    ),
]
ACCIDENTS = [
    *SHARES,
    *NONE_AT_ALL,
    *WITHOUT_SPACES,
    *ENDS,
    *WEEKENDS,
    *TWO_QUESTIONS,
    *EXCLUDED,
    *IN_OTHER_WORDS,
    *OPENINGS_AND_ROLES,
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
