"""How many calls a client may make: Envoy's local rate limits, one filter for each kind of call.

A client is the owner of an API key where keys are needed, and an address otherwise: of IPv6 its first 64 bits, which is
what one customer has. Each has buckets of its own, filled evenly over the minute. Envoy counts in its memory: several
gateways count apart.
"""

import math
from dataclasses import dataclass
from typing import Any

from gateway.authorization import FILTER as AUTHORIZATION
from gateway.authorization import OPEN, OWNER
from gateway.filters import TYPE, passed_by, regex

CLIENTS = 10_000
"""Clients that a filter knows at once. Of more, the one that has been silent for longest is forgotten."""

OWNERS = 10
"""Owners of keys whose calls may come from one address, each with all that its budget allows."""

HEALTH = r"/health|/daegu\.ops\.v1\.OpsService/GetHealth|/grpc\.health\.v1\.Health/.*"
PATHS = {
    "chat": r"/api/chat/(message|stream)|/daegu\.chat\.v1\.ChatService/(SendMessage|StreamMessage)",
    "uploads": r"/api/datasets/(upload|sample)"
    r"|/daegu\.dataset\.v1\.DatasetService/(UploadDataset|UploadDatasetFile|CreateSampleDataset)",
    "batches": r"/api/predict/(eclo/batch|batch/[^/]+/dataset)"
    r"|/daegu\.prediction\.v1\.PredictionService/(CreateBatch|SaveBatch)",
}
"""The calls that have a budget of their own, over REST and gRPC. Health has none, everything else is `calls`."""

_ADDRESS = {"masked_remote_address": {"v6_prefix_mask_len": 64}}
_KEY_OWNER = {"metadata": {"descriptor_key": OWNER, "metadata_key": {"key": AUTHORIZATION, "path": [{"key": OWNER}]}}}


@dataclass(frozen=True, slots=True)
class Budgets:
    """Calls of one client in a minute, all of which may come at once; 0: as many as it likes."""

    calls: int = 0
    chat: int = 0
    uploads: int = 0
    batches: int = 0


NO_LIMITS = Budgets()


def limits(budgets: Budgets, *, keys: bool, app_port: int | None) -> dict[str, dict[str, Any]]:
    """The filters by the budget they keep. `keys`: whether API keys are needed; calls on `app_port` are not counted."""
    matches = {name: _path(name, paths, invert=False) for name, paths in PATHS.items()}
    # Before the owner of a key is looked up: whoever tries keys must not keep the ops process busy.
    tried = _limit(
        "addresses", _path("addresses", HEALTH, invert=True), OWNERS * budgets.calls if keys else 0, app_port
    )
    matches["calls"] = _path("calls", "|".join((HEALTH, *PATHS.values())), invert=True)
    return {
        "addresses": tried,
        **{name: _limit(name, match, getattr(budgets, name), app_port, keys=keys) for name, match in matches.items()},
    }


def _limit(
    name: str, match: dict[str, Any], per_minute: int, app_port: int | None, *, keys: bool = False
) -> dict[str, Any]:
    always = {"default_value": {"numerator": 100}, "runtime_key": "gateway.unused"}
    counted = [[match, _ADDRESS]]
    if keys:
        # What is open to all has no owner: there the address counts.
        counted = [[match, _KEY_OWNER], [_path(name, OPEN, invert=False), match, _ADDRESS]]
    config = {
        "@type": f"{TYPE}envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
        "stat_prefix": name,
        "filter_enabled": always,
        "filter_enforced": always,
        "rate_limited_as_resource_exhausted": True,
        "always_consume_default_token_bucket": False,
        "max_dynamic_descriptors": CLIENTS,
        "rate_limits": [{"actions": actions} for actions in counted],
        "descriptors": [_descriptor(actions, max(per_minute, 1)) for actions in counted],
        # Of an empty bucket this is the longest wait for the next token.
        "response_headers_to_add": [{"header": {"key": "retry-after", "value": str(_retry_after(per_minute))}}],
    }
    return {
        "name": f"limit-{name}",
        "disabled": not per_minute,
        "typed_config": passed_by(config, port=app_port),
    }


def _retry_after(per_minute: int) -> int:
    return math.ceil(60 / max(per_minute, 1))


def _path(name: str, paths: str, *, invert: bool) -> dict[str, Any]:
    header = {"name": ":path", "string_match": {"safe_regex": {"regex": regex(paths)}}, "invert_match": invert}
    return {"header_value_match": {"descriptor_key": "budget", "descriptor_value": name, "headers": [header]}}


def _descriptor(actions: list[dict[str, Any]], per_minute: int) -> dict[str, Any]:
    """A bucket for each value of the last action: an entry without a value stands for every one."""
    entries = [
        {"key": "budget", "value": action["header_value_match"]["descriptor_value"]}
        for action in actions
        if "header_value_match" in action
    ]
    client = OWNER if "metadata" in actions[-1] else "masked_remote_address"
    bucket = {"max_tokens": per_minute, "tokens_per_fill": per_minute, "fill_interval": "60s"}
    return {"entries": [*entries, {"key": client}], "token_bucket": bucket}
