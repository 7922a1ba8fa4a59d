"""What the chat service says in English names, in Korean: arguments and columns of tools. Pure functions."""

from collections.abc import Mapping

from daegu.chat.v1 import chat_pb2 as pb
from google.protobuf.json_format import MessageToDict

BUILTIN = "builtin"
BUILTIN_LABEL = "내장 분석기"

_ARGUMENTS = {
    "group_column": "묶는 열",
    "agg_column": "계산하는 열",
    "operation": "계산",
    "row_column": "행",
    "col_column": "열",
    "normalize": "비율 기준",
    "target_column": "목표 열",
    "column": "열",
    "columns": "열",
    "operator": "조건",
    "value": "값",
    "ascending": "작은 값부터",
    "top_n": "개수",
    "n": "행 수",
    "multiplier": "배수",
    "percentile": "백분위",
    "weather": "기상 상태",
    "road_surface": "노면 상태",
    "road_type": "도로 형태",
    "accident_type": "사고 유형",
    "district": "시군구",
    "accident_year": "연도",
    "accident_month": "월",
    "accident_day": "일",
    "accident_hour": "시각",
    "time_period": "시간대",
    "day_of_week": "요일",
    "accidents": "사고",
    "dataset": "데이터셋",
}
_VALUES = {
    "operation": {
        "mean": "평균",
        "sum": "합계",
        "count": "개수",
        "min": "최솟값",
        "max": "최댓값",
        "median": "중앙값",
        "std": "표준편차",
        "nunique": "서로 다른 값의 수",
    },
    "operator": {
        "==": "같음",
        "!=": "다름",
        ">": "초과",
        ">=": "이상",
        "<": "미만",
        "<=": "이하",
        "contains": "포함",
        "startswith": "시작",
        "in": "가운데 하나",
        "between": "사이",
        "is_missing": "빈 값",
        "not_missing": "빈 값 아님",
    },
    "normalize": {"none": "없음", "index": "행", "columns": "열", "all": "전체"},
}
_COLUMNS = {
    "column": "열",
    "type": "자료형",
    "label": "설명",
    "note": "참고",
    "missing": "빈 값",
    "distinct": "서로 다른 값",
    "range": "범위",
    "value": "값",
    "count": "개수",
    "share": "비율",
    "cumulative_share": "누적 비율",
    "group": "그룹",
    "rows": "행 수",
    "with_column": "함께 빈 열",
    "missing_together": "함께 빈 행",
    "share_of_column": "열 안의 비율",
    "method": "방법",
    "strength": "세기",
    "unit": "단위",
    "band": "ECLO 구간",
    "probability": "확률",
    "city_average": "대구 평균",
    "number": "번호",
    "eclo": "ECLO",
    "interpretation": "해석",
    "percentile": "백분위",
    "error": "오류",
    "row": "행",
    "total": "합계",
}
_CELLS = {
    "pearson": "피어슨 상관계수",
    "correlation_ratio": "상관비",
    "integer": "정수",
    "float": "실수",
    "text": "문자",
    "boolean": "참/거짓",
    "datetime": "날짜·시간",
    "latitude": "위도",
    "longitude": "경도",
    "year": "연도",
}
_TRANSLATED_CELLS = ("type", "method")
SHARES = frozenset({"share", "cumulative_share", "share_of_column", "probability", "city_average"})
"""Columns with shares of 0-1."""
COUNTS = frozenset({"count", "rows", "missing", "distinct", "missing_together", "total"})
"""Columns with numbers of rows."""

# Tools whose tables show rows of the dataset: their columns have the names that they have in the file.
_ROWS_OF_THE_DATASET = frozenset({"filter_dataframe", "sort_dataframe", "get_outliers", "get_sample_rows"})
# Tools whose tables have one column per value of the dataset beside the named ones.
_ONLY_THE_ENDS = {"cross_tabulation": ("row", "total"), "get_correlation": ("column",)}


def arguments(call: pb.ToolCall) -> dict[str, str]:
    """Korean name and value of each argument that says something, the most telling first."""
    given: dict[str, object] = MessageToDict(call.args)  # a map, which has no order of its own
    known = list(_ARGUMENTS)
    found: dict[str, str] = {}
    for name, value in sorted(given.items(), key=lambda pair: known.index(pair[0]) if pair[0] in known else len(known)):
        if text := _value(name, value):
            label = _ARGUMENTS.get(name, name)
            found[f"{label} ({name})" if label in found else label] = text
    return found


def column(tool: str, name: str) -> str:
    """Korean name of a column of the tool's table; that of the file where it is one."""
    if tool in _ROWS_OF_THE_DATASET or name not in _ONLY_THE_ENDS.get(tool, (name,)):
        return name
    return _COLUMNS.get(name, name)


def cell(tool: str, name: str, value: object) -> object:
    """A cell of the column `name`; types and methods in Korean."""
    if tool not in _ROWS_OF_THE_DATASET and name in _TRANSLATED_CELLS:
        return _CELLS.get(str(value), value)
    return value


def tokens(usage: pb.TokenUsage) -> str:
    """`토큰 1,234개(입력 1,200 · 출력 34)`"""
    return f"토큰 {usage.total:,}개(입력 {usage.input:,} · 출력 {usage.output:,})"


def _value(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_value(name, each) for each in value)))
    if isinstance(value, Mapping):
        return " · ".join(filter(None, (_value(str(key), each) for key, each in value.items())))
    if isinstance(value, bool):
        return "예" if value else "아니요"
    if isinstance(value, float):
        return f"{value:.10g}"
    return _VALUES.get(name, {}).get(str(value), str(value)) if value is not None else ""
