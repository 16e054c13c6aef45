"""The shapes of well-known feeds, one a row: where the records stand and where each field stands in one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapers.items import Item, JobPosting
from scrapers.records import text_at
from scrapers.schema_org import to_item

# Kept as records, not words: a text that is no web address is none.
_ADDRESS = "url"
_LISTS = "breadcrumb"
_JOINTS = {"description": "\n"}


@dataclass(frozen=True)
class Shape:
    """`rows`: the path of the records; `fields`: field → path; or `to_item` makes the item of a record itself."""

    rows: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    kind: type[Item] = JobPosting
    to_item: Callable[[Mapping[str, Any]], Item] | None = None

    def __post_init__(self) -> None:
        self.kind.require_fields(self.fields, "fields")
        if _LISTS in self.fields:
            raise TypeError(f"fields：{_LISTS} 是一串词，不能从一个位置读")

    def items(self, records: Iterable[Any]) -> Iterator[Item]:
        """The item of each record that states anything."""
        for record in records:
            if not isinstance(record, Mapping):
                continue
            item = self.to_item(record) if self.to_item else self._item(record)
            if any(getattr(item, name) for name in item.content_fields()):
                yield item

    def _item(self, record: Mapping[str, Any]) -> Item:
        words = {name: text_at(record, path, _JOINTS.get(name, "、")) for name, path in self.fields.items()}
        if not (words.get(_ADDRESS) or "").startswith(("http://", "https://")):
            words[_ADDRESS] = None
        return self.kind(**words)


# RSS 2.0 and Atom (RFC 4287): a headline, an address and a text; what else a vacancy has stands in the text.
RSS = Shape(
    "item",
    {
        "title": "title",
        # Boards put the firm where RSS and Atom have the author of a text; a bare author is a person's address.
        "hiring_organization": "company|author.name",
        "job_location": "location|region|city",
        "employment_type": "type",
        "url": "link",
        "identifier": "guid|link",
        "date_posted": "pubDate|date",
        "valid_through": "expires_at|validThrough",
        "description": "encoded|description",
        "occupational_category": "category",
    },
)
ATOM = Shape(
    "entry",
    {
        "title": "title",
        "url": "link.@href|link",
        "identifier": "id",
        "date_posted": "published|updated",
        "description": "content|summary",
        "occupational_category": "category.@term",
    },
)
# HR-Open Standards, Recruiting: PositionOpening as JSON (4.x) and as XML (HR-XML 2.x and 3.x).
HR_OPEN_JSON = Shape(
    "positionProfiles",
    {
        "title": "positionTitle",
        "hiring_organization": "positionOrganizations.name|positionOrganizations.legalName",
        "job_location": "positionLocations.city|positionLocations.address.city|positionLocations.name",
        "address": "positionLocations.line|positionLocations.address.line",
        "base_salary": "{offeredRemunerationPackage.ranges.minimumAmount.value"
        "|offeredRemunerationPackage.ranges.referenceAmount.value}"
        "-{offeredRemunerationPackage.ranges.maximumAmount.value}"
        " {offeredRemunerationPackage.ranges.minimumAmount.currency"
        "|offeredRemunerationPackage.ranges.referenceAmount.currency}"
        "/{offeredRemunerationPackage.ranges.intervalCode}",
        "education_requirements": "qualificationsRequired.educationLevelCodes|educationRequirements.name",
        "total_job_openings": "positionOpenQuantity",
        "employment_type": "positionScheduleTypeCodes",
        "occupational_category": "jobCategories.name|jobCategories.code",
        "date_posted": "postingInstructions.start",
        "valid_through": "postingInstructions.end",
        "description": "positionFormattedDescriptions.content",
        "identifier": "positionId.value|profileId.value",
        "url": "positionUri",
    },
)
HR_OPEN_XML = Shape(
    "PositionOpening",
    {
        "title": "PositionProfile.PositionDetail.PositionTitle|PositionProfile.PositionTitle",
        "hiring_organization": "PositionProfile.PositionDetail.Company.Name|PositionProfile.PositionOrganization.Name"
        "|PositionProfile.PositionOrganization.OrganizationName",
        "job_location": "PositionProfile.PositionDetail.PhysicalLocation.PostalAddress.Municipality"
        "|PositionProfile.PositionLocation.ReferenceLocation.CityName|PositionProfile.PositionLocation.CityName",
        "address": "PositionProfile.PositionDetail.PhysicalLocation.PostalAddress.DeliveryAddress.AddressLine"
        "|PositionProfile.PositionLocation.AddressLine",
        "base_salary": "PositionProfile.PositionDetail.RemunerationPackage.BasePay"
        "|PositionProfile.OfferedRemunerationPackage.RemunerationRange",
        "total_job_openings": "PositionProfile.PositionDetail.PositionOpenQuantity|PositionOpenQuantity"
        "|NumberToFill|PositionProfile.PositionOpenQuantity",
        "employment_type": "PositionProfile.PositionDetail.PositionSchedule|PositionProfile.PositionScheduleTypeCode",
        "occupational_category": "PositionProfile.PositionDetail.JobCategory.CategoryCode"
        "|PositionProfile.JobCategoryCode",
        "date_posted": "PositionPostings.PositionPosting.Id.@validFrom|PositionProfile.PostingInstruction.StartDate",
        "valid_through": "PositionPostings.PositionPosting.Id.@validTo|PositionProfile.PostingInstruction.EndDate",
        "description": "PositionProfile.FormattedPositionDescription.Value"
        "|PositionProfile.PositionFormattedDescription.Content",
        "identifier": "PositionRecordInfo.Id.IdValue|DocumentID",
        "url": "PositionPostings.PositionPosting.Link",
    },
)
# Google for Jobs: schema.org's own names, in JSON with `@type` (read as structured data) or as XML elements.
GOOGLE_FOR_JOBS = Shape("JobPosting", to_item=to_item)
# us.jobs, the job search of the US veterans' employment centre; XML of 2014.
US_JOBS = Shape(
    "jobs.job",
    {
        "title": "title",
        "hiring_organization": "company",
        "job_location": "location",
        "date_posted": "dateacquired",
        "identifier": "jvid",
        "url": "url",
    },
)
# The same centre's search over public service, JSON.
USA_JOBS = Shape(
    "",
    {
        "title": "position_title",
        "hiring_organization": "organization_name",
        "job_location": "locations",
        "base_salary": "{minimum}-{maximum}/{rate_interval_code}",
        "date_posted": "start_date",
        "valid_through": "end_date",
        "identifier": "id",
        "url": "url",
    },
)
# startupjobs.cz and the like: offers with a firm that is called a start-up.
OFFERS = Shape(
    "offers.offer",
    {
        "title": "position",
        "hiring_organization": "startup|company",
        "job_location": "cities.city",
        "employment_type": "jobtypes.jobtype",
        "date_posted": "lastUpdate",
        "description": "description",
        "identifier": "id",
        "url": "url",
    },
)

# What a document is tried for when nobody declared its shape, the most particular first.
XML_SHAPES = (HR_OPEN_XML, GOOGLE_FOR_JOBS, US_JOBS, OFFERS, RSS, ATOM)
JSON_SHAPES = (HR_OPEN_JSON, USA_JOBS)
