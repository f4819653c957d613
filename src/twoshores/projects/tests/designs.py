"""A small design to test with: an organisation, who writes for it, a partner abroad."""

from dataclasses import dataclass

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.services.projects import partner_add, project_create


@dataclass
class DesignWorld:
    coordinator: User
    viewer: User
    abroad: User  # officer of the partner abroad
    stranger: User
    keeper: Organisation
    partner_organisation: Organisation
    project: Project
    lead: ProjectPartner
    partner: ProjectPartner


def build() -> DesignWorld:
    """A project of "Kayes Water" (Mali) with "Kayes in Paris" (France), in design."""
    users = {
        name: User.objects.create_user(f"{name}@example.org")
        for name in ("coordinator", "viewer", "abroad", "stranger")
    }

    def organisation(name: str, country: str, roles: dict[str, str]) -> Organisation:
        made = Organisation.objects.create(
            kind="organisation",
            name=name,
            name_language="fr",
            organisation_kind="migrant_association",
            country=country,
        )
        for user, role in roles.items():
            Membership.objects.create(user=users[user], organisation=made, role=role)
        return made

    keeper = organisation("Kayes Water", "ML", {"coordinator": "coordinator", "viewer": "viewer"})
    abroad = organisation("Kayes in Paris", "FR", {"abroad": "officer"})
    project = project_create(
        by=users["coordinator"],
        owner=keeper,
        facts={"title": "Water for twelve villages", "language": "fr", "currency": "EUR"},
        countries=[("ML", "origin"), ("FR", "residence")],
    )
    partner = partner_add(
        by=users["coordinator"],
        project=project,
        facts={
            "name": "Kayes in Paris",
            "country": "FR",
            "organisation": abroad,
            "kind": "migrant_association",
            "currency": "EUR",
        },
    )
    lead = project.partners.get(is_lead=True)
    return DesignWorld(
        **users,
        keeper=keeper,
        partner_organisation=abroad,
        project=project,
        lead=lead,
        partner=partner,
    )
