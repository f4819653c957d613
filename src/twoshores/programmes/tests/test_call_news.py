"""A call that is called off, a deadline that moves: everybody with a proposal to it is mailed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from twoshores.actors.models import Membership
from twoshores.programmes.models import Call, Proposal
from twoshores.programmes.services import telling
from twoshores.programmes.services.call_news import call_news_mail
from twoshores.programmes.services.call_parts import call_translate
from twoshores.programmes.services.calls import call_cancel, call_update
from twoshores.programmes.services.deciding import award_record
from twoshores.programmes.services.proposals import proposal_withdraw
from twoshores.programmes.services.submissions import proposal_submit

from .applying import *  # noqa: F403 - fixtures
from .money import tell

NEW = datetime(2099, 7, 1, 10, tzinfo=UTC)


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks, settings):
    """What is done inside, with the mails that follow once it holds."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    return lambda: django_capture_on_commit_callbacks(execute=True)


def move(officer, call, **facts) -> Call:
    call.refresh_from_db()
    return call_update(
        by=officer, call=call, opened_version=call.version, facts=facts, note="More time"
    )


def told(mailoutbox) -> list[str]:
    return sorted(address for mail in mailoutbox for address in mail.to)


def test_all_partners_are_told_of_a_deadline_that_moved(
    proposal, officer, keeper, helper, keeping, stranger, mailoutbox, on_commit
):
    """Those who write for them, by both moments and whose clock that is, in their language."""
    Membership.objects.create(user=stranger, organisation=keeping, role="viewer")
    Call.objects.update(deadline=datetime(2099, 6, 1, 15, tzinfo=UTC))
    with on_commit():
        move(officer, proposal.call, deadline=NEW)
    assert told(mailoutbox) == [keeper.email, helper.email]
    mail = mailoutbox[0]
    assert mail.subject.startswith("A deadline was moved:")
    said = " ".join(mail.body.split())
    assert "Proposals until: 1 July 2099, 12:00, clock of Brussels" in said
    assert "Before: 1 June 2099, 17:00, clock of Brussels" in said
    assert "Egypt: 1 July 2099, 13:00" in said
    assert "Ponds that pay" in said
    assert f"/workbench/{proposal.project_id}/funding/{proposal.pk}/" in said
    assert "{" not in mail.body


def test_each_reads_the_moment_in_their_own_language(
    proposal, officer, helper, mailoutbox, on_commit
):
    helper.language = "fr"
    helper.save()
    call = proposal.call
    call_translate(by=officer, call=call, language="fr", texts={(call, "title"): "De l’eau"})
    with on_commit():
        move(officer, call, deadline=NEW)
    (mail,) = [mail for mail in mailoutbox if mail.to == [helper.email]]
    assert "1 juillet 2099" in mail.body
    assert "Bruxelles" in mail.body
    assert "De l’eau" in mail.subject
    (other,) = [mail for mail in mailoutbox if mail.to != [helper.email]]
    assert call.title in other.subject


def test_what_moves_nothing_tells_nobody(proposal, officer, mailoutbox, on_commit):
    with on_commit():
        move(officer, proposal.call, deadline=proposal.call.deadline, title="Nets")
    assert mailoutbox == []


def test_who_withdrew_or_left_is_told_nothing(
    proposal, officer, keeper, second, mailoutbox, on_commit
):
    second.left_on = timezone.localdate()
    second.save()
    with on_commit():
        move(officer, proposal.call, deadline=NEW)
    assert told(mailoutbox) == [keeper.email]
    proposal_withdraw(by=keeper, proposal=proposal)
    with on_commit():
        move(officer, proposal.call, deadline=NEW + timedelta(days=1))
        call_cancel(by=officer, call=proposal.call)
    assert len(mailoutbox) == 1


def test_a_call_that_is_called_off_is_told_to_all(
    proposal, officer, keeper, helper, mailoutbox, on_commit
):
    proposal_submit(by=keeper, proposal=proposal)
    with on_commit():
        call_cancel(by=officer, call=proposal.call)
    assert told(mailoutbox) == [keeper.email, helper.email]
    mail = mailoutbox[0]
    assert mail.subject.startswith("Called off:")
    assert "nothing is funded" in mail.body
    call_news_mail(str(proposal.pk), "moved", [["deadline", "", NEW.isoformat()]])
    assert len(mailoutbox) == 2  # a deadline of it is no news any more


@pytest.mark.parametrize("is_told", [False, True])
def test_a_mail_or_its_lack_tells_no_decision(appraising, officer, mailoutbox, on_commit, is_told):
    proposal = appraising.proposals[0]
    facts = {"reasons": "Weak", "language": "en", "amount": None}
    award = award_record(by=officer, proposal=proposal, outcome="refused", facts=facts)
    if is_told:
        telling.letter_mail(telling.letter_send(by=officer, award=award).pk)
    mailoutbox.clear()
    with on_commit():
        call_cancel(by=officer, call=appraising.call)
    assert (appraising.keepers[0].email in told(mailoutbox)) == (not is_told)
    assert appraising.keepers[1].email in told(mailoutbox)


def test_in_two_stages_each_is_told_of_what_it_may_still_meet(
    proposal, officer, keeper, mailoutbox, on_commit
):
    now = timezone.now()
    days = {"concept_deadline": now + timedelta(days=5), "deadline": now + timedelta(days=60)}
    Call.objects.update(stages="two", **days)

    def mails(**facts) -> int:
        mailoutbox.clear()
        with on_commit():
            move(officer, proposal.call, **facts)
        return len(mailoutbox)

    later = {name: moment + timedelta(days=1) for name, moment in days.items()}
    assert mails(**later) == 2
    assert mailoutbox[0].body.count("until:") == 2
    Proposal.objects.update(state="invited")
    tell(proposal, "invited")
    assert mails(concept_deadline=days["concept_deadline"]) == 0
    assert mails(deadline=days["deadline"]) == 2
    assert mailoutbox[0].body.count("until:") == 1
    Proposal.objects.update(state="draft")
    Call.objects.update(concept_deadline=now)
    assert mails(deadline=later["deadline"]) == 0  # its concept was not handed in
