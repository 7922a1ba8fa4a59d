"""What charts and maps are made of: pure functions of frames, without Streamlit, Plotly or a service."""
