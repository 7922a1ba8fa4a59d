"""From open data to the asset of the app's maps."""

import csv
import json
import os
from pathlib import Path

import pytest

from services.dataset.dong_centres import centres, main
from tests.places import ROOT
from tests.unit.dataset.sample_sources import point, write_sources

DATA = os.environ.get("DAEGU_REAL_DATA")
ASSET = ROOT / "frontend" / "assets" / "dong_centres.csv"
POINTS = [
    point("대구광역시 수성구 상동 1", 35.83, 128.61),
    point("대구광역시 수성구 상동 2", 35.85, 128.63),
    point("대구광역시 수성구 두산동 1", 35.81, 128.60),
    point("대구광역시 중구 동성로2가 1", 35.87, 128.59),
]


def test_a_dong_lies_at_the_median_of_its_places_and_a_gu_too(tmp_path: Path) -> None:
    rows = list(centres(write_sources(tmp_path, [], POINTS), ["대구광역시 수성구 상동", "대구광역시 수성구 두산동"]))
    assert rows == [
        ("대구광역시 수성구", 35.83, 128.61, 3),
        ("대구광역시 수성구 두산동", 35.81, 128.6, 1),
        ("대구광역시 수성구 상동", 35.84, 128.62, 2),
    ]


def test_a_dong_without_places_takes_its_neighbours_or_its_gu_and_says_so(tmp_path: Path) -> None:
    names = ["수성구 상동", "수성구 두산동", "수성구 성동", "중구 동성로1가", "중구 동성로2가"]
    rows = list(centres(write_sources(tmp_path, [], POINTS), [f"대구광역시 {name}" for name in names]))
    assert ("대구광역시 수성구 성동", 35.83, 128.61, 0) in rows
    assert ("대구광역시 중구 동성로1가", 35.87, 128.59, 1) in rows


def test_the_command_writes_the_source_and_the_rows(tmp_path: Path) -> None:
    manifest, out = tmp_path / "manifest.json", tmp_path / "out.csv"
    manifest.write_text(json.dumps({"districts": ["대구광역시 수성구 상동"]}), encoding="utf-8")
    main([str(write_sources(tmp_path, [], POINTS[:1])), "--manifest", str(manifest), "--to", str(out)])
    first, *rows = out.read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")
    assert list(csv.reader(rows)) == [
        ["district", "latitude", "longitude", "points"],
        ["대구광역시 수성구", "35.83", "128.61", "1"],
        ["대구광역시 수성구 상동", "35.83", "128.61", "1"],
    ]


def test_a_folder_without_the_files_ends_with_status_2_and_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([str(tmp_path), "--to", str(tmp_path / "out.csv")])
    assert end.value.code == 2
    assert "cannot read the files in" in capsys.readouterr().err


@pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")
def test_the_asset_is_what_the_real_files_give(tmp_path: Path) -> None:
    assert DATA is not None
    main([DATA, "--to", str(tmp_path / "out.csv")])
    assert (tmp_path / "out.csv").read_bytes() == ASSET.read_bytes()
