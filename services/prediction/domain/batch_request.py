"""A job as a caller asks for it: accidents, or a dataset and how its columns are meant."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import attrgetter

from services.chassis.errors import Violation
from services.prediction.domain.accident import AccidentInput

_values = attrgetter(*(field.name for field in fields(AccidentInput)))


@dataclass(frozen=True)
class BatchRequest:
    """Exactly one of `accidents` and `dataset_id`. `columns` names columns of the dataset by field.

    `request_id` was chosen by the caller, so that a request can be sent again; it may be empty.
    """

    accidents: Sequence[AccidentInput] = ()
    dataset_id: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""

    def violations(self) -> list[Violation]:
        """What is wrong with the request as a whole; nothing is known about the dataset yet."""
        found = []
        if self.accidents and self.dataset_id:
            text, korean = "accidents or dataset_id, not both", "사고 목록과 데이터셋은 함께 보낼 수 없습니다."
            found.append(Violation("dataset_id", "NOT_BOTH", text, korean))
        if not self.accidents and not self.dataset_id:
            text, korean = "accidents or dataset_id is required", "사고 목록이나 데이터셋을 보내주세요."
            found.append(Violation("accidents", "REQUIRED", text, korean))
        if self.columns and not self.dataset_id:
            text, korean = "accidents have no columns", "열은 데이터셋을 예측할 때만 지정할 수 있습니다."
            found.append(Violation("columns", "WITHOUT_DATASET", text, korean))
        return found

    @cached_property
    def digest(self) -> str:
        """SHA-256, hexadecimal, of everything but `request_id`, however it was written."""
        payload = [[_values(accident) for accident in self.accidents], self.dataset_id, sorted(self.columns.items())]
        return hashlib.sha256(json.dumps(payload, separators=(",", ":")).encode()).hexdigest()
