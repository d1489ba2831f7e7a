"""Who may do what: pure predicates over an actor and what they reach for.

Whatever isn't allowed here is denied. A case is open to its officer, to officers and the
manager of its unit; a restricted case to the people named on it alone; and to nobody
with a conflict (such as someone who also supervises the offender). Whoever breaks the
glass may read one case, not restricted, for a while, and change nothing. Administrators
keep the portal running and auditors read its trail: neither sees a case's content, but an
auditor the words of a case over broken glass. A parole case manager sees the submissions
that were released to them, and no case.
"""

from victim_portal.domain.access.actors import (
    PROOF_LASTS,
    THE_PERSON,
    WORKER,
    Actor,
    ActorKind,
    command_line,
    freshly_proved,
    staff,
)
from victim_portal.domain.access.permissions import PERMISSIONS, Permission, Subject, is_allowed
from victim_portal.domain.access.rules import (
    CaseReach,
    may_agree_to_account,
    may_be_second,
    may_break_glass,
    may_bring_in_campaign,
    may_change_case,
    may_change_policy,
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
    may_recover,
    may_release_sends,
    may_run_campaign,
    may_see_case,
    may_see_words,
    may_send,
)

__all__ = [
    "PERMISSIONS",
    "PROOF_LASTS",
    "THE_PERSON",
    "WORKER",
    "Actor",
    "ActorKind",
    "CaseReach",
    "Permission",
    "Subject",
    "command_line",
    "freshly_proved",
    "is_allowed",
    "may_agree_to_account",
    "may_be_second",
    "may_break_glass",
    "may_bring_in_campaign",
    "may_change_case",
    "may_change_policy",
    "may_decide_as_manager",
    "may_export_submission",
    "may_forget",
    "may_import",
    "may_keep_store",
    "may_manage_unit",
    "may_manage_users",
    "may_plan",
    "may_read_audit",
    "may_read_case",
    "may_read_policy",
    "may_read_released",
    "may_recover",
    "may_release_sends",
    "may_run_campaign",
    "may_see_case",
    "may_see_words",
    "may_send",
    "staff",
]
