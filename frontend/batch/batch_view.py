"""여러 건 예측: from a dataset over its columns to a job and its result."""

import streamlit as st
from daegu.prediction.v1 import prediction_pb2 as pb

from frontend.batch import batch_columns, batch_job, batch_list, batch_place, batch_source

_LAST = 5


def show(model: pb.GetModelResponse) -> None:
    if batch_id := batch_place.job():
        batch_job.show(batch_id, model)
        return
    dataset = batch_source.show()
    if dataset:
        batch_columns.show(dataset)
    st.subheader("최근 일괄 예측", anchor=False)
    batch_list.last(_LAST)
