"""Schemathesis: every REST route of the served document, with data that fits it and data that does not."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.e2e.errors import Refused
from tests.stack import EmbeddedStack

CONFORMANCE = [status_code_conformance, content_type_conformance, response_schema_conformance]

few_examples = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operations(stack: EmbeddedStack) -> list[Any]:
    load_all_checks()
    schema: Any = schemathesis.openapi.from_url(f"{stack.url}/openapi.json")
    found = [each.ok() for each in schema.get_all_operations()]
    assert {operation.path for operation in found} >= {
        "/api/predict/eclo",
        "/api/predictions",
        "/api/datasets",
        "/api/chat/message",
        "/health",
    }
    return found


def check(case: Any) -> None:
    """Sends one case: no server error, a promised body, and nothing the document does not say."""
    answer = case.call(timeout=20)
    assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, answer.text
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        kind = {"content-type": answer.headers["content-type"][0]}
        Refused(httpx.Response(answer.status_code, headers=kind, content=answer.content))
    case.validate_response(answer, checks=CONFORMANCE)


@pytest.mark.usefixtures("unharmed")
def test_data_that_fits_the_document_never_ends_with_a_server_error(operations: list[Any]) -> None:
    for operation in operations:
        few_examples(given(case=operation.as_strategy(GenerationMode.POSITIVE))(check))()


@pytest.mark.usefixtures("unharmed")
def test_data_that_breaks_the_document_never_ends_with_a_server_error(operations: list[Any]) -> None:
    breakable = [each for each in operations if each.body or each.query or each.path_parameters]
    assert len(breakable) > 25
    for operation in breakable:
        few_examples(given(case=operation.as_strategy(GenerationMode.NEGATIVE))(check))()
