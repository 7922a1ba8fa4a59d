"""What Envoy lets clients do: how many requests each may send, and which pages of other sites may call.

Parts of Envoy's configuration as Python objects; `gateway.render` puts them into the template.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Any

Network = IPv4Network | IPv6Network

CLIENTS = 10_000
"""Clients that are counted at a time; of more, those that were not heard of for longest are forgotten."""
_UNLIMITED = {"max_tokens": 4_294_967_295, "tokens_per_fill": 4_294_967_295, "fill_interval": "1s"}
_TYPES = "type.googleapis.com/"
_PREFLIGHT_SECONDS = "600"


def rate_limit(per_minute: int, exempt: Sequence[Network]) -> dict[str, Any]:
    """The filter that lets each address send `per_minute` requests a minute, at most a quarter of them at once.

    0 switches it off. Addresses in `exempt` are not counted: the app, which asks for many people, and whoever watches
    the health. Those beyond the limit get 429 with RetryInfo, callers of gRPC RESOURCE_EXHAUSTED.
    """
    share = {"numerator": 100 if per_minute else 0}
    limit = {
        "@type": f"{_TYPES}envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
        "stat_prefix": "client",
        "filter_enabled": {"default_value": share, "runtime_key": "gateway.unused"},
        "filter_enforced": {"default_value": share, "runtime_key": "gateway.unused"},
        "rate_limited_as_resource_exhausted": True,
        "token_bucket": _UNLIMITED,
        "always_consume_default_token_bucket": False,
        "max_dynamic_descriptors": CLIENTS,
        "rate_limits": [{"actions": [{"remote_address": {}}]}],
        # An entry without a value stands for each value by itself.
        "descriptors": [{"entries": [{"key": "remote_address"}], "token_bucket": _bucket(per_minute)}],
    }
    return {"name": "envoy.filters.http.local_ratelimit", "typed_config": _unless_from(exempt, limit)}


def cors(origins: Sequence[str]) -> dict[str, Any]:
    """The policy for pages of these origins, such as `https://data.daegu.example`; without any, none may call.

    Pages call without cookies, which nothing here uses.
    """
    return {
        "@type": f"{_TYPES}envoy.extensions.filters.http.cors.v3.CorsPolicy",
        "allow_origin_string_match": [{"safe_regex": {"regex": re.escape(origin)}} for origin in origins],
        "allow_methods": "GET, POST, PATCH, DELETE",
        "allow_headers": "content-type, x-anthropic-api-key, x-request-id",
        "expose_headers": "x-request-id, retry-after",
        "max_age": _PREFLIGHT_SECONDS,
        "allow_credentials": False,
    }


def _bucket(per_minute: int) -> dict[str, Any]:
    if not per_minute:
        return _UNLIMITED
    # Filled every second, so that nobody waits for a minute.
    return {"max_tokens": max(per_minute // 4, 1), "tokens_per_fill": max(per_minute // 60, 1), "fill_interval": "1s"}


def _unless_from(exempt: Sequence[Network], filter_config: dict[str, Any]) -> dict[str, Any]:
    """A filter that does not exist for requests from some addresses."""
    if not exempt:
        return filter_config
    ranges = [{"address_prefix": str(each.network_address), "prefix_len": each.prefixlen} for each in exempt]
    skip = {
        "name": "skip",
        "typed_config": {"@type": f"{_TYPES}envoy.extensions.filters.common.matcher.action.v3.SkipFilter"},
    }
    return {
        "@type": f"{_TYPES}envoy.extensions.common.matching.v3.ExtensionWithMatcher",
        "extension_config": {"name": "limit", "typed_config": filter_config},
        "xds_matcher": {
            "matcher_tree": {
                "input": {
                    "name": "source",
                    "typed_config": {
                        "@type": f"{_TYPES}envoy.extensions.matching.common_inputs.network.v3.SourceIPInput"
                    },
                },
                "custom_match": {
                    "name": "ranges",
                    "typed_config": {
                        "@type": f"{_TYPES}xds.type.matcher.v3.IPMatcher",
                        "range_matchers": [{"ranges": ranges, "on_match": {"action": skip}}],
                    },
                },
            }
        },
    }
