"""A chart's data are made for its file, and for nothing else."""

from streamlit.testing.v1 import AppTest


def card() -> None:
    import pandas as pd  # noqa: PLC0415
    import streamlit as st  # noqa: PLC0415

    from frontend import chart_card, chart_making, theme  # noqa: PLC0415

    def data() -> pd.DataFrame:
        st.session_state["asked"] = True
        return pd.DataFrame({"건수": [1]})

    figure = chart_making.chart(theme.LIGHT, 100, "제목", [{"type": "bar", "x": [1], "y": [2]}])
    chart_card.show(figure, data, "건수", "모두 1건입니다.")


def test_a_chart_is_drawn_without_making_the_data_of_its_file() -> None:
    page = AppTest.from_function(card).run()
    assert not page.exception
    assert [button.proto.label for button in page.get("download_button")] == ["CSV로 받기"]
    assert "asked" not in page.session_state
