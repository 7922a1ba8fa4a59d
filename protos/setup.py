"""Builds the wheel `daegu-protos` from the generated packages: nothing of it lies in this folder."""

import shutil
import sys
from pathlib import Path

from setuptools import find_packages, setup

sys.path.insert(0, str(Path(__file__).parent))

from generate import generate

STUBS = Path("build/stubs")

shutil.rmtree("build", ignore_errors=True)
generate(STUBS)
setup(
    packages=find_packages(str(STUBS)),
    package_dir={"": str(STUBS)},
    package_data={"": ["*.pyi", "py.typed", "*.binpb"]},
)
