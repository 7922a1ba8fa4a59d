"""What a reader of the page 챗봇 does and sees, for AppTest."""

from streamlit.testing.v1 import AppTest

from tests.frontend import screen


def ask(page: AppTest, text: str) -> AppTest:
    """Types a question and sends it."""
    return page.chat_input[0].set_value(text).run()


def questions(page: AppTest) -> list[str]:
    """The questions on the page, from the top."""
    return [message.text[0].value for message in page.chat_message if message.name == "user"]


def answers(page: AppTest) -> list[str]:
    """All that is written in each answer, badges and captions included."""
    return [
        "\n".join(element.value for kind in (message.markdown, message.caption) for element in kind)
        for message in page.chat_message
        if message.name == "assistant"
    ]


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def conversation(page: AppTest) -> str:
    """Id in the URL; empty if there is none."""
    found = page.query_params.get("conversation", "")
    return found if isinstance(found, str) else found[0]


def errors(page: AppTest) -> list[str]:
    return [error.value for error in page.error]


def press(page: AppTest, label: str) -> AppTest:
    return screen.press(page, label)
