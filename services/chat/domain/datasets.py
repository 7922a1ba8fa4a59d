"""The datasets that a question is about, as the dataset service describes them."""

from dataclasses import dataclass
from enum import StrEnum

from services.chassis.errors import NotFound


class ColumnType(StrEnum):
    """What a column holds. Dates are Korean local time; latitudes and longitudes are degrees."""

    INTEGER = "integer"
    FLOAT = "float"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    YEAR = "year"


NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.FLOAT, ColumnType.LATITUDE, ColumnType.LONGITUDE, ColumnType.YEAR})


@dataclass(frozen=True, slots=True)
class ColumnBrief:
    """One column: `missing` and `distinct` count values; `minimum` and `maximum` are text, ISO 8601 for dates, empty
    where there is nothing to compare; `top_values` are the most frequent values of text with their number of rows."""

    name: str
    type: ColumnType
    missing: int
    distinct: int
    minimum: str = ""
    maximum: str = ""
    mean: float | None = None
    top_values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetBrief:
    """A dataset without its rows. `sha256` names its content, which never changes; `kind` is such as `TAAS 사고`."""

    dataset_id: str
    name: str
    sha256: str
    rows: int
    kind: str
    columns: tuple[ColumnBrief, ...]


class DatasetMissing(NotFound):
    """A dataset of the question is not there, or not any more."""

    reason = "DATASET_NOT_FOUND"

    def __init__(self, dataset_id: str) -> None:
        super().__init__(
            f"there is no dataset {dataset_id}",
            "질문에 고른 데이터셋을 찾을 수 없습니다. 삭제되었는지 확인해주세요.",
            dataset_id=dataset_id,
        )
