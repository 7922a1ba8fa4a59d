"""What tests of batches do on the pages."""

from streamlit.testing.v1 import AppTest

from frontend.batch import batch_place
from tests.frontend.conftest import OpenPage
from tests.frontend.fake_batches import Job


def opened(open_page: OpenPage, job: Job) -> AppTest:
    """The page of a job."""
    return open_page("predict", **batch_place.parameters(job.batch.batch_id))


def matching(open_page: OpenPage, dataset_id: str) -> AppTest:
    """The page with the columns of a dataset."""
    return open_page("predict", mode="batch", source=dataset_id)


def columns(page: AppTest) -> dict[str, str | None]:
    """The column that is shown for each field."""
    return {box.label: box.value for box in page.selectbox if box.label.endswith(" 열")}
