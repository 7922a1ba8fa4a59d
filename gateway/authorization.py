"""Asks the ops process whose API key a call has, before anything else sees the call."""

from typing import Any

from gateway.filters import TYPE, passed_by, regex

FILTER = "envoy.filters.http.ext_authz"
OWNER = "owner"
"""Name of the metadata with the owner's name, which the budgets count by."""

KEY_HEADERS = ("authorization", "x-api-key")
OPEN = r"/health|/openapi\.json|/docs(/.*)?|/daegu\.ops\.v1\.OpsService/.*|/grpc\.(health|reflection)\..*"
"""What needs no key: health, and what describes the interface."""


def authorization(*, on: bool, app_port: int | None) -> dict[str, Any]:
    """The filter. Calls on `app_port` need no key. A call is refused with 503 while the ops process is away."""
    config = {
        "@type": f"{TYPE}envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",
        "transport_api_version": "V3",
        "grpc_service": {"envoy_grpc": {"cluster_name": "ops"}, "timeout": "1s"},
        "allowed_headers": {"patterns": [{"exact": name} for name in KEY_HEADERS]},
        "status_on_error": {"code": "ServiceUnavailable"},
    }
    return {"name": FILTER, "disabled": not on, "typed_config": passed_by(config, port=app_port, paths=regex(OPEN))}
