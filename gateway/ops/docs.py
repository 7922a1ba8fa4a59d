"""The page that shows the OpenAPI document: Swagger UI from its wheel, complete without the internet."""

import mimetypes
from pathlib import Path

from google.api.httpbody_pb2 import HttpBody
from swagger_ui_bundle import swagger_ui_path

from services.chassis.errors import NotFound

_ASSETS = Path(str(swagger_ui_path))
_FROM_THE_WHEEL = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon-16x16.png", "favicon-32x32.png"})

_PAGE = """<!DOCTYPE html>
<html lang="ko">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>대구 공공데이터 API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
"""
# A file of its own, because the content security policy of the page allows no script inside it. No validator badge: it
# would send the document to a server outside.
_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  validatorUrl: null,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
});
"""


def page() -> HttpBody:
    """The page, HTML."""
    return HttpBody(content_type="text/html; charset=utf-8", data=_PAGE.encode())


def asset(name: str) -> HttpBody:
    """A file of the page. Raises NotFound for any other name."""
    if name == "start.js":
        return HttpBody(content_type="text/javascript; charset=utf-8", data=_START.encode())
    if name not in _FROM_THE_WHEEL:
        raise NotFound("the page has no such file", "문서 페이지에 없는 파일입니다.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HttpBody(content_type=kind, data=(_ASSETS / name).read_bytes())
