"""Puts the ops process together; it knows the contracts of all services, so that it can describe them."""

from collections.abc import Mapping

import grpc
from daegu.chat.v1 import chat_pb2
from daegu.dataset.v1 import dataset_pb2
from daegu.ops.v1 import ops_pb2, ops_pb2_grpc
from daegu.prediction.v1 import prediction_pb2

from gateway.key_file import KeyFile
from gateway.ops.authorization import Authorization
from gateway.ops.health import Parts
from gateway.ops.openapi.contracts import Contracts
from gateway.ops.servicer import OpsServicer
from gateway.ops.settings import OpsSettings
from gateway.ops.valid_values import ValidValues
from gateway.render import DESCRIPTORS
from services.chassis.server import Served

# A service that is restarted is asked again at once, not after the usual backoff of up to two minutes.
CHANNEL_OPTIONS = (
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 500),
)


def open_channels(settings: OpsSettings) -> dict[str, grpc.aio.Channel]:
    """A channel to each service, by its name; the caller closes them."""
    return {name: grpc.aio.insecure_channel(at, CHANNEL_OPTIONS) for name, at in settings.parts().items()}


def served(settings: OpsSettings, channels: Mapping[str, grpc.aio.Channel]) -> Served:
    """What the ops process serves: OpsService, what describes every service, and whose a key is if there are any."""
    servicer = OpsServicer(
        Parts(channels, settings.part_seconds),
        Contracts.read(DESCRIPTORS),
        ValidValues(channels["prediction"], settings.model_seconds, settings.part_seconds),
        keys=settings.api_keys_file is not None,
    )
    files = (ops_pb2, prediction_pb2, dataset_pb2, chat_pb2)
    own, *others = [service.full_name for file in files for service in file.DESCRIPTOR.services_by_name.values()]

    def add_to(server: grpc.aio.Server) -> None:
        ops_pb2_grpc.add_OpsServiceServicer_to_server(servicer, server)
        if settings.api_keys_file is not None:
            Authorization(KeyFile(settings.api_keys_file)).add_to(server)

    return Served(
        own,
        add_to,
        also_reflected=others,
    )
