"""The reader's settings for all maps."""

from frontend.point_maps.settings import MapSettings, Tiles
from frontend.settings import Settings


def current() -> MapSettings:
    """What holds now."""
    settings = Settings()
    return MapSettings(tiles=Tiles(settings.tile_url, settings.tile_attribution) if settings.tile_url else None)
