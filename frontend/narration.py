"""Korean sentences about numbers. Pure functions; the service's own `detail` says the rest."""

from collections.abc import Sequence

from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import theme

_ENOUGH = 10  # accidents of a place whose mean says something


def contributions(items: Sequence[pb.Contribution]) -> str:
    """Which field raises the prediction most and which lowers it most."""
    parts = []
    highest = max(items, key=lambda item: item.difference, default=None)
    lowest = min(items, key=lambda item: item.difference, default=None)
    if highest and highest.difference >= 0.005:
        parts.append(f"가장 높이는 조건은 {highest.label} ‘{highest.value}’({theme.signed(highest.difference)})")
    if lowest and lowest.difference <= -0.005:
        parts.append(f"가장 낮추는 조건은 {lowest.label} ‘{lowest.value}’({theme.signed(lowest.difference)})")
    return ", ".join(parts) + "입니다." if parts else "대구의 대표 사고와 거의 같은 조건입니다."


def week(cells: Sequence[pb.GetWeeklyRiskResponse.Cell]) -> str:
    """The most and the least severe hour of the week."""
    if not cells:
        return ""
    highest, lowest = max(cells, key=lambda cell: cell.eclo), min(cells, key=lambda cell: cell.eclo)
    return (
        f"같은 사고라면 {highest.day_of_week} {highest.hour}시에 가장 심각하고(ECLO {theme.eclo(highest.eclo)}), "
        f"{lowest.day_of_week} {lowest.hour}시에 가장 가볍습니다(ECLO {theme.eclo(lowest.eclo)})."
    )


def comparison(names: Sequence[str], differences: Sequence[float]) -> str:
    """The variant that changes the prediction most."""
    if not names:
        return ""
    name, change = max(zip(names, differences, strict=True), key=lambda pair: abs(pair[1]))
    if abs(change) < 0.005:
        return "이 조건들은 예측을 거의 바꾸지 않습니다."
    direction = "높아집니다" if change > 0 else "낮아집니다"
    return f"가장 크게 달라지는 조건은 ‘{name}’: ECLO {abs(change):.2f}만큼 {direction}."


def band_comparison(bands: Sequence[pb.BandProbability]) -> str:
    """One line for readers who do not see the chart."""
    return ", ".join(
        f"{band.label} {band.name} {theme.percent(band.probability)} (대구 평균 {theme.percent(band.city_average)})"
        for band in bands
    )


def label_shares(names: Sequence[str], here: Sequence[float], usual: Sequence[float]) -> str:
    """The label whose share differs most from the usual one."""
    if not names:
        return ""
    name, share, expected = max(zip(names, here, usual, strict=True), key=lambda item: abs(item[1] - item[2]))
    if abs(share - expected) < 0.01:
        return "네 등급의 비율이 대구의 실제 사고와 거의 같습니다."
    more = "많습니다" if share > expected else "적습니다"
    return f"‘{name}’ 등급이 {theme.percent(share)}로, 대구 기준 {theme.percent(expected)}보다 {more}."


def places(names: Sequence[str], counts: Sequence[int], means: Sequence[float]) -> str:
    """Where most accidents are and where they are most severe, of places with more than a few."""
    if not names:
        return ""
    most = max(range(len(names)), key=counts.__getitem__)
    often = [index for index, count in enumerate(counts) if count >= _ENOUGH] or range(len(names))
    worst = max(often, key=means.__getitem__)
    return (
        f"사고가 가장 많은 곳은 {names[most]}({counts[most]:,}건), "
        f"평균 ECLO가 가장 높은 곳은 {names[worst]}({theme.eclo(means[worst])})입니다."
    )
