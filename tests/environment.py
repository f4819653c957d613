"""A pytest plugin that is loaded first (pyproject's addopts): settings read these at import."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="twoshores-tests-"))
os.environ.setdefault("DEMO", "1")
