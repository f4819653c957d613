"""An instance in which no project is loaded yet."""

import pytest
from django.core.management import call_command

from .test_pages import text_of

pytestmark = pytest.mark.django_db


def test_without_any_project_the_page_says_what_would_stand_here(client):
    assert "No project is here yet" in text_of(client.get("/projects/"))
    assert "No project is here yet" in text_of(client.get("/projects/map/"))


def test_the_command_says_how_many_were_written(capsys):
    call_command("load_examples")
    call_command("load_examples")

    assert capsys.readouterr().out.splitlines() == [
        "51 example projects written.",
        "0 example projects written.",
    ]
