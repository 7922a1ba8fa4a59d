"""Writes a fitted model as the folder that the service reads: eclo.txt, manifest.json, MODEL_CARD.md."""

import hashlib
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import numpy as np

from services.prediction.domain.accident import Accident
from services.prediction.domain.encoding import FEATURES, Encoder
from services.prediction.domain.taas_names import CITY
from services.prediction.storage.manifest import (
    BinFacts,
    City,
    Golden,
    Manifest,
    ModelFile,
    Training,
)
from services.prediction.storage.model_artifact import MANIFEST_NAME
from services.prediction.training.card import model_card
from services.prediction.training.fit import RECENT_YEARS, Fitted, Recipe
from services.prediction.training.taas import SOURCE, Accidents

MODEL_NAME = "eclo.txt"
REVISION = 1
"""Of the recipe; raised when the same years give another model."""


def write_artifact(
    folder: Path, fitted: Fitted, recipe: Recipe, known: Accidents, metrics: dict[str, float]
) -> Manifest:
    """Write `fitted`, refitted on all of `known`; `metrics` are those of the same recipe on an unseen year."""
    manifest = describe(fitted, recipe, known, metrics)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_NAME).write_text(fitted.text, encoding="utf-8", newline="\n")
    (folder / MANIFEST_NAME).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (folder / "MODEL_CARD.md").write_text(model_card(manifest), encoding="utf-8")
    return manifest


def describe(fitted: Fitted, recipe: Recipe, known: Accidents, metrics: dict[str, float]) -> Manifest:
    """The manifest of `fitted`."""
    text = fitted.text.encode()
    recent = known.within(fitted.last_year - RECENT_YEARS + 1, fitted.last_year)
    typical = typical_accident(recent, fitted)
    row = fitted.encoder.row(typical)
    golden = fitted.probabilities(np.array([row]))[0].tolist()
    return Manifest(
        version=f"{fitted.last_year}.{REVISION}",
        model=ModelFile(name=MODEL_NAME, sha256=hashlib.sha256(text).hexdigest(), size_bytes=len(text)),
        training=Training(
            source=SOURCE,
            first_year=fitted.first_year,
            last_year=fitted.last_year,
            rows=fitted.rows,
            recipe=asdict(recipe),
        ),
        metrics={name: round(value, 5) for name, value in metrics.items()},
        features=FEATURES,
        categories={name: tuple(values) for name, values in fitted.encoder.categories.items()},
        places=dict(fitted.encoder.places),
        districts=tuple(f"{CITY} {name}" for name in fitted.encoder.places if " " in name),
        bins=tuple(BinFacts(**asdict(b)) for b in fitted.scale.bins),
        interval_mass=fitted.scale.interval_mass,
        reference_percentiles=tuple(fitted.scale.reference),
        city=City(
            bands=fitted.scale.city_bands,
            serious=fitted.scale.city_serious,
            values=value_shares(recent, fitted.encoder),
            typical=asdict(typical),
            typical_eclo=fitted.scale.eclo(golden),
        ),
        golden=Golden(row=row, probabilities=tuple(golden)),
    )


def value_shares(recent: Accidents, encoder: Encoder) -> dict[str, dict[str, float]]:
    """Share of each value that the encoder knows among the accidents of `recent`, by categorical feature."""
    codes = encoder.matrix(recent.accidents)
    return {
        name: {
            value: round(float((codes[:, FEATURES.index(name)] == code).mean()), 6) for code, value in enumerate(values)
        }
        for name, values in encoder.categories.items()
    }


def typical_accident(recent: Accidents, fitted: Fitted) -> Accident:
    """The most frequent value of every field, and the 동 of median severity over the accidents of `recent`."""

    def most_frequent(name: str) -> object:
        return Counter(getattr(a, name) for a in recent.accidents).most_common(1)[0][0]

    year, month, weekday = fitted.last_year, most_frequent("accident_month"), most_frequent("weekday")
    severity = FEATURES.index("place_severity")
    named = [a for a in recent.accidents if a.district.count(" ") > 1]
    ordered = sorted(named, key=lambda a: (fitted.encoder.row(a)[severity], a.district))
    days = (
        a.accident_day for a in recent.accidents if (a.accident_month, a.weekday) == (month, weekday)
        and a.accident_year == year
    )  # fmt: skip
    values = {name: most_frequent(name) for name in ("weather", "road_surface", "road_type", "accident_type")}
    return Accident(
        **values,  # type: ignore[arg-type]  # texts, by their names
        district=ordered[len(ordered) // 2].district,
        accident_year=year,
        accident_month=int(str(month)),
        accident_day=min(days, default=1),
        accident_hour=int(str(most_frequent("accident_hour"))),
    )
