"""Writing an update's words for one case: who is greeted, who is to be rung."""

import json
from dataclasses import replace

from victim_portal.domain.plan import PlannedUpdate
from victim_portal.domain.vocabulary import ChannelKind, Language
from victim_portal.domain.wording import DraftTexts, WordingFacts, draft
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.safe_contact import message_channels
from victim_portal.store import conflicts as conflict_store
from victim_portal.store.models import Case, Channel, Offender, Person, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


class Writer:
    """Drafts the updates of one case; reads what it needs once.

    `wrote` are the plan keys of what it has written.
    """

    def __init__(self, ctx: Context, uow: UnitOfWork, case: Case) -> None:
        self._ctx = ctx
        self._uow = uow
        self._case = case
        self._made_from: str | None = None
        self._said: WordingFacts | None = None
        self.wrote: list[str] = []
        self._read: tuple[Person, Offender, User | None, list[Channel]] | None = None

    @property
    def language(self) -> Language:
        """The language of the person's messages: what their first message channel says."""
        person, _, _, channels = self._needed()
        return Language(channels[0].language if channels else person.language)

    @property
    def made_from(self) -> str:
        """A keyed code over everything in the words that isn't a fact of the plan.

        Another officer, a new code word or another language gives another code; nothing
        can be read from it.
        """
        if self._made_from is None:
            words = [self._code_word(ChannelKind.MOBILE), self._code_word(ChannelKind.EMAIL)]
            facts = self._facts()
            said = [self.language.value, facts.person_name, facts.offender_name, *words]
            said += [facts.officer_first_name, facts.officer_phone, facts.officer_hours]
            self._made_from = self._uow.keyring.exact("words", json.dumps(said)).hex()
        return self._made_from

    def draft(self, planned: PlannedUpdate) -> DraftTexts:
        """The words of one update; raises WordingError when something is missing.

        The text message carries the code word of the mobile, the e-mail that of the
        e-mail address: each channel may have its own.
        """
        facts = replace(
            self._facts(),
            month=planned.anchor_month,
            previous_month=planned.previous_month,
            anchor_code=planned.anchor_code,
            outcome=planned.outcome,
            on_licence=planned.on_licence,
        )
        translate = self._ctx.translators[self.language]
        by_kind = {}
        for kind in (ChannelKind.MOBILE, ChannelKind.EMAIL):
            with_word = replace(facts, code_word=self._code_word(kind))
            by_kind[kind] = draft(planned.stage, with_word, self.language, translate)
        self.wrote.append(planned.plan_key)
        return replace(
            by_kind[ChannelKind.EMAIL], notice_sms=by_kind[ChannelKind.MOBILE].notice_sms
        )

    def _facts(self) -> WordingFacts:
        if self._said is None:
            self._said = self._read_facts()
        return self._said

    def _read_facts(self) -> WordingFacts:
        person, offender, officer, _ = self._needed()
        offender_name = " ".join(filter(None, (offender.first_name, offender.last_name)))
        return WordingFacts(
            person_name=person.called or person.first_name or person.last_name or "",
            offender_name=offender_name,
            officer_first_name=officer.first_name if officer else "",
            officer_phone=shown_phone(officer.telephone) if officer else "",
            officer_hours=self._hours(officer),
        )

    def _hours(self, officer: User | None) -> str:
        """The officer's hours in the reader's language; without the Welsh ones, a gap."""
        if officer is None:
            return ""
        return officer.hours_welsh if self.language is Language.WELSH else officer.hours

    def _code_word(self, kind: ChannelKind) -> str:
        for channel in self._needed()[3]:
            if channel.kind == kind:
                return channel.code_word or ""
        return ""

    def _needed(self) -> tuple[Person, Offender, User | None, list[Channel]]:
        if self._read is None:
            uow, case = self._uow, self._case
            person = uow.get(Person, case.person_id)
            offender = uow.get(Offender, case.offender_id)
            if person is None or offender is None:
                raise LookupError("a case without its person or offender")
            uow.vault.fetch([person.id, offender.id])
            officer = uow.get(User, case.officer_id)
            if officer is None:
                unit = uow.get(Unit, case.unit_id)
                officer = uow.get(User, unit.manager_id) if unit else None
                if officer and officer.id in conflict_store.staff_of(uow, case.offender_id):
                    # Whoever knows the offender isn't the one to ring.
                    officer = None
            self._read = (person, offender, officer, message_channels(uow, case))
        return self._read
