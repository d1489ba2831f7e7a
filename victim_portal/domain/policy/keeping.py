"""The rules of broken glass, and of how long a record is kept."""

from dataclasses import dataclass
from datetime import date

from victim_portal.domain.retention import RetentionKind


@dataclass(frozen=True)
class GlassRule:
    """For how many minutes broken glass opens a case, and how often one may try in an hour."""

    minutes: int
    tries_an_hour: int
    effective_from: date
    source: str
    proposal: bool


@dataclass(frozen=True)
class RetentionRule:
    """How many calendar months one kind of record is kept, from `effective_from` on."""

    kind: RetentionKind
    months: int
    effective_from: date
    source: str
    proposal: bool
