"""Makes filters of Envoy that settings switch on, and that some requests pass by."""

from typing import Any

TYPE = "type.googleapis.com/"
_SKIP = {"@type": f"{TYPE}envoy.extensions.filters.common.matcher.action.v3.SkipFilter"}
_PORT = {"@type": f"{TYPE}envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput"}
_PATH = {"@type": f"{TYPE}envoy.type.matcher.v3.HttpRequestHeaderMatchInput", "header_name": ":path"}


def passed_by(config: dict[str, Any], *, port: int | None, paths: str = "") -> dict[str, Any]:
    """`config` of a filter that does not exist for requests on `port`, nor for `paths`, a regular expression of RE2."""
    skip = {"name": "skip", "typed_config": _SKIP}
    matches = []
    if port is not None:
        matches.append(_equal("port", _PORT, {"exact": str(port)}))
    if paths:
        matches.append(_equal("path", _PATH, {"safe_regex": {"google_re2": {}, "regex": paths}}))
    if not matches:
        return config
    return {
        "@type": f"{TYPE}envoy.extensions.common.matching.v3.ExtensionWithMatcher",
        "extension_config": {"name": "filter", "typed_config": config},
        "xds_matcher": {
            "matcher_list": {"matchers": [{"predicate": m, "on_match": {"action": skip}} for m in matches]}
        },
    }


def regex(paths: str) -> str:
    """`paths`, a regular expression, as one of a request's target: a query may follow."""
    return rf"({paths})(\?.*)?"


def _equal(name: str, what: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    return {"single_predicate": {"input": {"name": name, "typed_config": what}, "value_match": value}}
