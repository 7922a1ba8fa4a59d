"""What a reader sees of an AppTest."""

from streamlit.testing.v1 import AppTest

UNREACHABLE = "서버에 연결할 수 없습니다. 잠시 후 다시 시도해주세요."


def text(app: AppTest) -> str:
    """All written text of the page, metrics included, in one string."""
    written = [app.title, app.subheader, app.markdown, app.caption, app.text, app.code]
    written += [app.info, app.success, app.warning, app.error]
    lines = [element.value for elements in written for element in elements]
    lines += [f"{metric.label} {metric.value} {metric.delta}" for metric in app.metric]
    return "\n".join(lines)


def metrics(app: AppTest) -> dict[str, str]:
    """Value of each metric by label."""
    return {metric.label: metric.value for metric in app.metric}


def in_url(app: AppTest, name: str) -> list[str]:
    """Values of a query parameter."""
    found = app.query_params.get(name, [])
    return [found] if isinstance(found, str) else list(found)


def press(app: AppTest, label: str) -> AppTest:
    """Presses the button with this label."""
    button = next(button for button in app.button if button.label == label)
    return button.click().run()
