"""Events, papers, and who should talk to whom: for the programme and for its grantees."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from icalendar import Calendar

from twoshores.programmes.models import ProgrammeEvent, ProgrammePaper, Proposal
from twoshores.programmes.selectors.synergies import talks_in, talks_of
from twoshores.programmes.services.papers import paper_add
from twoshores.projects.models import Project

from .conftest import make_organisation
from .money import tell

pytestmark = pytest.mark.django_db
EVENT = {
    "title": "Fair of wells",
    "from_day": "2027-03-01",
    "from_time": "09:00",
    "until_day": "2027-03-02",
    "until_time": "17:30",
    "time_zone": "Europe/Brussels",
    "language": "en",
}


def test_an_event_stands_for_grantees_and_goes_into_their_calendar(
    client,
    programme,
    officer,
    funded,
    stranger,
):
    client.force_login(officer)
    assert client.post(reverse("event_new", args=[programme.pk]), EVENT).status_code == 302
    event = ProgrammeEvent.objects.get()
    assert event.starts_at.isoformat() == "2027-03-01T08:00:00+00:00"
    backwards = client.post(
        reverse("event_edit", args=[programme.pk, event.pk]),
        EVENT | {"until_day": "2027-02-01", "version": event.version},
    )
    assert backwards.status_code == 422

    client.force_login(funded.partner)
    page = client.get(reverse("project_support", args=[funded.project.pk])).content.decode()
    assert "Fair of wells" in page
    ics = reverse("programme_event_ics", args=[event.pk])
    assert ics in page
    read = Calendar.from_ical(client.get(ics).content)
    assert read.walk("VEVENT")[0]["summary"] == "Fair of wells"
    client.force_login(stranger)
    assert client.get(ics).status_code == 404


def test_a_paper_is_kept_and_given_to_grantees(client, programme, officer, funded, stranger):
    client.force_login(officer)
    file = SimpleUploadedFile("../../logos.csv", b"logo;use\nours;always\n")
    facts = {"title": "Logos", "language": "en", "file": file}
    assert client.post(reverse("paper_new", args=[programme.pk]), facts).status_code == 302
    paper = ProgrammePaper.objects.get()
    assert "/" not in paper.file_name
    address = reverse("programme_paper", args=[paper.pk])
    client.force_login(funded.keeper)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"logo;use\nours;always\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(officer)
    client.post(reverse("programme_paper_remove", args=[programme.pk, paper.pk]))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\x00\x03 a program", b"<html><script>x</script></html>", b"PK\x03\x04 no zip"],
)
def test_what_is_no_paper_is_refused(programme, officer, data):
    with pytest.raises(ValidationError):
        paper_add(
            by=officer, programme=programme, title="x", language="en", name="x.pdf", data=data
        )


def test_only_those_who_run_it_add_papers(programme, funded):
    with pytest.raises(PermissionDenied):
        paper_add(
            by=funded.keeper,
            programme=programme,
            title="x",
            language="en",
            name="x.csv",
            data=b"a;b\n1;2\n",
        )


@pytest.fixture
def three(funded) -> list[Project]:
    """Three funded projects; the first two use the same building block, for people who return."""
    made = [funded.project]
    for number, name in enumerate(("Weavers of Loja", "Fishers of Poti"), start=2):
        owner = make_organisation(name, "EC", coordinator=f"{number}@example.org")
        project = Project.objects.create(
            code=f"P-{number}", title=name, language="en", owner=owner, stage="running"
        )
        funded.proposal.call.proposals.create(project=project, state="selected", number=number)
        made.append(project)
    for proposal in Proposal.objects.all():
        tell(proposal)
    for project in made[:2]:
        project.blocks.create(block="migrant-experts", position=1)
        project.alignments.create(kind="gcm", code="21")
    return made


def test_those_who_share_something_rare_are_told(client, programme, officer, three):
    (talk,) = talks_in(programme)
    assert {talk.one, talk.other} == {three[0], three[1]}
    client.force_login(officer)
    page = reverse("programme_synergies", args=[programme.pk])
    assert "Weavers of Loja" in client.get(page).content.decode()


def test_a_partner_is_told_of_what_it_may_see_only(client, programme, funded, three):
    assert talks_of(funded.keeper, funded.project, [programme]) == []
    Project.objects.filter(pk=three[1].pk).update(visibility="public")
    assert [row.other for row in talks_of(funded.keeper, funded.project, [programme])] == [three[1]]
    client.force_login(funded.keeper)
    page = client.get(reverse("project_support", args=[funded.project.pk])).content.decode()
    assert "Weavers of Loja" in page
