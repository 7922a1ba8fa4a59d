"""Between the accidents of the messages and those of the domain."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

from daegu.prediction.v1 import prediction_pb2 as pb

from services.chassis.errors import Violation
from services.prediction.domain.accident import Accident, AccidentInput, InvalidAccident
from services.prediction.domain.vocabulary import Vocabulary

_SENT = tuple(field.name for field in fields(AccidentInput) if field.name in pb.Accident.DESCRIPTOR.fields_by_name)
_TAAS = {
    "weather": "taas_weather",
    "road_surface": "taas_road_surface",
    "road_type": "taas_road_type",
    "accident_type": "taas_accident_type",
    "district": "taas_district",
    "day_of_week": "taas_day_of_week",
    "accident_time": "taas_time",
}
"""The fields in which rows of TAAS and DACON have their values."""

_EITHER = tuple((field.name, _TAAS.get(field.name, field.name)) for field in fields(AccidentInput))


def accident_input(message: pb.PredictEcloRequest) -> AccidentInput:
    """The fields of an accident; one that was not sent is None."""
    sent: Callable[[Any], bool] = message.HasField
    return AccidentInput(*[getattr(message, name) if sent(name) else None for name in _SENT])


def row_input(message: pb.Accident) -> AccidentInput:
    """The fields of an accident; where one of ours was not sent, that of TAAS counts."""
    sent = {field.name: value for field, value in message.ListFields()}
    return AccidentInput(*[sent[name] if name in sent else sent.get(taas) for name, taas in _EITHER])


def accident(found: Accident) -> pb.Accident:
    return pb.Accident(**{name: getattr(found, name) for name in _SENT})


def domain_violations(vocabulary: Vocabulary, request: pb.PredictEcloRequest) -> Sequence[Violation]:
    """What the domain finds wrong with a request that already broke its contract."""
    try:
        vocabulary.check(accident_input(request))
    except InvalidAccident as refusal:
        return refusal.violations
    return ()


@contextmanager
def prefixed(parent: str) -> Iterator[None]:
    """Names the fields of an accident inside a request: `accident_hour` becomes `base.accident_hour`."""
    try:
        yield
    except InvalidAccident as refusal:
        raise InvalidAccident(
            [replace(violation, field=f"{parent}.{violation.field}") for violation in refusal.violations]
        ) from None
