"""For every test of the house: data go to a folder of the test's own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="twoshores-tests-"))
os.environ.setdefault("DEMO", "1")

import pytest


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path: Path, settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path
