"""Fills in the template of Envoy's configuration.

`python -m gateway.render OUT` writes the configuration for a container, with the values of the environment.
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

import daegu
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gateway import observing
from gateway.authorization import authorization
from gateway.browsers import cors, strict_transport
from gateway.budgets import NO_LIMITS, Budgets, limits
from gateway.local_replies import local_reply_config

TEMPLATE = Path(__file__).with_name("envoy.yaml")
DESCRIPTORS = Path(daegu.__file__).with_name("descriptors.binpb")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a process listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `host:port`. Raises ValueError if it is not one."""
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(f"not an address like localhost:50052: {text!r}")
        return cls(host.strip("[]"), int(port))

    @classmethod
    def of_url(cls, url: str) -> Self:
        """Reads `http://host:port`, as a collector of traces is named. Raises ValueError if it is not one."""
        parts = urlsplit(url)
        if parts.scheme != "http":
            raise ValueError(f"not a URL like http://collector:4317: {url!r}")
        return cls.parse(parts.netloc)


@dataclass(frozen=True, slots=True)
class GatewayValues:
    """All that differs between one gateway and another.

    Browsers may call from pages of the gateway itself (the API documentation) and of the app, both on this machine, and
    from `extra_origins` (such as `https://data.daegu.example`). Without `collector` there are no traces, without
    `figures` no port for Prometheus. On `app_port`, which only the app may reach, calls are not counted and need no
    key: the app asks for many people.
    """

    dataset: Address
    prediction: Address
    chat: Address
    ops: Address
    gateway: Address = Address("127.0.0.1", 8080)
    admin_port: int = 9901
    ui_port: int = 8501
    extra_origins: tuple[str, ...] = ()
    descriptor_path: Path = DESCRIPTORS
    collector: Address | None = None
    traces_share: float = 1.0
    figures: Address | None = None
    app_port: int | None = None
    budgets: Budgets = NO_LIMITS
    api_keys: bool = False
    trusted_proxies: int = 0
    hsts_seconds: int = 0

    def mapping(self) -> dict[str, str]:
        """The values under the names that the template uses."""
        own = rf"http://(localhost|127\.0\.0\.1):({self.gateway.port}|{self.ui_port})"
        extra = [re.escape(origin) for origin in self.extra_origins]
        values = {
            "ADMIN_PORT": str(self.admin_port),
            "ALLOWED_ORIGINS": "|".join([own, *extra]),
            "EXTRA_ORIGINS": "|".join(extra) or "none",
            "DESCRIPTOR_PATH": str(self.descriptor_path),
            "TRACES_SHARE": str(self.traces_share),
            "TRUSTED_PROXIES": str(self.trusted_proxies),
        }
        for name in ("gateway", "dataset", "prediction", "chat", "ops", "collector", "figures"):
            address: Address | None = getattr(self, name)
            if address is not None:
                values |= {f"{name.upper()}_HOST": address.host, f"{name.upper()}_PORT": str(address.port)}
        return values | {name: json.dumps(block) for name, block in self._blocks().items()}

    def _blocks(self) -> dict[str, Any]:
        """What clients may do, as objects of Envoy."""
        app = [] if self.app_port is None else [_socket(self.gateway.host, self.app_port)]
        counted = limits(self.budgets, keys=self.api_keys, app_port=self.app_port)
        return {
            "APP_ADDRESSES": app,
            "AUTHORIZATION": authorization(on=self.api_keys, app_port=self.app_port),
            "CORS": cors(self.extra_origins),
            "STRICT_TRANSPORT": strict_transport(self.hsts_seconds),
            **{f"LIMIT_{name.upper()}": limit for name, limit in counted.items()},
        }


def _socket(host: str, port: int) -> dict[str, Any]:
    return {"address": {"socket_address": {"address": host, "port_value": port}}}


def render(values: Mapping[str, str]) -> str:
    """Returns the configuration of Envoy, YAML.

    `values` are those of `GatewayValues.mapping`. Raises ValueError that names a missing value, one the template does
    not know, or one that would not stay a value in YAML.
    """
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    known = set(template.get_identifiers()) - {"LOCAL_REPLIES", "TRACING", "LISTENERS", "CLUSTERS"}
    if missing := sorted(known - values.keys()):
        raise ValueError(f"missing values: {', '.join(missing)}")
    if unknown := sorted(values.keys() - known - observing.VALUES):
        raise ValueError(f"unknown values: {', '.join(unknown)}")
    if unsafe := sorted(name for name, value in values.items() if not value or re.search(r"['\x00-\x1f]", value)):
        raise ValueError(f"empty, or with quotes or control characters: {', '.join(unsafe)}")
    replies = json.dumps(local_reply_config(), ensure_ascii=False)
    return template.substitute(values, LOCAL_REPLIES=replies, **observing.blocks(values))


