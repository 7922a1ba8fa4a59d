"""What if: one accident and variants of it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from services.prediction.domain.accident import AccidentInput, InvalidAccident
from services.prediction.domain.eclo_model import EcloModel, Prediction


@dataclass(frozen=True, slots=True)
class Variant:
    """The fields of `changes` that are not None replace those of the base."""

    name: str
    changes: AccidentInput


@dataclass(frozen=True, slots=True)
class Comparison:
    """`outcomes` has one entry for each variant, in order: a prediction, or why there is none."""

    base: Prediction
    outcomes: tuple[Prediction | InvalidAccident, ...]


def compare(model: EcloModel, base: AccidentInput, variants: Sequence[Variant]) -> Comparison:
    """Predicts the base and every variant; raises InvalidAccident only for the base."""
    return Comparison(model.predict(base), tuple(_outcome(model, vary(base, variant.changes)) for variant in variants))


def vary(base: AccidentInput, changes: AccidentInput) -> AccidentInput:
    """The base with the changes. What is derived from a changed date or hour is derived again, and a changed
    `accident_time` counts instead of the numbers of the base."""
    changed = {name: value for name in _NAMES if (value := getattr(changes, name)) is not None}
    gone = _NUMBERS if "accident_time" in changed else ()
    derived = _DERIVED if changed.keys() & {*_NUMBERS, "accident_time"} else ()
    return replace(base, **(dict.fromkeys((*gone, *derived)) | changed))


def _outcome(model: EcloModel, given: AccidentInput) -> Prediction | InvalidAccident:
    try:
        return model.predict(given)
    except InvalidAccident as refusal:
        return refusal


_NAMES = tuple(field.name for field in fields(AccidentInput))
_NUMBERS = ("accident_year", "accident_month", "accident_day", "accident_hour")
_DERIVED = ("day_of_week", "time_period")
