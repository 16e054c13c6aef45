"""The few names that the library promises, and that importing it costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import matching


def test_the_public_names_are_these() -> None:
    assert matching.__all__ == [
        "Course",
        "JobPosting",
        "JobSeeker",
        "LabelledRanker",
        "Match",
        "MatchIndex",
        "MatchSettings",
        "Matcher",
        "OccupationCoder",
        "Openings",
        "SkillExtractor",
        "StoredMatch",
        "Taxonomy",
        "WeightLearner",
        "load_taxonomy",
    ]


@pytest.mark.parametrize("name", matching.__all__)
def test_every_public_name_loads(name: str) -> None:
    assert getattr(matching, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Candidate'"):
        _ = matching.Candidate


def test_importing_the_package_loads_no_heavy_library() -> None:
    probe = "import sys, matching; print(sorted({'numpy', 'sklearn', 'numba'} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
