"""A batch answers each row as the same accident is answered alone: figures to the last bit, words to the letter."""

from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.batch import ColumnMatch
from services.prediction.domain.batch_scoring import score_accidents, score_table
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.scored_rows import ScoredRows
from tests.unit.prediction.accident_strategies import ACCIDENTS, Dataset, datasets
from tests.unit.prediction.single_answers import alone, row_by_row

COMPLETE = AccidentInput("맑음", "건조", "교차로 - 교차로안", "차대차", "대구광역시 수성구 상동", 2016, 5, 16, 14)


def assert_same(model: EcloModel, scored: ScoredRows, accidents: list[AccidentInput]) -> None:
    assert row_by_row(scored) == [alone(model, accident) for accident in accidents]
    for sets, codes in ((scored.violation_sets, scored.violations), (scored.notice_sets, scored.notices)):
        assert sets[0] == ()
        assert len(set(sets)) == len(sets)
        assert set(range(1, len(sets))) <= set(codes.tolist())
    assert set(scored.district.tolist()) - {-1} == set(range(len(scored.districts)))


@settings(max_examples=100)
@given(accidents=st.lists(ACCIDENTS, max_size=12))
def test_accidents_are_answered_as_each_one_alone(model: EcloModel, accidents: list[AccidentInput]) -> None:
    assert_same(model, score_accidents(model, accidents), accidents)


@settings(max_examples=200)
@given(dataset=datasets())
def test_rows_of_a_dataset_are_answered_as_each_one_alone(model: EcloModel, dataset: Dataset) -> None:
    assert_same(model, score_table(model, dataset.rows, dataset.matches), dataset.sent)


def test_everything_that_is_wrong_comes_in_the_order_of_the_fields(model: EcloModel) -> None:
    accidents = [
        AccidentInput(),
        AccidentInput(accident_time="어제"),
        AccidentInput(weather="우박", accident_time="2016-02-30 01", day_of_week="금\0"),
        replace(COMPLETE, accident_month=2, accident_day=30),
        replace(COMPLETE, accident_day=31, accident_month=4, weather="우박", time_period="밤" * 500),
        replace(COMPLETE, accident_year=None, accident_time="2016-05-16"),
        replace(COMPLETE, accident_hour=None, accident_time="2016-05-16"),
        replace(COMPLETE, accident_time="어제"),
    ]
    scored = score_accidents(model, accidents)
    assert_same(model, scored, accidents)
    assert scored.failed == 6


def test_a_district_that_training_hardly_saw_takes_the_values_of_its_gu_in_both(model: EcloModel) -> None:
    places = {name: values for name, values in model.encoder.places.items() if name != "수성구 상동"}
    without = replace(model, encoder=replace(model.encoder, places=places))
    assert alone(without, COMPLETE) != alone(model, COMPLETE)
    assert_same(without, score_accidents(without, [COMPLETE]), [COMPLETE])


def test_a_field_without_a_column_counts_as_not_sent(model: EcloModel) -> None:
    rows = pa.table({"날씨": ["맑음", None]})
    scored = score_table(model, rows, [ColumnMatch("weather", "날씨")])
    assert row_by_row(scored) == [alone(model, AccidentInput("맑음")), alone(model, AccidentInput())]


def test_one_column_may_be_taken_for_several_fields(model: EcloModel) -> None:
    matches = [ColumnMatch(field, "x") for field in ("weather", "accident_year", "accident_hour", "accident_time")]
    scored = score_table(model, pa.table({"x": [7]}), matches)
    assert scored.failed == 1


def test_a_column_that_is_not_there_is_an_error_of_the_program(model: EcloModel) -> None:
    with pytest.raises(KeyError):
        score_table(model, pa.table({"날씨": ["맑음"]}), [ColumnMatch("weather", "기상")])


def test_slices_of_a_dataset_give_the_rows_of_the_whole(model: EcloModel) -> None:
    whole = pa.table(
        {"district": [f"수성구 {dong}" for dong in ("상동", "중동", "지산동", "없는동") for _ in range(4)]}
    )
    rows = pa.concat_tables([whole.slice(0, 5), whole.slice(5)])
    matches = [ColumnMatch("district", "district")]
    rest = replace(COMPLETE, district=None)
    for name in ("weather", "road_surface", "road_type", "accident_type", "accident_year", "accident_month",
                 "accident_day", "accident_hour"):  # fmt: skip
        rows = rows.append_column(name, pa.array([getattr(rest, name)] * len(whole)))
        matches.append(ColumnMatch(name, name))
    everything = row_by_row(score_table(model, rows, matches))
    sliced = [score_table(model, rows.slice(first, 3), matches) for first in range(0, len(whole), 3)]
    assert [answer for part in sliced for answer in row_by_row(part)] == everything
