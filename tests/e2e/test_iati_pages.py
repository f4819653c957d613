"""An IATI file comes in and leaves: on a phone in Arabic, without JavaScript, read by axe."""

import pytest
from django.urls import reverse

from tests.engines.iati_files import ACTIVITY, LEAST, document
from twoshores.projects.models import Project
from twoshores.projects.tests import designs

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_a_file_comes_in_and_its_report_is_read_by_axe(
    reader, axe, settings, tmp_path, transactional_db, language, width
):
    settings.DATA_DIR = tmp_path
    design = designs.build()
    design.coordinator.language = language
    design.coordinator.save()
    somebody = reader(language, width)
    somebody.sign_in(design.coordinator)
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(document(ACTIVITY, LEAST))
    bad.write_bytes(document(LEAST.replace('iso-date="2025-01-01"', 'iso-date="soon"')))
    found = []
    for path in (bad, good):
        page = somebody.open(reverse("iati_import"))
        found += [str(problem) for problem in axe(page)]
        page.set_input_files("input[type=file]", path)
        page.click("main form button[type=submit]")
        page.wait_for_selector("h1")
        found += [f"report: {problem}" for problem in axe(page)]
        assert overflow(page) == 0
    project = Project.objects.get(published__identifier="XX-REG-1-1")
    page = somebody.open(reverse("iati_check", args=[project.pk]))
    found += [f"check: {problem}" for problem in axe(page)]
    assert overflow(page) == 0
    assert found == []
