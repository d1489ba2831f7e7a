"""Writing an update's words for one case: who is greeted, who is to be rung."""

import json
from dataclasses import replace

from victim_portal.domain.plan import PlannedUpdate
from victim_portal.domain.stages import Stage
from victim_portal.domain.templates import Recorded
from victim_portal.domain.vocabulary import ChannelKind, Language
from victim_portal.domain.wording import DraftTexts, WordingFacts, draft, draft_correction
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.planning.names import Named, Names
from victim_portal.store.models import Case, User
from victim_portal.store.unit_of_work import UnitOfWork


class Writer:
    """Drafts the updates of one case from whom its words name.

    `wrote` are the plan keys of what it has written, each with the texts that it was written
    from and their versions.
    """

    def __init__(self, ctx: Context, uow: UnitOfWork, case: Case, names: Names) -> None:
        self._ctx = ctx
        self._uow = uow
        self._case = case
        self._names = names
        self._made_from: str | None = None
        self._said: WordingFacts | None = None
        self._code_words: dict[ChannelKind, str] | None = None
        self.wrote: dict[str, Recorded] = {}
        self._read: Named | None = None

    @property
    def language(self) -> Language:
        """The language of the person's messages: what their first message channel says."""
        named = self._needed()
        channels = named.channels
        return Language(channels[0].language if channels else named.person.language)

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
            # What was made before there were such pages counts as it did.
            said += ["own pages"] if facts.link else []
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
        speaker = self._ctx.speaker(self.language)
        texted, mailed = self._code_word(ChannelKind.MOBILE), self._code_word(ChannelKind.EMAIL)
        by_word = {
            word: draft(planned.stage, replace(facts, code_word=word), self.language, speaker)
            for word in dict.fromkeys((texted, mailed))
        }
        self.wrote[planned.plan_key] = speaker.heard
        return replace(by_word[mailed], notice_sms=by_word[texted].notice_sms)

    def correction(
        self, plan_key: str, stage: Stage, truth: str, *, surely_told: bool
    ) -> DraftTexts:
        """The words that put wrong news right; raises WordingError when something is missing."""
        speaker = self._ctx.speaker(self.language)
        texted, mailed = self._code_word(ChannelKind.MOBILE), self._code_word(ChannelKind.EMAIL)
        by_word = {
            word: draft_correction(
                stage,
                replace(self._facts(), code_word=word),
                truth,
                self.language,
                speaker,
                surely_told=surely_told,
            )
            for word in dict.fromkeys((texted, mailed))
        }
        self.wrote[plan_key] = speaker.heard
        return replace(by_word[mailed], notice_sms=by_word[texted].notice_sms)

    def _facts(self) -> WordingFacts:
        if self._said is None:
            self._said = self._read_facts()
        return self._said

    def _read_facts(self) -> WordingFacts:
        named = self._needed()
        person, offender, officer = named.person, named.offender, named.officer
        offender_name = " ".join(filter(None, (offender.first_name, offender.last_name)))
        return WordingFacts(
            person_name=person.called or person.first_name or person.last_name or "",
            offender_name=offender_name,
            officer_first_name=officer.first_name if officer else "",
            officer_phone=shown_phone(officer.telephone) if officer else "",
            officer_hours=self._hours(officer),
            link=named.own_pages,
        )

    def _hours(self, officer: User | None) -> str:
        """The officer's hours in the reader's language; without the Welsh ones, a gap."""
        if officer is None:
            return ""
        return officer.hours_welsh if self.language is Language.WELSH else officer.hours

    def _code_word(self, kind: ChannelKind) -> str:
        if self._code_words is None:
            found: dict[ChannelKind, str] = {}
            for channel in self._needed().channels:
                found.setdefault(ChannelKind(channel.kind), channel.code_word or "")
            self._code_words = found
        return self._code_words.get(kind, "")

    def _needed(self) -> Named:
        if self._read is None:
            self._read = self._names.of(self._case)
        return self._read
