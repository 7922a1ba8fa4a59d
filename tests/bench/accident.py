"""The accident that every row predicts, as each kind of client sends it."""

import json

from daegu.ops.v1.ops_pb2 import GetHealthRequest
from daegu.prediction.v1.prediction_pb2 import PredictEcloRequest
from google.protobuf.message import Message

FIELDS: dict[str, str | int] = {
    "weather": "맑음",
    "road_surface": "건조",
    "road_type": "교차로 - 교차로안",
    "accident_type": "차대사람",
    "district": "대구광역시 수성구 상동",
    "accident_year": 2017,
    "accident_month": 1,
    "accident_day": 1,
    "accident_hour": 1,
}

EMPTY = GetHealthRequest()


def predict_request(*, explain: bool) -> PredictEcloRequest:
    return PredictEcloRequest(**FIELDS, explain=explain)  # type: ignore[arg-type]  # each value fits its field


def framed(message: Message) -> bytes:
    """The body of a gRPC request: not compressed, length, message."""
    encoded = message.SerializeToString()
    return b"\0" + len(encoded).to_bytes(4, "big") + encoded


def predict_json(*, explain: bool) -> bytes:
    return json.dumps(FIELDS | {"explain": explain}, ensure_ascii=False).encode()
