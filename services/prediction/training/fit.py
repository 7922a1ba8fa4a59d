"""Fits the ECLO model: one LightGBM multiclass model over bins of ECLO, and the figures its reader needs."""

from dataclasses import asdict, dataclass
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from services.prediction.domain.encoding import CATEGORICAL_FEATURES, FEATURES, Encoder
from services.prediction.domain.severity import BAND_LOWERS, Bin, SeverityScale
from services.prediction.domain.taas_names import CATEGORICAL_FIELDS
from services.prediction.training.taas import Accidents

BIN_LOWERS = (1, 3, 5, 6, 8, 10, 13, 19)
"""Finer where accidents are many; every band edge is a bin edge."""

RECENT_YEARS = 3
"""City averages, percentiles and what a bin means come from these last years, since grading grew milder."""

_COVERAGE = 0.80


class TooFewAccidents(Exception):
    """The accidents do not fill every bin; the text says which."""


@dataclass(frozen=True)
class Recipe:
    """Every setting of the fit. Chosen on 2016 and 2017, each predicted from the years before it.

    `years`: how many of the last years are used. `yearly_decay`: weight of a year against the next one. `place_weight`,
    `gu_weight`: how many average accidents of the 구 (of the city) a 동 (a 구) is mixed with.
    """

    years: int = 8
    yearly_decay: float = 0.86
    place_weight: int = 100
    gu_weight: int = 1000
    rounds: int = 100
    learning_rate: float = 0.1
    num_leaves: int = 8
    min_data_in_leaf: int = 100
    feature_fraction: float = 0.5
    lambda_l2: float = 10.0
    cat_smooth: float = 50.0
    cat_l2: float = 20.0
    seed: int = 1


@dataclass(frozen=True)
class Fitted:
    """A fitted model: its text, how to encode for it, how to read it, and the years and rows it was fitted to."""

    text: str
    encoder: Encoder
    scale: SeverityScale
    first_year: int
    last_year: int
    rows: int
    recent_mean_log: float
    """Mean of log1p(ECLO) of the last years: what a constant would predict."""

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bin probabilities of (n, 11) encoded accidents, shape (n, bins)."""
        return np.asarray(lightgbm.Booster(model_str=self.text).predict(rows, num_threads=1), dtype=np.float64)


def fit(known: Accidents, recipe: Recipe) -> Fitted:
    """Fit `recipe` to the last `recipe.years` years of `known`. The same input gives the same text, byte for byte.

    Raises TooFewAccidents.
    """
    last_year = int(known.year.max())
    known = known.within(last_year - recipe.years + 1, last_year)
    encoder = fit_encoder(known, recipe)
    rows = encoder.matrix(known.accidents)
    classes = np.searchsorted(BIN_LOWERS, known.eclo, side="right") - 1
    data = lightgbm.Dataset(
        rows,
        classes,
        weight=recipe.yearly_decay ** (last_year - known.year),
        feature_name=list(FEATURES),
        categorical_feature=list(CATEGORICAL_FEATURES),
        params={"verbose": -1},
    )
    booster = lightgbm.train(_parameters(recipe), data, num_boost_round=recipe.rounds)
    text = booster.model_to_string()
    recent = known.year > last_year - RECENT_YEARS
    recent_mean_log = float(np.log1p(known.eclo[recent]).mean())
    probabilities = np.asarray(booster.predict(rows[recent], num_threads=1), dtype=np.float64)
    scale = _scale(known, recent, classes, probabilities)
    return Fitted(text, encoder, scale, int(known.year.min()), last_year, len(known), recent_mean_log)


def _parameters(recipe: Recipe) -> dict[str, Any]:
    settings = asdict(recipe)
    for ours in ("years", "yearly_decay", "place_weight", "gu_weight", "rounds"):
        del settings[ours]
    return {
        **settings,
        "objective": "multiclass",
        "num_class": len(BIN_LOWERS),
        # One thread and a fixed layout: the text must not depend on the machine's cores.
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }


def fit_encoder(known: Accidents, recipe: Recipe) -> Encoder:
    """The categories that occur in `known` and the standing of each place among them."""
    places = [a.district.split(" ", 1)[1] for a in known.accidents]
    gu = [place.split(" ")[0] for place in places]
    categories = {name: tuple(sorted({getattr(a, name) for a in known.accidents})) for name in CATEGORICAL_FIELDS}
    categories["gu"] = tuple(sorted(set(gu)))
    log_eclo = _standing(places, gu, _against_year(np.log1p(known.eclo), known.year), recipe)
    serious = _standing(places, gu, _against_year(known.serious, known.year), recipe)
    return Encoder(categories, {name: (log_eclo[name], serious[name]) for name in sorted(log_eclo)})


def _against_year(values: NDArray[np.float64], year: NDArray[np.int64]) -> NDArray[np.float64]:
    """`values` minus the mean of their year, so that a place is not judged by when its accidents happened."""
    means = {int(y): values[year == y].mean() for y in np.unique(year)}
    level: NDArray[np.float64] = np.array([means[y] for y in year.tolist()])
    return values - level


def _standing(places: list[str], gu: list[str], values: NDArray[np.float64], recipe: Recipe) -> dict[str, float]:
    """Mean of `values` per 구 and per `구 동`, few accidents drawn towards the city's 0 and the 구."""
    standing = {name: round(total / (count + recipe.gu_weight), 6) for name, total, count in _totals(gu, values)}
    for name, total, count in _totals(places, values):
        if " " in name:
            prior = recipe.place_weight * standing[name.split(" ")[0]]
            standing[name] = round((total + prior) / (count + recipe.place_weight), 6)
    return standing


