"""The county's stations as a tree, from one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jobsboard.organizations.models import Station, StationKind


@dataclass
class Township:
    """A township's station and the village stations below it."""

    station: Station
    villages: list[Station] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The town's own name: under a heading that says what these are, the rest is noise on a phone."""
        return self.station.name.removesuffix("退役军人服务站")


def townships_with_villages(stations: Iterable[Station]) -> list[Township]:
    """Group village stations under their township, both in the order given."""
    stations = list(stations)
    townships = {one.pk: Township(one) for one in stations if one.kind == StationKind.TOWNSHIP}
    for one in stations:
        if one.kind == StationKind.VILLAGE and one.parent_id in townships:
            townships[one.parent_id].villages.append(one)
    return list(townships.values())
