"""The settings of the UI, from the environment."""

import streamlit as st
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`DAEGU_GATEWAY_ADDRESS` and so on; `ANTHROPIC_API_KEY` or `CLAUDE_API_KEY`."""

    model_config = SettingsConfigDict(env_prefix="DAEGU_")

    gateway_address: str = Field("127.0.0.1:8080", description="host:port of the gateway, as this process reaches it")
    gateway_public_url: str = Field(
        "", description="URL of the gateway as a browser reaches it; http:// and the address if empty"
    )
    flower_public_url: str = Field(
        "http://127.0.0.1:5555", description="URL of Flower, which shows the workers, as a browser reaches it"
    )
    tables_megabytes: int = Field(
        512, gt=0, description="MB of opened datasets that the UI keeps for charts and maps; those used last stay"
    )
    tile_url: str = Field(
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        description="URL of the tiles below maps, which browsers ask for; none if empty",
    )
    tile_attribution: str = Field(
        "© OpenStreetMap contributors", description="whose the tiles are, as their licence wants it written on maps"
    )
    otlp_endpoint: str = Field(
        "",
        validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        description="collector of traces, OTLP over gRPC, such as http://collector:4317; no traces if empty",
    )
    traces_share: float = Field(
        1.0, ge=0, le=1, validation_alias="OTEL_TRACES_SAMPLER_ARG", description="share of the calls that are traced"
    )
    anthropic_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias=AliasChoices("ANTHROPIC_API_KEY", "CLAUDE_API_KEY"),
        description="key of the Anthropic API for whoever types none; the built-in analyst answers if empty",
    )

    @property
    def public_url(self) -> str:
        return (self.gateway_public_url or f"http://{self.gateway_address}").rstrip("/")


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
