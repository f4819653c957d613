"""What a project needs and what its partners have, for readers who were let into the project."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from twoshores.accounts.models import User
from twoshores.engines.complementarity import (
    Coverage,
    Grade,
    Need,
    Partner,
    Verdict,
    complementarity,
)
from twoshores.projects.models import Project, ProjectPartner

from ..fitting import Fit, fits
from ..meanings import Through
from ..models import Candidate, PartnerNeed, PartnerStrength
from .meetings import partners_of
from .register import Suggestions, asked_of, facts_of_organisations, shores_of, who_would_close

GRADES = {PartnerStrength.Grade.SAID: Grade.SAID, PartnerStrength.Grade.SHOWN: Grade.SHOWN}


@dataclass(frozen=True)
class Alliance:
    """needs: technical ones first. strengths: by need and partner. would: by need, the candidates
    (by organisation) that would bring it."""

    needs: list[PartnerNeed]
    partners: list[ProjectPartner]
    strengths: dict[tuple[UUID, int], PartnerStrength]
    candidates: list[Candidate]
    would: dict[UUID, dict[UUID, Fit]]

    @cached_property
    def coverage(self) -> Coverage:
        """The engine's reading of it."""
        return complementarity(
            [Need(str(need.pk), need.weight) for need in self.needs],
            [
                Partner(
                    str(partner.pk),
                    {
                        str(need.pk): GRADES[PartnerStrength.Grade(row.grade)]
                        for need in self.needs
                        if (row := self.strengths.get((need.pk, partner.pk)))
                    },
                )
                for partner in self.partners
            ],
        )

    @property
    def gaps(self) -> list[PartnerNeed]:
        """Needs that nobody has."""
        missing = set(self.coverage.with_verdict(Verdict.GAP))
        return [need for need in self.needs if str(need.pk) in missing]

    def through(self) -> list[tuple[PartnerNeed, str, Through]]:
        """(need, who has it, why words of the two meet), where they are not written alike."""
        found = []
        for need in self.needs:
            for partner in self.partners:
                row = self.strengths.get((need.pk, partner.pk))
                if row is not None and row.through_words:
                    met = Through(row.through_words, row.through_concept_id)
                    found.append((need, partner.name, met))
            for candidate in self.candidates:
                fit = self.would.get(need.pk, {}).get(candidate.organisation_id)
                if fit is not None and fit.through is not None:
                    found.append((need, candidate.organisation.name, fit.through))
        return found

    def adds(self, candidate: Candidate) -> list[PartnerNeed]:
        """Needs that a candidate has."""
        return [
            need for need in self.needs if candidate.organisation_id in self.would.get(need.pk, {})
        ]


def alliance_of(project: Project, *, compare: bool = True) -> Alliance:
    """Three queries. compare: work out what candidates would bring too, in five more."""
    needs = sorted(
        project.partner_needs.filter(dropped=False).select_related("place"),
        key=lambda row: (not row.is_technical, row.subject, row.pk.hex),
    )
    strengths = {
        (row.need_id, row.partner_id): row
        for row in PartnerStrength.objects.filter(project=project).select_related("document")
    }
    candidates = list(project.candidates.select_related("organisation", "introduction"))
    would: dict[UUID, dict[UUID, Fit]] = {}
    if candidates and compare:
        facts = facts_of_organisations([row.organisation for row in candidates])
        for need, asked in zip(needs, asked_of(needs, facts.values()), strict=True):
            would[need.pk] = {pk: fit for pk, fact in facts.items() if (fit := fits(asked, fact))}
    return Alliance(needs, partners_of(project), strengths, candidates, would)


def missing_shores(project: Project) -> list[str]:
    """Shores of the project on which no partner stands."""
    shores = shores_of(project)
    stands = {shores.get(row.country, "") for row in partners_of(project)}
    return sorted(set(shores.values()) - stands)


def suggestions_for(project: Project, reader: User, alliance: Alliance) -> Suggestions | None:
    """Whom to add, None where nothing is missing. Five queries."""
    gaps = alliance.gaps
    if not gaps:
        return None
    return who_would_close(project, reader, gaps, missing_shores(project))
