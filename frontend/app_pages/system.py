"""시스템: which parts answer, the jobs, the model that serves, and the documents for developers."""

import streamlit as st

from frontend import clients, recovery, sidebar
from frontend.backend_error import BackendError
from frontend.batch import batch_list
from frontend.settings import settings
from frontend.system import model_card, versions

_JOBS = 10  # on a page


def page() -> None:
    st.title("시스템", anchor=False)
    st.subheader("연결 상태", anchor=False)
    with st.container(border=True):
        sidebar.connection_state("system")
    st.subheader("일괄 예측 작업", anchor=False)
    there = batch_list.pages(_JOBS)
    st.subheader("예측 모델", anchor=False)
    version = _model(said=not there)
    st.subheader("개발자 문서", anchor=False)
    its = settings()
    url = its.public_url
    with st.container(horizontal=True):
        st.link_button("REST API 문서", f"{url}/docs", icon=":material/menu_book:")
        st.link_button("OpenAPI 명세", f"{url}/openapi.json", icon=":material/data_object:")
        st.link_button("Flower(작업 큐)", its.flower_public_url, icon=":material/monitoring:")
    with st.expander("버전", icon=":material/tag:"):
        versions.show(version)


def _model(said: bool) -> str:
    """The card; the version of the model, empty if it is not known. `said`: that the server is away."""
    try:
        model = clients.model()
    except BackendError as error:
        if said and error.unreachable:
            st.caption("서버에 연결되면 여기에 보입니다.")
        else:
            recovery.show(error)
        return ""
    model_card.show(model)
    return model.model_version


page()
