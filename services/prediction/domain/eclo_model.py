"""The ECLO model as the rest of the service uses it: an accident in, its severity out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.prediction.domain.accident import Accident, AccidentInput, Notice
from services.prediction.domain.encoding import Encoder
from services.prediction.domain.explanation import Contribution, Explainer
from services.prediction.domain.ports import Scorer
from services.prediction.domain.severity import Severity, SeverityScale
from services.prediction.domain.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known about the model. `metrics` were measured by the same recipe, fitted without the test year.
    `value_shares`: by categorical feature and value, the share (0-1) of the accidents of the last training years."""

    version: str
    sha256: str
    source: str
    first_year: int
    last_year: int
    rows: int
    metrics: dict[str, float]
    value_shares: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer for one accident. `contributions` is empty unless asked for."""

    accident: Accident
    severity: Severity
    notices: tuple[Notice, ...] = ()
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True)
class EcloModel:
    """Everything a prediction needs. Immutable and safe to share between threads."""

    facts: ModelFacts
    vocabulary: Vocabulary
    encoder: Encoder
    scorer: Scorer
    scale: SeverityScale
    typical: Accident

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.encoder, self.scorer, self.scale, self.typical)

    def predict(self, given: AccidentInput, *, explain: bool = False) -> Prediction:
        """Check and predict one accident; `explain` adds the contributions (about ten more predictions).

        Raises InvalidAccident with every violation.
        """
        accident, notices = self.vocabulary.check(given)
        return Prediction(
            accident,
            self.severity(accident),
            notices,
            self.explainer.explain(accident) if explain else (),
        )

    def severity(self, accident: Accident) -> Severity:
        """The severity of one checked accident."""
        return self.scale.read(self.scorer.score(self.encoder.row(accident)))

    def severities(self, accidents: Sequence[Accident]) -> list[Severity]:
        """As `severity`, to the last bit, of many checked accidents in one call of the model."""
        if not accidents:
            return []
        probabilities = self.scorer.score_matrix(self.encoder.matrix(accidents))
        return [self.scale.read(p) for p in probabilities.tolist()]