def _totals(names: list[str], values: NDArray[np.float64]) -> list[tuple[str, float, int]]:
    unique, index = np.unique(names, return_inverse=True)
    totals = np.bincount(index, weights=values)
    return list(zip(unique.tolist(), totals.tolist(), np.bincount(index).tolist(), strict=True))


def _scale(
    known: Accidents,
    recent: NDArray[np.bool_],
    classes: NDArray[np.intp],
    probabilities: NDArray[np.float64],
) -> SeverityScale:
    bins = _bins(known, recent, classes)
    bands = np.searchsorted(BAND_LOWERS, known.eclo[recent], side="right") - 1
    shares = np.bincount(bands, minlength=len(BAND_LOWERS)) / len(bands)
    eclo = np.expm1(probabilities @ np.array([b.mean_log for b in bins]))
    scale = SeverityScale(
        bins=bins,
        reference=_rising(np.percentile(eclo, range(101))),
        interval_mass=_COVERAGE,
        city_bands=(float(shares[0]), float(shares[1]), float(shares[2]), float(shares[3])),
        city_serious=float(known.serious[recent].mean()),
    )
    return calibrated(scale, probabilities, known.eclo[recent])


def _bins(known: Accidents, recent: NDArray[np.bool_], classes: NDArray[np.intp]) -> tuple[Bin, ...]:
    uppers = [lower - 1 for lower in BIN_LOWERS[1:]]
    bins = []
    for i, lower in enumerate(BIN_LOWERS):
        # A bin that stayed empty lately (small files only) takes all its years.
        inside = (classes == i) & recent if ((classes == i) & recent).any() else classes == i
        eclo = known.eclo[inside]
        if not len(eclo):
            raise TooFewAccidents(f"no accident has an ECLO of {lower} or a little more")
        upper = uppers[i] if i < len(uppers) else int(np.percentile(eclo, 90))
        bins.append(Bin(lower, upper, float(np.log1p(eclo).mean()), float(known.serious[inside].mean())))
    return tuple(bins)


def _rising(values: NDArray[np.float64]) -> tuple[float, ...]:
    """`values` with ties parted by the smallest step, so that a percentile is always defined."""
    rising = [float(values[0])]
    for value in values[1:].tolist():
        rising.append(value if value > rising[-1] else float(np.nextafter(rising[-1], np.inf)))
    return tuple(rising)


def calibrated(scale: SeverityScale, probabilities: NDArray[np.float64], eclo: NDArray[np.int64]) -> SeverityScale:
    """`scale` with the smallest interval mass (to 0.005) whose intervals cover 80% of these training accidents.

    Bins are coarse, so an interval that must hold 80% holds more; what it must hold to cover 80% is lower.
    """
    for mass in np.arange(0.60, _COVERAGE, 0.005).tolist():
        trial = SeverityScale(scale.bins, scale.reference, mass, scale.city_bands, scale.city_serious)
        if covered(trial, probabilities, eclo).mean() >= _COVERAGE:
            return trial
    return scale


def covered(scale: SeverityScale, probabilities: NDArray[np.float64], eclo: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which observed `eclo` lie within their 80% interval, shape (n,)."""
    intervals = np.array([scale.read(p).interval for p in probabilities.tolist()])
    inside: NDArray[np.bool_] = (intervals[:, 0] <= eclo) & (eclo <= intervals[:, 1])
    return inside
