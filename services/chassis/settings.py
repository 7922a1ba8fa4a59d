"""Settings that every server has; each context adds its own. The environment is read here and nowhere else."""

import sys
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = Path("/run/secrets")
"""Where containers have their secrets. A file there that is called like a variable, such as `DATABASE_URL`, is one."""


class ProcessSettings(BaseSettings):
    """What every process of ours needs to know, from `DAEGU_*` variables."""

    model_config = SettingsConfigDict(
        env_prefix="DAEGU_",
        populate_by_name=True,
        extra="ignore",
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
    )

    metrics_port: int | None = None
    """Port of the Prometheus endpoint on `metrics_host`; none is opened if unset."""

    metrics_host: str = "127.0.0.1"

    log_level: str = "INFO"

    otlp_endpoint: str = Field(default="", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    """Collector of traces, OTLP over gRPC, such as `http://collector:4317`; no traces if empty."""

    traces_share: float = Field(default=1.0, ge=0, le=1, validation_alias="OTEL_TRACES_SAMPLER_ARG")
    """Share of the requests that are traced, unless the caller has decided."""

    @classmethod
    def load(cls) -> Self:
        """Reads the environment; a missing or wrong value ends the process with its name and code 2."""
        try:
            return cls()
        except ValidationError as error:
            problems = ", ".join(
                f"{_variable(cls, str(problem['loc'][0]))}: {problem['msg']}" for problem in error.errors()
            )
            sys.stderr.write(f"settings: {problems}\n")
            raise SystemExit(2) from None


class ServerSettings(ProcessSettings):
    """What a gRPC server of ours needs to know."""

    listen_address: str
    """`host:port` that gRPC listens on."""

    concurrent_rpcs: int = Field(default=64, gt=0)
    """Calls in progress at once; more are refused with RESOURCE_EXHAUSTED. Health checks do not count."""

    call_seconds: float = Field(default=30, gt=0)
    """Longest time a call may take, whatever deadline the client set."""

    drain_seconds: float = Field(default=0.3, ge=0)
    """How long NOT_SERVING is shown before new calls are refused on SIGTERM: time for the gateway to notice."""

    grace_seconds: float = Field(default=25, ge=0)
    """How long calls in progress may go on after that."""

    worker_threads: int = Field(default=8, gt=0)
    """Threads for the synchronous work (database, files) of one process."""


def _variable(settings: type[BaseSettings], field: str) -> str:
    """Name of the environment variable that pydantic reports as `field`."""
    prefix = settings.model_config.get("env_prefix", "")
    return field.upper() if field not in settings.model_fields else f"{prefix}{field}".upper()
