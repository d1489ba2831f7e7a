"""The rules themselves: pure predicates over an actor and what they reach for."""

from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access.actors import Actor, ActorKind
from victim_portal.domain.vocabulary import Role


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


def may_bring_in_campaign(actor: Actor) -> bool:
    """Whether the actor may bring in a file that moves many dates: drafts come of it alone."""
    return actor.kind is ActorKind.COMMAND_LINE or may_run_campaign(actor)


def may_bring_in_sentences(actor: Actor) -> bool:
    """Whether the actor may bring in lists of sentences, which are held against all referrals."""
    return actor.kind is ActorKind.COMMAND_LINE or _has_role(actor, Role.MANAGER)


def may_run_campaign(actor: Actor) -> bool:
    """Whether the actor may run a campaign: see whom it concerns, approve together."""
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


def may_agree_to_account(actor: Actor, user_id: UUID, role: Role, unit_id: UUID | None) -> bool:
    """Whether the actor may be the second person before an account is let in.

    `role` and `unit_id` are what the account is to be: a manager of that unit may agree to who
    reads its cases, an administrator to everybody, and nobody to themselves. The command line
    stands for a portal where nobody else could.
    """
    if actor.kind is ActorKind.COMMAND_LINE:
        return True
    if actor.user_id == user_id:
        return False
    reads_its_cases = role in (Role.OFFICER, Role.MANAGER)
    its_manager = _has_role(actor, Role.MANAGER) and _in_unit(actor, unit_id)
    return (reads_its_cases and its_manager) or _has_role(actor, Role.ADMINISTRATOR)


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


def may_read_templates(actor: Actor) -> bool:
    """Whether the actor may read the texts that reach victims, and who changed them and why."""
    return _has_role(actor, Role.ADMINISTRATOR, Role.AUDITOR, Role.MANAGER, Role.OFFICER)


def may_change_templates(actor: Actor) -> bool:
    """Whether the actor may propose a new wording of a text, or agree to another's."""
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
