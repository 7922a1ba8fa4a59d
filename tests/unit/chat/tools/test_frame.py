"""Frames: what dtypes they have, how columns are found, and what views share with them."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from services.chat.domain.datasets import ColumnType
from services.chat.domain.frame import Column, Frame, UnknownColumn
from tests.unit.chat.tools.small_frames import Typed, arrow, dates, frame, real, text, truth, whole, years


def test_columns_have_the_types_that_the_dataset_service_names() -> None:
    opened = frame({"일시": dates("2017-03-01 05:00"), "수": whole(1), "연도": years(2017)})
    assert [opened.columns[name] for name in ("일시", "수", "연도")] == [
        Column("일시", ColumnType.DATETIME, "hour"),
        Column("수", ColumnType.INTEGER),
        Column("연도", ColumnType.YEAR),
    ]


def test_text_is_of_dtype_str_and_missing_values_stay_missing() -> None:
    opened = frame(
        {"글": text("가", None), "수": whole(1, None), "예": truth(True, None), "때": dates(None, "2017-01-01")}
    )
    assert [str(dtype) for dtype in opened.data.dtypes] == ["str", "float64", "boolean", "datetime64[s]"]
    assert opened.data.isna().to_numpy().tolist() == [[False, False, False, True], [True, True, True, False]]


def test_whole_numbers_that_float_cannot_hold_stay_exact_beside_missing_ones() -> None:
    opened = frame({"번호": whole(2**53 + 1, None), "수": whole(2**53 - 1, None)})
    assert opened.values("번호").iloc[0] == 2**53 + 1
    assert [str(dtype) for dtype in opened.data.dtypes] == ["Int64", "float64"]


def test_the_chunks_of_a_stream_are_put_together_once() -> None:
    table = arrow({"글": text("가", "나", "다"), "수": whole(1, 2, 3)})
    opened = Frame.of_arrow("표", pa.Table.from_batches(table.to_batches(2)))
    assert opened.data.to_dict("list") == {"글": ["가", "나", "다"], "수": [1, 2, 3]}
    assert pa.array(opened.values("글").array) == pa.array(["가", "나", "다"], pa.large_string())


def test_a_dataframe_takes_less_than_twice_the_memory_of_its_arrow_table() -> None:
    rows = 50_000
    columns = {
        "시군구": text(*["대구광역시 수성구 상동", "대구광역시 남구 대명동"] * (rows // 2)),
        "수": whole(*range(rows)),
        "폭": real(*np.linspace(0, 1, rows)),
        "때": Typed(pa.array(range(rows), pa.timestamp("s")), ColumnType.DATETIME, "second"),
    }
    opened = frame(columns)
    assert opened.data.memory_usage(deep=True).sum() <= 1.8 * arrow(columns).nbytes


@pytest.mark.parametrize(
    "asked",
    ["가해운전자 차종", "가해운전자차종", unicodedata.normalize("NFD", "가해운전자 차종"), " 가해운전자  차종 "],
)
def test_a_column_is_found_however_its_name_is_typed(asked: str) -> None:
    assert frame({"가해운전자 차종": text("승용")}).column(asked).name == "가해운전자 차종"


def test_a_name_that_fits_exactly_goes_before_one_that_fits_loosely() -> None:
    opened = frame({"가 나": whole(1), "가나": whole(2)})
    assert opened.column("가나").name == "가나"


def test_an_unknown_column_is_refused_with_near_names_best_first() -> None:
    opened = frame({"사망자수": whole(1), "중상자수": whole(1), "기상상태": text("맑음")})
    with pytest.raises(UnknownColumn, match="near names: 사망자수") as refused:
        opened.values("사망자")
    assert refused.value.near[0] == "사망자수"


def test_a_view_has_the_rows_that_meet_the_mask_and_a_new_index() -> None:
    opened = frame({"수": whole(1, 2, 3), "글": text("가", None, "다")})
    view = opened.where(opened.values("수") > 1, "뒤")
    assert (view.name, len(view)) == ("뒤", 2)
    assert view.data.index.tolist() == [0, 1]
    assert view.data.to_dict("list") == {"수": [2, 3], "글": [np.nan, "다"]}


def test_derived_columns_work_on_a_view_and_on_a_view_of_it() -> None:
    opened = frame({"일시": dates("2017-03-01 05:00", "2018-03-02 06:00", "2019-03-03 07:00")})
    view = opened.where(np.array([False, True, True]), "뒤")
    assert view.values("일시.시").tolist() == [6, 7]
    assert view.take(np.array([1]), "letzte").values("일시.요일").tolist() == ["일요일"]
    assert view.texts("일시.요일").tolist() == ["금요일", "일요일"]


def test_a_view_of_no_rows_has_all_columns() -> None:
    opened = frame({"일시": dates("2017-03-01 05:00"), "글": text("가"), "수": whole(1)})
    view = opened.where(np.array([False]), "nichts")
    assert len(view) == 0
    assert list(view.data) == ["일시", "글", "수"]
    assert list(view.columns) == list(opened.columns)
    assert [len(view.values(name)) for name in view.columns] == [0] * 9


def test_another_name_is_cheap_and_shares_what_is_kept() -> None:
    opened = frame({"일시": dates("2017-03-01 05:00")})
    other = opened.renamed("다른 이름", "TAAS 사고")
    assert (other.name, other.kind, opened.name, opened.kind) == ("다른 이름", "TAAS 사고", "표", "")
    assert other.data is opened.data
    assert other.values("일시.시") is opened.values("일시.시")


def test_a_derived_column_is_computed_once_whoever_asks() -> None:
    opened = frame({"일시": dates(*["2017-03-01 05:00"] * 1000)})
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(opened.values, ["일시.시간대"] * 32))
    assert all(each is found[0] for each in found)


def test_a_column_of_the_file_goes_before_a_derived_one_of_the_same_name() -> None:
    opened = frame({"일시": dates("2017-03-01 05:00"), "일시.시": text("다섯")})
    assert opened.columns["일시.시"].source == ""
    assert opened.values("일시.시").tolist() == ["다섯"]


def test_texts_are_composed_and_stripped_and_the_file_is_left_as_it_is() -> None:
    typed = [" 수성구 ", unicodedata.normalize("NFD", "수성구"), None]
    opened = frame({"구": text(*typed)})
    assert opened.texts("구").tolist()[:2] == ["수성구", "수성구"]
    assert opened.values("구").tolist()[:2] == typed[:2]
    assert opened.texts("구").isna().tolist() == [False, False, True]


def test_keys_group_as_the_values_do() -> None:
    values = ["나", "가", None, "나"]
    opened = frame({"글": text(*values), "수": whole(1, 2, 3, 4)})
    keys = opened.keys("글")
    assert isinstance(keys.dtype, pd.CategoricalDtype)
    assert keys.cat.codes.dtype == np.int8
    assert keys.astype("str").tolist()[:2] == values[:2]
    assert keys.isna().tolist() == [False, False, True, False]
    assert opened.keys("수") is opened.values("수")


def test_text_with_very_many_values_is_grouped_as_it_is() -> None:
    opened = frame({"글": text(*map(str, range(2**15 + 1)))})
    assert opened.keys("글") is opened.values("글")


def test_missing_values_are_counted() -> None:
    opened = frame({"글": text("가", None, None)})
    assert opened.missing("글") == 2
    assert opened.where(np.array([True, True, False]), "앞").missing("글") == 1
