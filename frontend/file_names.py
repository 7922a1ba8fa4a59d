"""Names of files that people get, made of what they have called things."""

import re

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_LONGEST = 100


def file_name(name: str, ending: str, otherwise: str) -> str:
    """`name` as a file of any system: without characters that paths or commands are made of; `otherwise` if none is
    left. `ending` follows as it is."""
    return f"{_FORBIDDEN.sub('_', name).strip(' .')[:_LONGEST] or otherwise}{ending}"
