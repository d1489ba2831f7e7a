"""Which conditions can be asked for now, and which could on the version of an older request.

A version never changes, so it is read and checked once in a process.
"""

from functools import cache
from importlib.resources import files

from victim_portal.domain.conditions import Catalogue, load
from victim_portal.domain.licence_policy import LicencePolicy, read_policy_document
from victim_portal.domain.licence_policy.offer import (
    Offer,
    load_titles,
    policy_offer,
    shipped_offer,
)
from victim_portal.store import licence_policy as store
from victim_portal.store.models import LicencePolicyVersion
from victim_portal.store.unit_of_work import UnitOfWork

_READ: dict[str, LicencePolicy] = {}
_OFFERED: dict[str, Offer] = {}


@cache
def catalogue() -> Catalogue:
    """The plain summaries that the package ships, in the order in which they are offered."""
    return load(_text("conditions.toml"))


def offer_in_use(uow: UnitOfWork) -> Offer:
    """What can be asked for now: the policy that was imported last, or the summaries alone."""
    row = store.newest(uow)
    return _offer(uow, row) if row is not None else _summaries()


def offer_of_version(uow: UnitOfWork, version: str) -> Offer:
    """What could be asked for on the version of a request.

    The package ships one version of its summaries: older requests are read with that.
    """
    if version == catalogue().version:
        return _summaries()
    row = store.version(uow, version)
    return _offer(uow, row) if row is not None else _summaries()


def policy_of(uow: UnitOfWork, row: LicencePolicyVersion) -> LicencePolicy:
    """The policy that a row holds. Raises PolicyFileError where this release can't read it."""
    if row.digest not in _READ:
        _READ[row.digest] = read_policy_document(store.document_of(uow, row.digest))
    return _READ[row.digest]


def _offer(uow: UnitOfWork, row: LicencePolicyVersion) -> Offer:
    if row.digest not in _OFFERED:
        titles = load_titles(_text("condition_titles.toml"))
        _OFFERED[row.digest] = policy_offer(policy_of(uow, row), catalogue(), titles)
    return _OFFERED[row.digest]


@cache
def _summaries() -> Offer:
    return shipped_offer(catalogue())


def _text(name: str) -> str:
    return (files("victim_portal") / "data" / name).read_text("utf-8")
