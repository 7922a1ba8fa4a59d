"""What a reader has chosen on a page, in the URL: whoever gets the link sees the same.

The URL is the truth and the widgets follow it. Moving to another page empties the URL; the session remembers what stood
there, and the page writes it back when the reader returns. On the page itself an empty URL means the usual choices: the
browser's button "back" leads there. Choices that are the usual ones are left out, so that links stay short.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeVar

import streamlit as st

from frontend import chosen_datasets

_Option = TypeVar("_Option", bound=str | int)


_OPEN, _DRAWN = "url_state_open", "url_state_drawn"


def begin(path: str) -> None:
    """For the frame, before the page at `path` runs."""
    st.session_state[_OPEN] = path


def end() -> None:
    """For the frame, once the page is drawn; one that was interrupted has not been there yet."""
    st.session_state[_DRAWN] = st.session_state[_OPEN]


class UrlState:
    """The query parameters of the page `page`, all but the chosen datasets, which belong to the sidebar."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._remembered = f"{page}_url"

    def restore(self) -> None:
        """For the page, before anything else: takes what the URL says, or puts the last choices there."""
        here = {name: st.query_params.get_all(name) for name in self.names()}
        if not here and st.session_state.get(_DRAWN) != st.session_state.get(_OPEN):
            here = st.session_state.get(self._remembered, {})
        if absent := {name: values for name, values in here.items() if st.query_params.get_all(name) != values}:
            st.query_params.update(absent)  # at once: each message to the browser is a step of its button "back"
        st.session_state[self._remembered] = here

    def all(self, name: str) -> list[str]:
        """Values of a parameter; none if it is not there."""
        return st.query_params.get_all(name)

    def names(self) -> list[str]:
        """The parameters that are there."""
        return [name for name in st.query_params if name != chosen_datasets.PARAMETER]

    def set(self, name: str, values: Sequence[str]) -> None:
        """Writes a parameter; without values it goes away."""
        if values:
            st.query_params[name] = list(values)
        else:
            st.query_params.pop(name, None)
        self._remember()

    def put(self, parameters: Mapping[str, Sequence[str]]) -> None:
        """Writes several parameters at once, one step of the browser's button "back"; those without values go away."""
        others = {name: st.query_params.get_all(name) for name in st.query_params if name not in parameters}
        st.query_params.from_dict(others | {name: list(values) for name, values in parameters.items() if values})
        self._remember()

    def select(
        self,
        name: str,
        label: str,
        options: Sequence[_Option],
        default: _Option,
        *,
        format_func: Callable[[_Option], str] = str,
        width: int | Literal["stretch"] = "stretch",
    ) -> _Option:
        """A list to choose one of; `default` if the URL names none that is offered."""
        key = self._follow(name, self._one(name, options, default))
        st.selectbox(
            label,
            options,
            key=key,
            format_func=format_func,
            filter_mode="contains",
            width=width,
            on_change=self._take_one,
            args=(name, key, default),
        )
        chosen: _Option = st.session_state[key]
        return chosen

    def segmented(
        self,
        name: str,
        label: str,
        options: Sequence[_Option],
        default: _Option,
        *,
        format_func: Callable[[_Option], str] = str,
    ) -> _Option:
        """A few choices side by side."""
        key = self._follow(name, self._one(name, options, default))
        st.segmented_control(
            label,
            options,
            key=key,
            format_func=format_func,
            required=True,
            on_change=self._take_one,
            args=(name, key, default),
        )
        chosen: _Option = st.session_state[key]
        return chosen

    def multiselect(
        self,
        name: str,
        label: str,
        options: Sequence[_Option],
        *,
        format_func: Callable[[_Option], str] = str,
        placeholder: str = "모두",
    ) -> list[_Option]:
        """Any number of a list; none if the URL says nothing."""
        offered = {str(option): option for option in options}
        key = self._follow(name, [offered[each] for each in self.all(name) if each in offered])
        st.multiselect(
            label,
            options,
            key=key,
            format_func=format_func,
            placeholder=placeholder,
            filter_mode="contains",
            select_all=False,
            on_change=self._take_all,
            args=(name, key),
        )
        chosen: list[_Option] = st.session_state[key]
        return chosen

    def toggle(self, name: str, label: str, default: bool = False, help: str | None = None) -> bool:  # noqa: A002
        """On or off."""
        words = self.all(name)
        key = self._follow(name, words[0] == "1" if words and words[0] in ("0", "1") else default)
        st.toggle(label, key=key, help=help, on_change=self._take_flag, args=(name, key, default))
        chosen: bool = st.session_state[key]
        return chosen

    def _remember(self) -> None:
        st.session_state[self._remembered] = {each: st.query_params.get_all(each) for each in self.names()}

    def _one(self, name: str, options: Sequence[_Option], default: _Option) -> _Option:
        words = self.all(name)
        return next((option for option in options if words and str(option) == words[0]), default)

    def _follow(self, name: str, value: object) -> str:
        """Key of the widget, which shows `value`."""
        key = f"{self.page}_{name}"
        st.session_state[key] = value
        return key

    def _take_one(self, name: str, key: str, default: object) -> None:
        value = st.session_state[key]
        self.set(name, [] if value is None or value == default else [str(value)])

    def _take_all(self, name: str, key: str) -> None:
        self.set(name, [str(value) for value in st.session_state[key]])

    def _take_flag(self, name: str, key: str, default: bool) -> None:
        value = st.session_state[key]
        self.set(name, [] if value == default else [str(int(value))])
