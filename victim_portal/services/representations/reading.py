"""The page on a case's representations, as plain values."""

from collections.abc import Mapping

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.licence_policy import answers_from
from victim_portal.domain.licence_policy.offer import Offer, newer_version, wording_of
from victim_portal.domain.protected_values import ProtectedValue
from victim_portal.domain.representations import (
    FAMILY,
    GRANTED,
    OPEN_REQUESTS,
    REQUEST_MOVES,
    STATE_WORDS,
    ReadingPreference,
    WrittenBy,
    condition_ends,
)
from victim_portal.domain.richtext import reading_minutes, to_source, word_count
from victim_portal.domain.vocabulary import ContactMethod, Language, Relationship, RequestState
from victim_portal.domain.wishes import WishKind
from victim_portal.domain.zones import areas_from
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.licence_policy import offer_in_use, offer_of_version
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.family import family_note_missing
from victim_portal.services.representations.giving_away import kinds_in, protected_of
from victim_portal.services.representations.life import Life, life_of
from victim_portal.services.representations.openings import seen_by
from victim_portal.services.representations.rows import (
    agreement_missing,
    areas_in,
    blocks_of,
    current_statement,
    may_take,
    offer_to_officer,
    offers_of,
    person_of,
    words_digest,
)
from victim_portal.services.representations.values import (
    OccasionView,
    RepresentationsView,
    RequestView,
    SeenBy,
    StatementView,
    WishView,
)
from victim_portal.store import cases as case_store
from victim_portal.store import representations as store
from victim_portal.store import voice as voice_store
from victim_portal.store.models import (
    ConditionRequest,
    Person,
    Representation,
    Statement,
    Wish,
)


