"""Scored rows as PostgreSQL's binary COPY takes them.

Text would have to be formatted here and parsed there, nine numbers a row: that takes longer than scoring. The format
stands in PostgreSQL's documentation of COPY, "Binary Format".
"""

import struct
from collections.abc import Iterator, Sequence
from uuid import UUID

import numpy as np
import orjson
from numpy.typing import NDArray

from services.chassis.errors import Violation
from services.prediction.domain.accident import Notice
from services.prediction.domain.scored_rows import ScoredRows

FIGURES = (
    "eclo",
    "percentile",
    "serious_probability",
    "interval_lower",
    "interval_upper",
    "probability_1_2",
    "probability_3_4",
    "probability_5_9",
    "probability_10",
)
COLUMNS = ("batch_id", "row", *FIGURES, "label", "occurred_at", "district", "notices", "violations")
STATEMENT = f"COPY batch_rows ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)"

_HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TRAILER = struct.pack(">h", -1)
_NULL = struct.pack(">i", -1)
_EPOCH = np.datetime64("2000-01-01T00:00:00", "us")
_JSONB_VERSION = b"\x01"

# Every value has its length in bytes before it.
_KEY = [("columns", ">i2"), ("id_bytes", ">i4"), ("batch_id", "V16"), ("row_bytes", ">i4"), ("row", ">i4")]
_FIGURE = [field for name in FIGURES for field in ((f"{name}_bytes", ">i4"), (name, ">f8"))]
_REST = [("label_bytes", ">i4"), ("label", ">i2"), ("time_bytes", ">i4"), ("occurred_at", ">i8")]
_KEY_TYPE, _PREDICTED_TYPE = np.dtype(_KEY), np.dtype([*_KEY, *_FIGURE, *_REST])
_NOTHING = _NULL * (len(COLUMNS) - 3)


def copy_stream(batch_id: str, first_row: int, scored: ScoredRows) -> bytes:
    """The rows `first_row`, `first_row + 1`, ... of a job, for `STATEMENT`."""
    return b"".join((_HEADER, *_rows(UUID(batch_id).bytes, first_row, scored), _TRAILER))


def _rows(batch_id: bytes, first_row: int, scored: ScoredRows) -> Iterator[bytes]:
    predicted = _cut(_predicted(batch_id, first_row, scored))
    keys = _cut(_keys(_KEY_TYPE, batch_id, first_row, len(scored)))
    districts = [_text(name) for name in scored.districts]
    notices = [_json([_notice(each) for each in found]) for found in scored.notice_sets]
    problems = [_json([_violation(each) for each in found]) for found in scored.violation_sets]
    for row, (problem, district, notice) in enumerate(
        zip(scored.violations.tolist(), scored.district.tolist(), scored.notices.tolist(), strict=True)
    ):
        if problem:
            yield keys[row]
            yield _NOTHING
            yield problems[problem]
        else:
            yield predicted[row]
            yield districts[district]
            yield notices[notice]
            yield _NULL


def _predicted(batch_id: bytes, first_row: int, scored: ScoredRows) -> NDArray[np.void]:
    rows = _keys(_PREDICTED_TYPE, batch_id, first_row, len(scored))
    figures = (
        scored.eclo,
        scored.percentile,
        scored.serious,
        scored.interval_lower,
        scored.interval_upper,
        *scored.bands.T,
    )
    for name, values in zip(FIGURES, figures, strict=True):
        rows[f"{name}_bytes"], rows[name] = 8, values
    rows["label_bytes"], rows["label"] = 2, scored.label
    rows["time_bytes"], rows["occurred_at"] = 8, (scored.occurred_at - _EPOCH).astype("timedelta64[us]").astype(int)
    return rows


def _keys(kind: "np.dtype[np.void]", batch_id: bytes, first_row: int, count: int) -> NDArray[np.void]:
    rows = np.zeros(count, kind)
    rows["columns"] = len(COLUMNS)
    rows["id_bytes"], rows["batch_id"] = len(batch_id), np.void(batch_id)
    rows["row_bytes"], rows["row"] = 4, np.arange(first_row, first_row + count)
    return rows


def _cut(rows: NDArray[np.void]) -> Sequence[bytes]:
    """Each row as bytes of its own."""
    size, data = rows.dtype.itemsize, rows.tobytes()
    return [data[start : start + size] for start in range(0, len(data), size)]


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack(">i", len(encoded)) + encoded


def _json(values: list[list[str]]) -> bytes:
    """The list as jsonb, which has no NUL; null if there is nothing in it."""
    if not values:
        return _NULL
    encoded = _JSONB_VERSION + orjson.dumps([[text.replace("\0", "\ufffd") for text in value] for value in values])
    return struct.pack(">i", len(encoded)) + encoded


def _notice(notice: Notice) -> list[str]:
    return [notice.field, notice.reason, notice.message_ko]


def _violation(violation: Violation) -> list[str]:
    return [violation.field, violation.reason, violation.message, violation.message_ko]
