"""A desk with the made-up files, and one with the real ones."""

import io
from pathlib import Path

import pandas as pd
import pytest

from tests.unit.chat.analyst import synthetic_files
from tests.unit.chat.analyst.asking import Desk
from tests.unit.chat.analyst.real_files import DATA, desk_with
from tests.unit.chat.analyst.real_taas_questions import rows


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    texts = (
        ("accidents", "사고", "TAAS 사고", synthetic_files.accidents()),
        ("parks", "주차장", "주차장", synthetic_files.parks()),
        ("libraries", "도서관_현황", "기타", synthetic_files.libraries()),
    )
    for key, name, kind, text in texts:
        path: Path = desk.folder / f"{key}.csv"
        path.write_text(text, "utf-8")
        frame = pd.read_csv(io.StringIO(text))
        if key == "accidents":
            frame = rows(frame).assign(
                day=lambda d: pd.to_datetime(d[["y", "m", "d"]].set_axis(["year", "month", "day"], axis=1))
            )
        desk.add(key, name, kind, path, frame)
    return desk


@pytest.fixture(scope="session")
def real_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    if DATA is None:
        pytest.skip("DAEGU_REAL_DATA is not set")
    return desk_with(Path(DATA), tmp_path_factory.mktemp("real"))
