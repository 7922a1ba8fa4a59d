"""What tools say in English names is read in Korean; what stands in a file is read as it stands there."""

import pytest
from daegu.chat.v1 import chat_pb2 as pb

from frontend.chat import chat_tools, chat_words
from tests.frontend.fake_chat import tool_call


def test_arguments_are_named_in_korean_the_most_telling_first() -> None:
    call = tool_call("group_by_aggregate", "", {"operation": "mean", "agg_column": "ECLO", "group_column": "구"})
    assert list(chat_words.arguments(call).items()) == [("묶는 열", "구"), ("계산하는 열", "ECLO"), ("계산", "평균")]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("top_n", 10.0, "10"),
        ("multiplier", 1.5, "1.5"),
        ("ascending", True, "예"),
        ("columns", ["위도", "경도"], "위도, 경도"),
        ("operator", ">=", "이상"),
        ("accidents", [{"weather": "비"}, {"weather": "눈"}], "비, 눈"),
    ],
)
def test_values_are_written_as_people_write_them(name: str, value: object, text: str) -> None:
    assert list(chat_words.arguments(tool_call("x", "", {name: value})).values()) == [text]


def test_an_argument_that_nobody_knows_is_shown_as_it_is() -> None:
    assert chat_words.arguments(tool_call("x", "", {"surprise": "값", "value": None})) == {"surprise": "값"}


def test_columns_of_results_are_korean_and_those_of_the_file_stay() -> None:
    assert chat_words.column("get_value_counts", "count") == "개수"
    assert chat_words.column("filter_dataframe", "count") == "count"
    assert chat_words.column("cross_tabulation", "total") == "합계"
    assert chat_words.column("cross_tabulation", "count") == "count"
    assert chat_words.column("get_value_counts", "새 열") == "새 열"
    assert chat_words.cell("detect_data_types", "type", "datetime") == "날짜·시간"
    assert chat_words.cell("filter_dataframe", "type", "year") == "year"


def test_the_label_of_a_step_is_short_and_without_markdown() -> None:
    call = tool_call("get_value_counts", "값별 개수", {"column": "*열*" + "가" * 100})
    label = chat_tools.label(call)
    assert label.startswith("**값별 개수** · \\*열\\*")
    assert label.endswith("…")


def test_equal_names_of_columns_are_told_apart() -> None:
    assert chat_tools.unique(["값", "값", "개수"]) == ["값", "값 (2)", "개수"]


def test_tokens_are_counted_with_separators() -> None:
    assert chat_words.tokens(pb.TokenUsage(input=1200, output=34, total=1234)) == "토큰 1,234개(입력 1,200 · 출력 34)"
