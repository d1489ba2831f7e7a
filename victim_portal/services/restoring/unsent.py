"""Nothing that may have gone since the backup goes again: a person finds out first."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.one_time_codes import open_steps
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.messages import asks
from victim_portal.services.messages.carried import carried
from victim_portal.services.messages.moving import case_of
from victim_portal.store import restoring as store
from victim_portal.store import staff_notices as notice_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.unit_of_work import UnitOfWork

RESTORED = "restored"
SENTENCE = "The database was restored from a backup: this may have gone since it was taken."
LOOK = (
    "The database was restored: find out whether updates of this case went before you approve any"
)
RULE = "Nothing that was sent is sent again"


def doubt_what_waited(ctx: Context, uow: UnitOfWork, actor: Actor) -> int:
    """Make every message uncertain that may have gone between backup and now; how many.

    What was queued or failed for now and is due later can't have gone. What was held may
    have been released and sent. These moves exist nowhere else: what is restored is a memory
    of a message, and not the message. Notices to staff that waited go no more, uncounted.
    """
    notice_store.doubt_all(uow, ctx.now())
    doubted = 0
    for message in store.may_have_gone(uow, ctx.now()):
        message.state = MessageState.UNCERTAIN.value
        message.why_code = RESTORED
        message.lease_until = message.ask_at = None
        message.changed_at = ctx.now()
        try:
            message.why = SENTENCE
        except UnreadableError:
            message.why = None
        uow.flush()
        case, what = case_of(uow, message), carried(uow, message)
        tasks.settle(uow, actor, asks.HELD, case, key=str(message.id))
        asks.ask_about_uncertain(ctx, uow, actor, case, message, what)
        audit.record(
            uow,
            actor,
            What.MESSAGE_STATE,
            message.case_id,
            message=str(message.id),
            state=message.state,
            why=RESTORED,
        )
        doubted += 1
    return doubted


def end_sessions(ctx: Context, uow: UnitOfWork) -> int:
    """End every session and every link that waits; how many sessions.

    A link may have been used since, and mustn't open the account again. Which one-time codes
    were used since isn't known either: none that counts at this moment does.
    """
    return store.end_sessions(uow, ctx.now(), RESTORED, open_steps(ctx.now(), None)[-1])


def warn_of_gap(ctx: Context, uow: UnitOfWork, actor: Actor, made_on: date) -> None:
    """Tell people what the portal no longer knows: drafts that may have gone, a day's work lost.

    A draft may have been approved and sent after the backup. It says so on its own page, and
    its case has a task.
    """
    day = f"{made_on.day} {made_on:%B %Y}"
    for case, updates in store.drafts_that_may_have_gone(uow, ctx.today()).items():
        for update in updates:
            update.back_to_draft_why = (
                f"The database was restored from a backup of {day}. Find out whether this went "
                "since, before you approve it."
            )
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "check_after_restore",
            LOOK,
            RULE,
            ctx.today(),
            key=made_on.isoformat(),
        )
    for unit_id in store.active_units(uow):
        tasks.raise_for_unit(
            uow,
            actor,
            unit_id,
            "work_lost",
            f"The database was restored from a backup of {day}. What was recorded since is lost: "
            "have your unit record it again, and report the loss as an incident",
            "UK GDPR, Article 33: a loss of personal data is a breach too",
            ctx.today(),
            key=f"{unit_id}:{ctx.now().isoformat(timespec='seconds')}",
        )
