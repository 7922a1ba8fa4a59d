"""Settings of the dataset service."""

from services.chassis.settings import ServerSettings


class DatasetSettings(ServerSettings):
    concurrent_rpcs: int = 16
    call_seconds: float = 120
