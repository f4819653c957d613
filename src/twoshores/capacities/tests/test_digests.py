"""The weekly digest: what is new, once, without identities, until one click stops it."""

import traceback

import pytest
from django.urls import reverse

from twoshores.capacities.models import DigestSubscription
from twoshores.capacities.services.digests import (
    DigestsNotSent,
    digest_by_token,
    send_weekly_digests,
    stop_link,
)
from twoshores.common import mail

from .smtp_server import mail_server


@pytest.fixture
def member(make_member, concepts):
    water, food, disease = concepts
    return make_member("one", [(water, 4, "l'eau"), (food, 4, "x"), (disease, 4, "y")])


def test_owner_and_member_hear_once(need, member, officer, mailoutbox):
    assert send_weekly_digests() == 2
    by_reader = {message.to[0]: message for message in mailoutbox}
    assert member.pseudonym in by_reader[officer.email].body
    assert need.title in by_reader["one@example.org"].body
    assert send_weekly_digests() == 0


def test_digests_name_nobody(need, member, mailoutbox):
    send_weekly_digests()
    for message in mailoutbox:
        assert "Family" not in message.body + message.subject
    to_owner = next(m for m in mailoutbox if m.to == ["officer@example.org"])
    assert "one@example.org" not in to_owner.body


def test_opening_the_link_stops_nothing_and_one_click_does(need, member, client, mailoutbox):
    send_weekly_digests()
    digest = DigestSubscription.objects.get(person=member)
    address = stop_link(digest).removeprefix("http://127.0.0.1:8000")
    assert client.get(address).status_code == 200
    digest.refresh_from_db()
    assert digest.stopped_at is None
    assert 'name="stop"' in client.get(address).text
    assert 'name="again"' in client.post(address, {"List-Unsubscribe": "One-Click"}).text
    assert 'name="stop"' not in client.get(address).text
    digest.refresh_from_db()
    assert digest.stopped_at is not None
    header = next(m for m in mailoutbox if m.to == ["one@example.org"]).extra_headers
    # The link carries the second it was made in: what it leads to counts, not its letters.
    token = header["List-Unsubscribe"].strip("<>").rstrip("/").rsplit("/", 1)[1]
    assert digest_by_token(token) == digest


def test_a_refused_mail_keeps_nobody_else_from_theirs(need, member, officer, settings, caplog):
    with mail_server() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.server_address[1]},
            }
        }
        server.refused = {officer.email}
        with pytest.raises(DigestsNotSent, match="1 of 2"):
            send_weekly_digests()
        assert server.taken == ["one@example.org"]
        assert officer.email not in caplog.text
        server.refused = set()
        assert send_weekly_digests() == 1  # the job runs again: only who did not hear hears
        assert server.taken == ["one@example.org", officer.email]


def test_what_a_failed_job_keeps_names_no_address(settings):
    with mail_server() as server:
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.server_address[1]},
            }
        }
        server.refused = {"secret@example.org"}
        with pytest.raises(mail.MailNotSent) as failed:
            mail.send(
                to="secret@example.org",
                language="en",
                template="actors/mail/link.txt",
                context={"link": "x", "person": None},
            )
    told = "".join(traceback.format_exception(failed.value))
    assert "secret@example.org" not in told.replace('to="secret@example.org"', "")


def test_a_stopped_digest_is_not_sent(need, member, mailoutbox):
    DigestSubscription.objects.update(stopped_at=need.opened_at)
    send_weekly_digests()
    assert [message.to for message in mailoutbox] == [["one@example.org"]]


def test_a_forged_link_is_refused(client, db):
    assert client.get(reverse("digest_stop", args=["x:y:z"])).status_code == 404
