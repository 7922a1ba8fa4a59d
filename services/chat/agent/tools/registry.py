"""The tools by name: what a model is told about each, which arguments it takes, and the function that does it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.chat.agent.tools import columns, groups, overview, relations, rows, severity, time_and_place
from services.chat.agent.tools.conditions import MAX_LIST, OPERATORS
from services.chat.agent.tools.results import ToolResult
from services.chat.agent.tools.schemas import COLUMN, SCALAR, VALUE, choice, integer, schema
from services.chat.agent.tools.tables import MAX_ROWS


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """`label` is Korean, `description` tells a model what is computed, `parameters` is a JSON schema."""

    name: str
    label: str
    description: str
    parameters: Mapping[str, Any]

    @property
    def column_parameters(self) -> tuple[str, ...]:
        """Parameters that name a column, or several."""
        rules = self.parameters["properties"].items()
        return tuple(name for name, rule in rules if rule is COLUMN or rule.get("items") is COLUMN)


@dataclass(frozen=True, slots=True)
class FrameTool(ToolSpec):
    """Works on the rows of a Frame."""

    compute: Callable[..., ToolResult]


@dataclass(frozen=True, slots=True)
class PredictionTool(ToolSpec):
    """Asks a Predictor."""

    ask: Callable[..., Awaitable[ToolResult]]


_SPECS: tuple[FrameTool | PredictionTool, ...] = (
    FrameTool(
        "get_dataframe_info",
        "데이터 개요",
        "Size of the dataset, and of each column its type, missing and distinct values and range. Lists the derived "
        "columns too. Good to begin with.",
        schema({}),
        overview.get_dataframe_info,
    ),
    FrameTool(
        "get_column_statistics",
        "열 통계",
        "Numbers: count, missing, mean, std, min, quartiles, max, sum. Text: count, missing, distinct, most frequent "
        "value. Dates: count, missing, distinct, min, max.",
        schema({"column": COLUMN}),
        columns.get_column_statistics,
    ),
    FrameTool(
        "get_missing_values",
        "결측값",
        "How many values are missing in each column, most first; share is 0-1 of all rows.",
        schema({}),
        overview.get_missing_values,
    ),
    FrameTool(
        "get_value_counts",
        "값별 개수",
        "How many rows have each value of a column, most first; share is 0-1 of all rows.",
        schema({"column": COLUMN, "top_n": integer("Values to return", 1, MAX_ROWS, 10)}, ("top_n",)),
        columns.get_value_counts,
    ),
    FrameTool(
        "filter_dataframe",
        "조건 검색",
        "Finds the rows that meet a condition and makes a view of them: give its name as dataset to later calls, or to "
        "filter further. A missing value meets no condition but is_missing. On dates, a value such as 2017, 2017-03 or "
        "2017-03-05 means that whole year, month or day. Text compares as a whole, contains and startswith find parts.",
        schema(
            {"column": COLUMN, "operator": choice(OPERATORS, "How to compare"), "value": VALUE},
            ("value",),
        ),
        rows.filter_dataframe,
    ),
    FrameTool(
        "sort_dataframe",
        "정렬",
        "The first rows in the order of a column, largest first unless ascending; missing values come last.",
        schema(
            {
                "column": COLUMN,
                "ascending": {"type": "boolean", "default": False, "description": "Smallest first"},
                "top_n": integer("Rows to return", 1, MAX_ROWS, 10),
            },
            ("ascending", "top_n"),
        ),
        rows.sort_dataframe,
    ),
    FrameTool(
        "get_correlation",
        "상관관계",
        "Pearson's correlation of each pair of number columns, and the strongest pair.",
        schema(
            {
                "columns": {
                    "type": "array",
                    "items": COLUMN,
                    "minItems": 2,
                    "maxItems": MAX_LIST,
                    "description": "Number columns; all of the file if left out",
                }
            },
            ("columns",),
        ),
        relations.get_correlation,
    ),
    FrameTool(
        "group_by_aggregate",
        "그룹별 집계",
        "Aggregates agg_column for each value of group_column. rows counts the rows of a group; operation count counts "
        "those where agg_column is not missing, so to count rows give group_column itself. total is the same operation "
        "over all groups. Years, months, weekdays and hours stand in their order, other groups largest value first.",
        schema(
            {
                "group_column": COLUMN,
                "agg_column": COLUMN,
                "operation": choice(
                    tuple(groups.OPERATIONS), "What to compute; all but count and nunique need numbers"
                ),
            }
        ),
        groups.group_by_aggregate,
    ),
    FrameTool(
        "get_unique_values",
        "고유값",
        "The distinct values of a column in their order, at most 100.",
        schema({"column": COLUMN}),
        columns.get_unique_values,
    ),
    FrameTool(
        "get_date_range",
        "기간",
        "First and last date of a date column, the calendar days from one to the other (both counted), and how exactly "
        "dates are known.",
        schema({"column": COLUMN}),
        time_and_place.get_date_range,
    ),
    FrameTool(
        "get_outliers",
        "이상치",
        "Numbers farther than multiplier x (q3 - q1) outside of the quartiles, and the 10 most extreme rows.",
        schema(
            {
                "column": COLUMN,
                "multiplier": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 100,
                    "default": 1.5,
                    "description": "Distance from the quartiles, in quartile distances; 1.5 if left out",
                },
            },
            ("multiplier",),
        ),
        columns.get_outliers,
    ),
    FrameTool(
        "get_sample_rows",
        "표본 행",
        "Rows spread evenly over the file, always the same ones; with column and value, of the rows that have it.",
        schema(
            {"n": integer("Rows to return", 1, MAX_ROWS, 5), "column": COLUMN, "value": SCALAR},
            ("n", "column", "value"),
        ),
        rows.get_sample_rows,
    ),
    FrameTool(
        "calculate_percentile",
        "백분위수",
        "The value below which a percentage of the numbers lies.",
        schema(
            {
                "column": COLUMN,
                "percentile": {"type": "number", "minimum": 0, "maximum": 100, "description": "Percentage, 0-100"},
            }
        ),
        columns.calculate_percentile,
    ),
    FrameTool(
        "get_geo_bounds",
        "지도 범위",
        "Bounds and centre (mean position) of the rows with latitude and longitude, and how many lie outside of Daegu.",
        schema({}),
        time_and_place.get_geo_bounds,
    ),
    FrameTool(
        "cross_tabulation",
        "교차표",
        "How many rows have each pair of values of two columns, or the shares 0-1 of each line (index), of each column "
        "(columns) or of all rows (all). Rows where one of the two is missing are left out.",
        schema(
            {
                "row_column": COLUMN,
                "col_column": COLUMN,
                "normalize": choice(groups.NORMALIZATIONS, "Counts (none, the default) or shares"),
            },
            ("normalize",),
        ),
        groups.cross_tabulation,
    ),
    FrameTool(
        "analyze_missing_pattern",
        "결측 패턴",
        "With which other columns the values of a column are missing together, and in which category most are missing.",
        schema({"column": COLUMN}),
        relations.analyze_missing_pattern,
    ),
    FrameTool(
        "get_column_correlation_with_target",
        "목표와의 상관관계",
        "How strongly every other column goes with the target: Pearson's correlation of numbers (-1 to 1), correlation "
        "ratio of a category and a number (0 to 1).",
        schema({"target_column": COLUMN}),
        relations.get_column_correlation_with_target,
    ),
    FrameTool(
        "detect_data_types",
        "자료형",
        "The type of each column with its Korean label, and what else is known: resolution of dates, derived columns.",
        schema({}),
        overview.detect_data_types,
    ),
    FrameTool(
        "get_temporal_pattern",
        "시간 패턴",
        "How the rows spread over years, months, weekdays, hours and parts of the day of a date column, and the peaks.",
        schema({"column": COLUMN}),
        time_and_place.get_temporal_pattern,
    ),
    FrameTool(
        "summarize_categorical_distribution",
        "범주 분포",
        "How evenly the rows spread over the values of a column: shares of the rows with a value, values that occur "
        "once, evenness 0-1.",
        schema({"column": COLUMN}),
        columns.summarize_categorical_distribution,
    ),
    PredictionTool(
        "predict_eclo",
        "ECLO 예측",
        "Predicts the severity of one traffic accident in Daegu as ECLO (10 x deaths + 5 x serious + 3 x minor + 1 x "
        "reported injuries), with percentile among the accidents of Daegu and an 80% interval.",
        schema(severity.ACCIDENT["properties"], ("time_period", "day_of_week")),
        severity.predict_eclo,
    ),
    PredictionTool(
        "predict_eclo_batch",
        "ECLO 여러 건 예측",
        "The same for up to 50 accidents; one that cannot be predicted has an error and does not fail the others.",
        schema(
            {
                "accidents": {
                    "type": "array",
                    "items": severity.ACCIDENT,
                    "minItems": 1,
                    "maxItems": severity.MAX_ACCIDENTS,
                    "description": "The accidents",
                }
            }
        ),
        severity.predict_eclo_batch,
    ),
)

SPECS: Mapping[str, FrameTool | PredictionTool] = {spec.name: spec for spec in _SPECS}
