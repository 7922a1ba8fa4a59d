"""The tools that callers were promised."""

import inspect
import re

import pytest

from services.chat.agent.tools.registry import SPECS, FrameTool, PredictionTool
from services.chat.agent.tools.severity import ACCIDENT

PROMISED = {
    "get_dataframe_info": [],
    "get_column_statistics": ["column"],
    "get_missing_values": [],
    "get_value_counts": ["column", "top_n"],
    "filter_dataframe": ["column", "operator", "value"],
    "sort_dataframe": ["column", "ascending", "top_n"],
    "get_correlation": ["columns"],
    "group_by_aggregate": ["group_column", "agg_column", "operation"],
    "get_unique_values": ["column"],
    "get_date_range": ["column"],
    "get_outliers": ["column", "multiplier"],
    "get_sample_rows": ["n", "column", "value"],
    "calculate_percentile": ["column", "percentile"],
    "get_geo_bounds": [],
    "cross_tabulation": ["row_column", "col_column", "normalize"],
    "analyze_missing_pattern": ["column"],
    "get_column_correlation_with_target": ["target_column"],
    "detect_data_types": [],
    "get_temporal_pattern": ["column"],
    "summarize_categorical_distribution": ["column"],
    "predict_eclo": list(ACCIDENT["properties"]),
    "predict_eclo_batch": ["accidents"],
}


def test_there_are_the_22_tools_with_their_parameters_and_the_dataset() -> None:
    assert len(SPECS) == 22
    assert {name: list(spec.parameters["properties"]) for name, spec in SPECS.items()} == {
        name: [*parameters, "dataset"] for name, parameters in PROMISED.items()
    }


@pytest.mark.parametrize("name", SPECS)
def test_a_tool_has_a_korean_label_and_a_description_and_no_required_dataset(name: str) -> None:
    spec = SPECS[name]
    assert spec.name == name
    assert re.search("[가-힣]", spec.label)
    assert spec.description.endswith(".")
    assert "dataset" not in spec.parameters["required"]
    assert spec.parameters["additionalProperties"] is False
    assert all(rule["description"] for rule in spec.parameters["properties"].values())


@pytest.mark.parametrize("spec", [spec for spec in SPECS.values() if isinstance(spec, FrameTool)])
def test_a_function_takes_what_its_schema_names_with_the_same_defaults(spec: FrameTool) -> None:
    _, *parameters = inspect.signature(spec.compute).parameters.values()
    rules = {name: rule for name, rule in spec.parameters["properties"].items() if name != "dataset"}
    assert [parameter.name for parameter in parameters] == list(rules)
    required = [parameter.name for parameter in parameters if parameter.default is parameter.empty]
    assert required == spec.parameters["required"]
    for parameter in parameters:
        if "default" in rules[parameter.name]:
            assert parameter.default == rules[parameter.name]["default"]


def test_nine_fields_of_an_accident_are_required() -> None:
    spec = SPECS["predict_eclo"]
    assert isinstance(spec, PredictionTool)
    assert len(spec.parameters["required"]) == 9
    assert spec.parameters["required"] == ACCIDENT["required"]
