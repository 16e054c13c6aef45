"""Raw strings of postings → values: pure functions that never guess and never raise on any text."""

from matching.parsing.age import AgeLimit, parse_age_limit, parse_age_limits
from matching.parsing.credentials import CredentialMention, parse_credentials
from matching.parsing.dates import Posted, parse_posted
from matching.parsing.education import EDUCATION_LEVELS, Education, parse_education
from matching.parsing.experience import Experience, parse_experience
from matching.parsing.headcount import parse_headcount
from matching.parsing.lodging import Lodging, parse_lodging
from matching.parsing.region import Region, parse_region
from matching.parsing.salary import Salary, parse_salary
from matching.parsing.schedule import Schedule, parse_schedule

__all__ = [
    "EDUCATION_LEVELS",
    "AgeLimit",
    "CredentialMention",
    "Education",
    "Experience",
    "Lodging",
    "Posted",
    "Region",
    "Salary",
    "Schedule",
    "parse_age_limit",
    "parse_age_limits",
    "parse_credentials",
    "parse_education",
    "parse_experience",
    "parse_headcount",
    "parse_lodging",
    "parse_posted",
    "parse_region",
    "parse_salary",
    "parse_schedule",
]
