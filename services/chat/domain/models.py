"""The models that a question may ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.chassis.errors import InvalidInput, Violation
from services.chat.domain.answer import BUILTIN


@dataclass(frozen=True, slots=True)
class Model:
    """`name` is for requests, `label` for people."""

    name: str
    label: str
    needs_key: bool


def choose(models: Sequence[Model], asked: str, has_key: bool) -> str:
    """The name of the model that answers: the first of `models` if none is asked for, without a key the built-in one.

    Raises InvalidInput for a name that is not among them.
    """
    names = [model.name for model in models]
    if asked and asked not in names:
        known = ", ".join(names)
        raise InvalidInput(
            [
                Violation(
                    "model", "UNKNOWN_VALUE", f"must be one of {known}", f"다음 모델 가운데 하나여야 합니다: {known}"
                )
            ]
        )
    return (asked or names[0]) if has_key else BUILTIN
