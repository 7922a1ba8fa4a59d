"""Settings of the chat service."""

from services.chassis.settings import ServerSettings


class ChatSettings(ServerSettings):
    concurrent_rpcs: int = 32
    call_seconds: float = 120
