"""Starts the dataset service: `python -m services.dataset`."""

import asyncio

from daegu.dataset.v1 import dataset_pb2, dataset_pb2_grpc

from services.chassis.server import Served, serve
from services.chassis.telemetry import configure_logging
from services.dataset.settings import DatasetSettings


async def main() -> None:
    settings = DatasetSettings.load()
    configure_logging(settings.log_level, "dataset")
    servicer = dataset_pb2_grpc.DatasetServiceServicer()
    name = dataset_pb2.DESCRIPTOR.services_by_name["DatasetService"].full_name
    await serve(
        settings, Served(name, lambda server: dataset_pb2_grpc.add_DatasetServiceServicer_to_server(servicer, server))
    )


if __name__ == "__main__":
    asyncio.run(main())
