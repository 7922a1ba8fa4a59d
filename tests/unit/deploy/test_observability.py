"""The files of deploy/observability, as Prometheus and Grafana read them."""

import json
import subprocess

import pytest

from tests.places import ROOT
from tests.prometheus import program

FOLDER = ROOT / "deploy" / "observability"


@pytest.mark.parametrize("arguments", ["check config prometheus.yml", "check config prometheus-local.yml"])
def test_the_configurations_are_valid(arguments: str) -> None:
    subprocess.run([program("promtool"), *arguments.split()], cwd=FOLDER, check=True, capture_output=True)


def test_the_rules_say_what_they_should_of_figures_that_are_made_up() -> None:
    command = [program("promtool"), "test", "rules", "rules_test.yml"]
    outcome = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_the_panels_of_the_dashboard_do_not_lie_on_each_other() -> None:
    panels = json.loads((FOLDER / "grafana" / "dashboards" / "daegu.json").read_text(encoding="utf-8"))["panels"]
    places = [panel["gridPos"] for panel in panels]
    covered = [
        (x, y)
        for place in places
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(covered) == len(set(covered))
    assert max(x for x, _ in covered) < 24
    assert len({panel["id"] for panel in panels}) == len(panels)
