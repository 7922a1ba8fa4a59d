"""Where the reader is on the page 시각화: which dataset, which view, which filters and columns, all in the URL."""

from frontend.url_state import UrlState

DATASET = "dataset"

STATE = UrlState("explore")
