"""Starts the dataset service: `python -m services.dataset`."""

from daegu.dataset.v1 import dataset_pb2

from services.chassis.server import Served, run, serve
from services.chassis.telemetry import configure_logging
from services.dataset.settings import DatasetSettings


async def main() -> None:
    settings = DatasetSettings.load()
    configure_logging(settings.log_level, "dataset")
    name = dataset_pb2.DESCRIPTOR.services_by_name["DatasetService"].full_name
    # No servicer yet: the chassis answers UNIMPLEMENTED for methods that nobody has registered.
    await serve(settings, Served(name, lambda _: None))


if __name__ == "__main__":
    run(main())
