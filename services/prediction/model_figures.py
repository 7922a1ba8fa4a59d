"""What the model is asked and what it answers, for Prometheus: single predictions of this process.

Plain counts that are made into figures when somebody looks: five labelled counters would cost a prediction a fifth of
its time. Written on the event loop alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from prometheus_client import REGISTRY
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from services.chassis.errors import Violation
from services.prediction.domain.eclo_model import EcloModel, Prediction
from services.prediction.domain.severity import BAND_LABELS, LABEL_PERCENTILES, LABELS
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS

LABEL_SHARES = [
    (upper - lower) / 100 for lower, upper in zip((0.0, *LABEL_PERCENTILES), (*LABEL_PERCENTILES, 100.0), strict=True)
]
"""Shares of the labels among the accidents of the city: the labels are cut at these percentiles."""


class ModelFigures(Collector):
    """Counts answers by label, the probabilities of the bands, values by field, warnings and refusals by reason."""

    def __init__(self) -> None:
        self._labels: Counter[str] = Counter(dict.fromkeys(LABELS, 0))
        self._bands = [0.0] * len(BAND_LABELS)
        self._values: dict[str, Counter[str]] = {name: Counter() for name in CATEGORICAL_FIELDS}
        self._districts: Counter[str] = Counter()
        self._warnings: Counter[tuple[str, str]] = Counter()
        self._refusals: Counter[tuple[str, str]] = Counter()
        self._model: EcloModel | None = None

    def serves(self, model: EcloModel) -> None:
        """Names the model whose answers are counted."""
        self._model = model

    def answered(self, prediction: Prediction) -> None:
        """Counts one answer."""
        accident, severity, values = prediction.accident, prediction.severity, self._values
        self._labels[severity.interpretation] += 1
        bands, (first, second, third, fourth) = self._bands, severity.band_probabilities
        bands[0] += first
        bands[1] += second
        bands[2] += third
        bands[3] += fourth
        values["weather"][accident.weather] += 1
        values["road_surface"][accident.road_surface] += 1
        values["road_type"][accident.road_type] += 1
        values["accident_type"][accident.accident_type] += 1
        self._districts[accident.district] += 1
        for notice in prediction.notices:
            self._warnings[notice.field, notice.reason] += 1

    def refused(self, violations: Iterable[Violation]) -> None:
        """Counts the wrong fields of an accident that was not predicted; their values are not looked at."""
        for violation in violations:
            self._refusals[violation.field, violation.reason] += 1

    def collect(self) -> Iterator[Metric]:
        labels = CounterMetricFamily("prediction_answers", "Accidents predicted, by label.", labels=["label"])
        for label, count in self._labels.items():
            labels.add_metric([label], count)
        yield labels
        bands = CounterMetricFamily(
            "prediction_band_probability",
            "Sum of the predicted probabilities of each band of ECLO.",
            labels=["band"],
        )
        for band, total in zip(BAND_LABELS, self._bands, strict=True):
            bands.add_metric([band], total)
        yield bands
        values = CounterMetricFamily(
            "prediction_values", "Accidents predicted, by value of a field.", labels=["field", "value"]
        )
        for field, counts in (*self._values.items(), ("gu", self._gu())):
            for value, count in sorted(counts.items()):
                values.add_metric([field, value], count)
        yield values
        for name, what, found in (
            ("prediction_warnings", "Warnings beside answers.", self._warnings),
            ("prediction_refused_fields", "Wrong fields of accidents that were refused.", self._refusals),
        ):
            family = CounterMetricFamily(name, what, labels=["field", "reason"])
            for key, count in sorted(found.items()):
                family.add_metric(key, count)
            yield family
        yield from self._expected()

    def _expected(self) -> Iterator[Metric]:
        """What the model was trained on, to compare with."""
        if self._model is None:
            return
        info = GaugeMetricFamily("prediction_model_info", "The model that serves.", labels=["version"])
        info.add_metric([self._model.facts.version], 1)
        yield info
        labels = GaugeMetricFamily("prediction_label_share", "Share of each label in the city.", labels=["label"])
        for label, share in zip(LABELS, LABEL_SHARES, strict=True):
            labels.add_metric([label], share)
        yield labels
        bands = GaugeMetricFamily("prediction_band_share", "Share of each band in the city.", labels=["band"])
        for band, share in zip(BAND_LABELS, self._model.scale.city_bands, strict=True):
            bands.add_metric([band], share)
        yield bands
        values = GaugeMetricFamily(
            "prediction_value_share", "Share of each value of a field in the city.", labels=["field", "value"]
        )
        for field, shares in self._model.facts.value_shares.items():
            for value, share in shares.items():
                values.add_metric([field, value], share)
        yield values

    def _gu(self) -> Counter[str]:
        """The counts of the districts, by 구."""
        counts: Counter[str] = Counter()
        for district, count in self._districts.items():
            counts[district.split(" ")[1]] += count
        return counts


FIGURES = ModelFigures()
REGISTRY.register(FIGURES)
