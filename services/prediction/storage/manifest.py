"""The manifest beside the model text: everything about the model that is not in its trees.

One definition for the writer (training) and the reader (serving); an unknown or missing key is an error.
"""

from pydantic import BaseModel, ConfigDict

from services.prediction.domain.accident import Accident
from services.prediction.domain.eclo_model import ModelFacts
from services.prediction.domain.encoding import CATEGORICAL_FEATURES, FEATURES, Encoder
from services.prediction.domain.severity import Bin, SeverityScale
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS
from services.prediction.domain.vocabulary import Vocabulary


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelFile(_Strict):
    """The model text: its name in the folder, SHA-256 (hex) and size."""

    name: str
    sha256: str
    size_bytes: int


class Training(_Strict):
    """Where the model comes from. `recipe` holds every setting of the fit."""

    source: str
    first_year: int
    last_year: int
    rows: int
    recipe: dict[str, float | int | str | bool]


class BinFacts(_Strict):
    """See `services.prediction.domain.severity.Bin`."""

    lower: int
    upper: int
    mean_log: float
    serious: float


class City(_Strict):
    """Averages of the last training years: shares of the four bands, share with a death or serious injury, shares of
    the values of each categorical feature, the typical accident (most frequent values; the 동 of median severity) and
    its predicted ECLO."""

    bands: tuple[float, float, float, float]
    serious: float
    values: dict[str, dict[str, float]]
    typical: dict[str, str | int]
    typical_eclo: float


class Golden(_Strict):
    """An encoded accident and the bin probabilities the model must give for it."""

    row: tuple[float, ...]
    probabilities: tuple[float, ...]


class Manifest(_Strict):
    """manifest.json. `metrics` are those of the same recipe, fitted without the test year. `version` is the last
    training year and a revision: `2017.1`."""

    version: str
    model: ModelFile
    training: Training
    metrics: dict[str, float]
    features: tuple[str, ...]
    categories: dict[str, tuple[str, ...]]
    places: dict[str, tuple[float, float]]
    districts: tuple[str, ...]
    bins: tuple[BinFacts, ...]
    interval_mass: float
    reference_percentiles: tuple[float, ...]
    city: City
    golden: Golden

    def problems(self) -> list[str]:
        """What does not fit together, for a manifest whose keys are all there."""
        checks = {
            "features are not those of this encoder": self.features == FEATURES,
            "categories do not cover the categorical features": set(self.categories) == set(CATEGORICAL_FEATURES),
            "city.values are not those of the categories": {n: set(v) for n, v in self.city.values.items()}
            == {n: set(v) for n, v in self.categories.items()},
            "reference_percentiles is not 101 rising values": len(self.reference_percentiles) == 101
            and all(a < b for a, b in zip(self.reference_percentiles, self.reference_percentiles[1:], strict=False)),
            "golden does not fit the features and bins": len(self.golden.row) == len(FEATURES)
            and len(self.golden.probabilities) == len(self.bins),
        }
        return [problem for problem, holds in checks.items() if not holds]

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(
            categories={name: self.categories[name] for name in CATEGORICAL_FIELDS},
            districts=self.districts,
            gu=self.categories["gu"],
            first_year=self.training.first_year,
            last_year=self.training.last_year,
        )

    def encoder(self) -> Encoder:
        return Encoder(self.categories, self.places)

    def scale(self) -> SeverityScale:
        return SeverityScale(
            bins=tuple(Bin(**b.model_dump()) for b in self.bins),
            reference=self.reference_percentiles,
            interval_mass=self.interval_mass,
            city_bands=self.city.bands,
            city_serious=self.city.serious,
        )

    def typical(self) -> Accident:
        return Accident(**self.city.typical)  # type: ignore[arg-type]  # written from an Accident

    def facts(self) -> ModelFacts:
        return ModelFacts(
            version=self.version,
            sha256=self.model.sha256,
            source=self.training.source,
            first_year=self.training.first_year,
            last_year=self.training.last_year,
            rows=self.training.rows,
            metrics=dict(self.metrics),
            value_shares=self.city.values,
        )
