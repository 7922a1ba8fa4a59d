"""The real public files, which stand outside of the project."""

import os
import zipfile
from pathlib import Path

import pandas as pd

from tests.unit.chat.analyst import real_taas_questions as taas
from tests.unit.chat.analyst.asking import Desk

DATA = os.environ.get("DAEGU_REAL_DATA")
FILES = (
    ("cameras", "대구_CCTV_정보.csv", "대구 CCTV", "cp949"),
    ("zones", "대구_어린이_보호_구역_정보.csv", "어린이 보호구역", "cp949"),
    ("parks", "대구_주차장_정보.csv", "주차장", "cp949"),
    ("dacon", "dacon_test_2022_first_1000.csv", "DACON 평가", "utf-8"),
)


def desk_with(data: Path, folder: Path) -> Desk:
    """A desk with the five files of `data`; `folder` is for what is made of them."""
    desk = Desk(folder)
    for key, name, kind, encoding in FILES:
        desk.add(key, Path(name).stem, kind, data / name, pd.read_csv(data / name, encoding=encoding))
    with zipfile.ZipFile(data / "taas_daegu_accidents_2007_2017.zip") as archive:
        path = Path(archive.extract(archive.namelist()[0], folder))
    rows = pd.read_csv(path, encoding="utf-8-sig", low_memory=False)
    desk.add("taas", path.stem, "TAAS 사고", path, taas.rows(rows))
    return desk
