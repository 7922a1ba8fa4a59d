"""Charts of risk over time. Pure functions: values and a palette in, a Plotly figure out."""

from collections.abc import Sequence

import plotly.graph_objects as go
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend import theme
from frontend.theme import Palette

_HOURS = 24


def weekly_heat_map(
    cells: Sequence[pb.GetWeeklyRiskResponse.Cell], chosen: tuple[str, int] | None, colours: Palette
) -> go.Figure:
    """168 cells, seven days down and the hours across; a frame around `chosen` (day, hour)."""
    days = list(dict.fromkeys(cell.day_of_week for cell in cells))
    by_place = {(cell.day_of_week, cell.hour): cell for cell in cells}
    rows = [[by_place.get((day, hour)) for hour in range(_HOURS)] for day in days]
    figure = go.Figure(layout={"template": theme.template(colours), "height": 330})
    figure.add_heatmap(
        x=list(range(_HOURS)),
        y=[day.removesuffix("요일") for day in days],
        z=[[cell.eclo if cell else None for cell in row] for row in rows],
        customdata=[
            [[day, cell.percentile, cell.serious_probability] if cell else [day, 0, 0] for cell in row]
            for day, row in zip(days, rows, strict=True)
        ],
        colorscale=theme.colour_scale(colours.sequential),
        xgap=2,
        ygap=2,
        colorbar={
            "title": {"text": "ECLO", "side": "top"},
            "thickness": 10,
            "len": 0.9,
            "outlinewidth": 0,
            "tickformat": ".1f",
        },
        hovertemplate=(
            "%{customdata[0]} %{x}시<br><b>ECLO %{z:.2f}</b> · %{customdata[1]:.0f} 백분위"
            "<br>사망·중상 확률 %{customdata[2]:.0%}<extra></extra>"
        ),
    )
    if chosen and chosen[0] in days:
        row = days.index(chosen[0])
        figure.add_shape(
            type="rect",
            x0=chosen[1] - 0.5,
            x1=chosen[1] + 0.5,
            y0=row - 0.5,
            y1=row + 0.5,
            line={"color": colours.text, "width": 2.5},
        )
    figure.update_xaxes(
        tickmode="array",
        tickvals=list(range(0, _HOURS, 3)),
        ticktext=[f"{hour}시" for hour in range(0, _HOURS, 3)],
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, zeroline=False)
    return figure
