"""Every permission by name, with the rule that it stands for: the map on one screen."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from victim_portal.domain.access.actors import Actor
from victim_portal.domain.access.rules import (
    CaseReach,
    may_be_second,
    may_break_glass,
    may_bring_in_campaign,
    may_bring_in_sentences,
    may_change_case,
    may_change_policy,
    may_change_templates,
    may_decide_as_manager,
    may_export_submission,
    may_forget,
    may_import,
    may_keep_store,
    may_manage_unit,
    may_manage_users,
    may_plan,
    may_read_audit,
    may_read_case,
    may_read_policy,
    may_read_released,
    may_read_templates,
    may_release_sends,
    may_run_campaign,
    may_see_case,
    may_see_words,
    may_send,
)


class Permission(StrEnum):
    """Everything that can be asked for, by name."""

    SEE_CASE = "see_case"
    READ_CASE = "read_case"
    SEE_WORDS = "see_words"
    CHANGE_CASE = "change_case"
    EXPORT_SUBMISSION = "export_submission"
    DECIDE_AS_MANAGER = "decide_as_manager"
    IMPORT = "import"
    BRING_IN_CAMPAIGN = "bring_in_campaign"
    RUN_CAMPAIGN = "run_campaign"
    BRING_IN_SENTENCES = "bring_in_sentences"
    MANAGE_UNIT = "manage_unit"
    MANAGE_USERS = "manage_users"
    READ_AUDIT = "read_audit"
    BREAK_GLASS = "break_glass"
    READ_POLICY = "read_policy"
    CHANGE_POLICY = "change_policy"
    READ_TEMPLATES = "read_templates"
    CHANGE_TEMPLATES = "change_templates"
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
        Permission.BRING_IN_CAMPAIGN: _of_all(may_bring_in_campaign),
        Permission.RUN_CAMPAIGN: _of_all(may_run_campaign),
        Permission.BRING_IN_SENTENCES: _of_all(may_bring_in_sentences),
        Permission.MANAGE_UNIT: _of_unit(may_manage_unit),
        Permission.MANAGE_USERS: _of_all(may_manage_users),
        Permission.READ_AUDIT: _of_all(may_read_audit),
        Permission.BREAK_GLASS: _of_all(may_break_glass),
        Permission.READ_POLICY: _of_all(may_read_policy),
        Permission.CHANGE_POLICY: _of_all(may_change_policy),
        Permission.READ_TEMPLATES: _of_all(may_read_templates),
        Permission.CHANGE_TEMPLATES: _of_all(may_change_templates),
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
