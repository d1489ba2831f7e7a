"""Who may do what: pure predicates over an actor and what they reach for.

Whatever isn't allowed here is denied. A case is open to its officer, to officers and the
manager of its unit; a restricted case to the people named on it alone; and to nobody
with a conflict (such as someone who also supervises the offender). Whoever breaks the
glass may read one case, not restricted, for a while, and change nothing. Administrators
keep the portal running and auditors read its trail: neither sees a case's content, but an
auditor the words of a case over broken glass. A parole case manager sees the submissions
that were released to them, and no case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from victim_portal.domain.vocabulary import Role


class ActorKind(StrEnum):
    """What kind of hand acts."""

    STAFF = "staff"
    COMMAND_LINE = "command_line"
    WORKER = "worker"


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in member of staff, the command line, or the worker.

    `name` is what the audit records, with `came_from`, the network address that a request
    came from. Only staff have an id, a role, a unit, and a moment at which they last proved
    that it is them (password and second factor, or a passkey).
    """

    kind: ActorKind
    name: str
    user_id: UUID | None = None
    role: Role | None = None
    unit_id: UUID | None = None
    came_from: str = "this machine"
    proved_at: datetime | None = None


PROOF_LASTS = timedelta(minutes=10)
"""For how long a proof of who is there is enough for what can hurt."""
WORKER = Actor(ActorKind.WORKER, "worker")


def staff(user_id: UUID, role: Role, unit_id: UUID | None, name: str) -> Actor:
    """A signed-in member of staff."""
    return Actor(ActorKind.STAFF, name, user_id, role, unit_id)


def command_line(system_user: str) -> Actor:
    """Someone at the server's own command line, named by their system account."""
    return Actor(ActorKind.COMMAND_LINE, f"cli:{system_user}")


def freshly_proved(actor: Actor, now: datetime) -> bool:
    """Whether an actor may do what asks for a fresh proof; `now` is aware.

    The command line and the worker act from the server itself and have nothing to prove.
    """
    if actor.kind is not ActorKind.STAFF:
        return True
    return actor.proved_at is not None and now - actor.proved_at <= PROOF_LASTS


@dataclass(frozen=True)
class CaseReach:
    """What decides who reaches a case.

    `restricted_to` is None for an ordinary case, and else its officer with everybody named.
    `glass_broken_by` are those whose broken glass hasn't ended.
    """

    unit_id: UUID | None
    officer_id: UUID | None
    restricted_to: frozenset[UUID] | None = None
    conflicted: frozenset[UUID] = frozenset()
    glass_broken_by: frozenset[UUID] = frozenset()


def _has_role(actor: Actor, *roles: Role) -> bool:
    return actor.kind is ActorKind.STAFF and actor.user_id is not None and actor.role in roles


def _in_unit(actor: Actor, unit_id: UUID | None) -> bool:
    return unit_id is not None and actor.unit_id == unit_id


def _over_broken_glass(actor: Actor, reach: CaseReach) -> bool:
    shut = reach.restricted_to is not None or actor.user_id in reach.conflicted
    return not shut and actor.user_id in reach.glass_broken_by


def may_see_case(actor: Actor, reach: CaseReach) -> bool:
    """Whether a case is within the actor's own reach: in lists, searches and tasks."""
    if not _has_role(actor, Role.OFFICER, Role.MANAGER) or actor.user_id in reach.conflicted:
        return False
    if reach.restricted_to is not None:
        return actor.user_id in reach.restricted_to
    own = actor.role is Role.OFFICER and reach.officer_id == actor.user_id
    return own or _in_unit(actor, reach.unit_id)


def may_read_case(actor: Actor, reach: CaseReach) -> bool:
    """Whether the actor may read a case's page and its parts: over broken glass as well."""
    casework = _has_role(actor, Role.OFFICER, Role.MANAGER)
    return may_see_case(actor, reach) or (casework and _over_broken_glass(actor, reach))


