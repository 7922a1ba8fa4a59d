"""Starts the chat service: `python -m services.chat`."""

import asyncio

from daegu.chat.v1 import chat_pb2, chat_pb2_grpc

from services.chassis.server import Served, serve
from services.chassis.telemetry import configure_logging
from services.chat.settings import ChatSettings


async def main() -> None:
    settings = ChatSettings.load()
    configure_logging(settings.log_level, "chat")
    servicer = chat_pb2_grpc.ChatServiceServicer()
    name = chat_pb2.DESCRIPTOR.services_by_name["ChatService"].full_name
    await serve(
        settings, Served(name, lambda server: chat_pb2_grpc.add_ChatServiceServicer_to_server(servicer, server))
    )


if __name__ == "__main__":
    asyncio.run(main())
