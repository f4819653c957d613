"""A clock time on a page of programmes always says whose clock it is."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from twoshores.common.clocks import shown_here
from twoshores.programmes.clocks import by_clock_of
from twoshores.programmes.models import Assessment, Call
from twoshores.programmes.services.assigning import is_late
from twoshores.programmes.waiting import waiting_in_projects

from .applying import *  # noqa: F403 - fixtures

HERE = Path(__file__).parents[1]
# What shows a clock time and names no clock: Django's own filters (but for a machine's ISO form
# and a year), and the filter and the function that write in the instance's time unnamed.
UNNAMED = re.compile(r"""\|\s*(moment\b|time\b(?!_)|date\b(?!:"[cY]")|localtime\b)|{%\s*now\b""")
IN_PYTHON = re.compile(r"\bformat_moment\b|\bformat_time\b|\bstrftime\(\"[^\"]*%[HIM]")


def test_no_template_shows_a_clock_time_without_its_zone():
    """`|by_clock:call` for what belongs to a call, `|here` for the rest (see `common.clocks`)."""
    templates = sorted((HERE / "templates").rglob("*.*"))
    assert len(templates) > 80
    found = [
        f"{path.name}:{number}"
        for path in templates
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if UNNAMED.search(line)
    ]
    assert found == []


def test_where_a_template_writes_the_time_apart_it_writes_whose_clock_beside_it():
    """`text` and `whose` of a `Shown` go together."""
    shown = re.compile(r"\b((?:\w+\.)*(?:at|end|shown|other))\.text\b")
    for path in sorted((HERE / "templates").rglob("*.*")):
        text = path.read_text()
        for name in set(shown.findall(text)):
            assert text.count(f"{name}.text") == text.count(f"{name}.whose"), (path.name, name)


def test_no_module_writes_a_clock_time_by_itself():
    modules = [path for path in HERE.rglob("*.py") if "tests" not in path.parts]
    # The form shows a naive time beside the field that names its clock.
    known = {"calls.py": 1}
    for path in modules:
        found = len(IN_PYTHON.findall(path.read_text()))
        assert found <= known.get(path.name, 0), path


def test_a_moment_is_named_by_city_or_utc():
    moment = datetime(2027, 1, 30, 16, 0, 5, tzinfo=UTC)
    call = Call(time_zone="Europe/Brussels")
    assert by_clock_of(call, moment).named == "30 January 2027, 17:00:05, clock of Brussels"
    assert shown_here(moment).named == "30 January 2027, 16:00 UTC"
    with translation.override("fr"):
        assert "Bruxelles" in by_clock_of(call, moment).named


@pytest.mark.django_db
def test_officers_read_deadlines_by_the_clock_of_the_call(client, appraising, officer):
    Call.objects.update(time_zone="Asia/Tokyo")
    proposal = appraising.proposals[0]
    day = timezone.localdate() + timedelta(days=30)
    client.force_login(officer)
    asking = reverse("clarification_ask", args=[appraising.programme.pk, proposal.pk])
    assert "by the clock of Tokyo" in client.get(asking).text
    client.post(asking, {"question": "Who?", "language": "en", "due_on": day.isoformat()})
    page = client.get(reverse("appraised_proposal", args=[appraising.programme.pk, proposal.pk]))
    assert "00:00, clock of Tokyo" in page.text
    giving = reverse("proposal_readers", args=[appraising.programme.pk, proposal.pk])
    assert "by the clock of Tokyo" in client.get(giving).text
    assigning = reverse("appraisal_assign", args=[appraising.programme.pk, appraising.call.pk])
    assert "by the clock of Tokyo" in client.get(assigning).text
    (one,) = appraising.give(proposal, 0)
    Assessment.objects.update(due_on=day)
    assert "clock of Tokyo" in client.get(giving).text
    client.force_login(one.office.user)
    page = client.get(reverse("programme_assessing", args=[appraising.programme.pk]))
    assert "clock of Tokyo" in page.text


def test_marks_are_late_by_the_clock_of_the_call(monkeypatch):
    """At seven in the evening of the 1st in UTC it is the 2nd in Tokyo."""
    one = Assessment(state="given", due_on=date(2027, 3, 1))
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 1, 19, tzinfo=UTC))
    assert is_late(one, Call(time_zone="Asia/Tokyo"))
    assert not is_late(one, Call(time_zone="UTC"))


@pytest.mark.django_db
def test_a_draft_says_by_which_clock_it_was_kept(client, officer):
    client.force_login(officer)
    page = reverse("draft", args=["project_part"]) + "?of=x"
    kept = client.post(page, {"text": "b"}, headers={"HX-Request": "true"})
    assert kept.text.endswith("UTC.")


@pytest.mark.django_db
def test_today_names_the_day_of_a_deadline_by_the_clock_of_the_call(keeper, call, proposal):
    """A minute before midnight in New York is the day after in UTC."""
    end = datetime(2099, 3, 2, 4, 59, tzinfo=UTC)
    Call.objects.filter(pk=call.pk).update(deadline=end, time_zone="America/New_York")
    (waits,) = waiting_in_projects(keeper, timezone.localdate())
    assert waits.item.due == date(2099, 3, 1)
