"""홈, 시스템 and the connection state."""

import grpc
import pytest
import streamlit

from frontend import clients
from frontend.clients import Health
from frontend.home import steps
from frontend.home.steps import Step
from frontend.sidebar import SERVICES
from tests.frontend import fake_model, screen
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_backend import FakeBackend
from tests.frontend.refusals import status
from tests.frontend.test_predict_page import predicted


def test_home_says_what_this_is_and_that_nothing_was_predicted_yet(open_page: OpenPage) -> None:
    page = open_page("home")
    assert "인명피해 심각도" in screen.text(page)
    assert "아직 저장된 예측이 없습니다." in screen.text(page)


def test_home_says_what_eclo_counts_in_words_and_in_a_chart(open_page: OpenPage) -> None:
    page = open_page("home")
    assert "한 명마다 사망자는 10, 중상자는 5, 경상자는 3, 부상신고자는 1로 셉니다." in screen.text(page)
    (chart,) = page.get("plotly_chart")
    assert "다친 사람 한 명의 ECLO" in chart.proto.spec


def test_home_lists_the_last_predictions(open_page: OpenPage, backend: FakeBackend) -> None:
    predicted(open_page)
    page = open_page("home")
    row = page.dataframe[0].value.iloc[0]
    assert row["사고"] == "2016-10-01 토요일 심야 1시 · 대구광역시 수성구 상동"
    assert row["ECLO"] == round(backend.stored[0].eclo, 3)


def test_home_leads_from_one_click_to_the_charts_of_the_sample(open_page: OpenPage, backend: FakeBackend) -> None:
    page = open_page("home")
    assert "아직 데이터셋이 없습니다." in screen.text(page)
    screen.press(page, "표본으로 시작하기")
    assert page.title[0].value == "시각화"
    assert page.subheader[0].value == backend.datasets.newest.name
    assert screen.metrics(page)["행"] == "240"
    assert page.sidebar.multiselect[0].value == [backend.datasets.newest.dataset_id]


def test_home_says_why_the_sample_cannot_be_loaded(open_page: OpenPage, backend: FakeBackend) -> None:
    page = open_page("home")
    backend.datasets.refusals["CreateSampleDataset"] = status(grpc.StatusCode.RESOURCE_EXHAUSTED, "지금은 바쁩니다.")
    screen.press(page, "표본으로 시작하기")
    assert "지금은 바쁩니다." in screen.text(page)
    assert page.title[0].value == "대구 공공데이터"


def test_home_lists_the_last_five_datasets_and_opens_one(open_page: OpenPage, backend: FakeBackend) -> None:
    for number in range(7):
        backend.datasets.add(b"a\n1\n", f"자료 {number}")
    page = open_page("home")
    assert page.dataframe[0].value["이름"].tolist() == [f"자료 {number}" for number in (6, 5, 4, 3, 2)]
    assert "모두 7개 가운데 최근 5개입니다." in screen.text(page)
    page.session_state["last_datasets"] = {"selection": {"rows": [], "columns": [], "cells": [(1, "이름")]}}
    page.run()
    assert page.title[0].value == "자료 5"


@pytest.mark.parametrize("step", steps.STEPS)
def test_home_leads_to_each_page(open_page: OpenPage, step: Step) -> None:
    assert screen.press(open_page("home"), step.button).title[0].value == step.title


def test_home_without_a_server_says_so_once(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.stop()
    page = open_page("home")
    assert [error.value for error in page.error] == [screen.UNREACHABLE]
    assert screen.text(page).count("서버에 연결되면 여기에 보입니다.") == 2


def test_home_without_one_service_shows_the_lists_of_the_others(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.datasets.refusals["ListDatasets"] = status(grpc.StatusCode.UNAVAILABLE, "데이터베이스가 잠시 쉽니다.")
    page = open_page("home")
    assert [error.value for error in page.error] == ["데이터베이스가 잠시 쉽니다."]
    assert "아직 대화가 없습니다." in screen.text(page)
    assert "아직 저장된 예측이 없습니다." in screen.text(page)


def test_the_system_page_shows_the_card_of_the_model(open_page: OpenPage) -> None:
    page = open_page("system")
    shown = screen.metrics(page)
    assert shown["학습 기간"] == "2007–2017"
    assert shown["학습한 사고"] == "153,894건"
    assert shown["RMSLE"] == "0.4467"
    assert fake_model.VERSION in screen.text(page)


def test_the_system_page_says_what_the_model_is_for_and_which_versions_run(open_page: OpenPage) -> None:
    page = open_page("system")
    assert "쓰지 말아야 할 곳" in screen.text(page)
    versions = page.dataframe[-1].value.set_index("부분")["버전"]
    assert versions["예측 모델"] == fake_model.VERSION
    assert versions["Streamlit"] == streamlit.__version__


def test_the_system_page_without_the_model_still_shows_the_rest(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.stop()
    page = open_page("system")
    assert [error.value for error in page.error] == [screen.UNREACHABLE]
    assert "서버에 연결되면 여기에 보입니다." in screen.text(page)
    assert "예측 모델" not in page.dataframe[-1].value["부분"].tolist()
    assert not page.exception


def test_every_service_is_connected(open_page: OpenPage) -> None:
    assert screen.text(open_page("home")).count("연결됨") == 1 + len(SERVICES)


def test_a_service_that_is_down_has_its_own_badge(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.down_parts = ("chat", "prediction.database", "dataset.files")
    text = screen.text(open_page("home"))
    assert text.count("연결 안 됨") == 1
    assert text.count("데이터베이스 끊김") == 1
    assert text.count("파일 저장소 끊김") == 1
    assert text.count("연결됨") == 1  # the gateway


def test_without_a_gateway_nothing_is_known_about_the_services(open_page: OpenPage, backend: FakeBackend) -> None:
    backend.stop()
    text = screen.text(open_page("home"))
    assert text.count("연결 안 됨") == 1
    assert text.count("확인 불가") == len(SERVICES)


def test_health_is_an_answer_and_never_an_error(backend: FakeBackend) -> None:
    assert clients.backend().health() == Health(gateway=True)
    backend.down_parts = ("dataset",)
    assert clients.backend().health() == Health(gateway=True, down=frozenset({"dataset"}))
    backend.stop()
    assert clients.backend().health() == Health(gateway=False)
