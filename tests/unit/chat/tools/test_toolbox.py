"""The toolbox of one answer: datasets, views, and what the caller asked wrongly."""

import asyncio
import threading

import pytest

from services.chassis.errors import Unavailable
from services.chat.agent.tools import toolbox as toolbox_module
from services.chat.agent.tools.registry import SPECS, FrameTool
from services.chat.agent.tools.results import ToolRefused, ToolResult
from services.chat.agent.tools.toolbox import Toolbox
from services.chat.domain.answer import Json
from services.chat.domain.datasets import DatasetBrief, DatasetMissing
from services.chat.domain.frame import Frame
from tests.figures import grows
from tests.unit.chat.tools.small_frames import Oracle, Shelf, box, brief, dates, frame, real, run, text, whole

ACCIDENTS = frame(
    {"구": text("수성구", "남구", "수성구"), "사망자수": whole(0, 1, 2), "때": dates(None, None, None)}, "사고"
)
CAMERAS = frame({"구": text("북구"), "제한속도": whole(50)}, "CCTV")


def test_a_call_has_its_name_arguments_label_text_table_and_chart() -> None:
    (ran,) = run(box(ACCIDENTS), ("get_value_counts", {"column": "구"}))
    assert (ran.call.name, ran.call.args, ran.call.label) == ("get_value_counts", {"column": "구"}, "값별 개수")
    assert not ran.call.failed
    assert ran.result is not None
    assert ran.call.table == ran.result.table
    assert ran.call.chart == ran.result.chart
    assert '"dataset":"사고"' in ran.call.result
    assert '["수성구",2,' in ran.call.result


def test_one_dataset_need_not_be_named_and_two_must_be() -> None:
    both = box({"사고": ACCIDENTS, "CCTV": CAMERAS})
    unnamed, named, loosely = run(
        both,
        ("get_value_counts", {"column": "구"}),
        ("get_value_counts", {"column": "제한속도", "dataset": "CCTV"}),
        ("get_value_counts", {"column": "제한속도", "dataset": " cctv "}),
    )
    assert unnamed.call.failed
    assert "say which dataset is meant; there are: '사고', 'CCTV'" in unnamed.call.result
    assert not named.call.failed
    assert not loosely.call.failed


def test_an_unknown_dataset_is_a_failed_call_that_names_those_there_are() -> None:
    (ran,) = run(box(ACCIDENTS), ("get_dataframe_info", {"dataset": "주차장"}))
    assert ran.call.failed
    assert ran.result is None
    assert "there is no dataset '주차장'; there are: '사고'" in ran.call.result


def test_datasets_of_the_same_name_are_told_apart() -> None:
    briefs = [brief("사고", "1"), brief("사고", "2"), brief("사고 (2)", "3")]
    toolbox = Toolbox(briefs, Shelf({"1": ACCIDENTS, "2": CAMERAS, "3": ACCIDENTS}), Oracle())
    assert toolbox.names == ["사고", "사고 (2)", "사고 (2) (2)"]
    (ran,) = run(toolbox, ("get_value_counts", {"column": "제한속도", "dataset": "사고 (2)"}))
    assert not ran.call.failed


def test_the_kind_of_the_dataset_stands_in_its_overview() -> None:
    toolbox = Toolbox([brief("사고", kind="TAAS 사고")], Shelf({"사고": ACCIDENTS}), Oracle())
    (ran,) = run(toolbox, ("get_dataframe_info", {}))
    assert ran.result is not None
    assert ran.result.facts["kind"] == "TAAS 사고"


def test_a_view_can_be_worked_on_and_filtered_further() -> None:
    first, second, counted = run(
        box(ACCIDENTS),
        ("filter_dataframe", {"column": "구", "operator": "==", "value": "수성구"}),
        ("filter_dataframe", {"column": "사망자수", "operator": ">", "value": 0, "dataset": "사고 › 구 == 수성구"}),
        ("get_column_statistics", {"column": "사망자수", "dataset": "사고 › 구 == 수성구 › 사망자수 > 0"}),
    )
    assert first.result is not None
    assert first.result.view == "사고 › 구 == 수성구"
    assert '"view":"사고 › 구 == 수성구"' in first.call.result
    assert second.result is not None
    assert second.result.facts == {"matched": 1, "rows": 2, "share": 0.5}
    assert counted.result is not None
    assert counted.result.facts["sum"] == 2


def test_views_of_the_same_name_are_told_apart_and_stay_within_eighty_characters() -> None:
    long = "가" * 100
    call: tuple[str, dict[str, Json]] = ("filter_dataframe", {"column": "구", "operator": "!=", "value": long})
    ran = run(box(ACCIDENTS), call, call, call)
    views = [each.result.view for each in ran if each.result]
    assert len(set(views)) == 3
    assert all(len(view) <= 80 for view in views)
    assert views[1].endswith(" (2)")


def test_the_dataset_need_not_be_named_when_there_are_views_of_it() -> None:
    _, ran = run(
        box(ACCIDENTS),
        ("filter_dataframe", {"column": "구", "operator": "==", "value": "수성구"}),
        ("get_dataframe_info", {}),
    )
    assert ran.result is not None
    assert ran.result.facts["rows"] == 3


