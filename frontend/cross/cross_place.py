"""Where the reader is on the page 교차 분석: which view, which two datasets, what of them; all in the URL."""

from frontend.url_state import UrlState

DISTRICTS = "districts"
"""The view 동별 비교."""
FIRST, SECOND = "a", "b"
RADIUS, METRES = "radius", "metres"
"""One of the offered radii, and the reader's own."""
CIRCLES, ORDER = "circles", "order"
ASPECT, NUMBER, OTHER_NUMBER = "aspect", "number_a", "number_b"

STATE = UrlState("cross")
