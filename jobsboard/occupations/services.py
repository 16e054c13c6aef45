"""The matching library's taxonomy → rows that postings, people and courses point to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from jobsboard.occupations.models import Credential, Occupation, Skill
from matching.taxonomy import load_taxonomy


@dataclass(frozen=True)
class TaxonomyCounts:
    """How many rows stand after a load."""

    occupations: int
    skills: int
    credentials: int


@transaction.atomic
def load() -> TaxonomyCounts:
    """Upsert occupations, skills and credentials; rows that left the taxonomy stay, others may point to them."""
    taxonomy = load_taxonomy()
    Occupation.objects.bulk_create(
        (Occupation(one.code, one.name, one.level) for one in taxonomy.occupations.values()),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level"],
        batch_size=1000,
    )
    Skill.objects.bulk_create(
        (Skill(one.id, one.label, one.kind) for one in taxonomy.skills.values()),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["label", "kind"],
    )
    Credential.objects.bulk_create(
        (Credential(one.id, one.label) for one in taxonomy.credentials.values()),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["label"],
    )
    return TaxonomyCounts(len(taxonomy.occupations), len(taxonomy.skills), len(taxonomy.credentials))
