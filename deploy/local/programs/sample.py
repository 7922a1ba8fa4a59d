"""One-shot part: the sample dataset for a catalogue that is empty. `python -m deploy.local.programs.sample PORT`

PORT is that of the dataset service. A sample that cannot be created is a line in the log and no failure of the part:
the product is whole without it, the app offers to create it, and the next start tries again.
"""

import sys

import grpc
from daegu.dataset.v1 import dataset_pb2, dataset_pb2_grpc

from deploy.local.ports import HOST

# Together well below the time that a part may take to start.
_LIST_SECONDS, _CREATE_SECONDS = 5, 30


def main() -> None:
    with grpc.insecure_channel(f"{HOST}:{sys.argv[1]}", options=[("grpc.enable_http_proxy", 0)]) as channel:
        try:
            said = _fill(dataset_pb2_grpc.DatasetServiceStub(channel))
        except grpc.RpcError as error:
            said = f"The sample dataset was not created: {error.code().name}: {error.details()}"
    sys.stdout.write(f"{said}\n")


def _fill(datasets: dataset_pb2_grpc.DatasetServiceStub) -> str:
    """What was done. Raises grpc.RpcError."""
    total = datasets.ListDatasets(dataset_pb2.ListDatasetsRequest(limit=1), timeout=_LIST_SECONDS).total
    if total:
        return f"There are datasets already: {total}"
    sample = datasets.CreateSampleDataset(dataset_pb2.CreateSampleDatasetRequest(), timeout=_CREATE_SECONDS)
    return f"Created the sample dataset {sample.dataset_id} with {sample.rows} rows"


if __name__ == "__main__":
    main()
