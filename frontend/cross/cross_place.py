"""Where the reader is on the page 교차 분석: which view, which two datasets, what of them; all in the URL."""

from frontend.url_state import UrlState

FIRST, SECOND = "a", "b"

STATE = UrlState("cross")
