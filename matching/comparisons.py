"""The ready-made comparisons, in the order in which an explanation lists them."""

from matching.comparison import Comparison
from matching.condition_comparisons import Exposure, Freshness, LodgingWish, Pay, Place, Shift, VeteranWelcome
from matching.wording_comparison import Wording
from matching.work_comparisons import (
    Background,
    Certificates,
    EducationWished,
    ExperienceYears,
    SkillCoverage,
    WishedOccupation,
)

ALL: tuple[type[Comparison], ...] = (
    WishedOccupation,
    Background,
    SkillCoverage,
    Wording,
    Certificates,
    ExperienceYears,
    EducationWished,
    Pay,
    Place,
    Shift,
    LodgingWish,
    VeteranWelcome,
    Freshness,
    Exposure,
)
BY_NAME: dict[str, type[Comparison]] = {comparison.name: comparison for comparison in ALL}

__all__ = ["ALL", "BY_NAME", *sorted(comparison.__name__ for comparison in ALL)]  # noqa: PLE0604
