"""Where the reader is on the page ECLO 예측, all in the URL: the accident, one or many, which dataset, which job."""

from frontend.url_state import UrlState

STATE = UrlState("predict")
