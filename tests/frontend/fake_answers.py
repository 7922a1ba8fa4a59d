"""Answers as the chat service gives them, with tools, tables and charts of every kind."""

import math

from daegu.chat.v1 import chat_pb2 as pb

from tests.frontend.fake_chat import Step, table, tokens, tool, tool_call

GU = ("달서구", "수성구", "북구", "동구", "서구", "남구", "중구", "달성군")
COUNTS = (23_412, 20_187, 18_004, 17_655, 8_120, 7_433, 6_902, 10_483)
DAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")

TEXT = """## 구별 사고 건수

사고가 가장 많은 곳은 **달서구(23,412건)**로, 전체의 20.9%입니다. 3월~5월에는 조금 줄어듭니다.

| 구 | 건수 | 비율 |
|---|--:|--:|
| 달서구 | 23,412 | 20.9% |
| 수성구 | 20,187 | 18.0% |
| 북구 | 18,004 | 16.0% |

- 상위 세 구가 **절반이 넘는 사고**를 차지합니다.
- 인구와 교통량은 이 데이터에 없으므로 `건수`만으로 위험하다고 말할 수는 없습니다.
"""
HOSTILE = """# <script>alert(1)</script>

<img src=x onerror=alert(1)> ![그림](http://evil.example/x.png) [여기](http://evil.example/a) <http://evil.example/b>
http://evil.example/c www.evil.example a@evil.example :material/home: :red[빨강] $x^2$ :smile:

| 열 | 값 |
|---|---|
| <b>굵게</b> | ![x](http://evil.example/y.png) |
"""

_MISSING = math.nan

COUNTED = tool_call(
    "get_value_counts",
    "값별 개수",
    {"dataset": "대구 교통사고", "column": "시군구.구", "top_n": 8},
    result='{"facts": {"rows": 112196, "distinct": 8}, "table": {"columns": ["value", "count", "share"]}}',
    table=table(
        ("value", "count", "share"),
        [(gu, count, count / 112_196) for gu, count in zip(GU, COUNTS, strict=True)],
        total=8,
    ),
    chart=pb.Chart(
        kind=pb.Chart.KIND_BAR,
        title="구별 사고 건수",
        x_title="구",
        y_title="사고(건)",
        categories=GU,
        series=[pb.Chart.Series(name="사고", values=COUNTS)],
    ),
)
WEEK = tool_call(
    "get_temporal_pattern",
    "시간 패턴",
    {"column": "사고일시"},
    result='{"facts": {"peak_weekday": "금요일"}}',
    chart=pb.Chart(
        kind=pb.Chart.KIND_HEAT_MAP,
        title="요일과 시각별 사고 건수",
        x_title="시각",
        y_title="요일",
        categories=[f"{hour}시" for hour in range(24)],
        series=[
            pb.Chart.Series(
                name=day,
                values=[
                    _MISSING if (row, hour) == (2, 4) else 40 + 30 * math.sin(hour / 4 - 2) + 5 * row
                    for hour in range(24)
                ],
            )
            for row, day in enumerate(DAYS)
        ],
    ),
)
YEARS = tool_call(
    "group_by_aggregate",
    "그룹별 집계",
    {"group_column": "사고일시.연도", "agg_column": "ECLO", "operation": "mean"},
    result='{"facts": {"groups": 11}}',
    table=table(("group", "value", "rows"), [(year, 4.2 + year % 7 / 10, 10_000 + year) for year in range(2007, 2018)]),
    chart=pb.Chart(
        kind=pb.Chart.KIND_LINE,
        title="연도별 평균 ECLO",
        x_title="연도",
        y_title="평균 ECLO",
        categories=[str(year) for year in range(2007, 2018)],
        series=[
            pb.Chart.Series(
                name="평균 ECLO",
                values=[_MISSING if year == 2012 else 4.2 + year % 7 / 10 for year in range(2007, 2018)],
            )
        ],
    ),
)
POINTS = tool_call(
    "get_correlation",
    "상관관계",
    {"columns": ["위도", "경도"]},
    result='{"facts": {"strongest": 0.12}}',
    chart=pb.Chart(
        kind=pb.Chart.KIND_SCATTER,
        title="위도와 경도",
        x_title="경도(도)",
        y_title="위도(도)",
        series=[
            pb.Chart.Series(
                name="사고",
                x=[128.5 + math.sin(index) / 12 for index in range(300)],
                values=[35.85 + math.cos(index * 1.7) / 14 for index in range(300)],
            )
        ],
    ),
)
REFUSED = tool_call(
    "filter_dataframe",
    "조건 검색",
    {"column": "날시", "operator": "==", "value": "비"},
    result="there is no column '날시'; near names: '날씨'",
    failed=True,
)


def complete() -> list[Step]:
    """Tools, one of which fails, and a whole answer with a table and charts."""
    return [*tool(REFUSED), *tool(COUNTED), *tool(WEEK), *tokens(TEXT, 12)]
