"""R3: from an accident to its bin probabilities, in this process, against LightGBM's own call."""

import time
from collections.abc import Callable, Iterator

import lightgbm
import numpy as np

from services.prediction.domain.accident import AccidentInput
from services.prediction.storage.model_artifact import MODEL_FOLDER, load_model, read_manifest
from tests.bench.accident import FIELDS
from tests.bench.line import Effort, Line, ratio_line
from tests.bench.pairs import at_most, in_turn
from tests.bench.stage import Stage

CALLS = 3000


def encode_and_score(_: Stage, effort: Effort) -> Iterator[Line]:
    model = load_model()
    booster = lightgbm.Booster(model_file=str(MODEL_FOLDER / read_manifest(MODEL_FOLDER).model.name))
    given = AccidentInput(**FIELDS)  # type: ignore[arg-type]  # each value fits its field
    accident, _notices = model.vocabulary.check(given)
    row = np.array([model.encoder.row(accident)])

    def by_booster() -> float:
        return _microseconds(lambda: booster.predict(row, num_threads=1))

    def compared(what: str, call: Callable[[], object], *, judged: bool = False) -> Line:
        measured = in_turn(lambda: _microseconds(call), by_booster, effort.pairs)
        target = at_most(1.5, 0.7) if judged else None
        return ratio_line("R3", f"{what} / Booster.predict(ndarray)", measured, target=target, unit="µs")

    yield compared("encode + score", lambda: model.scorer.score(model.encoder.row(accident)), judged=True)
    yield compared("check + encode + score + severity", lambda: model.predict(given))
    yield compared("the same with explain", lambda: model.predict(given, explain=True))


def _microseconds(call: Callable[[], object]) -> float:
    """Mean time of one call."""
    call()
    started = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - started) / CALLS * 1e6
