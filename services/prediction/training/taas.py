"""Reads a file of TAAS accidents with their outcome, as a user downloads it."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.prediction.domain.accident import Accident
from services.prediction.domain.districts import Place
from services.prediction.domain.taas_names import (
    CATEGORICAL_FIELDS,
    CITY,
    canonical_category,
    canonical_dong,
    normalized,
)

SOURCE = "KoROAD TAAS (taas.koroad.or.kr), traffic accidents in Daegu"

_CATEGORY_COLUMNS = dict(zip(CATEGORICAL_FIELDS, ("기상상태", "노면상태", "도로형태", "사고유형"), strict=True))
_OUTCOME_WEIGHTS = {"사망자수": 10, "중상자수": 5, "경상자수": 3, "부상신고자수": 1}
_TIME = r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D+(\d{1,2})"


class UnreadableAccidents(Exception):
    """The file is not a TAAS accident file; the text says why."""


@dataclass(frozen=True)
class Accidents:
    """`n` accidents with their outcome: `eclo` (int64) and `serious` (1.0 with a death or serious injury)."""

    accidents: list[Accident]
    year: NDArray[np.int64]
    eclo: NDArray[np.int64]
    serious: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.accidents)

    def within(self, first_year: int, last_year: int) -> "Accidents":
        """The accidents of these years, both included."""
        chosen = np.flatnonzero((self.year >= first_year) & (self.year <= last_year))
        return Accidents(
            [self.accidents[i] for i in chosen], self.year[chosen], self.eclo[chosen], self.serious[chosen]
        )


def read_accidents(path: Path) -> Accidents:
    """The accidents in a CSV (UTF-8 with or without BOM, or CP949) or in the one CSV of a zip.

    ECLO = 10 x deaths + 5 x serious + 3 x minor + 1 x reported injuries. Only columns known when predicting are read
    beside the outcome. Raises UnreadableAccidents.
    """
    frame = _frame(path)
    times = frame["사고일시"].str.extract(_TIME)
    if times.isna().any(axis=None):
        bad = frame["사고일시"][times.isna().any(axis=1)].iloc[0]
        raise UnreadableAccidents(f"사고일시 {bad!r} is not a date with an hour")
    texts = [_canonical(frame[column], field) for field, column in _CATEGORY_COLUMNS.items()]
    districts = frame["시군구"].map({text: _district(text) for text in frame["시군구"].unique()})
    numbers = [times[i].astype("int64").tolist() for i in range(4)]
    accidents = [Accident(*row) for row in zip(*texts, districts, *numbers, strict=True)]
    counts = {name: pd.to_numeric(frame[name]).to_numpy(dtype=np.int64) for name in _OUTCOME_WEIGHTS}
    return Accidents(
        accidents,
        year=np.array(numbers[0], dtype=np.int64),
        eclo=sum((w * counts[name] for name, w in _OUTCOME_WEIGHTS.items()), np.zeros(len(frame), np.int64)),
        serious=((counts["사망자수"] + counts["중상자수"]) > 0).astype(np.float64),
    )


def _frame(path: Path) -> pd.DataFrame:
    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise UnreadableAccidents(f"{path.name} holds {len(names)} CSV files; expected one")
            data = archive.read(names[0])
    columns = ["사고일시", "시군구", *_CATEGORY_COLUMNS.values(), *_OUTCOME_WEIGHTS]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp949")
    try:
        return pd.read_csv(io.StringIO(text), usecols=columns, dtype=str, keep_default_na=False)
    except ValueError as error:
        raise UnreadableAccidents(f"{path.name}: {error}") from error


def _canonical(values: "pd.Series[str]", field: str) -> list[str]:
    names = {text: canonical_category(field, text) for text in values.unique()}
    if unknown := [text for text, name in names.items() if name is None]:
        raise UnreadableAccidents(f"{_CATEGORY_COLUMNS[field]}: unknown values {unknown}")
    return [name for name in values.map(names).tolist() if name is not None]


def _district(text: str) -> str:
    city, gu, *dong = normalized(text).split(" ")
    if city != CITY:
        raise UnreadableAccidents(f"시군구 {text!r} is not in {CITY}")
    if not dong:
        return Place(gu, None).full_name
    return Place(*canonical_dong(gu, " ".join(dong))).full_name
