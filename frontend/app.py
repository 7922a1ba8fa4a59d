"""The frame of the app: title, navigation, sidebar. Started with `python -m streamlit run frontend/app.py`."""

import streamlit as st

from frontend import sidebar

st.set_page_config(page_title="대구 공공데이터", page_icon=":material/location_city:", layout="wide")
page = st.navigation(
    [
        st.Page("app_pages/home.py", title="홈", icon=":material/home:", default=True),
        st.Page("app_pages/predict.py", title="ECLO 예측", icon=":material/insights:", url_path="predict"),
        st.Page("app_pages/system.py", title="시스템", icon=":material/dns:", url_path="system"),
    ]
)
sidebar.show()
page.run()
