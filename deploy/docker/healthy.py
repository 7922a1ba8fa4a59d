"""Whether a part in this container serves: `python -m deploy.docker.healthy grpc://localhost:50051` or `http://...`.

Ends with 0 if it does, and with 1 and the reason if it does not.
"""

import sys
import urllib.error
import urllib.request

SECONDS = 3


def problem(url: str) -> str:
    """Why what is at `url` does not serve; empty if it does."""
    return _grpc_problem(url.removeprefix("grpc://")) if url.startswith("grpc://") else _http_problem(url)


def _http_problem(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=SECONDS):  # noqa: S310 - the address stands in the compose file
            return ""
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.reason}"
    except OSError as error:
        return str(error)


def _grpc_problem(address: str) -> str:
    # Not every image has them.
    import grpc  # noqa: PLC0415
    from grpc_health.v1 import health_pb2, health_pb2_grpc  # noqa: PLC0415

    with grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)]) as channel:
        try:
            answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=SECONDS)
        except grpc.RpcError as error:
            return str(error.code().name)
    serving = health_pb2.HealthCheckResponse.SERVING
    return "" if answer.status == serving else health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1]) or 0)
