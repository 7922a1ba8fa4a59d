"""The rows of a slice and the answers for them."""

from collections.abc import Callable

import pyarrow as pa

from services.prediction.domain import accident_codec
from services.prediction.domain.batch import Batches, Source
from services.prediction.domain.batch_scoring import score_accidents, score_table
from services.prediction.domain.eclo_model import EcloModel
from services.prediction.domain.scored_rows import ScoredRows
from services.prediction.domain.slices import Slice


class SliceScoring:
    """Implements slice_work.Scoring with a model; `tables` gives the mapped columns of a dataset."""

    def __init__(self, model: EcloModel, batches: Batches, tables: Callable[[Source], pa.Table]) -> None:
        self._model = model
        self._batches = batches
        self._tables = tables

    @property
    def model_version(self) -> str:
        return self._model.facts.version

    def score(self, claimed: Slice) -> ScoredRows:
        first = claimed.first_row
        if claimed.source is not None:
            rows = self._tables(claimed.source).slice(first, claimed.rows)
            return score_table(self._model, rows, claimed.source.columns)
        accidents = accident_codec.decode(self._batches.accidents(claimed.batch_id) or b"")
        return score_accidents(self._model, accidents[first : first + claimed.rows])
