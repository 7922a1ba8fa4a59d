"""Uploading a CSV: the file, what it is called, how far it is, and why it was refused."""

import uuid
from typing import TYPE_CHECKING

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients, recovery
from frontend.backend_error import BackendError
from frontend.literal_text import literal

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

LONGEST_NAME, LONGEST_DESCRIPTION = 200, 2000  # characters, as the contract says
_ROUND = "upload_round"  # part of the keys of the form: a new one empties it
_GIVEN_NAME = "upload_given_name"
_FAILURE = "upload_failure"  # (id of the file, BackendError; None once the server is back)
_FIELDS = {"name": "이름", "description": "설명"}


def show() -> pb.Dataset | None:
    """Draws the form. Returns the dataset once a file is stored; the form is then empty for the next one."""
    turn = st.session_state.get(_ROUND, 0)
    with st.container(border=True):
        st.subheader(":material/upload_file: CSV 올리기", anchor=False)
        st.caption(
            "공공데이터포털이나 TAAS에서 받은 CSV를 그대로 올려주세요. 50 MB까지, UTF-8·UTF-16·CP949를 읽습니다."
        )
        file = st.file_uploader("CSV 파일", type="csv", key=f"upload_file_{turn}", label_visibility="collapsed")
        if file is None:
            return None
        name, description = _words(file, turn)
        stored = None
        if st.button("올리기", key="upload", type="primary", icon=":material/upload:", disabled=not name.strip()):
            stored = _upload(file, name.strip(), description.strip())
        if stored is None:
            _refused(file)
            return None
    st.session_state[_ROUND] = turn + 1
    return stored


def phase(sent: int, size: int) -> str:
    """What happens while `sent` of `size` bytes are on their way."""
    return f"보내는 중 {100 * sent // size}%" if sent < size else "내용을 읽는 중"


def upload_id(file_id: str, name: str, description: str) -> str:
    """The same for the same file and words, so that pressing again after a failure makes one dataset, not two."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\n".join((file_id, name, description))))


def _words(file: "UploadedFile", turn: int) -> tuple[str, str]:
    """Name and description. They outlive the file, so that choosing a better one loses nothing."""
    key = f"upload_name_{turn}"
    file_name = file.name[:-4] if file.name.lower().endswith(".csv") else file.name
    # A name that the user has typed stays when another file is chosen; one that was taken from a file does not.
    if st.session_state.get(key, "") in ("", st.session_state.get(_GIVEN_NAME)):
        st.session_state[key] = file_name[:LONGEST_NAME]
    st.session_state[_GIVEN_NAME] = file_name[:LONGEST_NAME]
    name = st.text_input("이름", max_chars=LONGEST_NAME, key=key, persist_state="page")
    description = st.text_area(
        "설명",
        max_chars=LONGEST_DESCRIPTION,
        key=f"upload_description_{turn}",
        height=80,
        placeholder="어디서 받았는지, 언제 자료인지 적어두면 나중에 찾기 쉽습니다. 비워두어도 됩니다.",
        persist_state="page",
    )
    return name or "", description or ""


def _upload(file: "UploadedFile", name: str, description: str) -> pb.Dataset | None:
    st.session_state.pop(_FAILURE, None)
    bar = st.empty()

    def progress(sent: int) -> None:
        bar.progress(sent / file.size if file.size else 1.0, text=phase(sent, file.size))

    try:
        return clients.backend().datasets.upload(
            file.getbuffer(), name, description, upload_id(file.file_id, name, description), progress
        )
    except BackendError as error:
        st.session_state[_FAILURE] = (file.file_id, error)
        return None
    finally:
        bar.empty()


def _refused(file: "UploadedFile") -> None:
    """Why this file was not stored; nothing once another one is chosen."""
    file_id, error = st.session_state.get(_FAILURE, ("", None))
    if file_id != file.file_id:
        return
    if error is None:
        st.info("서버에 다시 연결되었습니다. ‘올리기’를 한 번 더 눌러주세요.", icon=":material/cloud_done:")
        return
    if not error.violations:
        recovery.show_datasets(error, lambda: st.session_state.update({_FAILURE: (file_id, None)}))
        return
    reasons = "\n".join(f"- {_reason(violation.field, violation.message_ko)}" for violation in error.violations)
    st.error(f"이 파일은 올리지 못했습니다.\n\n{reasons}", icon=":material/error:")
    st.caption("고친 파일을 다시 골라주세요. 적어둔 이름과 설명은 그대로 남아 있습니다.")


def _reason(field: str, message_ko: str) -> str:
    label = _FIELDS.get(field.rpartition(".")[2])
    return f"{label}: {literal(message_ko)}" if label else literal(message_ko)
