"""The errors of the domains."""

from services.chassis.errors import Unavailable


class AwayError(Unavailable):
    """An error that takes nothing, like most of ours."""

    reason = "AWAY"

    def __init__(self) -> None:
        super().__init__("away", "없음", 7.5, part="model")


def test_a_copy_says_more_and_leaves_the_first_one_as_it_is() -> None:
    error = AwayError()
    copies = [error.with_metadata(conversation_id=name) for name in ("a", "b")]
    assert [copy.metadata for copy in copies] == [
        {"part": "model", "conversation_id": "a"},
        {"part": "model", "conversation_id": "b"},
    ]
    assert error.metadata == {"part": "model"}
    assert all(type(copy) is AwayError and copy.retry_after == 7.5 and str(copy) == "away" for copy in copies)