def test_an_unknown_tool_is_a_failed_call_with_near_names() -> None:
    (ran,) = run(box(ACCIDENTS), ("get_value_count", {}))
    assert ran.call.failed
    assert ran.call.label == "알 수 없는 도구"
    assert "near names: get_value_counts" in ran.call.result


def test_every_unknown_column_is_named_at_once_with_near_ones() -> None:
    (ran,) = run(
        box(ACCIDENTS), ("group_by_aggregate", {"group_column": "군", "agg_column": "사망자", "operation": "sum"})
    )
    assert ran.call.failed
    assert "group_column: there is no column '군'" in ran.call.result
    assert "agg_column: there is no column '사망자'; near names: 사망자수" in ran.call.result


def test_unknown_columns_of_a_list_are_named_too() -> None:
    (ran,) = run(box(ACCIDENTS), ("get_correlation", {"columns": ["사망자", "없음"]}))
    assert ran.call.result.count("there is no column") == 2


def test_every_wrong_argument_is_named_at_once() -> None:
    (ran,) = run(box(ACCIDENTS), ("get_value_counts", {"top_n": 0, "how": "fast"}))
    assert ran.call.failed
    for why in ("column: is required", "top_n: must be within 1 and 200", "how: unknown argument"):
        assert why in ran.call.result


def test_a_tool_that_refuses_is_a_failed_call_with_its_reason() -> None:
    (ran,) = run(box(ACCIDENTS), ("calculate_percentile", {"column": "구", "percentile": 50}))
    assert ran.call.failed
    assert "columns with numbers: 사망자수" in ran.call.result


@pytest.mark.parametrize("why", [DatasetMissing("1"), Unavailable("away", "없습니다.")])
def test_failures_of_the_dataset_service_are_raised(why: Exception) -> None:
    class Empty:
        async def open(self, dataset: DatasetBrief) -> Frame:
            raise why

    with pytest.raises(type(why)):
        run(Toolbox([brief("사고")], Empty(), Oracle()), ("get_dataframe_info", {}))


def test_a_dataset_is_opened_once_for_an_answer() -> None:
    opened = []

    class Counting(Shelf):
        async def open(self, dataset: DatasetBrief) -> Frame:
            opened.append(dataset.name)
            return await super().open(dataset)

    toolbox = Toolbox([brief("사고")], Counting({"사고": ACCIDENTS}), Oracle())
    run(toolbox, ("get_dataframe_info", {}), ("get_missing_values", {}))
    assert opened == ["사고"]


def test_the_analyst_gets_the_rows_by_name() -> None:
    toolbox = box({"사고": ACCIDENTS, "CCTV": CAMERAS})
    assert asyncio.run(toolbox.frame("CCTV")).name == "CCTV"
    with pytest.raises(ToolRefused, match="say which dataset"):
        asyncio.run(toolbox.frame())


def test_a_tool_that_takes_too_long_is_a_failed_call(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()

    def endless(frame: Frame) -> ToolResult:
        done.wait(30)
        return ToolResult()

    spec = SPECS["get_missing_values"]
    assert isinstance(spec, FrameTool)
    slow = FrameTool(spec.name, spec.label, spec.description, spec.parameters, endless)
    monkeypatch.setattr(toolbox_module, "SPECS", {spec.name: slow})
    monkeypatch.setattr(toolbox_module, "SECONDS", 0.01)

    async def until_refused() -> str:
        ran = await box(ACCIDENTS).run("get_missing_values", {})
        done.set()
        return ran.call.result

    assert "took longer" in asyncio.run(until_refused())


@pytest.mark.filterwarnings("error")
def test_numbers_without_an_end_give_no_warnings() -> None:
    opened = frame({"폭": real(1.0, float("inf"), -float("inf"), None, 1e308), "수": whole(1, 2, 3, 4, 5)})
    calls: list[tuple[str, dict[str, Json]]] = [
        ("get_column_statistics", {"column": "폭"}),
        ("get_outliers", {"column": "폭"}),
        ("calculate_percentile", {"column": "폭", "percentile": 40}),
        ("get_correlation", {}),
        ("get_column_correlation_with_target", {"target_column": "폭"}),
        ("group_by_aggregate", {"group_column": "수", "agg_column": "폭", "operation": "std"}),
        ("get_dataframe_info", {}),
    ]
    assert [ran.call.failed for ran in run(box(opened), *calls)] == [False] * len(calls)


def test_calls_are_counted_by_tool_and_an_invented_name_is_one_of_many() -> None:
    with (
        grows("chat_tool_calls_total", tool="get_value_counts", outcome="done"),
        grows("chat_tool_calls_total", tool="get_value_counts", outcome="refused"),
        grows("chat_tool_calls_total", 2, tool="unknown", outcome="refused"),
    ):
        run(
            box(ACCIDENTS),
            ("get_value_counts", {"column": "구"}),
            ("get_value_counts", {"column": "없는 열"}),
            ("invented", {}),
            ("invented_too", {}),
        )
