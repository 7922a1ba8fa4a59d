"""The OpenAPI document says what the contracts say."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from daegu.chat.v1 import chat_pb2
from daegu.dataset.v1 import dataset_pb2
from daegu.ops.v1 import ops_pb2
from daegu.prediction.v1 import prediction_pb2
from google.api import annotations_pb2
from google.protobuf.descriptor import FieldDescriptor

from gateway.ops.openapi.contracts import Contracts
from gateway.ops.openapi.document import openapi
from gateway.render import DESCRIPTORS

WEATHER = ["맑음", "비"]
FILES = (chat_pb2, dataset_pb2, ops_pb2, prediction_pb2)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi(Contracts.read(DESCRIPTORS), {"weather": {"enum": WEATHER}, "accident_year": {"maximum": 2050}})


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, found in document["paths"].items():
        for verb, operation in found.items():
            yield f"{verb} {path}", operation


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    schemathesis.openapi.from_dict(document).validate()


def test_every_rpc_with_a_rest_path_is_there(document: dict[str, Any]) -> None:
    methods = [m for file in FILES for s in file.DESCRIPTOR.services_by_name.values() for m in s.methods]
    rules = {m.name: m.GetOptions().Extensions[annotations_pb2.http] for m in methods}
    expected = {(name, rule.WhichOneof("pattern")) for name, rule in rules.items() if rule.WhichOneof("pattern")}
    found = {
        (operation["operationId"], verb) for path in document["paths"].values() for verb, operation in path.items()
    }
    assert found == expected
    assert len(found) > 30


def test_every_field_and_parameter_is_described(document: dict[str, Any]) -> None:
    bare = [
        f"{name}.{field}"
        for name, found in document["components"]["schemas"].items()
        for field, value in found["properties"].items()
        if not value["description"]
    ]
    bare += [
        f"{name} {parameter['name']}"
        for name, operation in operations(document)
        for parameter in operation["parameters"]
        if not parameter["description"]
    ]
    assert bare == []


def test_every_operation_has_a_summary_and_the_error_schema(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation["summary"].endswith("."), name
        errors = {status: found for status, found in operation["responses"].items() if status != "200"}
        assert "default" in errors
        for found in errors.values():
            assert found["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Status"}


def test_documented_codes_become_http_statuses(document: dict[str, Any]) -> None:
    found = document["paths"]["/api/predictions/{prediction_id}"]["get"]["responses"]
    assert found["404"]["description"] == "NOT_FOUND"
    assert {"400", "429", "503", "504"} <= set(found)


def test_a_stream_has_the_errors_of_the_call_it_resembles(document: dict[str, Any]) -> None:
    found = document["paths"]["/api/chat/stream"]["post"]
    assert "401" in found["responses"]
    assert list(found["responses"]["200"]["content"]) == ["text/event-stream"]
    assert found["x-streaming"] is True


def test_rules_of_the_contract_become_limits(document: dict[str, Any]) -> None:
    accident = schema(document, "PredictEcloRequest")
    month = accident["properties"]["accident_month"]
    assert (month["minimum"], month["maximum"]) == (1, 12)
    assert "accident_month" in accident["required"]
    assert "day_of_week" not in accident["required"]
    assert accident["properties"]["day_of_week"]["maxLength"] == 100
    variants = schema(document, "CompareEcloRequest")["properties"]["variants"]
    assert (variants["minItems"], variants["maxItems"]) == (1, 50)
    items = schema(document, "SendMessageRequest")["properties"]["dataset_ids"]["items"]
    assert items == {"type": "string", "format": "uuid"}


def test_ids_are_uuids_and_choices_are_enums(document: dict[str, Any]) -> None:
    content = document["paths"]["/api/datasets/{dataset_id}/content"]["get"]
    parameters = {parameter["name"]: parameter for parameter in content["parameters"]}
    assert parameters["dataset_id"]["in"] == "path"
    assert parameters["dataset_id"]["required"] is True
    assert parameters["dataset_id"]["schema"]["format"] == "uuid"
    assert parameters["format"]["schema"]["enum"] == ["", "original", "excel"]
    assert parameters["format"]["required"] is False


def test_a_body_has_no_field_that_the_path_has(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/datasets/{dataset_id}"]["patch"]["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["properties"]) == {"name", "description", "kind"}


def test_an_upload_is_raw_or_a_form(document: dict[str, Any]) -> None:
    content = document["paths"]["/api/datasets/upload"]["post"]["requestBody"]["content"]
    assert set(content) == {"text/csv", "application/octet-stream", "multipart/form-data"}
    assert set(content["multipart/form-data"]["schema"]["properties"]) == {"file", "name", "description"}


def test_counts_are_numbers_because_none_has_64_bits_which_the_transcoder_would_write_as_text() -> None:
    messages = [m for file in FILES for m in file.DESCRIPTOR.message_types_by_name.values()]
    wide = (FieldDescriptor.CPPTYPE_INT64, FieldDescriptor.CPPTYPE_UINT64)
    assert [field.full_name for m in messages for field in m.fields if field.cpp_type in wide] == []


def test_valid_values_of_the_model_are_enums_wherever_an_accident_is_sent(document: dict[str, Any]) -> None:
    for name in ("PredictEcloRequest", "Accident"):
        fields = schema(document, name)["properties"]
        assert fields["weather"]["enum"] == WEATHER
        assert fields["accident_year"]["maximum"] == 2050


def test_a_field_that_has_a_name_of_its_own_in_json_is_shown_under_it(document: dict[str, Any]) -> None:
    fields = schema(document, "Accident")["properties"]
    assert {"사고일시", "요일", "기상상태", "시군구", "도로형태", "노면상태", "사고유형"} <= set(fields)
    assert not [name for name in fields if name.startswith("taas_")]
    assert "2022-01-01 01" in fields["사고일시"]["description"]
    assert {"weather", "accident_year", "day_of_week"} <= set(fields)


def test_a_required_text_may_not_be_empty(document: dict[str, Any]) -> None:
    assert schema(document, "ParseAccidentRequest")["properties"]["text"]["minLength"] == 1
    assert "minLength" not in schema(document, "PredictEcloRequest")["properties"]["weather"]


def test_a_file_is_binary_and_a_document_is_whatever_it_is(document: dict[str, Any]) -> None:
    def answer(path: str) -> Any:
        return document["paths"][path]["get"]["responses"]["200"]["content"]["*/*"]["schema"]

    assert answer("/api/datasets/{dataset_id}/content") == {"type": "string", "format": "binary"}
    assert answer("/openapi.json") == {}


def test_the_document_stands_without_a_model() -> None:
    document = openapi(Contracts.read(DESCRIPTORS), {})
    schemathesis.openapi.from_dict(document).validate()
    assert "enum" not in schema(document, "PredictEcloRequest")["properties"]["weather"]
