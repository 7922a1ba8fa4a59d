"""Where the 동 lie: all those of the model, and near what the sample knows of them."""

import json

import pytest

from frontend import districts, dong_centres
from tests.places import ROOT

MANIFEST = ROOT / "services" / "prediction" / "model" / "manifest.json"
AGGREGATES = ROOT / "services" / "dataset" / "domain" / "sample" / "aggregates.json"


def test_every_district_of_the_model_has_a_centre() -> None:
    known = json.loads(MANIFEST.read_text(encoding="utf-8"))["districts"]
    assert set(known) - set(dong_centres.centres()) == set()


def test_every_gu_has_a_centre() -> None:
    every = {districts.split(name)[0] for name in dong_centres.centres()}
    assert set(dong_centres.gu_centres()) == every
    assert len(every) == 8


def test_the_centres_lie_in_daegu() -> None:
    for name, centre in dong_centres.centres().items():
        assert 35.6 < centre.latitude < 36.05, name
        assert 128.3 < centre.longitude < 128.8, name


def test_a_centre_without_places_is_that_of_its_gu() -> None:
    middle = dong_centres.gu_centres()
    without = {name: centre for name, centre in dong_centres.centres().items() if not centre.points}
    assert 0 < len(without) < 30
    for name, centre in without.items():
        gu = middle[districts.split(name)[0]]
        assert (centre.latitude, centre.longitude) == (gu.latitude, gu.longitude), name


def test_the_centres_are_those_of_the_sample_where_places_were_found() -> None:
    places = json.loads(AGGREGATES.read_text(encoding="utf-8"))["places"]
    shared = {name: centre for name, centre in dong_centres.centres().items() if name.partition(" ")[2] in places}
    assert len(shared) > 180
    for name, centre in shared.items():
        if centre.points:
            place = places[name.partition(" ")[2]]
            # The model knows some 동 more, which take places away from their neighbours.
            assert centre.latitude == pytest.approx(place["latitude"], abs=0.002), name
            assert centre.longitude == pytest.approx(place["longitude"], abs=0.002), name


def test_the_asset_names_its_source() -> None:
    first = (ROOT / "frontend" / "assets" / "dong_centres.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert "data.go.kr" in first
    assert "services.dataset.dong_centres" in first


@pytest.mark.parametrize("name", ["대구광역시 수성구 없는동", "서울특별시 중구 명동", ""])
def test_what_is_not_in_daegu_has_no_centre(name: str) -> None:
    assert name not in dong_centres.centres()