def may_see_words(actor: Actor, reach: CaseReach) -> bool:
    """Whether an auditor may read the words that a victim was told: over broken glass alone."""
    return _has_role(actor, Role.AUDITOR) and _over_broken_glass(actor, reach)


def may_change_case(actor: Actor, reach: CaseReach) -> bool:
    """Whether the actor may record, plan, approve and export on a case."""
    return may_see_case(actor, reach)


def may_export_submission(actor: Actor, reach: CaseReach) -> bool:
    """Whether the actor may take a parole submission out of the portal.

    The command line may, except for a restricted case: it can't show who is at it.
    """
    if actor.kind is ActorKind.COMMAND_LINE:
        return reach.restricted_to is None
    return may_change_case(actor, reach)


def may_decide_as_manager(actor: Actor, reach: CaseReach) -> bool:
    """Whether the actor may decide on a case what is kept for managers, such as who is named."""
    return actor.role is Role.MANAGER and may_see_case(actor, reach)


def may_import(actor: Actor) -> bool:
    """Whether the actor may bring in files of referrals or key dates."""
    return actor.kind is ActorKind.COMMAND_LINE or _has_role(actor, Role.OFFICER, Role.MANAGER)


def may_run_campaign(actor: Actor) -> bool:
    """Whether the actor may run a campaign: bring its file in, see it, approve together."""
    return _has_role(actor, Role.MANAGER)