OptionalPath = Annotated[Path | None, BeforeValidator(lambda text: text or None)]
"""An empty variable is none: a path would be the current folder."""

_Address = Annotated[Address, NoDecode, BeforeValidator(Address.parse)]
_Collector = Annotated[Address | None, NoDecode, BeforeValidator(lambda url: Address.of_url(url) if url else None)]


class GatewaySettings(BaseSettings):
    """The values of a container, from the environment: `DAEGU_GATEWAY_PORT=8080`, `DAEGU_OPS_ADDRESS=ops:50054`."""

    model_config = SettingsConfigDict(env_prefix="DAEGU_", extra="ignore")

    dataset_address: _Address
    prediction_address: _Address
    chat_address: _Address
    ops_address: _Address
    gateway_host: str = "0.0.0.0"  # noqa: S104 - in a container; what is published is up to the container's ports
    gateway_port: int = Field(8080, gt=0, lt=65536)
    gateway_app_port: int = Field(8081, gt=0, lt=65536)
    """Where the app calls, uncounted and without a key. Never publish it."""

    envoy_admin_port: int = Field(9901, gt=0, lt=65536)
    ui_port: int = Field(8501, gt=0, lt=65536)
    allowed_origins: tuple[str, ...] = ()
    """Origins besides those of this machine, as a JSON list."""

    rate_limit_calls: int = Field(6000, ge=0)
    """Calls of one client in a minute, 0 for as many as it likes; three kinds of calls have a budget of their own."""

    rate_limit_chat: int = Field(60, ge=0)
    rate_limit_uploads: int = Field(60, ge=0)
    rate_limit_batches: int = Field(120, ge=0)

    api_keys_file: OptionalPath = None
    """What `python -m gateway.keys` writes and the ops process reads; without it nobody needs a key."""

    trusted_proxies: int = Field(0, ge=0, le=10)
    """Proxies in front of the gateway: so many entries at the end of x-forwarded-for are believed."""

    hsts_seconds: int = Field(0, ge=0)
    """How long browsers insist on TLS once they came by it; only where a proxy in front speaks TLS."""

    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(None, gt=0, lt=65536)
    collector: _Collector = Field(None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    traces_share: float = Field(1.0, ge=0, le=1, validation_alias="OTEL_TRACES_SAMPLER_ARG")

    @classmethod
    def load(cls) -> Self:
        """Reads the environment; a missing or wrong value ends the process with its name."""
        try:
            return cls.model_validate({})
        except ValidationError as error:
            problems = (f"{_variable(str(problem['loc'][0]))}: {problem['msg']}" for problem in error.errors())
            raise SystemExit(f"settings: {', '.join(problems)}") from None

    def values(self) -> GatewayValues:
        """The settings as values of the template."""
        return GatewayValues(
            dataset=self.dataset_address,
            prediction=self.prediction_address,
            chat=self.chat_address,
            ops=self.ops_address,
            gateway=Address(self.gateway_host, self.gateway_port),
            admin_port=self.envoy_admin_port,
            ui_port=self.ui_port,
            extra_origins=self.allowed_origins,
            collector=self.collector,
            traces_share=self.traces_share,
            figures=Address(self.metrics_host, self.metrics_port) if self.metrics_port else None,
            app_port=self.gateway_app_port,
            budgets=Budgets(
                self.rate_limit_calls, self.rate_limit_chat, self.rate_limit_uploads, self.rate_limit_batches
            ),
            api_keys=self.api_keys_file is not None,
            trusted_proxies=self.trusted_proxies,
            hsts_seconds=self.hsts_seconds,
        )


def _variable(field: str) -> str:
    """Name of the environment variable that pydantic reports as `field`: those with a name of their own by that."""
    return f"DAEGU_{field}".upper() if field in GatewaySettings.model_fields else field


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(GatewaySettings.load().values().mapping()), encoding="utf-8")
