"""What the API takes and gives, under the names of schema.org JobPosting in snake case."""

from __future__ import annotations

from rest_framework import serializers

from jobsboard.core.models import validate_region
from jobsboard.jobseekers.words import EDUCATION_LEVELS, SHIFTS
from jobsboard.postings.models import JobPosting

MOST_ROWS, MOST_OFFSET, MOST_PAY = 100, 100_000, 1_000_000
# Every row before the page is explained too, so a ranking is not paged through to its end.
MOST_OFFSET_OF_RANKING = 300


class PageSerializer(serializers.Serializer):
    """Which part of a list."""

    limit = serializers.IntegerField(min_value=1, max_value=MOST_ROWS, default=20, help_text="每页条数")
    offset = serializers.IntegerField(min_value=0, max_value=MOST_OFFSET, default=0, help_text="跳过的条数")


class RankingPageSerializer(PageSerializer):
    """Which part of a ranking."""

    offset = serializers.IntegerField(min_value=0, max_value=MOST_OFFSET_OF_RANKING, default=0, help_text="跳过的条数")


class SearchSerializer(PageSerializer):
    """The conditions of a search."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=60, help_text="关键词，须全部出现")
    region = serializers.CharField(required=False, validators=[validate_region], help_text="行政区划代码，含下级地区")
    month_min = serializers.IntegerField(
        required=False, min_value=0, max_value=1_000_000, help_text="月薪不低于（元）"
    )
    education = serializers.ChoiceField(
        required=False, choices=EDUCATION_LEVELS, help_text="本人学历，要求更高的不列出"
    )
    occupation = serializers.RegexField(r"^\d(-\d{2}){0,3}$", required=False, help_text="职业分类代码，含下级职业")
    lodging = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="true：包住")
    schedule = serializers.ChoiceField(required=False, choices=list(SHIFTS), help_text="班次")
    source = serializers.SlugField(required=False, help_text="来源代号")
    without_credentials = serializers.BooleanField(required=False, default=False, help_text="true：不要求证书")
    sort = serializers.ChoiceField(
        required=False,
        choices=["fit", "date", "pay", "distance"],
        default="fit",
        help_text="排序；distance 要给出 near",
    )
    near = serializers.CharField(
        required=False, validators=[validate_region], help_text="按距离排序的起点，行政区划代码"
    )
    after = serializers.CharField(
        required=False, max_length=400, help_text="上一页的 next，代替 offset：其间有岗位增减也不重复、不遗漏"
    )


class PostingSerializer(serializers.ModelSerializer):
    """A vacancy in a list."""

    source = serializers.CharField(source="source.name", default=None, allow_null=True, help_text="来源代号")
    publisher = serializers.CharField(
        source="source.publisher", default=None, allow_null=True, help_text="来源单位；转载时请一并注明并链接 url"
    )
    occupation = serializers.CharField(source="occupation_id", allow_null=True, help_text="职业分类代码")
    is_partner = serializers.SerializerMethodField(help_text="合作单位在本平台发布")

    class Meta:
        model = JobPosting
        fields = [
            "id",
            "title",
            "hiring_organization",
            "job_location",
            "address",
            "salary_text",
            "month_min",
            "month_max",
            "experience_requirements",
            "education_requirements",
            "total_job_openings",
            "employment_type",
            "schedule_text",
            "lodging_text",
            "occupation",
            "date_posted",
            "valid_through",
            "source",
            "publisher",
            "url",
            "last_seen_at",
            "is_partner",
        ]
        read_only_fields = fields

    def get_is_partner(self, posting: JobPosting) -> bool:
        return posting.employer_id is not None


class PostingDetailSerializer(PostingSerializer):
    """One vacancy with its words."""

    class Meta(PostingSerializer.Meta):
        fields = [*PostingSerializer.Meta.fields, "description"]
        read_only_fields = fields


class FacetSerializer(serializers.Serializer):
    """How many would be found with another choice."""

    value = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()


class PostingPageSerializer(serializers.Serializer):
    """One page of a search."""

    total = serializers.IntegerField()
    results = PostingSerializer(many=True)
    facets = serializers.DictField(child=FacetSerializer(many=True))
    next = serializers.CharField(allow_null=True, help_text="下一页的 after；最后一页为 null")


class ServiceSerializer(serializers.Serializer):
    branch = serializers.CharField(required=False, help_text="军兵种")
    specialty = serializers.CharField(required=False, help_text="岗位专业，不写单位")
    vars()["from"] = serializers.CharField(required=False, help_text="入伍时间，如 2012-09")
    to = serializers.CharField(required=False, help_text="退役时间")
    tasks = serializers.CharField(required=False, help_text="做过的工作，不写武器装备和单位")


class PastJobSerializer(serializers.Serializer):
    title = serializers.CharField()
    years = serializers.FloatField(required=False, min_value=0, max_value=60)


class WishesSerializer(serializers.Serializer):
    regions = serializers.ListField(child=serializers.CharField(), required=False, help_text="行政区划代码")
    occupations = serializers.ListField(child=serializers.CharField(), required=False)
    month_min = serializers.FloatField(required=False, min_value=0)
    lodging = serializers.BooleanField(required=False)
    shift = serializers.CharField(required=False)
    start = serializers.CharField(required=False, help_text="到岗时间，如 2026-12")


class ProfileSerializer(serializers.Serializer):
    """A job seeker without name, phone or ID number; every key may be missing."""

    service = ServiceSerializer(many=True, required=False)
    credentials = serializers.ListField(child=serializers.CharField(), required=False)
    education = serializers.CharField(required=False)
    experience = PastJobSerializer(many=True, required=False)
    skills = serializers.ListField(child=serializers.CharField(), required=False)
    home = serializers.CharField(required=False, help_text="家乡的行政区划代码")
    wishes = WishesSerializer(required=False)


class RowSerializer(serializers.Serializer):
    comparison = serializers.CharField()
    label = serializers.CharField()
    level = serializers.CharField()
    points = serializers.FloatField()
    sentence = serializers.CharField()
    evidence_seeker = serializers.CharField(allow_null=True)
    evidence_posting = serializers.CharField(allow_null=True)


class MissingSerializer(serializers.Serializer):
    requirement = serializers.CharField()
    courses = serializers.ListField(child=serializers.IntegerField())
    score_after = serializers.FloatField(allow_null=True)


class MatchSerializer(serializers.Serializer):
    """One vacancy with its score and the rows that add up to it: total = prior + Σ points."""

    posting = PostingSerializer()
    score = serializers.FloatField(allow_null=True, help_text="0–100；所知太少时为 null，不以 0 代替")
    eligibility = serializers.ChoiceField(choices=["met", "unmet", "unknown"])
    unknown = serializers.ListField(child=serializers.CharField())
    prior = serializers.FloatField()
    rows = RowSerializer(many=True)
    total = serializers.FloatField()
    missing = MissingSerializer(many=True)


class MatchPageSerializer(serializers.Serializer):
    """One page of a ranking."""

    total = serializers.IntegerField()
    results = MatchSerializer(many=True)


class ErrorSerializer(serializers.Serializer):
    """What was wrong, in words."""

    detail = serializers.CharField()
