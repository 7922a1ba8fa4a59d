"""Which versions of what this process runs."""

import platform
from importlib import metadata

import streamlit as st

_PACKAGES = {"daegu-protos": "계약(protobuf)", "streamlit": "Streamlit", "plotly": "Plotly", "grpcio": "gRPC"}


def show(model_version: str) -> None:
    """`model_version`: of the model that serves; empty if that is not known."""
    rows = [{"부분": label, "버전": metadata.version(package)} for package, label in _PACKAGES.items()]
    rows.append({"부분": "Python", "버전": platform.python_version()})
    if model_version:
        rows.insert(0, {"부분": "예측 모델", "버전": model_version})
    st.dataframe(rows, hide_index=True, width=480, alt="버전")
