"""What `dev.py run` hands on to the instance that it starts."""

from pathlib import Path

from devtools.commands import ROOT, instance_environ


def test_invented_people_never_meet_true_ones() -> None:
    demo = instance_environ({"DEMO": ""}, empty=False)
    clean = instance_environ({"DEMO": "1"}, empty=True)
    assert (demo["DEMO"], clean["DEMO"]) == ("1", "")
    assert demo["DATA_DIR"] != clean["DATA_DIR"]
    assert instance_environ({"DATA_DIR": "/srv"}, empty=True)["DATA_DIR"] == "/srv"


def test_compiled_code_is_kept_with_the_data_where_none_may_lie_beside_the_sources() -> None:
    found = instance_environ({"PYTHONDONTWRITEBYTECODE": "1"}, empty=False)
    assert "PYTHONDONTWRITEBYTECODE" not in found
    assert Path(found["PYTHONPYCACHEPREFIX"]) == ROOT / "var" / "demo" / "pycache"
    given = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/elsewhere"}
    assert instance_environ(given, empty=False)["PYTHONPYCACHEPREFIX"] == "/elsewhere"
    assert "PYTHONPYCACHEPREFIX" not in instance_environ({}, empty=False)
