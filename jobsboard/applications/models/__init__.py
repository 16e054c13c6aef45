"""The central noun, split: the application, a counselor's referral, the placement, what a veteran keeps."""

from jobsboard.applications.models.application import (
    Application,
    ApplicationState,
    ApplicationTransition,
    Channel,
)
from jobsboard.applications.models.placement import Placement
from jobsboard.applications.models.referral import Referral
from jobsboard.applications.models.saved import SavedPosting, SavedSearch

__all__ = [
    "Application",
    "ApplicationState",
    "ApplicationTransition",
    "Channel",
    "Placement",
    "Referral",
    "SavedPosting",
    "SavedSearch",
]
