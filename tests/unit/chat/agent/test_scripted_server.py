"""The server in the place of the model: what it refuses, and what it shows to whoever tries the app."""

import subprocess
import sys
from dataclasses import replace

import pyarrow as pa

from services.chat.domain.datasets import ColumnBrief, ColumnType
from services.chat.domain.frame import Frame
from services.chat.domain.model_errors import InvalidApiKey, ModelRefused
from services.chat.domain.ports import ApiKey
from tests.anthropic_server import AnthropicServer, Says, in_turn
from tests.anthropic_server.demonstration import demonstration
from tests.places import ROOT
from tests.unit.chat.agent.asking import ACCIDENTS, FewFrames, ask, ask_at, question


def test_it_refuses_a_key_and_a_model_that_it_does_not_know() -> None:
    with AnthropicServer(in_turn(Says("네.")), models=["the-only-one"]) as server:
        assert isinstance(ask_at(server.url, question(key=ApiKey("another"))).error, InvalidApiKey)
        assert isinstance(ask_at(server.url, question(model="another")).error, ModelRefused)
        assert ask_at(server.url, question(model="the-only-one")).answer.text == "네."


def test_the_demonstration_counts_the_values_of_a_column() -> None:
    asked = ask(demonstration)
    assert [(call.name, call.args["column"]) for call in asked.answer.tool_calls] == [("get_value_counts", "구")]
    assert "가장 많은 값은 **수성구**(3건)" in asked.answer.text


def test_the_demonstration_prefers_a_column_with_times() -> None:
    when = pa.field(
        '사고 "일시"', pa.timestamp("s"), metadata={b"daegu.type": b"datetime", b"daegu.resolution": b"hour"}
    )
    table = pa.table([pa.array([0, 3600, 3600], pa.timestamp("s"))], schema=pa.schema([when]))
    brief = replace(ACCIDENTS, columns=(ColumnBrief(when.name, ColumnType.DATETIME, 0, 2),))
    frames = FewFrames({brief.dataset_id: Frame.of_arrow(brief.name, table)})
    asked = ask(demonstration, question(datasets=(brief,)), frames=frames)
    assert [(call.name, call.failed) for call in asked.answer.tool_calls] == [("get_temporal_pattern", False)]
    assert "가장 많은 시각은 **1**시" in asked.answer.text


def test_it_runs_as_a_program_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.anthropic_server", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip().removeprefix("ANTHROPIC_BASE_URL=")
        try:
            assert "수성구" in ask_at(url, question(key=ApiKey("any-key"))).answer.text
        finally:
            program.terminate()
