"""The frame of the app: title, navigation, sidebar. Started with `python -m streamlit run frontend/app.py`."""

from pathlib import Path

import streamlit as st

from frontend import afterwards, sidebar, url_state, warm_up

_ASSETS = Path(__file__).parent / "assets"

# A file, not a :material/ icon: as icon of a page Streamlit would fetch that from the internet.
st.set_page_config(page_title="대구 공공데이터", page_icon=str(_ASSETS / "icon.svg"), layout="wide")
st.logo(str(_ASSETS / "logo.svg"), size="large", icon_image=str(_ASSETS / "icon.svg"))
page = st.navigation(
    [
        st.Page("app_pages/home.py", title="홈", icon=":material/home:", default=True),
        st.Page("app_pages/datasets.py", title="데이터셋", icon=":material/dataset:", url_path="datasets"),
        st.Page("app_pages/explore.py", title="시각화", icon=":material/bar_chart:", url_path="explore"),
        st.Page("app_pages/cross_analysis.py", title="교차 분석", icon=":material/join_inner:", url_path="cross"),
        st.Page("app_pages/chat.py", title="챗봇", icon=":material/forum:", url_path="chat"),
        st.Page("app_pages/predict.py", title="ECLO 예측", icon=":material/insights:", url_path="predict"),
        st.Page("app_pages/risk_map.py", title="위험 지도", icon=":material/map:", url_path="risk-map"),
        st.Page("app_pages/system.py", title="시스템", icon=":material/dns:", url_path="system"),
    ]
)
st.html(_ASSETS / "app.css")
afterwards.forget()
url_state.begin(page.url_path)
page.run()
url_state.end()
# After the page: a gateway that hangs must not hold up the message of the page.
sidebar.show()
afterwards.run()
warm_up.start()
