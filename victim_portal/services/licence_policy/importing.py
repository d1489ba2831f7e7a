"""Bringing in a version of the official licence conditions policy."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.licence_policy import (
    LicencePolicy,
    PolicyChanges,
    policy_changes,
    read_policy_document,
    version_key,
)
from victim_portal.domain.licence_policy.reading import decoded
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.licence_policy.versions import policy_of
from victim_portal.services.reach import need
from victim_portal.store import licence_policy as store
from victim_portal.store.models import LicencePolicyVersion
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

OTHER_CONTENT = (
    "Version {version} is here already, with other content. What a version says never changes, "
    "since requests stand on it: a policy that was put right has a version of its own."
)
OLDER = (
    "Version {version} is older than {current}, which is in use. An older version can't take "
    "its place."
)
MEANWHILE = "Another policy was imported in this moment. Run the command again."


@dataclass(frozen=True)
class PolicyImport:
    """What an import did, or would do.

    `taken`: whether the version is in use now; `known`: it was here before, and nothing was
    done. `waiting` are undecided requests that stay on older versions, and `on_removed` those
    of them whose condition the new version doesn't have, by its code.
    """

    policy: LicencePolicy
    before: LicencePolicy | None
    changes: PolicyChanges
    taken: bool
    known: bool
    waiting: int
    on_removed: dict[str, int]

    def counts(self) -> dict[str, int]:
        """The counts of `--json`."""
        return {
            "conditions": len(self.policy.conditions),
            "added": len(self.changes.added),
            "removed": len(self.changes.removed),
            "changed": len(self.changes.changed),
            "unchanged": self.changes.unchanged,
            "waiting": self.waiting,
        }


def import_licence_policy(
    ctx: Context, actor: Actor, data: bytes, *, only_look: bool = False
) -> PolicyImport:
    """Take a policy file into use, and say what it changes; with `only_look` just say it.

    The same content again changes nothing. Requests stay on the version that they were made
    on. Raises PolicyFileError with the place in the file; ConflictError for a version that is
    older than the one in use, or that is here with other content.
    """
    need(Permission.KEEP_STORE, actor)
    document = decoded(data)
    policy = read_policy_document(document)
    digest = _digest(document)
    try:
        with ctx.store.writing() as uow:
            uow.only_one_for(store.ONE_AT_A_TIME)
            newest = store.newest(uow)
            same = store.version(uow, policy.version)
            if same is not None and same.digest != digest:
                raise ConflictError(OTHER_CONTENT.format(version=policy.version))
            before = policy_of(uow, newest) if newest is not None else None
            known = same is not None and newest is not None and same.number == newest.number
            if before is not None and not known:
                _check_newer(policy, before)
            changes = policy_changes(before, policy)
            report = _report(uow, policy, before, changes, known=known, taken=not only_look)
            if known or only_look:
                return report
            number = newest.number + 1 if newest is not None else 1
            assert isinstance(document, dict)  # noqa: S101 - what was read is an object
            _take(ctx, uow, actor, policy, document, digest, number)
            audit.record(
                uow,
                actor,
                What.LICENCE_POLICY_IMPORTED,
                version=policy.version,
                before=changes.before,
                digest=digest,
                added=len(changes.added),
                removed=len(changes.removed),
                changed=len(changes.changed),
            )
            uow.commit()
            return report
    except ConstraintError:
        raise ConflictError(MEANWHILE) from None


def _check_newer(policy: LicencePolicy, before: LicencePolicy) -> None:
    if version_key(policy.version) <= version_key(before.version):
        raise ConflictError(OLDER.format(version=policy.version, current=before.version))


def _report(
    uow: UnitOfWork,
    policy: LicencePolicy,
    before: LicencePolicy | None,
    changes: PolicyChanges,
    *,
    known: bool,
    taken: bool,
) -> PolicyImport:
    standing = store.open_requests(uow)
    older = {key: number for key, number in standing.items() if key[0] != policy.version}
    on_removed: dict[str, int] = {}
    for (_, code), number in older.items():
        if before is not None and code in before.conditions and code not in policy.conditions:
            on_removed[code] = on_removed.get(code, 0) + number
    return PolicyImport(
        policy=policy,
        before=before,
        changes=changes,
        taken=taken or known,
        known=known,
        waiting=sum(older.values()),
        on_removed=on_removed,
    )


def _take(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    policy: LicencePolicy,
    document: dict[str, Any],
    digest: str,
    number: int,
) -> None:
    uow.add(
        LicencePolicyVersion(
            id=uow.tokens.uuid(),
            number=number,
            version=policy.version,
            digest=digest,
            document=document,
            imported_by=actor.name,
            imported_at=ctx.now(),
        )
    )


def _digest(document: object) -> str:
    """SHA-256 of the canonical JSON, so that line ends and indents are no other policy."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
