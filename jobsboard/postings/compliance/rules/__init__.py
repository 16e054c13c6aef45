"""The rules as rows, the most serious of a topic first: what to look for, on which law, what to write instead.

`RULES` are those of a vacancy, `COURSE_RULES` those of a course.
"""

from jobsboard.postings.compliance.rules import manners, money, persons, promises, sex
from jobsboard.postings.compliance.rules.contents import CONTENTS, REPOST_FIELDS, SOURCE, Content
from jobsboard.postings.compliance.rules.courses import COURSE_RULES
from jobsboard.postings.compliance.rules.rule import NO_SOURCE, Basis, Rule

RULES: tuple[Rule, ...] = (
    sex.SEX,
    sex.SEX_HINT,
    persons.MARITAL,
    persons.MARITAL_HINT,
    persons.HOUSEHOLD,
    persons.HOUSEHOLD_HINT,
    persons.ETHNICITY,
    persons.ORIGIN,
    persons.HEALTH,
    persons.ILLNESS_HISTORY,
    money.DEPOSIT_OF_LEASE,
    money.DEPOSIT,
    money.DEPOSIT_OF_PAY,
    money.DEPOSIT_HINT,
    money.WITHHELD_PAPERS,
    money.FEES,
    money.FEE_BY_ITS_SUM,
    money.TRAINING_LOAN,
    money.RECRUIT_TO_TRAIN,
    money.DRILL_HINT,
    promises.INCOME_LURE,
    promises.INCOME_CLAIM,
    promises.NO_SOCIAL_INSURANCE,
    promises.TRIAL_TERMS,
    manners.LOOKS,
    manners.HEIGHT,
    manners.PARTY,
    manners.OFF_PLATFORM,
    manners.CONTACT,
)

__all__ = ["CONTENTS", "COURSE_RULES", "NO_SOURCE", "REPOST_FIELDS", "RULES", "SOURCE", "Basis", "Content", "Rule"]
