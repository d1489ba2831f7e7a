"""What may reach a provider, said once more from the four questions of the last look.

Written from the questions and from the order of safety alone, and from the rows: it calls none
of the rules that it judges, and none of their tables.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.access import Actor
from victim_portal.ports import OutgoingEmail, OutgoingSms
from victim_portal.store.models import (
    Approval,
    Case,
    Channel,
    ContactLog,
    Event,
    ExactDateAgreement,
    KeyDate,
    KeyDates,
    Message,
    Offender,
    Person,
    Preference,
    Sentence,
    Update,
    User,
    WrongNews,
    WrongNewsUpdate,
)
from victim_portal.store.unit_of_work import UnitOfWork

CLOCK_ON_THE_WALL = ZoneInfo("Europe/London")
OUR_ADDRESS = "http://localhost:5001"

# Who hears of a stage, where not everybody does; and what goes above any wish.
HEARD_BY = {
    "annual_contact": {"annual", "key_stages"},
    "parole_review_started": {"key_stages"},
}
STATUTORY = {"licence_varied"}
URGENT = {"recalled"}
GIVES_AWAY = re.compile(
    r"(?<![a-z])(offender|prison|probation|victim|parole|licence|released?|police|carchar"
    r"|garchar|charchar|dioddefwr|ddioddefwr|heddlu)(?![a-z])"
)
NAMES_A_DAY = re.compile(r"(?<!\d)(\d{1,2}) (january|february|march|april|may|june|december)")
LEFT_TO_FILL = re.compile(r"[{}]|\[\[|<<")
ANY_LINK = re.compile(r"https?://[^\s]+")

Words = tuple[str | None, str | None, str | None, str | None, str | None]


class Watched(FakeSender):
    """A provider that judges each message at the moment in which it gets it."""

    def __init__(self, portal: Portal) -> None:
        super().__init__(meanwhile=self._judge)
        self.portal = portal
        self.faults: list[str] = []
        # What was read by whoever approved it, by update and version.
        self.read: dict[tuple[Any, int], list[Words]] = {}

    def approved(self, update: Update, _by: Actor | None = None) -> None:
        """Somebody reads these words now, and approves them."""
        self.read.setdefault((update.id, update.version), []).append(words_of(update))

    def _judge(self, outgoing: OutgoingEmail | OutgoingSms) -> None:
        with self.portal.ctx.store.reading() as uow:
            try:
                found = list(_faults(uow, outgoing, self.portal.clock.now(), self.read))
            except Exception as error:
                # The worker takes an error of the provider's for its own; here it is a fault.
                found = [f"what can't even be judged: {type(error).__name__}"]
        self.faults += found


def words_of(update: Update) -> Words:
    """Everything that an approver reads."""
    return (
        update.notice_sms,
        update.notice_subject,
        update.notice_email,
        update.content_subject,
        update.content,
    )


def _faults(
    uow: UnitOfWork,
    outgoing: OutgoingEmail | OutgoingSms,
    now: datetime,
    read: dict[tuple[Any, int], list[Words]],
) -> Any:
    message = uow.session.get_one(Message, outgoing.message_id)
    channel = uow.session.get_one(Channel, message.channel_id)
    case = uow.session.get_one(Case, message.case_id)
    update = uow.session.get_one(Update, message.update_id)
    wishes = _all(uow, Preference, case_id=case.id)[0]
    approvals = [
        one
        for one in _all(uow, Approval, update_id=update.id)
        if one.version == message.update_version
    ]
    managers = {user.id for user in _all(uow, User, role="manager")}
    by_manager = any(one.approved_by in managers for one in approvals)
    above_wishes = update.stage in STATUTORY or (update.stage in URGENT and by_manager)
    local = now.astimezone(CLOCK_ON_THE_WALL)
    yield from _true(uow, message, update, case, wishes, bool(approvals), read)
    if update.needs_manager and not by_manager:
        yield "true: a manager's to approve, and none did"
    if message.deadline_on < local.date():
        yield "true: its last day has passed"
    yield from _wanted(uow, update, case, wishes, approvals, local, above_wishes)
    yield from _safe(uow, message, channel, case, local)
    if outgoing.to != channel.value:
        yield "safe: to another number than the channel's"
    if message.language != channel.language:
        yield "wanted: in another language than they chose"
    subject = getattr(outgoing, "subject", "")
    body = getattr(outgoing, "body", None) or getattr(outgoing, "text", "")
    yield from _fit(uow, f"{subject}\n{body}", channel, case, update)


def _true(
    uow: UnitOfWork,
    message: Message,
    update: Update,
    case: Case,
    wishes: Preference,
    was_approved: bool,
    read: dict[tuple[Any, int], list[Words]],
) -> Any:
    newest = max(_all(uow, KeyDates, offender_id=case.offender_id), key=lambda one: one.version)
    since = {one.code: one.since_version for one in _all(uow, KeyDate, key_dates_id=newest.id)}
    events = {str(one.id): one.version for one in _all(uow, Event, offender_id=case.offender_id)}
    if not update.facts:
        yield "true: it rests on nothing"
    for name, version in update.facts.items():
        kind, _, key = name.partition(":")
        now = {
            "enrolment": case.enrolment_version,
            "preference": wishes.version,
            "key_date": since.get(key),
            "event": events.get(key),
        }[kind]
        if now != version:
            yield f"true: {kind} changed"
    if update.state not in ("approved", "sent"):
        yield f"true: its update is {update.state}"
    if not was_approved or update.case_id != case.id:
        yield "true: nobody approved it"
    if not message.update_version == update.version == update.approved_version:
        yield "true: another version was approved"
    approved_at = [
        one.approved_at
        for one in _all(uow, Approval, update_id=update.id)
        if one.version == update.version
    ]
    for named in _all(uow, WrongNewsUpdate, update_id=update.id):
        found_at = uow.session.get_one(WrongNews, named.wrong_news_id).raised_at
        if named.dropped_at is None and not any(one > found_at for one in approved_at):
            yield "true: somebody found it wrong, and nobody approved it since"
    if words_of(update) not in read.get((update.id, update.version), []):
        yield "true: words that nobody read"
    said, texts = (message.subject, message.body), words_of(update)
    if said not in [(None, texts[0]), texts[1:3], (None, texts[4]), texts[3:]]:
        yield "true: other words than its update's"


def _wanted(
    uow: UnitOfWork,
    update: Update,
    case: Case,
    wishes: Preference,
    approvals: list[Approval],
    local: datetime,
    above_wishes: bool,
) -> Any:
    if case.closed_at is not None:
        yield "wanted: the case is closed"
    if case.enrolment not in ("opted_in", "opted_back_in"):
        yield "wanted: they aren't in the scheme"
    if wishes.call_first:
        spoke = [
            one
            for one in _all(uow, ContactLog, case_id=case.id, outcome="spoke")
            if one.undone_at is None and one.with_id in (None, case.person_id)
        ]
        approved_at = max(one.approved_at for one in approvals)
        if not any(one.recorded_at >= approved_at for one in spoke):
            yield "wanted: they weren't rung first"
    born_on = uow.session.get_one(Person, case.person_id).born_on
    if case.relationship == "parent_or_guardian" and born_on is not None:
        leap = (born_on.month, born_on.day) == (2, 29)
        year = born_on.year + 18
        day = date(year, 3, 1) if leap and year % 4 else date(year, born_on.month, born_on.day)
        if local.date() >= day:
            yield "wanted: the young person is 18, and wasn't asked"
    if above_wishes:
        return
    if wishes.level not in HEARD_BY.get(update.stage, {wishes.level}):
        yield "wanted: not at their level"
    tomorrow = local.date() + timedelta(days=1)
    avoided = set(wishes.dates_to_avoid or [])
    if {local.strftime("%Y-%m-%d"), local.strftime("%m-%d")} & avoided:
        yield "wanted: on a day that they want to be left alone"
    if "02-29" in avoided and local.strftime("%m-%d") == "02-28" and tomorrow.month == 3:
        yield "wanted: on the day before 1 March, for one that has no 29 February"
    if wishes.windows and not any(_open(one, local) for one in wishes.windows):
        yield "wanted: outside the hours that they prefer"


def _safe(uow: UnitOfWork, message: Message, channel: Channel, case: Case, local: datetime) -> Any:
    if not channel.person_id == message.person_id == case.person_id:
        yield "safe: somebody else's channel"
    if channel.verified_at is None or channel.verified_at > local:
        yield "safe: not verified"
    if channel.confirmed_at is None or channel.confirmed_at > local:
        yield "safe: not confirmed"
    if channel.review_on is None or channel.review_on < local.date():
        yield "safe: its review has passed"
    if channel.suspended_at is not None or channel.ended_at is not None:
        yield "safe: suspended or ended"
    if message.kind not in channel.uses:
        yield "safe: the plan doesn't allow it"
    if channel.any_time == bool(channel.windows):
        yield "safe: hours and any time at once, or neither"
    if channel.windows and not any(_open(one, local) for one in channel.windows):
        yield "safe: outside the safe hours"


def _open(window: dict[str, Any], local: datetime) -> bool:
    start, end = time.fromisoformat(window["start"]), time.fromisoformat(window["end"])
    return local.weekday() in window["days"] and start <= local.time() < end


def _fit(uow: UnitOfWork, said: str, channel: Channel, case: Case, update: Update) -> Any:
    plain = bare(said)
    offender = uow.session.get_one(Offender, case.offender_id)
    person = uow.session.get_one(Person, case.person_id)
    court = uow.session.get_one(Sentence, case.sentence_id).court
    if not channel.fuller_words:
        if GIVES_AWAY.search(plain):
            yield "fit: a word that gives it away"
        for name in (offender.last_name, person.last_name, court):
            if name and re.search(rf"(?<![a-z]){re.escape(bare(name))}(?![a-z])", plain):
                yield "fit: a name"
    for address in _all(uow, Channel, person_id=person.id, kind="post"):
        if any(bare(line) in plain for line in (address.value or "").split("\n")):
            yield "fit: where they live"
    if LEFT_TO_FILL.search(said):
        yield "fit: a gap that nobody filled"
    for link in ANY_LINK.findall(plain):
        if not re.match(rf"{re.escape(OUR_ADDRESS)}(?:/|$)", link):
            yield "fit: a link to somebody else"
    agreed = [one.version for one in _all(uow, ExactDateAgreement, update_id=update.id)]
    everything = bare("\n".join(one or "" for one in words_of(update)))
    if NAMES_A_DAY.search(everything) and update.version not in agreed:
        yield "fit: a day that no manager agreed to"


def bare(text: str) -> str:
    """Small letters as they look: no accents, nothing invisible, no letters of double width."""
    split = unicodedata.normalize("NFKD", text)
    seen = "".join(one for one in split if unicodedata.category(one) not in ("Mn", "Cf"))
    return seen.casefold()


def _all(uow: UnitOfWork, table: type[Any], /, **given: Any) -> list[Any]:
    return list(uow.session.scalars(select(table).filter_by(**given)))
