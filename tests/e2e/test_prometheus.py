"""The figures of the stack in a real Prometheus, found through the file that the launcher writes."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.accidents import ACCIDENT
from tests.conversation import Caller, unheard
from tests.e2e.test_batch import create, finished
from tests.places import ROOT
from tests.prometheus import Prometheus, prometheus
from tests.stack import EmbeddedStack, wait_until

OBSERVABILITY = ROOT / "deploy" / "observability"
PARTS = {"prediction", "worker", "dataset", "chat", "ops", "gateway"}
FUNCTIONS = re.compile(r"[a-z_]+(?=\s*\()")
NAMES = re.compile(r"\b[a-z]\w+_\w+\b(?::\w+)?")


@pytest.fixture(scope="module")
def watching(stack: EmbeddedStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """Prometheus as README starts it for the embedded stack, but looking every second."""
    folder = tmp_path_factory.mktemp("prometheus")
    config = (OBSERVABILITY / "prometheus-local.yml").read_text(encoding="utf-8")
    config = config.replace("../../.local/run/targets.json", str(stack.home.run / "targets.json"))
    config = config.replace("rules.yml", str(OBSERVABILITY / "rules.yml")).replace("15s", "1s")
    (folder / "prometheus.yml").write_text(config, encoding="utf-8")
    with prometheus(folder / "prometheus.yml", folder / "data") as running:
        yield running


def expressions() -> list[str]:
    """All that the dashboard asks."""
    dashboard = json.loads((OBSERVABILITY / "grafana" / "dashboards" / "daegu.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    return [expression.replace("$__rate_interval", "1m") for expression in asked]


def use_everything(stack: EmbeddedStack, caller: Caller) -> None:
    """Moves every figure that the dashboard shows."""
    assert stack.predict(district="대구광역시 수성구 없는동").status_code == 200
    assert stack.predict(weather="눈보라").status_code == 400
    assert finished(stack, create(stack, accidents=[ACCIDENT])["batch_id"])["status"] == "SUCCEEDED"
    caller.answered(unheard("표의 정보를 알려줘"))
    headers = {"content-type": "text/csv"}
    for content in ("가,나\n1,2\n", "가,나\n1\n2\n"):
        stack.http.post("/api/datasets/upload", params={"name": "둘"}, content=content.encode(), headers=headers)


def test_every_part_is_found_and_its_figures_move(watching: Prometheus, stack: EmbeddedStack) -> None:
    wait_until(lambda: {labels["job"] for labels, up in watching.ask("up") if up} == PARTS)
    method = 'method="/daegu.prediction.v1.PredictionService/PredictEclo"'
    asked = f'sum(grpc_server_handled_total{{{method}, code="OK"}})'
    answered, stored = "sum(prediction_answers_total)", "sum(prediction_commit_items_sum)"
    served = 'sum(envoy_http_downstream_rq_xx{envoy_http_conn_manager_prefix="gateway", envoy_response_code_class="2"})'

    def now() -> list[float]:
        return [value for name in (asked, answered, stored, served) for _, value in watching.ask(name)]

    stack.predict()
    wait_until(lambda: len(now()) == 4 and min(now()) >= 1)
    before = now()
    for _ in range(5):
        assert stack.predict().status_code == 200
    wait_until(lambda: all(after >= first + 5 for after, first in zip(now(), before, strict=True)))


def test_the_dashboard_and_the_rules_ask_for_figures_that_there_are(
    watching: Prometheus, stack: EmbeddedStack, caller: Caller
) -> None:
    use_everything(stack, caller)
    rules = watching.rules()
    asked = [*expressions(), *(rule["query"] for rule in rules)]
    recorded = {rule["name"] for rule in rules if rule["type"] == "recording"}
    plain = [re.sub(r'"[^"]*"|\b(by|on|group_left) \([^)]*\)|\{|\}|\w+(=~|!~|=)', " ", each) for each in asked]
    named = {name for each in plain for name in NAMES.findall(each)} - {
        name for each in plain for name in FUNCTIONS.findall(each)
    }
    assert len(named) > 25
    wait_until(lambda: named - recorded <= watching.names())
    for expression in asked:
        watching.ask(expression)
    assert {rule["health"] for rule in rules} <= {"ok", "unknown"}
