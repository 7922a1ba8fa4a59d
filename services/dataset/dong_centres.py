"""`python -m services.dataset.dong_centres FOLDER`: where the 동 of the model lie, as the asset of the app's maps.

FOLDER holds the open data named in `sample_places.FILES`; the centres are made as those of the sample's aggregates are.
Ends with status 2 and a line if a file cannot be read.
"""

import argparse
import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from services.dataset.sample_places import addressed_points, places, street_of

SOURCE = (
    "Medians of the coordinates of car parks, traffic cameras and child protection zones by their address (data.go.kr: "
    "주차장, 무인교통단속카메라, 어린이보호구역 표준데이터, 대구광역시). "
    "Made by `python -m services.dataset.dong_centres`. points: of how many (a 동 without any takes those of its "
    "neighbours of the same name, `동성로2가` for `동성로1가`); 0: the centre is that of its 구."
)
CITY = "대구광역시"

_MANIFEST = Path("services/prediction/model/manifest.json")
_ASSET = Path("frontend/assets/dong_centres.csv")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m services.dataset.dong_centres", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files are")
    parser.add_argument("--manifest", type=Path, default=_MANIFEST, help="manifest of the model, with its districts")
    parser.add_argument("--to", type=Path, default=_ASSET, help="file to write")
    options = parser.parse_args(arguments)
    try:
        districts = json.loads(options.manifest.read_text(encoding="utf-8"))["districts"]
        rows = list(centres(options.folder, districts))
    except (OSError, KeyError, ValueError) as error:
        parser.error(f"cannot read the files in {options.folder}: {error}")
    with options.to.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {SOURCE}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("district", "latitude", "longitude", "points"))
        writer.writerows(rows)


def centres(folder: Path, districts: Iterable[str]) -> Iterator[tuple[str, float, float, int]]:
    """District, latitude, longitude and number of points of every 구 and then of every 동, each in alphabetical order.

    `districts`: full names, such as `대구광역시 수성구 상동`. Raises ValueError for a 구 without points.
    """
    names = sorted(district.removeprefix(f"{CITY} ") for district in districts)
    points = addressed_points(folder, names)
    for gu, here in points.groupby("gu"):
        middle = here[["latitude", "longitude"]].median().round(4)
        yield f"{CITY} {gu}", float(middle["latitude"]), float(middle["longitude"]), len(here)
    own, nearby = points["dong"].value_counts(), points["street"].value_counts()
    for name, place in places(folder, names).items():
        count = own.get(name) or nearby.get(street_of(name), 0)
        yield f"{CITY} {name}", place.latitude, place.longitude, int(count)


if __name__ == "__main__":
    main()
