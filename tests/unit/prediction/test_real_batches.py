"""Real files, typed by the dataset service and scored as a batch, against the same rows alone."""

import csv
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from services.dataset.domain.reading import understand
from services.prediction.domain.accident import AccidentInput
from services.prediction.domain.batch import ColumnMatch
from services.prediction.domain.batch_scoring import score_table
from services.prediction.domain.column_matching import Column, Kind, require_columns
from services.prediction.domain.eclo_model import EcloModel
from tests.unit.prediction.single_answers import alone, row_by_row

DATA = os.environ.get("DAEGU_REAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")

MATCHES = {
    "weather": "기상상태",
    "road_surface": "노면상태",
    "road_type": "도로형태",
    "accident_type": "사고유형",
    "district": "시군구",
    "accident_time": "사고일시",
    "day_of_week": "요일",
}
EVERY = 40
"""Of TAAS every so many-th accident is taken: some thousands of all years."""


def dacon() -> list[dict[str, str]]:
    return rows_of((Path(DATA or "") / "dacon_test_2022_first_1000.csv").read_bytes())


def taas() -> list[dict[str, str]]:
    with zipfile.ZipFile(Path(DATA or "") / "taas_daegu_accidents_2007_2017.zip") as archive:
        return rows_of(archive.read(archive.namelist()[0]))[::EVERY]


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def typed(rows: list[dict[str, str]], folder: Path) -> pa.Table:
    """The rows as the dataset service stores them."""
    original = folder / "rows.csv"
    with original.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    understand(original, folder / "rows.arrow", folder)
    return pa.ipc.open_stream((folder / "rows.arrow").read_bytes()).read_all()


def matches_of(table: pa.Table) -> tuple[ColumnMatch, ...]:
    kinds = {"datetime": Kind.MOMENT, "integer": Kind.NUMBER, "float": Kind.NUMBER, "year": Kind.NUMBER}
    types = {field.name: field.metadata[b"daegu.type"].decode() for field in table.schema}
    return require_columns([Column(name, kinds.get(kind, Kind.TEXT)) for name, kind in types.items()], {})


def sent(row: dict[str, str]) -> AccidentInput:
    return AccidentInput(**{field: row[column] for field, column in MATCHES.items()})  # type: ignore[arg-type]  # texts


@pytest.mark.parametrize("source", [dacon, taas])
def test_real_rows_are_answered_as_each_one_alone(
    model: EcloModel, tmp_path: Path, source: Callable[[], list[dict[str, str]]]
) -> None:
    rows = source()
    table = typed(rows, tmp_path)
    matches = matches_of(table)
    assert {match.field: match.column for match in matches} == MATCHES
    assert pa.types.is_timestamp(table.schema.field("사고일시").type)
    scored = score_table(model, table, matches)
    assert len(scored) == len(rows) >= 1000
    assert scored.failed == 0
    assert row_by_row(scored) == [alone(model, sent(row)) for row in rows]


def test_cells_that_are_wrong_cost_their_own_rows_only(model: EcloModel, tmp_path: Path) -> None:
    """One bad date makes a column of dates one of texts."""
    rows = dacon()
    rows[3]["사고일시"] = "2022-01-01 24"
    rows[5]["사고일시"] = ""
    rows[7] |= {"기상상태": "우박", "시군구": "부산광역시 해운대구 우동"}
    table = typed(rows, tmp_path)
    assert pa.types.is_string(table.schema.field("사고일시").type)
    scored = score_table(model, table, matches_of(table))
    assert scored.failed == 3
    assert row_by_row(scored) == [alone(model, sent(row)) for row in rows]


def test_a_date_and_an_hour_in_two_columns_are_the_same_accident(model: EcloModel, tmp_path: Path) -> None:
    rows = dacon()
    whole, split = tmp_path / "whole", tmp_path / "split"
    whole.mkdir()
    split.mkdir()
    expected = typed(rows, whole)
    apart = [
        {name: cell for name, cell in row.items() if name != "사고일시"}
        | dict(zip(("사고일자", "발생시각"), row["사고일시"].split(" "), strict=True))
        for row in rows
    ]
    table = typed(apart, split)
    kinds = {"사고일자": Kind.DATE}
    matches = require_columns([Column(name, kinds.get(name, Kind.TEXT)) for name in table.column_names], {})
    assert {"accident_time", "accident_hour"} <= {match.field for match in matches}
    assert row_by_row(score_table(model, table, matches)) == row_by_row(
        score_table(model, expected, matches_of(expected))
    )
