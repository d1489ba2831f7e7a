"""Tasks: what a rule asks of a person, for whom and by when.

Whenever a rule stops something, the outcome is a task with an owner and a date. One open
task stands for one thing (its key), however often the rule asks.
"""

from victim_portal.services.tasks.kinds import (
    AFTER_NO,
    BROKEN_GLASS,
    BY_ACT_ALONE,
    CHECK_OFFENDER,
    CODE_FAILED,
    HELD_MESSAGE,
    LONGEST,
    NAME_SOMEBODY,
    NOT_PLANNED,
    NOT_TOLD,
    PLAN_CHANGED,
    PROMISE,
    READ_AGAIN,
    REVIEW_CHANNEL,
    SECOND_PERSON,
    SETTLED_BY,
    SURGE,
    TELEPHONE,
    TELLING,
    WRONG_NEWS,
)
from victim_portal.services.tasks.listing import finish_task, list_tasks, note_kept, views_of
from victim_portal.services.tasks.raising import (
    ask_for_manager,
    finish,
    is_open,
    raise_for_administrators,
    raise_for_case,
    raise_for_managers,
    raise_for_unit,
    settle,
    settle_without_case,
)
from victim_portal.services.tasks.values import NotByHandError, TaskView

__all__ = [
    "AFTER_NO",
    "BROKEN_GLASS",
    "BY_ACT_ALONE",
    "CHECK_OFFENDER",
    "CODE_FAILED",
    "HELD_MESSAGE",
    "LONGEST",
    "NAME_SOMEBODY",
    "NOT_PLANNED",
    "NOT_TOLD",
    "PLAN_CHANGED",
    "PROMISE",
    "READ_AGAIN",
    "REVIEW_CHANNEL",
    "SECOND_PERSON",
    "SETTLED_BY",
    "SURGE",
    "TELEPHONE",
    "TELLING",
    "WRONG_NEWS",
    "NotByHandError",
    "TaskView",
    "ask_for_manager",
    "finish",
    "finish_task",
    "is_open",
    "list_tasks",
    "note_kept",
    "raise_for_administrators",
    "raise_for_case",
    "raise_for_managers",
    "raise_for_unit",
    "settle",
    "settle_without_case",
    "views_of",
]
