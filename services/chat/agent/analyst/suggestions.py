"""Questions that can be answered for exactly these columns."""

from collections.abc import Iterator

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import Unit
from services.chat.agent.analyst.sentences import with_particle
from services.chat.agent.analyst.study import noun_of

MOST = 6


def questions(columns: Columns, kind: str) -> list[str]:
    """At most six, the most telling first; every one uses only what the columns have."""
    return list(dict.fromkeys(_questions(columns, noun_of(kind, columns)[0])))[:MOST]


def _questions(columns: Columns, noun: str) -> Iterator[str]:
    rows = "데이터" if noun == "행" else noun
    numbers = columns.numbers()
    additive = [name for name in numbers if columns.is_additive(name)]
    measured = [name for name in numbers if not columns.is_additive(name)]
    categories = columns.categories()
    district = columns.place("구")
    if columns.time(Unit.HOUR):
        yield f"{rows}{_subject(rows)} 가장 많은 시간대는?"
    if columns.place("동") and district:
        gu = _frequent(columns, district)
        yield f"{gu}에서 {rows}{_subject(rows)} 가장 많은 동 5곳은?"
    elif district and noun != "행":
        yield f"{rows}{_subject(rows)} 가장 많은 구는?"
    weather = columns.named("기상상태")
    if weather and {"비", "맑음"} <= set(columns.texts(weather)) and columns.named("사망자수"):
        yield "비 오는 날 평균 사망자수는 맑은 날의 몇 배?"
    if columns.time(Unit.YEAR) and columns.date_of_rows():
        yield f"연도별 {rows} 추이를 보여줘"
    if additive and columns.date() and not columns.date_of_rows() and columns.time(Unit.YEAR):
        yield f"연도별 {columns.base(additive[0])} 합계 추이"
    if additive and district:
        yield f"구별 {columns.base(additive[0])} 합계"
    if measured:
        yield f"{columns.base(measured[0])}의 평균과 분포는?"
    if categories:
        yield f"{categories[0]}별 {rows} 비율은?"
    yield "결측값이 가장 많은 열은?"
    if numbers:
        yield f"{columns.base(numbers[0])}의 이상치는?"
    yield "이 데이터는 어떤 데이터야?"
    yield "데이터 샘플 5개 보여줘"


def _frequent(columns: Columns, column: str) -> str:
    counts = columns.frame.values(column).value_counts()
    return str(counts.index[0])


def _subject(word: str) -> str:
    return with_particle(word, "이/가")[-1]


def mixed(lists: list[list[str]]) -> list[str]:
    """The first ones of every list, then the second ones, at most six."""
    longest = max(map(len, lists), default=0)
    turns = [questions_[turn] for turn in range(longest) for questions_ in lists if turn < len(questions_)]
    return list(dict.fromkeys(turns))[:MOST]