def representations_view(ctx: Context, actor: Actor, reference: str) -> RepresentationsView:
    """Everything that was heard of the victim of a case; the view is recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        offer = offer_to_officer(uow, case)
        requests = store.requests(uow, case.id)
        statements = store.statements(uow, case.id)
        current = current_statement(statements)
        offers, in_use = offers_of(uow, requests), offer_in_use(uow)
        person = person_of(uow, case)
        protected = protected_of(uow, person) if requests else []
        draft = voice_store.draft(uow, case.id)
        life = life_of(ctx, uow, case, requests)
        seen = seen_by(uow, case.id, statements)
        preference = case_store.preference(uow, case.id)
        view = RepresentationsView(
            reference=case.reference,
            offer=offer,
            may_take_statement=may_take(uow, actor, case, offer) and case.closed_at is None,
            occasions=tuple(
                _occasion(occasion, requests) for occasion in store.occasions(uow, case.id)
            ),
            requests=tuple(
                _request(row, offers[row.catalogue_version], in_use, person, protected, life)
                for row in requests
            ),
            official=in_use.official,
            statement=_statement(current, True, seen, family_note_missing(uow, case, current))
            if current
            else None,
            older=tuple(_statement(row, False, seen) for row in statements if row is not current),
            wishes=tuple(_wish(wish, requests) for wish in voice_store.wishes(uow, case.id)),
            draft_begun_at=draft.begun_at if draft else None,
            of_a_family=Relationship(case.relationship) in FAMILY,
            ring_first=preference is not None and preference.call_first,
            ending=life.ending,
        )
        audit.record(uow, actor, What.REPRESENTATION_VIEWED, case.id)
        uow.commit()
    return view


def _occasion(occasion: Representation, requests: list[ConditionRequest]) -> OccasionView:
    return OccasionView(
        id=occasion.id,
        heard_on=occasion.heard_on,
        how=ContactMethod(occasion.how),
        recorded_by=occasion.recorded_by,
        recorded_at=occasion.recorded_at,
        numbers=tuple(row.number for row in requests if row.representation_id == occasion.id),
    )


def conditions_on_offer(ctx: Context, version: str = "") -> Offer:
    """What can be asked for: now, or on the version that a request was made on."""
    with ctx.store.reading() as uow:
        return offer_of_version(uow, version) if version else offer_in_use(uow)


def _request(
    row: ConditionRequest,
    offer: Offer,
    in_use: Offer,
    person: Person,
    protected: list[ProtectedValue],
    life: Life,
) -> RequestView:
    condition = offer.get(row.code)
    alternative = offer.alternative_to(condition) if condition else None
    state = RequestState(row.state)
    wish, necessity = blocks_of(row.wish), blocks_of(row.necessity)
    ends_on = condition_ends(row.ends_on, life.licence_ends_on) if state in GRANTED else None
    return RequestView(
        number=row.number,
        code=row.code,
        title=condition.title if condition else row.code,
        catalogue_version=row.catalogue_version,
        wish=wish,
        wish_source=to_source(wish),
        wording=row.wording or "",
        inputs={} if offer.official else row.inputs or {},
        answers=answers_from(row.inputs or {}),
        areas=areas_in(row),
        maps=areas_from(row.zone),
        gives_away=kinds_in((row.wording or "", *areas_in(row)), protected),
        official=offer.official,
        newer=newer_version(condition, row.catalogue_version, in_use)
        if condition and state in OPEN_REQUESTS
        else "",
        agreed_to_name=row.agreed_to_name,
        agreed_to_map=row.agreed_to_map,
        names_victim=condition.names_victim if condition else False,
        needs_map=condition.needs_map if condition else False,
        necessity=necessity,
        necessity_source=to_source(necessity),
        state=state,
        state_on=row.state_on,
        state_words=STATE_WORDS[state],
        may_move_to=REQUEST_MOVES[state],
        blocked=agreement_missing(row, offer, person),
        alternative=alternative,
        alternative_wording=wording_of(alternative, {}) if alternative else "",
        put_forward_to=row.put_forward_to or "",
        put_forward_on=row.put_forward_on,
        outcome_reason=row.outcome_reason or "",
        outcome_plain=row.outcome_plain or "",
        granted_wording=row.granted_wording or "",
        ends_on=ends_on,
        ends_with_licence=ends_on is not None and ends_on == life.licence_ends_on,
        own_end=row.ends_on,
        told_on=row.told_on,
        told_how=ContactMethod(row.told_how) if row.told_how else None,
        not_rung=row.not_rung or "",
        turn=life.turns.get(row.number),
        row_version=row.row_version,
    )


def _wish(row: Wish, requests: list[ConditionRequest]) -> WishView:
    return WishView(
        id=row.id,
        kind=WishKind(row.kind),
        language=Language(row.language),
        words=row.words or "",
        why=row.why or "",
        asked_at=row.asked_at,
        dropped_at=row.dropped_at,
        numbers=tuple(one.number for one in requests if one.wish_id == row.id),
    )


def _statement(
    row: Statement,
    current: bool,
    seen: Mapping[int, tuple[SeenBy, ...]],
    family_note_missing: bool = False,
) -> StatementView:
    body = blocks_of(row.body)
    withheld = blocks_of(row.withheld)
    reasons = blocks_of(row.withheld_reasons)
    words = word_count(body)
    return StatementView(
        version=row.version,
        body=body,
        body_source=to_source(body),
        withheld=withheld,
        withheld_source=to_source(withheld),
        withheld_reasons=reasons,
        withheld_reasons_source=to_source(reasons),
        words=words,
        minutes=reading_minutes(words),
        written_by=WrittenBy(row.written_by),
        read_back_on=row.read_back_on,
        reading_preference=ReadingPreference(row.reading_preference),
        language=Language(row.language),
        observing=row.observing,
        support=row.support or "",
        family_note=row.family_note or "",
        family_note_missing=family_note_missing,
        signed_on=row.signed_on,
        digest=row.words_digest,
        intact=words_digest(body, withheld) == row.words_digest,
        seen_by=seen.get(row.version, ()),
        withdrawn_at=row.withdrawn_at,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        current=current,
    )
