"""Generates the Python stubs, their type stubs and the descriptor set from the contracts.

`python -m protos.generate OUT` writes the packages `daegu` (stubs, `descriptors.binpb`) and `buf` (the messages of the
validation rules) into the folder OUT. The wheel `daegu-protos` is built from that folder.
"""

import ast
import importlib.util
import sys
import sysconfig
import tempfile
from pathlib import Path

import grpc_tools
from google.protobuf import descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
from grpc_tools import protoc

PROTOS = Path(__file__).parent
VALIDATE = "buf/validate/validate.proto"


def contracts(root: Path = PROTOS) -> list[str]:
    """Paths of our contracts, relative to `root`."""
    return sorted(path.relative_to(root).as_posix() for path in root.glob("daegu/**/*.proto"))


def validation_rules() -> descriptor_pb2.FileDescriptorSet:
    """The descriptor of buf/validate/validate.proto and of what it imports.

    It stands serialized in the protovalidate wheel, so nothing is vendored and nothing is fetched.
    """
    package = importlib.util.find_spec("protovalidate")
    if package is None or package.origin is None:
        raise SystemExit("protovalidate is not installed: run `make setup`")
    source = Path(package.origin).parent / "_gen/buf/validate/validate_pb.py"
    serialized = next(
        ast.literal_eval(node.args[0])
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "file_desc"
    )
    files = descriptor_pb2.FileDescriptorSet()
    for module in (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2):
        module.DESCRIPTOR.CopyToProto(files.file.add())
    files.file.add().ParseFromString(serialized)
    return files


def run_protoc(*arguments: str, files: list[str], root: Path = PROTOS) -> None:
    """Runs protoc over `files` below `root`; google/api and google/rpc come from the googleapis-common-protos wheel."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "validate.binpb"
        rules.write_bytes(validation_rules().SerializeToString())
        includes = (root, Path(grpc_tools.__file__).parent / "_proto", Path(sysconfig.get_path("purelib")))
        status = protoc.main(
            ["protoc", *(f"-I{path}" for path in includes), f"--descriptor_set_in={rules}", *arguments, *files]
        )
    if status != 0:
        raise SystemExit(f"protoc ended with {status}")


def write_image(path: Path, root: Path = PROTOS) -> None:
    """Writes the descriptor set of the contracts below `root`, their imports and their comments to `path`.

    It also holds google/rpc/error_details.proto, without which Envoy cannot print the details of an error as JSON.
    """
    run_protoc(
        f"--descriptor_set_out={path}",
        "--include_imports",
        "--include_source_info",
        files=[*contracts(root), "google/rpc/error_details.proto"],
        root=root,
    )


def generate(out: Path) -> None:
    """Writes stubs, type stubs and the descriptor set into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    scripts = Path(sysconfig.get_path("scripts"))
    run_protoc(
        f"--plugin=protoc-gen-mypy={scripts / 'protoc-gen-mypy'}",
        f"--plugin=protoc-gen-mypy_grpc={scripts / 'protoc-gen-mypy_grpc'}",
        f"--python_out={out}",
        f"--mypy_out=quiet:{out}",
        files=[*contracts(), VALIDATE],
    )
    run_protoc(
        f"--plugin=protoc-gen-mypy_grpc={scripts / 'protoc-gen-mypy_grpc'}",
        f"--grpc_python_out={out}",
        f"--mypy_grpc_out=quiet:{out}",
        files=contracts(),
    )
    for folder in (path for path in out.rglob("*") if path.is_dir()):
        (folder / "__init__.py").touch()
    for package in ("daegu", "buf"):
        (out / package / "py.typed").touch()
    write_image(out / "daegu" / "descriptors.binpb")


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
