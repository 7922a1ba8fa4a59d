"""The pictures of README, made of those that the browser tests have taken: `python -m tests.pictures`."""

from pathlib import Path

from PIL import Image

from tests.places import ROOT

TAKEN = ROOT / "tests" / "artifacts"
KEPT = ROOT / "docs" / "pictures"
PICTURES = {
    "explore.png": "page_explore_overview_1440_light.png",
    "chat.png": "product_chat_1440.png",
    "predict.png": "product_result_1440.png",
    "risk_map.png": "page_risk_map_1440_light.png",
}
_SIZE = (1100, 700)
_COLOURS = 128


def shrink(taken: Path, kept: Path) -> None:
    """The upper part of a picture, small enough for a repository."""
    with Image.open(taken) as picture:
        width, height = _SIZE
        scaled = picture.convert("RGB").resize(
            (width, picture.height * width // picture.width), Image.Resampling.LANCZOS
        )
        upper = scaled.crop((0, 0, width, min(height, scaled.height)))
        upper.quantize(_COLOURS, dither=Image.Dither.NONE).save(kept, optimize=True)


def main() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for name, taken in PICTURES.items():
        shrink(TAKEN / taken, KEPT / name)


if __name__ == "__main__":
    main()
