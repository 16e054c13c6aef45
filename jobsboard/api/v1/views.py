"""Read access to what everybody may see, and a ranking for a profile that is not stored."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from jobsboard.api.v1.serializers import (
    ErrorSerializer,
    MatchPageSerializer,
    PostingDetailSerializer,
    PostingPageSerializer,
    ProfileSerializer,
    RankingPageSerializer,
    SearchSerializer,
)
from jobsboard.core.actor import VISITOR
from jobsboard.postings.models import JobPosting
from jobsboard.recommendations import engine

PROFILE_TOO_LARGE = 50_000


def error(description: str) -> OpenApiResponse:
    return OpenApiResponse(ErrorSerializer, description)


class OpenView(APIView):
    """Open to everybody and the same for everybody: no session is read, so nothing can be forged either."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]


class PostingList(OpenView):
    """The same search as the page 岗位."""

    @extend_schema(
        operation_id="search_postings",
        summary="检索在招岗位",
        parameters=[SearchSerializer],
        responses={200: PostingPageSerializer, 400: error("检索条件有误，detail 写明哪一项")},
    )
    def get(self, request: Request) -> Response:
        asked = _valid(SearchSerializer(data=request.query_params))
        words, sort = asked.pop("q", ""), asked.pop("sort")
        page = {name: asked.pop(name) for name in ("limit", "offset", "near", "after") if name in asked}
        try:
            found = engine.search(words, engine.SearchFilters(**asked), sort=sort, **page)
        except ValueError as problem:
            raise ParseError(str(problem)) from problem
        rows = _postings(found.ids)
        results = [rows[pk] for pk in found.ids if pk in rows]
        page = {"total": found.total, "results": results, "facets": found.facets, "next": found.next}
        return Response(PostingPageSerializer(page).data)


class PostingDetail(OpenView):
    """A vacancy that is shown to everybody."""

    @extend_schema(
        operation_id="get_posting",
        summary="一个岗位",
        responses={200: PostingDetailSerializer, 404: error("没有这个岗位，或已停止招聘")},
    )
    def get(self, request: Request, pk: int) -> Response:
        postings = JobPosting.objects.visible_to(VISITOR).select_related("source")
        return Response(PostingDetailSerializer(get_object_or_404(postings, pk=pk)).data)


class MatchView(OpenView):
    """The same ranking as for a signed-in veteran, with the rows that explain each score."""

    parser_classes = [JSONParser]

    @extend_schema(
        operation_id="match_profile",
        summary="为一份资料排序在招岗位（不保存，不接受姓名、电话、证件号）",
        request=ProfileSerializer,
        parameters=[RankingPageSerializer],
        responses={
            200: MatchPageSerializer,
            400: error("资料有误，detail 写明哪一项"),
            415: error("请以 application/json 提交"),
        },
    )
    def post(self, request: Request) -> Response:
        page = _valid(RankingPageSerializer(data=request.query_params))
        if len(request.body) > PROFILE_TOO_LARGE:
            raise ParseError("资料过长")
        if not isinstance(request.data, dict):
            raise ParseError("资料应为一个 JSON 对象")
        try:
            found = engine.rank_profile(request.data, **page)
        except ValueError as problem:
            raise ParseError(str(problem)) from problem
        rows = _postings([match.posting_id for match in found.matches])
        results = [
            match.as_dict() | {"posting": rows[match.posting_id]}
            for match in found.matches
            if match.posting_id in rows
        ]
        return Response(MatchPageSerializer({"total": found.total, "results": results}).data)


def _postings(ids: list[int]) -> dict[int, JobPosting]:
    return JobPosting.objects.visible_to(VISITOR).select_related("source").in_bulk(ids)


def _valid(serializer: Serializer) -> dict[str, Any]:
    """Return the checked values; what is wrong is said in one sentence that names the field."""
    if not serializer.is_valid():
        field, problems = next(iter(serializer.errors.items()))
        raise ValidationError({"detail": f"{field}：{problems[0]}"})
    return dict(serializer.validated_data)
