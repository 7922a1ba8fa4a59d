"""Of questions about the real public files, at least 95 in 100 are answered as plain pandas answers them."""

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from tests.unit.chat.analyst import easily_mistaken_places as mistaken_places
from tests.unit.chat.analyst import easily_mistaken_questions as mistaken
from tests.unit.chat.analyst import everyday_questions as everyday
from tests.unit.chat.analyst import real_place_questions as places
from tests.unit.chat.analyst import real_several_questions as several
from tests.unit.chat.analyst import real_taas_questions as taas
from tests.unit.chat.analyst.asking import Desk, Expected, said

DATA = os.environ.get("DAEGU_REAL_DATA")
pytestmark = pytest.mark.skipif(DATA is None, reason="DAEGU_REAL_DATA is not set")

FILES = (
    ("cameras", "대구_CCTV_정보.csv", "대구 CCTV", "cp949"),
    ("zones", "대구_어린이_보호_구역_정보.csv", "어린이 보호구역", "cp949"),
    ("parks", "대구_주차장_정보.csv", "주차장", "cp949"),
    ("dacon", "dacon_test_2022_first_1000.csv", "DACON 평가", "utf-8"),
)
QUESTIONS: Sequence[tuple[str, str, Expected]] = [
    (key, question, expected)
    for key, table in (
        ("taas", taas.QUESTIONS),
        ("cameras", places.CAMERAS),
        ("parks", places.PARKS),
        ("zones", places.ZONES),
        ("dacon", places.DACON),
        ("taas", everyday.ACCIDENTS),
        ("cameras", everyday.CAMERAS),
        ("parks", everyday.PARKS),
        ("zones", everyday.ZONES),
        ("dacon", everyday.DACON),
        ("taas", mistaken.ACCIDENTS),
        ("cameras", mistaken_places.CAMERAS),
        ("taas", mistaken.REAL_ACCIDENTS),
        ("parks", mistaken_places.PARKS),
        ("parks", mistaken_places.REAL_PARKS),
        ("zones", mistaken_places.ZONES),
        ("dacon", mistaken_places.DACON),
    )
    for question, expected in table
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder, data = tmp_path_factory.mktemp("analyst"), Path(DATA or "")
    desk = Desk(folder)
    for key, name, kind, encoding in FILES:
        desk.add(key, Path(name).stem, kind, data / name, pd.read_csv(data / name, encoding=encoding))
    with zipfile.ZipFile(data / "taas_daegu_accidents_2007_2017.zip") as archive:
        path = Path(archive.extract(archive.namelist()[0], folder))
    rows = pd.read_csv(path, encoding="utf-8-sig", low_memory=False)
    desk.add("taas", path.stem, "TAAS 사고", path, taas.rows(rows))
    yield desk


def test_at_least_95_of_100_questions_are_answered_as_pandas_answers_them(desk: Desk) -> None:
    wrong = [why for key, question, expected in QUESTIONS if (why := desk.wrong(key, question, expected))]
    assert len(QUESTIONS) >= 150
    assert len(wrong) <= 0.05 * len(QUESTIONS), "\n".join(wrong)
    for why in wrong:
        print(why)  # noqa: T201


@pytest.mark.parametrize(("question", "expected"), taas.QUESTIONS[:6])
def test_the_questions_that_everybody_asks_are_right(desk: Desk, question: str, expected: Expected) -> None:
    assert desk.wrong("taas", question, expected) is None


@pytest.mark.parametrize("key", ["taas", "cameras", "parks", "zones", "dacon"])
def test_what_is_suggested_can_be_answered(desk: Desk, key: str) -> None:
    suggested = desk.suggested(key)
    assert 3 <= len(suggested) <= 6
    for question in suggested:
        answer = desk.answer(question, [key])
        assert answer.tool_calls, question
        assert not any(call.failed for call in answer.tool_calls), question


@pytest.mark.parametrize(("keys", "question", "expected"), several.QUESTIONS, ids=[q for _, q, _ in several.QUESTIONS])
def test_questions_about_several_files_are_answered_from_each(
    desk: Desk, keys: Sequence[str], question: str, expected: Callable[[several.Files], tuple[str | int | float, ...]]
) -> None:
    *earlier, last = question.split(" >> ")
    answer = desk.answer(last, keys, earlier)
    for wanted in expected(desk.rows):
        assert said(answer.text.split("\n\n")[0], wanted), answer.text
    used = {str(call.args.get("dataset", "")).split(" › ")[0] for call in answer.tool_calls}
    assert "" not in used
    for name in used:
        assert name in answer.text.replace("\\", "")
