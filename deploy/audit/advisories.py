"""Asks which locked packages have known weaknesses: `python -m deploy.audit.advisories`. Needs the internet.

Ends with 1 if there is one that `waived.toml` does not name with its reason, and with 2 if nobody could be asked.
"""

import json
import subprocess
import sys
from pathlib import Path

from deploy.audit.waivers import waived

_LOCK = "requirements/all.txt"
_PROGRAM = Path(sys.executable).with_name("pip-audit")


def report(answer: str, known: dict[str, str]) -> tuple[int, list[str]]:
    """The exit code and what to say, of pip-audit's JSON."""
    packages = json.loads(answer)["dependencies"]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        return 2, [
            "Blocked: no advisory database reachable. The service does not answer, or knows none of the packages."
        ]
    said = [f"Not known to the service: {', '.join(skipped)}"] if skipped else []
    open_ones = 0
    for package in packages:
        for weakness in package.get("vulns", []):
            reason = next((known[each] for each in (weakness["id"], *weakness["aliases"]) if each in known), "")
            open_ones += not reason
            fixed = ", ".join(weakness["fix_versions"]) or "none"
            said.append(
                f"{package['name']} {package['version']}: {weakness['id']}, fixed in {fixed}. {reason}".rstrip()
            )
    said.append(f"{len(packages) - len(skipped)} packages, {open_ones} open advisories.")
    return (1 if open_ones else 0), said


def main() -> int:
    options = (
        "--require-hashes",
        "--disable-pip",
        "--requirement",
        _LOCK,
        "--format",
        "json",
        "--progress-spinner",
        "off",
    )
    asked = subprocess.run([str(_PROGRAM), *options], capture_output=True, text=True, check=False)
    if not asked.stdout.strip():
        sys.stdout.write(f"Blocked: no advisory database reachable. {asked.stderr[-500:]}\n")
        return 2
    code, said = report(asked.stdout, waived("advisories"))
    sys.stdout.write("\n".join([*said, ""]))
    return code


if __name__ == "__main__":
    sys.exit(main())
