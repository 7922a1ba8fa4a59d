"""Reads the model folder (manifest.json and the model text) and refuses anything damaged before it can do harm."""

import hashlib
import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from services.prediction.domain.eclo_model import EcloModel
from services.prediction.storage.manifest import Golden, Manifest
from services.prediction.storage.scorer import LightgbmScorer

MODEL_FOLDER = Path(__file__).parent.parent / "model"
MANIFEST_NAME = "manifest.json"
_TRIAL = Path(__file__).with_name("lightgbm_native.py")
TRIAL_SECONDS = 10.0


class ModelRejected(Exception):
    """The model folder cannot be served; the text says why."""


def load_model(folder: Path = MODEL_FOLDER, trial_seconds: float = TRIAL_SECONDS) -> EcloModel:
    """The model in `folder`, after every check. Raises ModelRejected with the reason.

    A damaged LightGBM text can abort or hang the process that reads it. So the hash is compared first, then another
    process loads the text and predicts the golden row within `trial_seconds`, and only then this one loads it.
    """
    manifest = read_manifest(folder)
    path = folder / manifest.model.name
    text = _read(path)
    if not text:
        raise ModelRejected(f"{path.name} is empty")
    digest = hashlib.sha256(text).hexdigest()
    if digest != manifest.model.sha256:
        raise ModelRejected(f"{path.name} has SHA-256 {digest}, the manifest says {manifest.model.sha256}")
    try_model(path, manifest.golden, trial_seconds)
    scorer = LightgbmScorer(text.decode())
    _require_equal_paths(scorer, manifest.golden.row)
    return EcloModel(
        facts=manifest.facts(),
        vocabulary=manifest.vocabulary(),
        encoder=manifest.encoder(),
        scorer=scorer,
        scale=manifest.scale(),
        typical=manifest.typical(),
    )


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises ModelRejected, naming the missing or wrong key."""
    try:
        manifest = Manifest.model_validate_json(_read(folder / MANIFEST_NAME))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise ModelRejected(f"{MANIFEST_NAME}: {key}: {first['msg']}") from error
    if problems := manifest.problems():
        raise ModelRejected(f"{MANIFEST_NAME}: {'; '.join(problems)}")
    return manifest


def try_model(path: Path, golden: Golden, seconds: float) -> None:
    """Load the model text at `path` in another process and compare its golden row. Raises ModelRejected."""
    try:
        done = subprocess.run(  # noqa: S603  # our own file, by path
            [sys.executable, str(_TRIAL), str(path)],
            input=json.dumps(golden.row).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelRejected(f"{path.name} did not load within {seconds:g} s") from error
    if done.returncode != 0:
        # A damaged text makes LightGBM print what lies behind it in memory: bytes of any kind.
        said = (done.stderr.strip() or done.stdout.strip() or b"no message").splitlines()[-1]
        reason = said.decode("ascii", "backslashreplace")[:200]
        raise ModelRejected(f"{path.name} does not load (exit code {done.returncode}): {reason}")
    probabilities = json.loads(done.stdout.splitlines()[-1])
    # exp() differs in the last bits between machines; anything visible is another model.
    if len(probabilities) != len(golden.probabilities) or not all(
        math.isclose(a, b, rel_tol=1e-9) for a, b in zip(probabilities, golden.probabilities, strict=True)
    ):
        raise ModelRejected(f"{path.name} does not give the probabilities of the golden row")


def _require_equal_paths(scorer: LightgbmScorer, row: tuple[float, ...]) -> None:
    matrix = np.array([row, [math.nan] * len(row)])
    if scorer.score_matrix(matrix).tolist() != [scorer.score(tuple(r)) for r in matrix.tolist()]:
        raise ModelRejected("single rows and matrices give different probabilities with this LightGBM")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelRejected(f"cannot read {path.name}: {error.strerror}") from error
