"""Versions of the official licence conditions policy, and what stands on them."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from victim_portal.domain.representations import OPEN_REQUESTS
from victim_portal.store.models import ConditionRequest, LicencePolicyVersion
from victim_portal.store.unit_of_work import UnitOfWork

# No row's id: whoever imports a policy waits for whoever does already.
ONE_AT_A_TIME = UUID("c1d0a0b7-5b8c-4f0e-8a39-6b3f7f2f1d84")


def newest(uow: UnitOfWork) -> LicencePolicyVersion | None:
    """The version in use, its document not yet read; None where none was imported."""
    query = select(LicencePolicyVersion).order_by(LicencePolicyVersion.number.desc()).limit(1)
    return uow.session.scalar(query.options(defer(LicencePolicyVersion.document)))


def version(uow: UnitOfWork, name: str) -> LicencePolicyVersion | None:
    """One version by its name, its document not yet read."""
    query = select(LicencePolicyVersion).where(LicencePolicyVersion.version == name)
    return uow.session.scalar(query.options(defer(LicencePolicyVersion.document)))


def versions(uow: UnitOfWork) -> list[LicencePolicyVersion]:
    """Every version, the newest first, their documents not yet read."""
    query = select(LicencePolicyVersion).order_by(LicencePolicyVersion.number.desc())
    return list(uow.session.scalars(query.options(defer(LicencePolicyVersion.document))))


def before(uow: UnitOfWork, number: int) -> LicencePolicyVersion | None:
    """The version that was in use before one, by its number; None for the first."""
    query = select(LicencePolicyVersion).where(LicencePolicyVersion.number < number)
    query = query.order_by(LicencePolicyVersion.number.desc()).limit(1)
    return uow.session.scalar(query.options(defer(LicencePolicyVersion.document)))


def document_of(uow: UnitOfWork, digest: str) -> dict[str, Any]:
    """The JSON of a version that there is."""
    query = select(LicencePolicyVersion.document).where(LicencePolicyVersion.digest == digest)
    found: dict[str, Any] = uow.session.scalars(query).one()
    return found


def open_requests(uow: UnitOfWork) -> dict[tuple[str, str], int]:
    """How many requests are undecided, by the version and the condition that they stand on."""
    states = [state.value for state in OPEN_REQUESTS]
    query = (
        select(ConditionRequest.catalogue_version, ConditionRequest.code, func.count())
        .where(ConditionRequest.state.in_(states))
        .group_by(ConditionRequest.catalogue_version, ConditionRequest.code)
    )
    return {(name, code): number for name, code, number in uow.session.execute(query)}
