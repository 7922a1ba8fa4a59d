"""Settings of the launcher: the environment, then a `.env` file in the repository's root."""

import os
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from deploy.local.errors import WrongSettings

ROOT = Path(__file__).resolve().parents[2]

# The stack's own databases and queues are meant for its services, whatever the caller's shell points at.
_OWNED = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")
_LOOPBACK = "127.0.0.1,localhost"

KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_API_KEY")
"""Keys of a person. Only the app, where that person would type them, may have them."""


class Settings(BaseSettings):
    """Ports 1..65535; a relative `home` is taken from the repository's root."""

    model_config = SettingsConfigDict(env_prefix="DAEGU_", extra="ignore")

    home: Path = Path(".local")
    gateway_port: int = Field(default=8080, ge=1, le=65535)
    ui_port: int = Field(default=8501, ge=1, le=65535)
    flower_port: int = Field(default=5555, ge=1, le=65535)
    otlp_endpoint: str = Field(default="", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    traces_share: float = Field(default=1.0, ge=0, le=1, validation_alias="OTEL_TRACES_SAMPLER_ARG")


def load_settings() -> Settings:
    """Reads the settings once. Raises WrongSettings, naming every variable that cannot be used."""
    try:
        settings = Settings(_env_file=ROOT / ".env")
    except ValidationError as error:
        problems = "; ".join(
            f"{_variable('_'.join(map(str, e['loc'])))}: {e['msg']} (got {e['input']!r})" for e in error.errors()
        )
        raise WrongSettings(f"Wrong settings: {problems}") from None
    by_port: dict[int, str] = {}
    for name in ("gateway", "ui", "flower"):
        port, variable = getattr(settings, f"{name}_port"), f"DAEGU_{name.upper()}_PORT"
        if port in by_port:
            raise WrongSettings(f"{by_port[port]} and {variable} are both {port}.")
        by_port[port] = variable
    settings.home = (ROOT / settings.home.expanduser()).resolve()
    return settings


def _variable(where: str) -> str:
    """Name of the environment variable that pydantic reports as `where`."""
    name = where.upper()
    return name if name.startswith("OTEL_") else f"DAEGU_{name.removeprefix('DAEGU_')}"


def base_environment() -> dict[str, str]:
    """What every part inherits: `.env` under the real environment, without another stack's addresses.

    A proxy of the office network must not be asked for loopback addresses, by HTTP or gRPC clients.
    """
    merged = {k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None} | dict(os.environ)
    for name in _OWNED:
        merged.pop(name, None)
    for name in ("NO_PROXY", "no_proxy", "no_grpc_proxy"):
        merged[name] = ",".join(filter(None, (merged.get(name), _LOOPBACK)))
    return merged | {"PYTHONUNBUFFERED": "1"}
