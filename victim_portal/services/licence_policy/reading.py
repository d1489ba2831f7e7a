"""The versions of the catalogue: which there are, what one says, and what changed in it."""

from dataclasses import dataclass
from datetime import datetime

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.licence_policy import (
    LicencePolicy,
    PolicyChanges,
    PolicyFileError,
    every_input,
    policy_changes,
)
from victim_portal.domain.licence_policy.offer import Offer, Offered, in_groups
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.licence_policy.versions import (
    catalogue,
    offer_of_version,
    policy_of,
)
from victim_portal.services.reach import need
from victim_portal.store import licence_policy as store
from victim_portal.store.models import LicencePolicyVersion
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class VersionLine:
    """One version of the official policy as the list shows it.

    `unreadable` says why this release can't read it, or is empty; then `conditions` is nought.
    How many requests stand on it isn't said: those of other units are among them.
    """

    version: str
    imported_by: str
    imported_at: datetime
    in_use: bool
    conditions: int
    unreadable: str


@dataclass(frozen=True)
class VersionsView:
    """Every version, the newest first; `summaries` is that of the portal's own plain words."""

    versions: tuple[VersionLine, ...]
    summaries: str


@dataclass(frozen=True)
class ConditionLine:
    """One condition of a version, with what it asks for, each input by its label."""

    condition: Offered
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class VersionView:
    """Everything that one version says. `standard` are the standard conditions' texts."""

    version: str
    official: bool
    in_use: bool
    groups: tuple[tuple[str, tuple[ConditionLine, ...]], ...]
    standard: tuple[str, ...]


@dataclass(frozen=True)
class ChangesView:
    """What a version changed of the one before it; `texts` are wordings by their codes.

    `before` is empty for the first version, of which everything is new.
    """

    version: str
    before: str
    changes: PolicyChanges
    texts: dict[str, str]


def policy_versions(ctx: Context, actor: Actor) -> VersionsView:
    """Every version that was imported. Raises NotAllowedError."""
    need(Permission.READ_TEMPLATES, actor)
    with ctx.store.reading() as uow:
        rows = store.versions(uow)
        return VersionsView(
            tuple(_line(uow, row, in_use=place == 0) for place, row in enumerate(rows)),
            summaries=catalogue().version,
        )


def version_view(ctx: Context, actor: Actor, version: str) -> VersionView:
    """The conditions of one version. Raises NotAllowedError, NotFoundError."""
    need(Permission.READ_TEMPLATES, actor)
    with ctx.store.reading() as uow:
        row = store.version(uow, version)
        newest = store.newest(uow)
        if row is None and version != catalogue().version:
            raise NotFoundError
        if row is None:
            return _view(offer_of_version(uow, version), in_use=newest is None, standard=())
        policy = _readable(uow, row)
        in_use = newest is not None and newest.number == row.number
        return _view(
            offer_of_version(uow, version),
            in_use=in_use,
            standard=tuple(policy.standard.values()),
        )


def version_changes(ctx: Context, actor: Actor, version: str) -> ChangesView:
    """What a version changed of the one that was in use before it.

    Raises NotAllowedError; NotFoundError for the portal's own summaries and where this release
    can't read one of the two.
    """
    need(Permission.READ_TEMPLATES, actor)
    with ctx.store.reading() as uow:
        row = store.version(uow, version)
        if row is None:
            raise NotFoundError
        older = store.before(uow, row.number)
        after = _readable(uow, row)
        before = _readable(uow, older) if older is not None else None
        texts = {code: one.text for code, one in after.conditions.items()}
        if before is not None:
            texts = {code: one.text for code, one in before.conditions.items()} | texts
        changes = policy_changes(before, after)
        return ChangesView(version, changes.before, changes, texts)


def unreadable_versions(ctx: Context) -> list[tuple[str, str]]:
    """The versions that this release can't read, each with why: requests may stand on them."""
    with ctx.store.reading() as uow:
        found = [(row.version, _unreadable(uow, row)) for row in store.versions(uow)]
    return [(version, why) for version, why in found if why]


def _line(uow: UnitOfWork, row: LicencePolicyVersion, *, in_use: bool) -> VersionLine:
    unreadable = _unreadable(uow, row)
    return VersionLine(
        version=row.version,
        imported_by=row.imported_by,
        imported_at=row.imported_at,
        in_use=in_use,
        conditions=0 if unreadable else len(policy_of(uow, row).conditions),
        unreadable=unreadable,
    )


def _unreadable(uow: UnitOfWork, row: LicencePolicyVersion) -> str:
    try:
        policy_of(uow, row)
    except PolicyFileError as error:
        return str(error)
    return ""


def _readable(uow: UnitOfWork, row: LicencePolicyVersion) -> LicencePolicy:
    try:
        return policy_of(uow, row)
    except PolicyFileError:
        raise NotFoundError from None


def _view(offer: Offer, *, in_use: bool, standard: tuple[str, ...]) -> VersionView:
    everything = tuple(offer.conditions.values())
    return VersionView(
        version=offer.version,
        official=offer.official,
        in_use=in_use,
        groups=tuple(
            (category, tuple(_condition(one) for one in found))
            for category, found in in_groups(everything)
        ),
        standard=standard,
    )


def _condition(one: Offered) -> ConditionLine:
    return ConditionLine(one, tuple(each.label for each in every_input(one.inputs)))
