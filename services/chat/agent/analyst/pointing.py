"""Words that point back: at the rows of the question before, at the place that was its answer, at two answers."""

import re
from dataclasses import replace

from services.chat.agent.analyst.columns import Columns
from services.chat.agent.analyst.meanings import Says
from services.chat.agent.analyst.reading import Condition, Group, Reading

_ROWS = re.compile(
    r"(?:^|(?<=\s))(?:그|이|저|해당|위)\s+(?:(?=[가-힣A-Za-z]+들)|(?=(?:사고|카메라|주차장|보호구역|스쿨존|가로등|보안등)))"
)
_AMONG = re.compile(
    r"(?:^|(?<=\s))(?:거기|여기|그들|이들|걔네|걔들|그것들|이것들)\s*(?:중(?:에서?|에는)?|가운데)(?=\s|[가-힣?])"
)
_GROUP = re.compile(
    r"(?:^|(?<=\s))(?:그|해당|이)\s*(?:구|군|동|동네|지역|곳|요일|시간대|시간|달|월|해|날|연도|유형|차종|도로)"
    r"(?:에서는|에서만|에서의|에서|에는|에도|에|의|만|은|는)?(?=\s|\?|$)"
    r"|(?:^|(?<=\s))(?:거기|그곳|그때)(?:에서는|에서|서는|서|에는|에|의|은|는)?(?=\s|\?|$)"
)
_TOGETHER = re.compile(
    r"^(?:그럼|그러면)?\s*(?:그|이|위의?)?\s*(?:둘|두\s*(?:개|곳|군데|값|구|동)|셋|세\s*(?:개|곳)|다|모두|전부)?\s*(?:이|을|를|다|은)?\s*"
    r"(?:합치|합하|더하|합산하|합쳐|합해|더해|합계|합|총합)[가-힣\s]{0,8}\??$"
)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARKS = {"시": "시", "월": "월", "연도": "년"}


def at_rows(text: str) -> str:
    """`그 카메라들 …`, `거기 중에 …` as `그중에 …`."""
    return _AMONG.sub("그중에", _ROWS.sub("그중에 ", text))


def at_group(text: str) -> str | None:
    """What is left of `그 구에서는 사망사고가?`, None if nothing points at a group."""
    return _GROUP.sub(" ", text).strip(" ?") if _GROUP.search(text) else None


def points(text: str) -> bool:
    """Whether the text itself points back at a group or at rows."""
    return _GROUP.search(text) is not None or at_rows(text) != text


def at_both(text: str) -> bool:
    """`둘이 합치면?`."""
    return _TOGETHER.match(text.strip()) is not None


def answered(columns: Columns, earlier: Reading, answer: str | None) -> Condition | None:
    """The group that the earlier question asked for, as the answer to it names it in bold."""
    if len(earlier.groups) != 1 or not answer:
        return None
    group = earlier.groups[0]
    if group.bins:
        return None
    named = {_written(group, value): value for value in columns.frame.values(group.column).dropna().unique().tolist()}
    for bold in _BOLD.findall(answer.split("\n\n")[0]):
        value = named.get(bold.replace("\\", ""))
        if value is not None:
            time = group.column.endswith(("연도", ".월", "요일", ".시"))
            return Condition(group.column, "==", value, bold, time=time)
    return None


def _written(group: Group, value: object) -> str:
    mark = _MARKS.get(group.column.rpartition(".")[2], "년" if group.column.endswith(("연도", "년도")) else "")
    return f"{int(value)}{mark}" if mark and isinstance(value, int | float) else str(value)


def narrowed(earlier: Reading, now: Reading) -> Reading:
    """The earlier question without what the new one says otherwise: 과속 for 신호위반."""
    said = {each.column for each in now.conditions}
    group = {each.column for each in earlier.groups}
    return replace(
        earlier,
        conditions=tuple(each for each in earlier.conditions if each.column not in said or each.column in group),
    )


def within(earlier: Reading, condition: Condition) -> Reading:
    """The earlier question about that one group only."""
    kept = tuple(each for each in earlier.conditions if each.column != condition.column)
    return replace(
        earlier, conditions=(*kept, condition), groups=(), order=0, top=None, nth=None, says=earlier.says - _ORDER
    )


_ORDER = frozenset(
    (Says.SUPERLATIVE, Says.MANY, Says.FEW, Says.HIGH, Says.LOW, Says.TOP, Says.BOTTOM, Says.WHICH, Says.WHERE)
)


def together(one: Reading, other: Reading) -> Reading | None:
    """Two questions that differ in one condition, or one that compares, as a question about the sum."""
    if other.branches:
        return replace(other, says=(other.says - _AGAINST) | {Says.SUM}, order=0)
    for condition in other.conditions:
        before = next((each for each in one.conditions if each.column == condition.column and each != condition), None)
        if before is not None:
            rest = tuple(each for each in other.conditions if each is not condition)
            return replace(
                other, conditions=rest, branches=((before,), (condition,)), reference=1, says=other.says | {Says.SUM}
            )
    return None


_AGAINST = frozenset(
    (Says.COMPARE, Says.DIFFERENCE, Says.TIMES, Says.THAN, Says.MORE, Says.WHICH, Says.MANY, Says.FEW, Says.AMONG)
)
