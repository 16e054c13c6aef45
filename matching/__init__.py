"""Bridgehead's matching library: job seekers with service experience × postings × courses, explained."""

import importlib

__version__ = "0.1.0"

_HOME_OF = {
    "Course": "matching.records",
    "JobPosting": "matching.records",
    "JobSeeker": "matching.records",
    "LabelledRanker": "matching.learning",
    "Match": "matching.explanation",
    "MatchIndex": "matching.index",
    "MatchSettings": "matching.settings",
    "Matcher": "matching.matcher",
    "OccupationCoder": "matching.occupations",
    "Openings": "matching.openings",
    "SkillExtractor": "matching.skills",
    "StoredMatch": "matching.stored",
    "Taxonomy": "matching.taxonomy",
    "WeightLearner": "matching.reweighting",
    "load_taxonomy": "matching.taxonomy",
}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - one table says the names and where they live


def __getattr__(name: str) -> object:
    # Names load on first use, so that `import matching` costs nothing and `parse` never waits for numpy.
    if name not in _HOME_OF:
        raise AttributeError(f"module 'matching' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME_OF[name]), name)
