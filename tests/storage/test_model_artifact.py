"""A damaged model never reaches the process that serves, and the reason is told."""

import hashlib
import json
import re
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pytest

from services.prediction.storage.lightgbm_native import NativeBooster, NativeError
from services.prediction.storage.model_artifact import MODEL_FOLDER, ModelRejected, load_model
from services.prediction.storage.scorer import LightgbmScorer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))


def damage(folder: Path, change: Callable[[bytes], bytes], *, hash_again: bool = False) -> None:
    path = folder / "eclo.txt"
    path.write_bytes(change(path.read_bytes()))
    if hash_again:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        edit_manifest(folder, lambda manifest: manifest["model"].update(sha256=digest))


def edit_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def rejection(folder: Path, seconds: float = 10.0) -> str:
    with pytest.raises(ModelRejected) as caught:
        load_model(folder, trial_seconds=seconds)
    return str(caught.value)


def flipped(text: bytes) -> bytes:
    middle = len(text) // 2
    return text[:middle] + bytes([text[middle] ^ 1]) + text[middle + 1 :]


def test_the_committed_model_loads_and_is_small() -> None:
    assert load_model().facts.version
    assert (MODEL_FOLDER / "eclo.txt").stat().st_size <= 2_000_000


def test_the_native_scorer_equals_the_booster_of_the_python_package_to_the_last_bit() -> None:
    model = load_model()
    booster = lightgbm.Booster(model_file=str(MODEL_FOLDER / "eclo.txt"))
    hours = [replace(model.typical, accident_hour=hour, accident_day=day) for hour in range(24) for day in (1, 2, 3)]
    rows = model.encoder.matrix(hours)
    rows[::5, 0] = np.nan
    expected = np.asarray(booster.predict(rows, num_threads=1))
    assert (model.scorer.score_matrix(rows) == expected).all()
    assert [model.scorer.score(row) for row in rows.tolist()] == expected.tolist()


@pytest.mark.parametrize("name", ["eclo.txt", "manifest.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert rejection(folder) == f"cannot read {name}: No such file or directory"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: b"", "eclo.txt is empty"),
        (lambda text: text[: len(text) // 2], "SHA-256"),
        (flipped, "SHA-256"),
    ],
    ids=["empty", "truncated", "flipped byte"],
)
def test_a_damaged_text_is_rejected_by_its_hash(folder: Path, change: Callable[[bytes], bytes], reason: str) -> None:
    damage(folder, change)
    assert reason in rejection(folder)


def test_a_wrong_hash_in_the_manifest_is_rejected(folder: Path) -> None:
    edit_manifest(folder, lambda manifest: manifest["model"].update(sha256="0" * 64))
    assert "the manifest says 000" in rejection(folder)


def test_a_truncated_text_with_its_hash_ends_only_the_trial(folder: Path) -> None:
    damage(folder, lambda text: text[: len(text) // 2], hash_again=True)
    assert "does not load (exit code" in rejection(folder)


def test_a_tree_that_leads_back_to_itself_is_stopped_by_the_limit(folder: Path) -> None:
    damage(
        folder,
        lambda text: re.sub(rb"(left_child=|right_child=)[1-9] ", rb"\g<1>0 ", text),
        hash_again=True,
    )
    assert rejection(folder, seconds=2) == "eclo.txt did not load within 2 s"


def test_another_model_is_told_by_the_golden_row(folder: Path) -> None:
    edit_manifest(folder, lambda manifest: manifest["golden"]["probabilities"].reverse())
    assert rejection(folder) == "eclo.txt does not give the probabilities of the golden row"


@pytest.mark.parametrize("key", ["bins", "golden", "reference_percentiles", "version"])
def test_a_missing_key_of_the_manifest_is_named(folder: Path, key: str) -> None:
    edit_manifest(folder, lambda manifest: manifest.pop(key))
    assert rejection(folder) == f"manifest.json: {key}: Field required"


def test_a_manifest_of_other_features_is_rejected(folder: Path) -> None:
    edit_manifest(folder, lambda manifest: manifest["features"].reverse())
    assert "features are not those of this encoder" in rejection(folder)


def test_a_manifest_that_is_no_json_is_rejected(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert rejection(folder).startswith("manifest.json:")


def test_threads_score_alike_each_with_its_own_buffers() -> None:
    model = load_model()
    row = model.encoder.row(model.typical)
    rows = [(*row[:9], float(hour), row[10]) for hour in range(24)]
    expected = [model.scorer.score(r) for r in rows]
    wrong: list[int] = []

    def score_all() -> None:
        for _ in range(50):
            wrong.extend(i for i, r in enumerate(rows) if model.scorer.score(r) != expected[i])

    threads = [threading.Thread(target=score_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_scorer_frees_its_handles_once() -> None:
    scorer = LightgbmScorer((MODEL_FOLDER / "eclo.txt").read_text(encoding="utf-8"))
    scorer.score([0.0] * 11)
    scorer.close()
    scorer.close()
    assert not scorer.close.alive


def test_a_row_of_another_length_is_refused() -> None:
    booster = NativeBooster((MODEL_FOLDER / "eclo.txt").read_bytes())
    predict = booster.single_row()
    with pytest.raises(ValueError, match="size"):
        predict([0.0] * 10)
    booster.close()


def test_a_text_that_is_no_model_is_an_error_of_lightgbm() -> None:
    with pytest.raises(NativeError):
        NativeBooster(b"tree\nnothing\n")
