"""The parts of Envoy's configuration that are there only where somebody watches: traces, and a port for its figures."""

import json
from collections.abc import Mapping
from typing import Any

VALUES = frozenset({"COLLECTOR_HOST", "COLLECTOR_PORT", "FIGURES_HOST", "FIGURES_PORT", "TRACES_SHARE"})
"""What the blocks are made of. The host of the collector and that of the figures may be missing, each with its port."""

CLUSTER = "otlp"
ADMIN = "admin"

_TYPE = "type.googleapis.com/envoy"


def blocks(values: Mapping[str, str]) -> dict[str, str]:
    """The blocks by their name in the template, as JSON within YAML."""
    listeners: list[dict[str, Any]] = []
    clusters: list[dict[str, Any]] = []
    traced = "COLLECTOR_HOST" in values
    if "FIGURES_HOST" in values:
        listeners.append(_figures(values["FIGURES_HOST"], int(values["FIGURES_PORT"])))
        clusters.append(_cluster(ADMIN, "127.0.0.1", int(values["ADMIN_PORT"])))
    if traced:
        clusters.append(_collector(values["COLLECTOR_HOST"], int(values["COLLECTOR_PORT"])))
    return {
        "TRACING": json.dumps(_tracing(float(values["TRACES_SHARE"])) if traced else None),
        "LISTENERS": "".join(f"  - {json.dumps(listener)}\n" for listener in listeners),
        "CLUSTERS": "".join(f"  - {json.dumps(cluster)}\n" for cluster in clusters),
    }


def _tracing(share: float) -> dict[str, Any]:
    """Spans of the gateway, sent to `CLUSTER`; `share` of the requests whose caller has not decided, 0 to 1.

    Paths hold the tokens of share links and, in their query, names of files; addresses are those of people. None of
    that gets into a span.
    """
    ratio = {"numerator": round(share * 1_000_000), "denominator": "MILLION"}
    samplers = f"{_TYPE}.extensions.tracers.opentelemetry.samplers.v3"
    by_ratio = {"@type": f"{samplers}.TraceIdRatioBasedSamplerConfig", "sampling_percentage": ratio}
    sampler = {
        "@type": f"{samplers}.ParentBasedSamplerConfig",
        "wrapped_sampler": {
            "name": "envoy.tracers.opentelemetry.samplers.trace_id_ratio_based",
            "typed_config": by_ratio,
        },
    }
    config = {
        "@type": f"{_TYPE}.config.trace.v3.OpenTelemetryConfig",
        "service_name": "gateway",
        "grpc_service": {"envoy_grpc": {"cluster_name": CLUSTER}, "timeout": "5s"},
        "sampler": {"name": "envoy.tracers.opentelemetry.samplers.parent_based", "typed_config": sampler},
    }
    return {
        "provider": {"name": "envoy.tracers.opentelemetry", "typed_config": config},
        "max_path_tag_length": 0,
        "operation": "%ROUTE_NAME%",
        "custom_tags": [{"tag": tag, "literal": {"value": "-"}} for tag in ("peer.address", "user_agent")],
    }


def _collector(host: str, port: int) -> dict[str, Any]:
    """The cluster of the collector."""
    http2 = {
        "@type": f"{_TYPE}.extensions.upstreams.http.v3.HttpProtocolOptions",
        "explicit_http_config": {"http2_protocol_options": {}},
    }
    return {
        **_cluster(CLUSTER, host, port),
        "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": http2},
    }


def _figures(host: str, port: int) -> dict[str, Any]:
    """Answers `GET /metrics` with Envoy's figures and nothing else: the admin interface can stop the process."""
    route = {
        "match": {"path": "/metrics", "headers": [{"name": ":method", "string_match": {"exact": "GET"}}]},
        "route": {"cluster": ADMIN, "prefix_rewrite": "/stats/prometheus"},
    }
    router = {
        "name": "envoy.filters.http.router",
        "typed_config": {"@type": f"{_TYPE}.extensions.filters.http.router.v3.Router"},
    }
    manager = {
        "@type": f"{_TYPE}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "figures",
        "http_filters": [router],
        "route_config": {"virtual_hosts": [{"name": "figures", "domains": ["*"], "routes": [route]}]},
    }
    return {
        "name": "figures",
        "address": {"socket_address": {"address": host, "port_value": port}},
        "enable_reuse_port": False,
        "ignore_global_conn_limit": True,
        "filter_chains": [
            {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
        ],
    }


def _cluster(name: str, host: str, port: int) -> dict[str, Any]:
    address = {"socket_address": {"address": host, "port_value": port}}
    return {
        "name": name,
        "type": "STRICT_DNS",
        "connect_timeout": "1s",
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [{"endpoint": {"address": address}}]}],
        },
    }
