"""The answers that Envoy gives by itself, in the shape of the services' errors: google.rpc.Status as JSON."""

from dataclasses import dataclass
from typing import Any

DOMAIN = "gateway.daegu-open-data"


@dataclass(frozen=True, slots=True)
class LocalReply:
    """One HTTP status of Envoy.

    `code` is the gRPC code of the body, `reason` a constant for programs, `message` the English text for developers,
    `message_ko` what a user reads. `retry` is when the same request can succeed, empty if it never can.
    """

    status: int
    code: int
    reason: str
    message: str
    message_ko: str
    retry: str = ""


# %LOCAL_REPLY_BODY% is what Envoy found wrong; only where it tells the caller something and nothing about our network.
LOCAL_REPLIES = (
    LocalReply(
        400,
        3,
        "INVALID_REQUEST",
        "The request is not valid (%RESPONSE_CODE_DETAILS%). %LOCAL_REPLY_BODY%",
        "요청 형식이 올바르지 않습니다.",
    ),
    LocalReply(
        401,
        16,
        "%LOCAL_REPLY_BODY%",
        "Send a valid API key: `Authorization: Bearer KEY` or `X-API-Key: KEY`.",
        "유효한 API 키가 필요합니다. 관리자에게 받은 키를 확인해주세요.",
    ),
    LocalReply(
        403,
        7,
        "REQUEST_REFUSED",
        "A body needs the content type application/json (an upload text/csv, application/octet-stream or "
        "multipart/form-data), and an Origin must be an allowed one.",
        "허용되지 않은 요청입니다.",
    ),
    LocalReply(404, 5, "UNKNOWN_PATH", "There is no such path.", "존재하지 않는 주소입니다."),
    LocalReply(
        405, 12, "METHOD_NOT_ALLOWED", "This path has other methods: see Allow.", "이 주소에서 쓸 수 없는 방식입니다."
    ),
    LocalReply(
        408,
        4,
        "REQUEST_TIMEOUT",
        "The request did not arrive in time.",
        "요청을 받는 데 시간이 너무 오래 걸렸습니다. 다시 시도해주세요.",
    ),
    LocalReply(
        413,
        3,
        "REQUEST_TOO_LARGE",
        "The body is too large: %LOCAL_REPLY_BODY%",
        "보낸 내용이 너무 큽니다. 파일은 최대 50MB까지 올릴 수 있습니다.",
    ),
    LocalReply(
        415,
        3,
        "UNSUPPORTED_ENCODING",
        "Send the body without content-encoding.",
        "압축된 요청은 받을 수 없습니다.",
    ),
    LocalReply(426, 3, "HTTP_VERSION", "Use HTTP/1.1 or HTTP/2.", "HTTP/1.1 이상으로 요청해주세요."),
    LocalReply(
        429,
        8,
        "TOO_MANY_REQUESTS",
        "Too many requests of one client: retry-after says when there is room again.",
        "요청이 너무 많습니다. 잠시 후 다시 시도해주세요.",
        retry="%RESP(retry-after)%s",
    ),
    LocalReply(431, 3, "HEADERS_TOO_LARGE", "The headers are too large or too many.", "요청 헤더가 너무 큽니다."),
    LocalReply(500, 13, "GATEWAY_ERROR", "The gateway failed.", "서버에서 문제가 발생했습니다."),
    LocalReply(501, 12, "NOT_IMPLEMENTED", "The gateway does not support this.", "지원하지 않는 요청입니다."),
    LocalReply(
        502,
        14,
        "BAD_UPSTREAM",
        "The service broke off its answer.",
        "서버에서 문제가 발생했습니다. 잠시 후 다시 시도해주세요.",
    ),
    LocalReply(
        503,
        14,
        "SERVICE_UNAVAILABLE",
        "The service is not available.",
        "서버에 연결할 수 없습니다. 잠시 후 다시 시도해주세요.",
        retry="1s",
    ),
    LocalReply(
        504,
        4,
        "DEADLINE_EXCEEDED",
        "The service did not answer in time.",
        "응답이 너무 오래 걸렸습니다. 잠시 후 다시 시도해주세요.",
    ),
)
OTHER = LocalReply(0, 13, "GATEWAY_ERROR", "The gateway refused the request.", "요청을 처리할 수 없습니다.")


def body(reply: LocalReply) -> dict[str, Any]:
    """The body as Envoy's `SubstitutionFormatString`; its JSON formatter escapes what the operators put in."""
    details: list[dict[str, Any]] = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": reply.reason,
            "domain": DOMAIN,
            "metadata": {"timestamp": "%START_TIME(%Y-%m-%dT%H:%M:%S.%3fZ)%"},
        },
        {"@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "ko", "message": reply.message_ko},
    ]
    if reply.retry:
        details.append({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retry_delay": reply.retry})
    return {
        "json_format": {"code": reply.code, "message": reply.message, "details": details},
        "content_type": "application/json",
    }


def local_reply_config() -> dict[str, Any]:
    """Envoy's `LocalReplyConfig`: two mappers for gRPC, one for each HTTP status, one body for any other status."""
    grpc_request = {
        "and_filter": {
            "filters": [
                _header("content-type", string_match={"prefix": "application/grpc"}),
                # The transcoder turns REST into gRPC and notes the path it found.
                _header("x-envoy-original-path", present_match=False),
            ]
        }
    }
    # Envoy answers gRPC with trailers and puts the body into grpc-message: there it must be plain text.
    plain = {"filter": grpc_request, "body_format_override": _text("%LOCAL_REPLY_BODY%")}
    too_many = {
        "filter": {"and_filter": {"filters": [grpc_request, _status(429)]}},
        "body_format_override": _text("too many requests of one client: there is room again in %RESP(retry-after)% s"),
    }
    # RFC 9110 wants a challenge with every 401.
    challenge = [{"header": {"key": "www-authenticate", "value": "Bearer"}}]
    mappers = [
        {
            "filter": _status(reply.status),
            "body_format_override": body(reply),
            "headers_to_add": challenge if reply.status == 401 else [],
        }
        for reply in LOCAL_REPLIES
    ]
    return {"mappers": [too_many, plain, *mappers], "body_format": body(OTHER)}


def _text(text: str) -> dict[str, Any]:
    return {"text_format_source": {"inline_string": text}}


def _header(name: str, **match: Any) -> dict[str, Any]:
    return {"header_filter": {"header": {"name": name, **match}}}


def _status(status: int) -> dict[str, Any]:
    # Envoy wants a runtime key; nothing sets it.
    value = {"default_value": status, "runtime_key": "gateway.unused"}
    return {"status_code_filter": {"comparison": {"op": "EQ", "value": value}}}
