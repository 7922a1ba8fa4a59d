"""The settings that say what clients may do; the same for the launcher and for a container."""

from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings

from gateway.budgets import Budgets


class ClientSettings(BaseSettings):
    """Read from `DAEGU_*`. A budget is of one client and in a minute; 0 switches it off."""

    rate_limit_calls: int = Field(6000, ge=0)
    """All that has no budget below; health is never counted."""

    rate_limit_chat: int = Field(60, ge=0)
    rate_limit_uploads: int = Field(60, ge=0)
    rate_limit_batches: int = Field(120, ge=0)

    api_keys_file: Path | None = None
    """What `python -m gateway.keys` writes. Without it nobody needs a key."""

    trusted_proxies: int = Field(0, ge=0, le=10)
    """Proxies in front of the gateway: so many entries at the end of x-forwarded-for are believed."""

    hsts_seconds: int = Field(0, ge=0)
    """How long browsers insist on TLS once they came by it; only where a proxy in front speaks TLS."""

    def client_rules(self) -> dict[str, Any]:
        """The settings by their names in `GatewayValues`."""
        return {
            "budgets": Budgets(
                self.rate_limit_calls, self.rate_limit_chat, self.rate_limit_uploads, self.rate_limit_batches
            ),
            "api_keys": self.api_keys_file is not None,
            "trusted_proxies": self.trusted_proxies,
            "hsts_seconds": self.hsts_seconds,
        }
