"""Accidents as bytes, in which a job keeps them until it is done."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter

from services.prediction.domain.accident import AccidentInput

_NAMES = tuple(field.name for field in fields(AccidentInput))
_VALUES = attrgetter(*_NAMES)


def encode(accidents: Sequence[AccidentInput]) -> bytes:
    """The accidents as compressed JSON: the names of the fields once, then their values, accident by accident."""
    content = {"fields": _NAMES, "accidents": [_VALUES(accident) for accident in accidents]}
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode())


def decode(data: bytes) -> list[AccidentInput]:
    """What `encode` was given. Bytes of an older version, with other fields or in another order, are read as well.

    Raises ValueError if the bytes are none of its own.
    """
    try:
        content = json.loads(zlib.decompress(data))
        names = content["fields"]
        return [AccidentInput(**dict(zip(names, values, strict=True))) for values in content["accidents"]]
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError("these bytes are no accidents") from error
