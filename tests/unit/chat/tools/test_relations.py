"""Correlations and what is missing together, against plain pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.agent.tools.relations import (
    analyze_missing_pattern,
    get_column_correlation_with_target,
    get_correlation,
)
from services.chat.agent.tools.results import ToolRefused
from services.chat.domain.answer import ChartKind
from tests.unit.chat.tools.small_frames import column_of, dates, frame, real, rows, text, whole

SOME = st.none() | st.integers(-5, 5)


@given(st.lists(st.tuples(SOME, SOME, SOME), min_size=1, max_size=20))
def test_correlations_are_those_of_pandas(values: list[tuple[int | None, int | None, int | None]]) -> None:
    columns = {name: whole(*each) for name, each in zip("abc", zip(*values, strict=True), strict=True)}
    plain = pd.DataFrame(values, columns=list("abc"), dtype="float64").corr().to_numpy()
    result = get_correlation(frame(columns))
    for expected, (_, *line) in zip(plain, rows(result), strict=True):
        assert line == [None if np.isnan(value) else pytest.approx(value) for value in expected]
    pairs = [plain[pair] for pair in ((0, 1), (0, 2), (1, 2)) if not np.isnan(plain[pair])]
    if pairs:
        assert abs(float(str(result.facts["strongest"]))) == pytest.approx(max(map(abs, pairs)))
    else:
        assert result.facts == {"strongest_pair": None, "strongest": None}


def test_the_strongest_pair_is_named_with_its_sign() -> None:
    opened = frame({"가": whole(1, 2, 3), "나": whole(3, 2, 1), "다": whole(1, 5, 2), "글": text("가", "나", "다")})
    result = get_correlation(opened)
    assert result.facts["strongest_pair"] == "가 × 나"
    assert result.facts["strongest"] == pytest.approx(-1.0)
    assert result.chart is not None
    assert (result.chart.kind, result.chart.categories) == (ChartKind.HEAT_MAP, ("가", "나", "다"))


def test_correlations_of_chosen_columns_derived_ones_included() -> None:
    opened = frame({"때": dates("2017-01-01 05:00", "2017-01-02 09:00"), "수": whole(1, 2), "폭": real(5, 4)})
    assert column_of(rows(get_correlation(opened, ["때.시", "수"])), 0) == ["때.시", "수"]


def test_a_correlation_needs_two_number_columns() -> None:
    opened = frame({"수": whole(1), "글": text("가")})
    with pytest.raises(ToolRefused, match="two number columns"):
        get_correlation(opened)
    with pytest.raises(ToolRefused, match="two number columns"):
        get_correlation(opened, ["수", "수"])
    with pytest.raises(ToolRefused, match="columns with numbers: 수"):
        get_correlation(opened, ["수", "글"])


def test_very_many_number_columns_are_cut_and_the_notes_say_so() -> None:
    result = get_correlation(frame({f"열{number}": whole(number, 1, 5) for number in range(50)}))
    assert len(rows(result)) == 29
    assert result.notes == ("only the first 29 of 50 columns",)


def test_strengths_with_a_number_are_sorted_by_size() -> None:
    opened = frame(
        {
            "목표": whole(1, 2, 3, 4),
            "반대": whole(4, 3, 2, 1),
            "반": text("가", "가", "나", "나"),
            "같은": whole(1, 1, 1, 1),
            "때": dates(*["2017-01-01"] * 4),
        }
    )
    result = get_column_correlation_with_target(opened, "목표")
    assert result.facts == {"rows": 4}
    assert rows(result) == (
        ("반대", "pearson", pytest.approx(-1.0)),
        ("반", "correlation_ratio", pytest.approx((4 / 5) ** 0.5)),
    )
    assert result.chart is not None
    assert result.chart.categories == ("반대", "반")


@given(st.lists(st.tuples(st.none() | st.sampled_from("가나다"), SOME), max_size=25))
def test_the_correlation_ratio_is_the_root_of_the_explained_variance(
    values: list[tuple[str | None, int | None]],
) -> None:
    opened = frame({"반": text(*[name for name, _ in values]), "수": whole(*[number for _, number in values])})
    plain = pd.DataFrame(values, columns=["반", "수"]).dropna()
    found = rows(get_column_correlation_with_target(opened, "반"))
    whole_variance = float(plain["수"].astype(float).var(ddof=0)) if len(plain) else 0.0
    if plain["반"].nunique() < 2 or whole_variance == 0:
        assert found == ()
        return
    means = plain.groupby("반")["수"].transform("mean").astype(float)
    expected = float(means.var(ddof=0)) / whole_variance
    assert found == (("수", "correlation_ratio", pytest.approx(expected**0.5, abs=1e-9)),)


def test_a_target_that_is_a_name_is_refused() -> None:
    opened = frame({"번호": text(*map(str, range(200))), "수": whole(*range(200))})
    with pytest.raises(ToolRefused, match="neither a number nor a category"):
        get_column_correlation_with_target(opened, "번호")
    assert rows(get_column_correlation_with_target(opened, "수")) == ()


def test_values_that_are_missing_together() -> None:
    opened = frame({"가": whole(1, None, None, None), "나": whole(None, None, None, 1), "다": whole(1, None, 1, 1)})
    result = analyze_missing_pattern(opened, "가")
    assert result.facts == {"missing": 3, "share": 0.75, "rows": 4}
    assert rows(result) == (("나", 2, 2 / 3), ("다", 1, 1 / 3))


def test_the_notes_name_the_category_in_which_most_is_missing() -> None:
    opened = frame(
        {
            "수": whole(*[None] * 40, *[1] * 60),
            "유형": text(*["차량단독"] * 50, *["차대차"] * 50),
            "드문": text("한 번", *["자주"] * 99),
        }
    )
    assert analyze_missing_pattern(opened, "수").notes == (
        "missing most where 유형 is '차량단독': 80.0% of 50 rows, overall 40.0%",
    )


def test_a_column_without_gaps_has_no_pattern() -> None:
    result = analyze_missing_pattern(frame({"수": whole(1), "글": text(None)}), "수")
    assert result.facts == {"missing": 0, "share": 0.0, "rows": 1}
    assert (rows(result), result.chart, result.notes) == ((), None, ("no value is missing",))


def test_a_column_that_is_all_missing_is_missing_nowhere_more_than_elsewhere() -> None:
    opened = frame({"수": whole(*[None] * 40), "글": text(*["가"] * 40)})
    assert analyze_missing_pattern(opened, "수").notes == ("it is missing in no category more than elsewhere",)
