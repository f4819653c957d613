import fcntl
import threading
import time

import pytest
from django.urls import reverse

from twoshores.engines.linking import Refusal
from twoshores.taxonomy.linking import index_folder, link_status, link_text, refresh_index
from twoshores.taxonomy.models import Concept, Label
from twoshores.taxonomy.services import taxonomy_import

from .conftest import OCCUPATION


def test_before_the_first_build_nothing_is_suggested_and_it_is_said(concepts, client):
    assert link_text("baker").refusal is Refusal.NOTHING_LOADED
    assert link_status().stage == "none"
    page = client.get(reverse("skills"), {"q": "baker"})
    assert b"Still reading the labels" in page.content


def test_an_import_reaches_the_index_at_the_next_refresh(concepts, french):
    assert refresh_index()
    assert not refresh_index()
    assert link_text("boulangère", "fr")[0].language == "en"
    taxonomy_import(french, by=None)
    assert refresh_index()
    best = link_text("boulangère", "fr")[0]
    assert (best.uri, best.matched_label) == (f"{OCCUPATION}2", "boulangère")
    assert not best.needs_confirmation
    assert link_status().is_complete


def test_retired_concepts_are_not_suggested(concepts, french):
    taxonomy_import(french, by=None)
    refresh_index()
    assert f"{OCCUPATION}9" not in {c.uri for c in link_text("chocolatier", "fr", top=100)}


def test_one_process_builds_and_others_wait_for_it(concepts):
    index_folder().mkdir(parents=True)
    asked = threading.Event()
    seen = []

    def other() -> None:
        with (index_folder().parent / "labels.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            asked.set()
            time.sleep(0.3)
            seen.append(link_status().stage)

    thread = threading.Thread(target=other)
    thread.start()
    asked.wait(5)
    assert refresh_index()
    thread.join()
    assert seen == ["none"]


def test_words_become_suggestions_on_a_page_and_as_a_fragment(concepts, client):
    refresh_index()
    page = client.get(reverse("skills"), {"q": "panadero", "language": "es"})
    assert b"baker" in page.content
    fragment = client.get(reverse("skills"), {"q": "panadero"}, headers={"HX-Request": "true"})
    assert b"baker" in fragment.content
    assert b"<html" not in fragment.content
    georgian = client.get(reverse("skills"), {"q": "მასწავლებელი"})
    assert b"We cannot read this language yet" in georgian.content


def test_a_concept_shows_what_is_around_it_in_the_readers_language(concepts, french, client):
    taxonomy_import(french, by=None)
    page = client.get(
        reverse("concept"), {"uri": concepts["baker"].uri}, headers={"Accept-Language": "fr"}
    )
    text = page.content.decode()
    assert "<h1>boulanger/boulangère</h1>" in text
    assert "maçon/maçonne" in text
    assert "constructing" in text


@pytest.mark.parametrize("uri", ["", "urn:nothing", "x" * 500, f"{OCCUPATION}9"])
def test_a_concept_that_is_not_in_use_is_not_found(db, client, uri):
    retired = Concept.objects.create(
        uri=f"{OCCUPATION}9", kind="occupation", label="gone", is_retired=True
    )
    Label.objects.create(concept=retired, language="en", text="gone", is_preferred=True)
    assert client.get(reverse("concept"), {"uri": uri}).status_code == 404
