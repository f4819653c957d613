"""Agreements: begun from the record, versioned, signed under a digest, followed by the partners."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from twoshores.alliances.models import Agreement, AgreementVersion, JointVision
from twoshores.alliances.services.agreement_moves import (
    agreement_move,
    agreement_renew,
    signature_record,
)
from twoshores.alliances.services.agreement_reminders import agreement_mail, agreements_remind
from twoshores.alliances.services.agreements import (
    agreement_create,
    agreement_text_write,
    agreement_update,
    latest_of,
)
from twoshores.alliances.services.stakeholders import stakeholder_remove
from twoshores.alliances.waiting import steps_waiting
from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState
from twoshores.projects.services.projects import partner_remove

SIGNATORY = "Hawa Quixzil-Traoré"
TODAY = date(2027, 3, 1)


def begin(design, template="memorandum", language="en", **more) -> Agreement:
    return agreement_create(
        by=design.coordinator,
        project=design.project,
        template=template,
        facts={"language": language, "title": ""} | more.pop("facts", {}),
        partners=more.pop("partners", [design.lead, design.partner]),
        **more,
    )


def write(design, agreement, text="# Who\nWe two agree.", **more) -> AgreementVersion:
    opened = more.pop("opened", latest_of(agreement).number)
    by = more.pop("by", design.coordinator)
    return agreement_text_write(by=by, agreement=agreement, opened=opened, text=text, **more)


def sign(design, agreement, partner, **more):
    digest = more.pop("sha256", latest_of(agreement).sha256[:8])
    facts = {"signed_by": SIGNATORY, "capacity": "President", "signed_on": date(2026, 11, 1)}
    return signature_record(
        by=design.coordinator,
        party=agreement.parties.get(partner=partner),
        sha256=digest,
        facts=facts | more.pop("facts", {}),
        **more,
    )


@pytest.fixture
def proposed(design) -> Agreement:
    agreement = begin(design, facts={"expires_on": date(2027, 4, 1)})
    write(design, agreement)
    return agreement_move(by=design.coordinator, agreement=agreement, move="propose")


@pytest.fixture
def signed(design, proposed) -> Agreement:
    sign(design, proposed, design.lead)
    sign(design, proposed, design.partner, facts={"signed_on": date(2026, 11, 3)})
    proposed.refresh_from_db()
    return proposed


def test_the_first_version_is_filled_from_the_record(design):
    project = design.project
    period = project.periods.create(
        position=1, name="First half", starts="2027-01-01", ends="2027-06-30"
    )
    for currency, amount in (("EUR", 500), ("XOF", 90_000)):
        line = project.budget_lines.create(
            partner=design.partner, category="travel", text="Journeys", currency=currency
        )
        line.amounts.create(period=period, amount=Decimal(amount))
    activity = project.activities.create(title="Wells")
    activity.partners.create(partner=design.partner, part="responsible")
    JointVision.objects.create(
        project=project, text="Water near every house", language="en", agreed_on=TODAY
    )
    text = str(latest_of(begin(design, "partnership")).body)
    assert "Kayes in Paris: EUR\\xa0500 + XOF\\xa090,000" in text
    assert "Kayes Water: [… part of the partner in the budget (Kayes Water) …]" in text
    assert "is responsible for “Wells”" in text
    assert "Water near every house" in text


def test_a_vision_that_is_not_agreed_stays_a_gap_that_the_page_lists(design, client):
    JointVision.objects.create(project=design.project, text="Half a thought", language="en")
    agreement = begin(design)
    client.force_login(design.coordinator)
    page = client.get(reverse("alliance_agreement", args=[design.project.pk, agreement.pk]))
    assert "Half a thought" not in page.content.decode()
    assert "<li>the goal we share</li>" in " ".join(page.content.decode().split())
    with pytest.raises(ValidationError, match="gaps"):
        agreement_move(by=design.coordinator, agreement=agreement, move="propose")


@pytest.mark.parametrize(
    ("template", "partners", "field"),
    [
        ("memorandum", 1, "partners"),
        ("contract", 3, "partners"),
        ("first_contact", 1, "stakeholder"),
    ],
)
def test_who_must_be_part_of_it_is_said_at_the_field(design, third, template, partners, field):
    rows = [design.lead, design.partner, third[0]][:partners]
    with pytest.raises(ValidationError) as refused:
        begin(design, template, partners=rows)
    assert field in refused.value.message_dict


def test_a_save_is_a_version_and_earlier_ones_stay(design):
    agreement = begin(design)
    before = latest_of(agreement).body
    second = write(design, agreement, note="Shorter")
    assert second.number == 2
    assert agreement.versions.get(number=1).body == before
    with pytest.raises(ValidationError, match="Nothing"):
        write(design, agreement)


def test_two_who_write_at_once_both_keep_their_words(design):
    agreement = begin(design)
    write(design, agreement, "Theirs", opened=1)
    with pytest.raises(StaleVersion) as stale:
        write(design, agreement, "Mine", opened=1)
    assert (stale.value.conflicts[0].theirs, stale.value.conflicts[0].mine) == ("Theirs", "Mine")


def test_what_lies_before_the_signatories_is_not_changed(design, proposed):
    with pytest.raises(PermissionDenied):
        write(design, proposed, "Another text")
    changed = agreement_update(
        by=design.coordinator,
        agreement=proposed,
        opened_version=proposed.version,
        facts={"title": "Another", "remind_days": 7},
    )
    assert (changed.remind_days, changed.title) == (7, proposed.title)


def test_a_signature_for_another_version_is_refused_and_the_partners_follow(design, proposed):
    other = proposed.versions.get(number=1).sha256
    for digest in (other, latest_of(proposed).sha256[:7], "", "zzzzzzzz"):
        with pytest.raises(ValidationError) as refused:
            sign(design, proposed, design.lead, sha256=digest)
        assert "sha256" in refused.value.message_dict
    design.partner.refresh_from_db()
    assert design.partner.agreement == "drafted"
    sign(design, proposed, design.lead)
    with pytest.raises(ValidationError):
        sign(design, proposed, design.lead)
    sign(design, proposed, design.partner, facts={"signed_on": date(2026, 11, 3)})
    proposed.refresh_from_db()
    design.partner.refresh_from_db()
    assert proposed.state == "signed"
    assert (design.partner.agreement, design.partner.agreed_on) == ("signed", date(2026, 11, 3))
    agreement_move(by=design.coordinator, agreement=proposed, move="end")
    design.partner.refresh_from_db()
    assert (design.partner.agreement, design.partner.agreed_on) == ("none", None)


def test_taken_back_and_changed_it_is_signed_anew(design, proposed):
    sign(design, proposed, design.lead)
    agreement_move(by=design.coordinator, agreement=proposed, move="reopen")
    write(design, proposed, "We two agree on more.")
    agreement_move(by=design.coordinator, agreement=proposed, move="propose")
    sign(design, proposed, design.partner)
    proposed.refresh_from_db()
    assert proposed.state == "proposed"  # the lead signed the earlier version
    sign(design, proposed, design.lead)
    proposed.refresh_from_db()
    assert proposed.state == "signed"


def test_a_day_to_come_and_a_move_out_of_turn_are_refused(design, proposed):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError):
        sign(design, proposed, design.lead, facts={"signed_on": tomorrow})
    with pytest.raises(WrongState):
        agreement_move(by=design.coordinator, agreement=proposed, move="end")
    with pytest.raises(ValidationError):
        agreement_move(by=design.coordinator, agreement=proposed, move="complete")


def test_a_paper_signed_elsewhere_is_not_unsaid_by_a_draft(design):
    design.partner.agreement = "signed"
    design.partner.save()
    agreement = begin(design)
    write(design, agreement)
    agreement_move(by=design.coordinator, agreement=agreement, move="propose")
    agreement_move(by=design.coordinator, agreement=agreement, move="drop")
    design.partner.refresh_from_db()
    assert design.partner.agreement == "signed"


def test_a_renewal_ends_the_old_one_once_it_is_signed(design, signed):
    new = agreement_renew(by=design.coordinator, agreement=signed)
    assert (new.starts_on, new.replaces) == (date(2027, 4, 2), signed)
    with pytest.raises(ValidationError, match="already"):
        agreement_renew(by=design.coordinator, agreement=signed)
    agreement_move(by=design.coordinator, agreement=new, move="propose")
    sign(design, new, design.lead)
    sign(design, new, design.partner)
    signed.refresh_from_db()
    design.partner.refresh_from_db()
    assert (signed.state, design.partner.agreement) == ("ended", "signed")


def test_its_end_is_told_once_and_stands_on_today(design, signed):
    assert agreements_remind(TODAY - timedelta(days=60)) == 0
    assert (agreements_remind(TODAY), agreements_remind(TODAY)) == (1, 0)
    agreement_mail(str(signed.pk))
    assert {to for sent in mail.outbox for to in sent.to} >= {
        "coordinator@example.org",
        "abroad@example.org",
    }
    assert all(SIGNATORY not in sent.body + sent.subject for sent in mail.outbox)
    waiting = steps_waiting(design.project, design.coordinator, TODAY)
    assert [(item.said, item.due) for item in waiting] == [(signed.title, date(2027, 4, 1))]
    agreement_renew(by=design.coordinator, agreement=signed)
    assert steps_waiting(design.project, design.coordinator, TODAY) == []


def test_a_partner_with_an_agreement_is_not_taken_out(design):
    agreement = begin(design)
    with pytest.raises(ValidationError, match=agreement.title):
        partner_remove(by=design.coordinator, project=design.project, partner=design.partner)


def test_an_organisation_with_an_agreement_is_not_deleted(design):
    agreement = begin(design)
    for row in (design.partner_organisation, design.partner_organisation.actor_ptr):
        with pytest.raises(ProtectedError, match=agreement.title), transaction.atomic():
            row.delete()
    agreement.parties.all().delete()
    design.partner_organisation.delete()
    design.partner.refresh_from_db()
    assert design.partner.organisation is None


def test_who_signed_stands_in_no_audit_and_no_outsider_opens_it(design, signed, client):
    assert SIGNATORY not in str(list(AuditEvent.objects.values()))
    project = design.project
    pages = [
        reverse("alliance_agreements", args=[project.pk]),
        reverse("alliance_agreement", args=[project.pk, signed.pk]),
        reverse("agreement_version", args=[project.pk, signed.pk, 2]),
        reverse("agreement_pdf", args=[project.pk, signed.pk, 2]),
        reverse("agreement_docx", args=[project.pk, signed.pk, 2]),
        reverse("agreement_compare", args=[project.pk, signed.pk]),
    ]
    for user, status in ((design.viewer, 200), (design.abroad, 200), (design.stranger, 404)):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [status] * len(pages)
    client.force_login(design.viewer)
    assert SIGNATORY in client.get(pages[1]).content.decode()
    for name in ("agreement_new", "agreement_text", "agreement_file", "agreement_edit"):
        args = [project.pk] if name == "agreement_new" else [project.pk, signed.pk]
        assert client.get(reverse(name, args=args)).status_code == 404
    history = client.get(reverse("workbench_history", args=[project.pk])).content.decode()
    assert "Signature noted" in history
    assert SIGNATORY not in history


def test_pages_take_few_queries(design, signed, client, django_assert_max_num_queries):
    for _number in range(3):
        agreement_renew(by=design.coordinator, agreement=signed)
        Agreement.objects.filter(replaces=signed).update(replaces=None)
    client.force_login(design.coordinator)
    for name, args in (
        ("alliance_agreements", []),
        ("alliance_agreement", [signed.pk]),
        ("agreement_compare", [signed.pk]),
    ):
        page = reverse(name, args=[design.project.pk, *args])
        client.get(page)
        with django_assert_max_num_queries(15):
            assert client.get(page).status_code == 200


def test_from_a_new_page_to_signed_by_hand(design, client):
    client.force_login(design.coordinator)
    project = design.project
    answer = client.post(
        reverse("agreement_new", args=[project.pk]),
        {
            "template": "contract",
            "language": "ar",
            "partners": [design.lead.pk, design.partner.pk],
            "remind_days": "30",
        },
    )
    agreement = Agreement.objects.get()
    page = reverse("alliance_agreement", args=[project.pk, agreement.pk])
    assert answer.url == page
    text = {"text": "# One\n- Two\nThree", "version": "1", "note": ""}
    assert client.post(reverse("agreement_text", args=[project.pk, agreement.pk]), text).url == page
    client.post(reverse("agreement_move", args=[project.pk, agreement.pk]), {"move": "propose"})
    given = {"signed_by": SIGNATORY, "capacity": "President", "signed_on": "2026-11-01"}
    for party in agreement.parties.all():
        address = reverse("agreement_sign", args=[project.pk, agreement.pk, party.pk])
        wrong = client.post(address, given | {"sha256": "00000000"})
        assert wrong.status_code == 422
        digest = latest_of(agreement).sha256[:8]
        assert client.post(address, given | {"sha256": digest}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.state == "signed"


def test_only_writers_begin_and_sign(design):
    with pytest.raises(PermissionDenied):
        agreement_create(
            by=design.abroad,
            project=design.project,
            template="memorandum",
            facts={"language": "en"},
            partners=[design.lead, design.partner],
        )


@pytest.fixture
def mayor(design):
    return design.project.stakeholders.create(
        name="Town hall of Kayes",
        group="local_authority",
        country="ML",
        language="fr",
        brings="Land beside the wells",
        they_promised="Gives the land",
    )


def test_a_first_letter_begins_on_the_stakeholder_s_page_in_their_language(design, mayor, client):
    client.force_login(design.coordinator)
    project = design.project
    page = client.get(reverse("alliance_stakeholder", args=[project.pk, mayor.pk]))
    address = f"{reverse('agreement_new', args=[project.pk])}?to={mayor.pk}"
    assert address in page.content.decode()
    begun = client.get(address).context["form"].initial
    assert (begun["template"], begun["language"]) == ("first_contact", "fr")
    client.post(address, begun | {"title": "", "remind_days": "60"})
    letter = Agreement.objects.get()
    text = str(latest_of(letter).body)
    assert "À Town hall of Kayes" in text
    assert "Land beside the wells" in text
    assert "Nous sommes Kayes Water" in text


def test_a_stakeholder_signs_under_its_own_name_and_is_held_by_it(design, mayor):
    agreement = begin(design, "contract", partners=[design.lead], stakeholders=[mayor])
    text = str(latest_of(agreement).body)
    assert "Town hall of Kayes, with its seat in Mali" in text
    assert "Gives the land" in text
    with pytest.raises(ValidationError, match="Contract with Town hall"):
        stakeholder_remove(by=design.coordinator, project=design.project, row=mayor)


def test_an_agreement_of_two_speaks_of_these_two(design, third):
    text = str(latest_of(begin(design, "memorandum", partners=[design.lead, third[0]])).body)
    assert "Town hall of Kayes: Mali" in text
    assert "Kayes in Paris" not in text
