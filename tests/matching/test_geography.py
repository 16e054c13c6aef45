"""Divisions: lineage, containment, distances."""

import csv
from importlib.resources import files

import pytest

from matching.geography import (
    city_of,
    common_region,
    contains,
    distance_km,
    divisions,
    home_county,
    lineage,
    province_of,
    region_names,
)


def test_the_home_county_is_lanshan():
    assert region_names(home_county) == ("湖南省", "永州市", "蓝山县")


def test_collective_rows_are_in_no_name():
    assert region_names("110108") == ("北京市", "海淀区")
    assert region_names("429004") == ("湖北省", "仙桃市")
    assert "110100" not in divisions().by_code
    assert contains("110100", "110108")


def test_a_city_without_districts_stands_once():
    assert lineage("441900") == ("440000", "441900")
    assert lineage("441900119") == ("440000", "441900", "441900119")


def test_a_division_contains_itself_and_what_lies_below():
    assert contains("440000", "440309")
    assert contains("440309", "440309")
    assert not contains("440309", "440300")
    assert not contains("999999", "440300")


def test_city_and_province_of_a_division():
    assert (city_of("440309"), province_of("440309")) == ("440300", "440000")
    assert (city_of("500235"), province_of("500235")) == ("500000", "500000")
    assert (city_of("440000"), city_of("no code"), province_of("")) == (None, None, None)


def test_the_common_region_of_places():
    assert common_region(["440309", "440304"]) == "440300"
    assert common_region(["440300", "430000"]) is None
    assert common_region([]) is None


def test_distances_are_symmetric_and_unknown_where_a_centre_is():
    assert distance_km("431127", "440300") == distance_km("440300", "431127")
    assert 40 < distance_km("440309", "441900") < 60
    assert distance_km("320505", "320576") is None
    assert distance_km("654000", "440300") is None
    assert distance_km("440309", "440309") == 0


@pytest.mark.parametrize(
    ("file", "column", "delimiter"), [("coordinates.tsv", 0, "\t"), ("region_aliases.tsv", 2, "\t")]
)
def test_every_code_of_our_own_tables_is_official(file, column, delimiter):
    with files("matching").joinpath("data", file).open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream, delimiter=delimiter))[1:]
    assert {row[column] for row in rows} <= set(divisions().by_code)
    assert len({tuple(row[:2]) for row in rows}) == len(rows)
