"""R13, R14: REST through Envoy, against gRPC without it and against an ordinary REST server."""

from collections.abc import Iterator

from tests.bench.line import Effort, Line
from tests.bench.pairs import at_least
from tests.bench.rows.rates import durable_note, rates
from tests.bench.stage import Stage

CONNECTIONS = 50


def rest_by_grpc(stage: Stage, effort: Effort) -> Iterator[Line]:
    what = "REST predict through Envoy / direct gRPC, both stored, rate at 32"
    yield rates(
        "R13", what, stage.rest(), stage.durable(), effort, target=at_least(0.45, 0.65), notes=durable_note(stage)
    )


def rest_by_fastapi(stage: Stage, effort: Effort) -> Iterator[Line]:
    what = "REST predict, stored / FastAPI + DataFrame + COMMIT, rate at 50"
    for explain in (False, True):
        yield rates(
            "R14",
            f"{what}, ours with explain" if explain else what,
            stage.rest(explain=explain),
            stage.fastapi(),
            effort,
            target=None if explain else at_least(5, 10),
            in_flight=CONNECTIONS,
            notes=durable_note(stage),
        )
