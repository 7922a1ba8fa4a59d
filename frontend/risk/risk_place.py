"""Where the reader is on the page 위험 지도, all in the URL: conditions, 동 of the week, colour of the map."""

from frontend.url_state import UrlState

STATE = UrlState("risk_map")

DAY, TIME = "day", "time"
PARAMETERS = {"weather": "sky", "road_surface": "surface", "road_type": "road", "accident_type": "kind"}
"""Parameter of each category of an accident."""
DONG, COLOUR = "place", "colour"
