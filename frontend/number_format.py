"""How figures and shares of a dataset are written in sentences, key figures and charts."""

_PLAIN = 1e15
"""Figures from here on are written with a power of ten."""


def number(value: float, unit: str = "") -> str:
    """`1,234`, `45.83`, `0.00123`, `54세`; a figure that is not whole keeps three or more significant digits."""
    value += 0.0  # takes the sign of a negative 0 away
    size = abs(value)
    if size >= _PLAIN or 0 < size < 0.0001:
        written = f"{value:.3g}"
    elif value == round(value) or size >= 1000:
        written = f"{value:,.0f}"
    elif size >= 1:
        written = f"{value:,.2f}".rstrip("0").rstrip(".")
    else:
        written = f"{value:.3g}"
    return f"{written}{unit}".replace("-", "−")


def correlation(r: float) -> str:
    """`0.43`, `−0.31`; one that is rounded to 0 has no sign."""
    return f"{round(r, 2) + 0.0:.2f}".replace("-", "−")


def share(part: float) -> str:
    """A share of 0-1; `0%` and `100%` are said only where they are exact."""
    if part in (0.0, 1.0):
        return f"{part:.0%}"
    for digits in (0, 1, 2) if part >= 0.1 else (1, 2):
        written = f"{part:.{digits}%}"
        if 0 < float(written[:-1]) < 100:
            return written
    return "0.01% 미만" if part < 0.5 else "99.99% 초과"


def topic(name: str, most: int = 30) -> str:
    """The name of a column inside a sentence: in quotation marks, shortened where it is very long."""
    line = " ".join(name.split())
    return f"‘{line if len(line) <= most else line[: most - 1] + '…'}’"
