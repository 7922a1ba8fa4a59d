import pandas as pd
import pytest

from frontend import dong_centres
from frontend.analysis import dong_counts
from frontend.analysis.table import Places
from tests.unit.frontend.analysis.tables import accidents

SANG, BEOMEO, SUSEONG = "대구광역시 수성구 상동", "대구광역시 수성구 범어동", "대구광역시 수성구"


def places(*districts: str | None) -> Places:
    return Places("시군구", pd.Series(districts, dtype="category"))


def test_counts_are_those_of_pandas() -> None:
    found = accidents().places
    assert found is not None
    counts = dong_counts.counts(found)
    expected = found.district.astype(object).dropna().value_counts().to_dict()
    assert dict(zip(counts["구"] + " " + counts["동"], counts["건수"], strict=True)) == {
        f"{str(name).removeprefix('대구광역시 ')}{'' if str(name).count(' ') == 2 else ' '}": count
        for name, count in expected.items()
    }
    assert counts["비율"].sum() == pytest.approx(1)
    assert counts["건수"].is_monotonic_decreasing


def test_a_district_that_was_filtered_away_is_not_counted() -> None:
    some = places(SANG, SANG, BEOMEO)
    left = some.take((some.district == SANG).to_numpy())
    assert dong_counts.counts(left).to_dict("records") == [{"구": "수성구", "동": "상동", "건수": 2, "비율": 1.0}]


def test_rows_without_any_place_are_counted_apart() -> None:
    some = places(SANG, None, None)
    assert dong_counts.unplaced(some) == 2
    assert dong_counts.counts(some)["건수"].tolist() == [1]


def test_nothing_has_no_counts() -> None:
    empty = places(None)
    assert dong_counts.counts(empty).empty
    assert dong_counts.circles(empty, dong_centres.centres()).empty


def test_a_circle_stands_at_the_centre_of_its_dong_with_its_count() -> None:
    circles = dong_counts.circles(places(SANG, SANG, BEOMEO), dong_centres.centres())
    first = circles.iloc[0]
    centre = dong_centres.centres()[SANG]
    assert (first["latitude"], first["longitude"]) == (centre.latitude, centre.longitude)
    assert circles[["name", "count"]].to_numpy().tolist() == [["수성구 상동", 2], ["수성구 범어동", 1]]


def test_what_has_no_centre_of_its_own_stands_at_that_of_its_gu() -> None:
    known = dong_centres.centres()
    lost = [name for name, centre in known.items() if name.startswith("대구광역시 동구 ") and not centre.points][:6]
    (row,) = dong_counts.circles(places("대구광역시 동구", *lost), known).to_dict("records")
    assert (row["name"], row["count"]) == ("동구 (동 위치 모름)", 1 + len(lost))
    assert row["gathered"].startswith(lost[0].split(" ")[2])
    assert row["gathered"].endswith(f"외 {len(lost) - 4}곳")


def test_only_a_gu_is_gathered_without_a_list() -> None:
    (row,) = dong_counts.circles(places(SUSEONG), dong_centres.centres()).to_dict("records")
    assert row["gathered"] is None


def test_every_row_with_a_place_is_in_a_circle() -> None:
    every = places(*dong_centres.centres())
    assert dong_counts.circles(every, dong_centres.centres())["count"].sum() == len(dong_centres.centres())