def may_manage_unit(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor may run a unit: its queue, its people's work, its settings."""
    return _has_role(actor, Role.MANAGER) and _in_unit(actor, unit_id)


def may_manage_users(actor: Actor) -> bool:
    """Whether the actor may make accounts and set their roles and units."""
    return actor.kind is ActorKind.COMMAND_LINE or _has_role(actor, Role.ADMINISTRATOR)


def may_recover(actor: Actor, user_id: UUID, role: Role, unit_id: UUID | None) -> bool:
    """Whether the actor may help an account back in whose person can't sign in any more.

    An officer's case content is not an administrator's, so a manager of the officer's unit
    does it; for everybody else an administrator. Nobody does it for themselves.
    """
    if actor.kind is ActorKind.COMMAND_LINE:
        return True
    if actor.user_id == user_id:
        return False
    if role is Role.OFFICER:
        return _has_role(actor, Role.MANAGER) and _in_unit(actor, unit_id)
    return _has_role(actor, Role.ADMINISTRATOR)


def may_read_audit(actor: Actor) -> bool:
    """Whether the actor may read the whole audit trail."""
    return _has_role(actor, Role.AUDITOR)


def may_break_glass(actor: Actor) -> bool:
    """Whether the actor may ask for a case outside their reach, with a reason."""
    return _has_role(actor, Role.OFFICER, Role.MANAGER, Role.AUDITOR)


def may_read_policy(actor: Actor) -> bool:
    """Whether the actor may read the policy, who changed it and why."""
    return _has_role(actor, Role.ADMINISTRATOR, Role.AUDITOR, Role.MANAGER)


def may_change_policy(actor: Actor) -> bool:
    """Whether the actor may propose a change of the policy, or agree to another's."""
    return _has_role(actor, Role.ADMINISTRATOR)


def may_be_second(actor: Actor) -> bool:
    """Whether the actor may decide what somebody else proposed."""
    return _has_role(actor, Role.MANAGER, Role.ADMINISTRATOR)


def may_release_sends(actor: Actor) -> bool:
    """Whether the actor may decide on a surge, whose page shows numbers and no case."""
    return _has_role(actor, Role.MANAGER)


def may_read_released(actor: Actor) -> bool:
    """Whether submissions may be released to the actor, who reads no other."""
    return _has_role(actor, Role.PAROLE_CASE_MANAGER)


def may_send(actor: Actor) -> bool:
    """Whether the actor may hand messages to the outside world."""
    return actor.kind is ActorKind.WORKER


def may_plan(actor: Actor) -> bool:
    """Whether the actor may bring every review's deadlines in step with the policy."""
    return actor.kind in (ActorKind.WORKER, ActorKind.COMMAND_LINE)


def may_keep_store(actor: Actor) -> bool:
    """Whether the actor may rotate keys, back up and restore: only at the machine itself."""
    return actor.kind is ActorKind.COMMAND_LINE


def may_forget(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor may propose or agree to forget what is due in a unit.

    An administrator may be the second person where a unit has one manager only: what is
    decided on are references and dates, never a case's content.
    """
    return _has_role(actor, Role.ADMINISTRATOR) or may_manage_unit(actor, unit_id)


class Permission(StrEnum):
    """Everything that can be asked for, by name."""

    SEE_CASE = "see_case"
    READ_CASE = "read_case"
    SEE_WORDS = "see_words"
    CHANGE_CASE = "change_case"
    EXPORT_SUBMISSION = "export_submission"
    DECIDE_AS_MANAGER = "decide_as_manager"
    IMPORT = "import"
    RUN_CAMPAIGN = "run_campaign"
    MANAGE_UNIT = "manage_unit"
    MANAGE_USERS = "manage_users"
    READ_AUDIT = "read_audit"
    BREAK_GLASS = "break_glass"
    READ_POLICY = "read_policy"
    CHANGE_POLICY = "change_policy"
    BE_SECOND = "be_second"
    RELEASE_SENDS = "release_sends"
    READ_RELEASED = "read_released"
    SEND = "send"
    PLAN = "plan"
    KEEP_STORE = "keep_store"
    FORGET = "forget"


Subject = CaseReach | UUID | None
"""What a permission is asked about: a case, a unit's id, or nothing in particular."""


def _of_case(rule: Callable[[Actor, CaseReach], bool]) -> Callable[[Actor, Subject], bool]:
    return lambda actor, subject: isinstance(subject, CaseReach) and rule(actor, subject)


def _of_unit(rule: Callable[[Actor, UUID], bool]) -> Callable[[Actor, Subject], bool]:
    return lambda actor, subject: isinstance(subject, UUID) and rule(actor, subject)


def _of_all(rule: Callable[[Actor], bool]) -> Callable[[Actor, Subject], bool]:
    return lambda actor, subject: subject is None and rule(actor)


PERMISSIONS: Mapping[Permission, Callable[[Actor, Subject], bool]] = MappingProxyType(
    {
        Permission.SEE_CASE: _of_case(may_see_case),
        Permission.READ_CASE: _of_case(may_read_case),
        Permission.SEE_WORDS: _of_case(may_see_words),
        Permission.CHANGE_CASE: _of_case(may_change_case),
        Permission.EXPORT_SUBMISSION: _of_case(may_export_submission),
        Permission.DECIDE_AS_MANAGER: _of_case(may_decide_as_manager),
        Permission.IMPORT: _of_all(may_import),
        Permission.RUN_CAMPAIGN: _of_all(may_run_campaign),
        Permission.MANAGE_UNIT: _of_unit(may_manage_unit),
        Permission.MANAGE_USERS: _of_all(may_manage_users),
        Permission.READ_AUDIT: _of_all(may_read_audit),
        Permission.BREAK_GLASS: _of_all(may_break_glass),
        Permission.READ_POLICY: _of_all(may_read_policy),
        Permission.CHANGE_POLICY: _of_all(may_change_policy),
        Permission.BE_SECOND: _of_all(may_be_second),
        Permission.RELEASE_SENDS: _of_all(may_release_sends),
        Permission.READ_RELEASED: _of_all(may_read_released),
        Permission.SEND: _of_all(may_send),
        Permission.PLAN: _of_all(may_plan),
        Permission.KEEP_STORE: _of_all(may_keep_store),
        Permission.FORGET: _of_unit(may_forget),
    }
)


def is_allowed(permission: Permission, actor: Actor, subject: Subject = None) -> bool:
    """Whether `actor` has `permission` over `subject`; denied when no rule says yes."""
    rule = PERMISSIONS.get(permission)
    return rule is not None and rule(actor, subject)
