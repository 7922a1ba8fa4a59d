import zipfile
from pathlib import Path

import numpy as np
import pytest

from services.prediction.storage.model_artifact import load_model, read_manifest
from services.prediction.training.__main__ import main, worse_than
from services.prediction.training.evaluate import auc, calibration_error, evaluate
from services.prediction.training.fit import Recipe, fit, fit_encoder
from services.prediction.training.taas import Accidents, UnreadableAccidents, read_accidents
from tests.unit.prediction.synthetic_taas import taas_text

QUICK = Recipe(rounds=5, min_data_in_leaf=20)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("taas") / "accidents.csv"
    path.write_text(taas_text(), encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def known(file: Path) -> Accidents:
    return read_accidents(file)


def test_eclo_is_the_weighted_sum_of_the_injured(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(
        "사고일시,시군구,사망자수,중상자수,경상자수,부상신고자수,사고유형,노면상태,기상상태,도로형태\n"
        "2016년 1월 1일 01시,대구광역시 달성군 옥포면,1,2,3,4,차대차 - 추돌,습기,맑음,단일로 - 횡단보도상\n",
        encoding="utf-8",
    )
    read = read_accidents(path)
    assert (read.eclo.tolist(), read.serious.tolist()) == ([33], [1.0])
    accident = read.accidents[0]
    assert (accident.road_surface, accident.road_type, accident.accident_type, accident.district) == (
        "젖음/습기",
        "교차로 - 교차로횡단보도내",
        "차대차",
        "대구광역시 달성군 옥포읍",
    )
    assert (accident.accident_year, accident.accident_hour) == (2016, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_every_encoding_reads_alike(tmp_path: Path, known: Accidents, encoding: str) -> None:
    path = tmp_path / "accidents.csv"
    path.write_bytes(taas_text().encode(encoding))
    assert read_accidents(path).accidents == known.accidents


def test_a_zip_reads_as_the_csv_in_it(tmp_path: Path, file: Path, known: Accidents) -> None:
    path = tmp_path / "accidents.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(file, "accidents.csv")
    assert read_accidents(path).accidents == known.accidents


def test_another_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableAccidents, match="사고일시"):
        read_accidents(path)
    assert main([str(path), "--folder", str(tmp_path)]) == 2


def test_too_few_accidents_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text(taas_text(rows=10), encoding="utf-8")
    assert main([str(path), "--folder", str(tmp_path)]) == 2


def test_the_same_input_gives_the_same_text(known: Accidents) -> None:
    assert fit(known, QUICK).text == fit(known, QUICK).text


def test_nothing_is_fitted_on_the_test_year(known: Accidents) -> None:
    """Other outcomes in the test year change neither model, encoder nor scale."""
    before = fit(known.within(2013, 2016), QUICK)
    other = Accidents(known.accidents, known.year, known.eclo.copy(), known.serious.copy())
    other.eclo[other.year == 2017] = 99
    other.serious[other.year == 2017] = 1
    assert fit(other.within(2013, 2016), QUICK) == before


def test_a_dong_with_few_accidents_stays_near_its_gu(known: Accidents) -> None:
    places = fit_encoder(known, QUICK).places
    heavy = fit_encoder(known, Recipe(place_weight=10**9)).places
    assert abs(heavy["달성군 옥포읍"][0] - heavy["달성군"][0]) < 1e-5
    assert places["달성군 옥포읍"][0] > places["달성군"][0] > 0


def test_evaluation_measures_a_model_better_than_a_constant(known: Accidents) -> None:
    metrics = evaluate(fit(known.within(2013, 2016), Recipe(rounds=30)), known.within(2017, 2017))
    assert metrics["rmsle"] < metrics["rmsle_of_a_constant"]
    assert metrics["serious_auc"] > 0.55


def test_auc_counts_ties_half() -> None:
    assert auc(np.array([0.1, 0.2, 0.2, 0.9]), np.array([0.0, 0.0, 1.0, 1.0])) == pytest.approx(0.875)


def test_calibration_error_is_the_mean_distance_of_the_groups() -> None:
    score, outcome = np.repeat([0.2, 0.8], 10), np.repeat([0.0, 1.0, 0.0, 1.0], [8, 2, 4, 6])
    assert calibration_error(score, outcome, groups=2) == pytest.approx(0.1)


def test_training_writes_a_model_that_serves_and_is_not_replaced_by_a_worse_one(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    assert main([str(file), "--folder", str(folder)]) == 1  # made-up accidents miss the bars of real ones
    assert not folder.exists()
    assert main([str(file), "--folder", str(folder), "--force"]) == 0
    model = load_model(folder)
    assert model.facts.last_year == 2017
    assert "RMSLE" in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    measured = read_manifest(folder).metrics["rmsle"]
    assert worse_than(folder, measured) == []
    assert worse_than(folder, measured - 0.01) == []
    assert "is better" in worse_than(folder, measured + 0.001)[0]
    assert worse_than(tmp_path / "nothing there", 9.9) == []
