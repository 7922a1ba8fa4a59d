"""An RPC that does nothing. `python -m tests.bench.servers.empty_rpc bare|guarded ADDRESS`

`guarded` runs it on our chassis with everything a call of ours passes, `bare` on grpc.aio alone; both on uvloop, so
that the difference is ours.
"""

import sys
from functools import partial
from typing import Any

import grpc
from daegu.ops.v1 import ops_pb2, ops_pb2_grpc

from services.chassis.server import Served, run, serve
from services.chassis.settings import ServerSettings
from services.chassis.telemetry import configure_logging

SERVICE = ops_pb2.DESCRIPTOR.services_by_name["OpsService"].full_name
_ANSWER = ops_pb2.GetHealthResponse()


class EmptyOps(ops_pb2_grpc.OpsServiceServicer):
    async def GetHealth(self, request: ops_pb2.GetHealthRequest, context: Any) -> ops_pb2.GetHealthResponse:
        return _ANSWER


async def bare(address: str) -> None:
    server = grpc.aio.server()
    ops_pb2_grpc.add_OpsServiceServicer_to_server(EmptyOps(), server)  # type: ignore[abstract]  # one method is enough
    server.add_insecure_port(address)
    await server.start()
    await server.wait_for_termination()


async def guarded(address: str) -> None:
    settings = ServerSettings(listen_address=address)
    configure_logging(settings.log_level, "empty")
    add = partial(ops_pb2_grpc.add_OpsServiceServicer_to_server, EmptyOps())  # type: ignore[abstract]  # as above
    await serve(settings, Served(SERVICE, add))


if __name__ == "__main__":
    kind, address = sys.argv[1:]
    run(bare(address) if kind == "bare" else guarded(address))
