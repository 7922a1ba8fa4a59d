"""Small made-up files like those the aggregates of the sample are counted from."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from services.dataset.sample_aggregates import TAAS
from services.dataset.sample_places import FILES

ACCIDENT: Mapping[str, str] = {
    "사고번호": "1",
    "사고일시": "2014년 3월 4일 09시",
    "요일": "화요일",
    "시군구": "대구광역시 수성구 상동",
    "사고내용": "경상사고",
    "사망자수": "0",
    "중상자수": "0",
    "경상자수": "1",
    "부상신고자수": "0",
    "사고유형": "차대차 - 추돌",
    "법규위반": "신호위반",
    "노면상태": "건조",
    "기상상태": "맑음",
    "도로형태": "교차로 - 교차로안",
}
FATAL = {"사고내용": "사망사고", "사망자수": "1", "경상자수": "0"}

Rows = Iterable[Mapping[str, str]]


def write_sources(folder: Path, accidents: Rows, points: Rows = ()) -> Path:
    """The folder with the TAAS zip and the three files of places; `points` go into the first one of them."""
    with zipfile.ZipFile(folder / TAAS, "w") as archive:
        archive.writestr("accidents.csv", _text(tuple(ACCIDENT), accidents).encode("utf-8-sig"))
    columns = ("소재지도로명주소", "소재지지번주소", "위도", "경도")
    for file in FILES:
        (folder / file).write_bytes(_text(columns, points if file == FILES[0] else ()).encode("cp949"))
    return folder


def accident(**changes: str) -> dict[str, str]:
    return {**ACCIDENT, **changes}


def point(address: str, latitude: float | str, longitude: float | str, road: str = "") -> dict[str, str]:
    return {
        "소재지지번주소": address,
        "소재지도로명주소": road,
        "위도": str(latitude),
        "경도": str(longitude),
    }


def _text(columns: tuple[str, ...], rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
