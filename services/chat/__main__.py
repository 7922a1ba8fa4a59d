"""Starts the chat service: `python -m services.chat`."""

from daegu.chat.v1 import chat_pb2

from services.chassis.server import Served, run, serve
from services.chassis.telemetry import configure_logging
from services.chat.settings import ChatSettings


async def main() -> None:
    settings = ChatSettings.load()
    configure_logging(settings.log_level, "chat")
    name = chat_pb2.DESCRIPTOR.services_by_name["ChatService"].full_name
    # No servicer yet: the chassis answers UNIMPLEMENTED for methods that nobody has registered.
    await serve(settings, Served(name, lambda _: None))


if __name__ == "__main__":
    run(main())
