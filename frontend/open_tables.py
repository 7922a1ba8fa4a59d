"""Opens datasets as tables."""

from dataclasses import dataclass

import streamlit as st
from daegu.dataset.v1 import dataset_pb2 as pb

from frontend import clients, dong_centres
from frontend.analysis import table_making
from frontend.analysis.columns import Column, Kind
from frontend.analysis.districts_in_text import Gazetteer
from frontend.analysis.table import Table
from frontend.settings import settings
from frontend.table_cache import TableCache

_KINDS = {
    pb.COLUMN_TYPE_INTEGER: Kind.INTEGER,
    pb.COLUMN_TYPE_FLOAT: Kind.FLOAT,
    pb.COLUMN_TYPE_TEXT: Kind.TEXT,
    pb.COLUMN_TYPE_BOOLEAN: Kind.BOOLEAN,
    pb.COLUMN_TYPE_DATETIME: Kind.DATETIME,
    pb.COLUMN_TYPE_LATITUDE: Kind.LATITUDE,
    pb.COLUMN_TYPE_LONGITUDE: Kind.LONGITUDE,
    pb.COLUMN_TYPE_YEAR: Kind.YEAR,
}


@dataclass(frozen=True)
class Opened:
    """A dataset and its rows."""

    dataset: pb.Dataset
    table: Table


def open_dataset(dataset_id: str) -> Opened:
    """The dataset with this id. Its rows are fetched once and kept by their content. Raises BackendError."""
    dataset = clients.backend().datasets.get(dataset_id)
    return Opened(dataset, _cache().get(dataset.sha256, lambda: _table(dataset)))


@st.cache_resource(show_spinner=False)
def _cache() -> TableCache:
    return TableCache(settings().tables_megabytes << 20)


def _table(dataset: pb.Dataset) -> Table:
    columns = [
        Column(info.name, _KINDS.get(info.type, Kind.TEXT), dataset.rows, info.missing, info.distinct)
        for info in dataset.columns_info
    ]
    frame = clients.backend().datasets.frame(dataset.dataset_id)
    return table_making.make(frame, columns, Gazetteer(dong_centres.centres()))
