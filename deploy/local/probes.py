"""Probes: does a part serve? Each asks the part's own protocol, since a live process or open port proves little."""

import asyncio
import http.client
from dataclasses import dataclass, field
from typing import Protocol

import grpc
import psycopg2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local.ports import HOST


class NotReady(Exception):
    """The part answered, but not that it serves. The text says what it answered."""


class Probe(Protocol):
    async def check(self) -> None:
        """Returns if the part serves. Raises NotReady, OSError or a client's error otherwise."""


@dataclass(frozen=True)
class HttpProbe:
    """GET `path` answers 200."""

    port: int
    path: str

    async def check(self) -> None:
        await asyncio.to_thread(self._get)

    def _get(self) -> None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", self.path)
            response = connection.getresponse()
            if response.status != http.client.OK:
                text = response.read(500).decode(errors="replace")
                raise NotReady(f"GET {self.path} answered {response.status}: {text}")
        except http.client.HTTPException as error:
            raise NotReady(f"GET {self.path} was answered without HTTP: {error!r}") from error
        finally:
            connection.close()


@dataclass(frozen=True)
class GrpcProbe:
    """grpc.health.v1 says SERVING for the server as a whole."""

    port: int

    async def check(self) -> None:
        # A channel of its own each time: a shared one would wait out its reconnect backoff after a restart.
        options = [("grpc.use_local_subchannel_pool", 1), ("grpc.enable_http_proxy", 0)]
        async with grpc.aio.insecure_channel(f"{HOST}:{self.port}", options=options) as channel:
            try:
                answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=3)
            except grpc.aio.AioRpcError as error:
                raise NotReady(f"health check: {error.code().name}") from error
        if answer.status != health_pb2.HealthCheckResponse.SERVING:
            raise NotReady(health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status))


@dataclass(frozen=True)
class ValkeyProbe:
    """AUTH and PING are answered with OK and PONG (LOADING and an aborting server are not)."""

    port: int
    password: str = field(repr=False)

    async def check(self) -> None:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            writer.write(f"AUTH {self.password}\r\nPING\r\n".encode())
            answer = await reader.readline() + await reader.readline()
        finally:
            writer.close()
        if answer != b"+OK\r\n+PONG\r\n":
            raise NotReady(answer.decode(errors="replace"))


@dataclass(frozen=True)
class PostgresProbe:
    """A login and a query succeed."""

    port: int
    password: str = field(repr=False)

    async def check(self) -> None:
        await asyncio.to_thread(self._query)

    def _query(self) -> None:
        try:
            connection = psycopg2.connect(
                host=HOST, port=self.port, user="postgres", password=self.password, connect_timeout=3
            )
        except psycopg2.OperationalError as error:
            raise NotReady(str(error).strip()) from error
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except psycopg2.Error as error:
            raise NotReady(str(error).strip()) from error
        finally:
            connection.close()
