"""Takes files in and removes them: a dataset is completely there, or not there at all."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from services.dataset.domain.catalog import Catalog, Dataset, RequestIdReused, RequestMark
from services.dataset.domain.files import ARROW, CSV, Blobs, IncomingFile, Staging, storage_errors
from services.dataset.domain.labels import Label, tidy
from services.dataset.domain.reading import understand
from services.dataset.domain.recognition import recognise
from services.dataset.domain.sample.generator import (
    SAMPLE_DESCRIPTION,
    SAMPLE_NAME,
    SAMPLE_REQUEST_ID,
    sample_csv,
)


class Library:
    """Keeps entries and files together.

    A file is put into its place before its entry is committed, and deleted after its last entry is: a crash in between
    leaves a file that nobody sees, never an entry without its file. `sweep` removes such files.
    """

    def __init__(self, catalog: Catalog, blobs: Blobs, staging: Staging, new_id: Callable[[], str]) -> None:
        self._catalog = catalog
        self._blobs = blobs
        self._staging = staging
        self._new_id = new_id

    def begin(self) -> IncomingFile:
        """A place for the bytes of an upload. Whoever asks for it discards it at the end, in any case."""
        return self._staging.begin()

    def add(self, incoming: IncomingFile, label: Label) -> Dataset:
        """Understands the complete file and keeps it. Raises InvalidFile, RequestIdReused or Unavailable."""
        sha256 = incoming.seal()
        arrow = incoming.folder / "rows.arrow"
        with storage_errors():
            understood = understand(incoming.original, arrow, incoming.folder)
        recognition = recognise(label.file_name or label.name, understood.columns)
        dataset = Dataset(
            dataset_id=self._new_id(),
            name=label.shown_name(recognition.kind),
            description=tidy(label.description),
            rows=understood.rows,
            column_count=len(understood.columns),
            size_bytes=incoming.size,
            uploaded_at=datetime.now(UTC),
            sha256=sha256,
            encoding=understood.encoding,
            kind=recognition.kind,
            kind_confidence=recognition.confidence,
            columns=understood.columns,
            notices=understood.notices,
        )

        def publish() -> None:
            self._blobs.publish(incoming.original, sha256, CSV)
            self._blobs.publish(arrow, sha256, ARROW)

        # Once before the hash is locked, because an object store may take its time; inside the lock it is there already
        # unless somebody has deleted it meanwhile.
        publish()
        try:
            return self._catalog.store(dataset, _mark(label, sha256), publish)
        except RequestIdReused:
            self._discard_file(sha256)
            raise

    def sample(self) -> Dataset:
        """The sample, which is made only if it is not there."""
        known = self._catalog.requested(SAMPLE_REQUEST_ID)
        if known is not None:
            return known
        incoming = self.begin()
        try:
            incoming.write(sample_csv())
            return self.add(incoming, Label(SAMPLE_NAME, SAMPLE_DESCRIPTION, SAMPLE_REQUEST_ID))
        finally:
            incoming.discard()

    def remove(self, dataset_id: str) -> None:
        """Raises DatasetNotFound or DatasetInUse."""
        self._discard_file(self._catalog.remove(dataset_id))

    def sweep(self) -> tuple[int, int]:
        """Removes what broken uploads and deletions have left: numbers of uploads and of files."""
        uploads = self._staging.sweep()
        orphans = self._catalog.unused(set(self._blobs.hashes()))
        for sha256 in orphans:
            self._discard_file(sha256)
        return uploads, len(orphans)

    def _discard_file(self, sha256: str) -> None:
        self._catalog.forget_file(sha256, partial(self._blobs.delete, sha256))


def _mark(label: Label, sha256: str) -> RequestMark | None:
    if not label.request_id:
        return None
    said = "\0".join((sha256, label.name, label.description, label.file_name))
    # The same UUID may be written in either case.
    return RequestMark(label.request_id.lower(), hashlib.sha256(said.encode()).hexdigest())
