"""What is said about the advisories that pip-audit has found."""

import json
import re
from typing import Any

import pytest

from deploy.audit import advisories
from deploy.audit.waivers import waived


def answer(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


WEAK = {
    "name": "leftpad",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["1.1"], "description": ""}],
}
SOUND = {"name": "rightpad", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "uppad", "skip_reason": "Dependency not found"}


def test_an_advisory_without_a_reason_fails() -> None:
    code, said = advisories.report(answer(WEAK, SOUND), {})
    assert code == 1
    assert said[0] == "leftpad 1.0: PYSEC-1, fixed in 1.1."


def test_a_waived_one_is_said_with_its_reason_whatever_it_is_called() -> None:
    code, said = advisories.report(answer(WEAK), {"CVE-2026-1": "2026-11-25: never called."})
    assert code == 0
    assert "never called" in said[0]


def test_packages_that_nobody_knows_are_named() -> None:
    code, said = advisories.report(answer(SOUND, UNKNOWN), {})
    assert (code, said[0]) == (0, "Not known to the service: uppad")


def test_an_audit_that_could_ask_nobody_is_no_clean_one() -> None:
    code, said = advisories.report(answer(UNKNOWN), {})
    assert code == 2
    assert said[0].startswith("Blocked: no advisory database reachable")


@pytest.mark.parametrize("kind", ["advisories", "secrets"])
def test_every_waiver_says_since_when_and_why(kind: str) -> None:
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d: .{20,}", reason) for reason in waived(kind).values())
