"""The published schema of 360Giving as a check for tests."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

from twoshores.engines import threesixty

DATA = Path(threesixty.__file__).parent / "data"


def _read(name: str) -> dict[str, Any]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def package_check() -> Callable[[Any], Any]:
    """Raises fastjsonschema.JsonSchemaValueException for what is no package of grants. The schema
    of packages names that of grants by its address; it is answered from our file."""
    grant = _read("360-giving-schema.json")
    package = _read("360-giving-package-schema.json")
    return fastjsonschema.compile(package, handlers={"https": lambda _address: grant})
