"""What a browser asked for and complained about while a person used a page, and the words that stood there."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response

from tests.conftest import TILE_SERVER

_NOT_TRANSLATED = (
    "AI API AUC Anthropic Brier CCTV CP CSV DACON ECE ECLO Flower KB KDE Leaflet MB OpenAPI REST RMSLE TAAS UTF km"
)
"""Names and units that are not translated."""

_STREAMLIT_LOOKS_FOR_ITSELF = "/_stcore/"  # first below the path of the page, where it is not
_TILE_IS_MISSING = "Map error."  # says Plotly, and draws the rest
_WORDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const shown = walker.currentNode.parentElement;
    const {width} = shown.getBoundingClientRect(), {fontSize, fontFamily} = getComputedStyle(shown);
    if (shown.closest('script, style, noscript, [data-testid=stCode]')) continue;
    if (shown.closest('.leaflet-control-attribution, .maplibregl-ctrl-attrib')) continue;
    if (width < 2 || parseFloat(fontSize) < 1 || fontFamily.includes('Material Symbols')) continue;
    if (!shown.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    found.push(walker.currentNode.textContent);
  }
  return found.join(' ');
}"""
"""The text that can be seen, but for names of icons, which are pictures, and whose the tiles are."""


class Watch:
    """Listens to a page from its first request on."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", self._answered)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._broken(str(error)))

    @property
    def strangers(self) -> set[str]:
        """Who was asked besides this machine."""
        return {host for host in self.hosts if not host.startswith("127.0.0.1")}

    def _asked(self, url: str) -> None:
        if not url.startswith(("data:", "blob:", "about:")):
            self.hosts.add(urlsplit(url).netloc)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and _STREAMLIT_LOOKS_FOR_ITSELF not in response.url:
            self.complaints.append(f"{response.status} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        asked = message.location.get("url", "")
        said = f"{message.text} ({asked})"
        if message.type == "error" and not (_STREAMLIT_LOOKS_FOR_ITSELF in asked or TILE_SERVER in said):
            self.complaints.append(said)

    def _broken(self, error: str) -> None:
        if error != _TILE_IS_MISSING:
            self.complaints.append(error)


def english(page: Page) -> set[str]:
    """Words in Latin letters on the page and in its maps that nobody but a programmer would know."""
    shown = " ".join(frame.evaluate(_WORDS) for frame in page.frames if not frame.is_detached())
    return set(re.findall(r"[A-Za-z][A-Za-z]+", shown)) - set(_NOT_TRANSLATED.split())
