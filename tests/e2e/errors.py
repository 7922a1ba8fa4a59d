"""What every refusal over REST must look like."""

import re
from typing import Any

import httpx

HTTP_OF_CODE = {1: 499, 3: 400, 4: 504, 5: 404, 7: 403, 6: 409, 8: 429, 9: 400, 10: 409, 12: 501, 13: 500, 14: 503, 16: 401}
"""google.rpc.Code to HTTP status; Envoy's own answers have further statuses (405, 408, 413, 415, 431)."""


class Refused:
    """The body of an answer that is no success, checked for its promised form."""

    def __init__(self, answer: httpx.Response) -> None:
        assert answer.headers["content-type"] == "application/json", answer.text
        body = answer.json()
        assert set(body) == {"code", "message", "details"}
        assert body["message"]
        assert len(body["message"].encode()) <= 1024
        assert len(answer.content) <= 8 * 1024  # 4 KB of details before they became JSON
        assert "Traceback" not in answer.text
        assert 'File "' not in answer.text
        self.code: int = body["code"]
        self.message: str = body["message"]
        self.details: dict[str, Any] = {detail["@type"].rpartition(".")[2]: detail for detail in body["details"]}
        info, korean = self.details["ErrorInfo"], self.details["LocalizedMessage"]
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", info["reason"])
        assert info["domain"]
        assert info["metadata"]["timestamp"]
        assert korean["locale"] == "ko"
        self.korean: str = korean["message"]
        assert re.search(r"[가-힣]", self.korean)
        if self.code in (8, 14):
            assert "RetryInfo" in self.details
        if answer.status_code not in (405, 408, 413, 415, 431):
            assert answer.status_code == HTTP_OF_CODE[self.code]

    @property
    def reason(self) -> str:
        return str(self.details["ErrorInfo"]["reason"])

    @property
    def violations(self) -> dict[str, dict[str, Any]]:
        """The field violations by field, in their order."""
        found = self.details.get("BadRequest", {"field_violations": []})["field_violations"]
        return {violation["field"]: violation for violation in found}


def refused(answer: httpx.Response, status: int) -> Refused:
    """Asserts that `answer` is a refusal with `status` in the promised form."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:500]}"
    return Refused(answer)
