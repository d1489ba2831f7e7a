"""Recording what a victim asks for, and putting it right while nobody has it yet."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.licence_policy import answers_from
from victim_portal.domain.licence_policy.offer import (
    Offer,
    Offered,
    areas_of,
    problems_of,
    stored_answers,
    wording_of,
)
from victim_portal.domain.richtext import to_json
from victim_portal.domain.vocabulary import RequestState
from victim_portal.domain.zones import areas_from, areas_to_store, with_words
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.licence_policy import offer_in_use, offer_of_version
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.representations.moving import PUT_FORWARD_TASK
from victim_portal.services.representations.rows import (
    CHANGED_MEANWHILE,
    LONGEST,
    TOO_LONG,
    date_problem,
    open_case,
    request_of,
    tell_recipients,
    writing,
)
from victim_portal.services.representations.values import RepresentationInput, RequestInput
from victim_portal.services.sanitise import sanitise
from victim_portal.services.zones.pictures import drop_pictures
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store import voice as voice_store
from victim_portal.store.models import Case, ConditionRequest, Representation
from victim_portal.store.unit_of_work import UnitOfWork

PUT_FORWARD_WITHIN_WORKING_DAYS = 5
MOST_REQUESTS = 30
CHOOSE = "Choose the condition that fits."
OWN_WISH = "own_wish"


def record_representation(
    ctx: Context,
    actor: Actor,
    reference: str,
    given: RepresentationInput,
    once: UUID | None = None,
) -> UUID:
    """Record one occasion and its requests, in the victim's words and the catalogue's.

    Returns the id of the occasion; the same form sent twice gives the same one. Each
    request leaves a task to put it forward. Raises InvalidError with a sentence for each
    field (those of the second request are called ``requests-1-wish``, ``requests-1-code``,
    ``requests-1-<input>``), NotFoundError out of reach.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        said = saying("record_representation", reference, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        problems = _problems(ctx, uow, given)
        if problems:
            raise InvalidError(problems)
        _check_wishes(uow, case, given)
        review = offender_store.open_review(uow, case.offender_id)
        occasion = Representation(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            review_id=review.id if review else None,
            heard_on=given.heard_on,
            how=given.how.value,
            recorded_by=actor.name,
            recorded_at=ctx.now(),
        )
        uow.add(occasion)
        uow.flush()
        first = store.next_request_number(uow, case.id)
        for number, one in enumerate(given.requests, start=first):
            _add_request(ctx, uow, actor, case, occasion, number, one)
        audit.record(
            uow,
            actor,
            What.REPRESENTATION_RECORDED,
            case.id,
            representation=str(occasion.id),
            requests=len(given.requests),
        )
        remember(uow, once, str(occasion.id), said)
        uow.commit()
        return occasion.id


def change_request(
    ctx: Context,
    actor: Actor,
    reference: str,
    number: int,
    given: RequestInput,
    seen_version: int | None = None,
) -> None:
    """Put a request right that was asked for and not yet put forward.

    `seen_version` is the `row_version` that the form was made from. Raises InvalidError
    (fields as in the input), ConflictError when somebody was faster, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        if seen_version is not None and request.row_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        if request.state != RequestState.ASKED_FOR:
            raise InvalidError(
                {"state": "It was put forward already: withdraw it and record a new request."}
            )
        offer = _offer(uow, given)
        problems = request_problems(given, offer, ctx.today())
        if problems:
            raise InvalidError(problems)
        _fill(request, given, offer)
        drop_pictures(uow, request)
        audit.record(
            uow,
            actor,
            What.REQUEST_MOVED,
            case.id,
            request=str(request.id),
            number=number,
            state=request.state,
        )
        tell_recipients(
            ctx,
            uow,
            actor,
            case,
            f"Request {number} was changed after an export: send the new version",
            f"request:{number}",
        )
        uow.commit()


def request_problems(given: RequestInput, offer: Offer, today: date) -> dict[str, str]:
    """A sentence for each field of one request that can't be taken; `offer` is its version."""
    problems: dict[str, str] = {}
    if not sanitise(given.wish):
        problems["wish"] = "Enter what the victim asks for, in her own words."
    for name, text in (("wish", given.wish), ("necessity", given.necessity)):
        if len(text) > LONGEST:
            problems[name] = TOO_LONG
    condition = offer.get(given.code)
    if condition is None:
        problems["code"] = CHOOSE
    else:
        problems |= problems_of(condition, answers_from(given.inputs), today)
    return problems


def _problems(ctx: Context, uow: UnitOfWork, given: RepresentationInput) -> dict[str, str]:
    problems: dict[str, str] = {}
    wrong_day = date_problem(given.heard_on, ctx.today())
    if wrong_day:
        problems["heard_on"] = wrong_day
    if not given.requests:
        problems["requests"] = "Enter at least one condition that the victim asks for."
    if len(given.requests) > MOST_REQUESTS:
        problems["requests"] = f"Enter at most {MOST_REQUESTS} conditions at a time."
    for index, one in enumerate(given.requests):
        for name, text in request_problems(one, _offer(uow, one), ctx.today()).items():
            problems[f"requests-{index}-{name}"] = text
    return problems


def _add_request(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    occasion: Representation,
    number: int,
    given: RequestInput,
) -> None:
    request = ConditionRequest(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        representation_id=occasion.id,
        number=number,
        state=RequestState.ASKED_FOR.value,
        state_on=occasion.heard_on,
        wish_id=given.wish_id,
    )
    _fill(request, given, _offer(uow, given))
    uow.add(request)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        PUT_FORWARD_TASK,
        f"Put condition request {number} forward, or withdraw it with the victim",
        "Every request has an outcome, or an owner and a date",
        add_working_days(ctx.today(), PUT_FORWARD_WITHIN_WORKING_DAYS, ctx.bank_holidays),
        key=str(number),
    )
    if given.wish_id is not None:
        tasks.settle(uow, actor, OWN_WISH, case, str(given.wish_id))


def _check_wishes(uow: UnitOfWork, case: Case, given: RepresentationInput) -> None:
    """Refuse a wish that isn't this case's: a form names it."""
    known = {wish.id for wish in voice_store.wishes(uow, case.id)}
    if any(one.wish_id is not None and one.wish_id not in known for one in given.requests):
        raise NotFoundError


def _fill(request: ConditionRequest, given: RequestInput, offer: Offer) -> None:
    condition, answers = _condition(given, offer), answers_from(given.inputs)
    areas = areas_of(condition, answers)
    request.wish = to_json(sanitise(given.wish))
    request.catalogue_version = offer.version
    request.code = condition.code
    request.inputs = stored_answers(condition, answers)
    request.wording = wording_of(condition, answers)
    request.zone = areas_to_store(with_words(areas_from(request.zone), areas))
    request.agreed_to_name = given.agreed_to_name
    request.agreed_to_map = given.agreed_to_map
    request.necessity = to_json(sanitise(given.necessity))


def _condition(given: RequestInput, offer: Offer) -> Offered:
    condition = offer.get(given.code)
    if condition is None:
        raise InvalidError({"code": CHOOSE})
    return condition


def _offer(uow: UnitOfWork, given: RequestInput) -> Offer:
    """The catalogue that the form showed: what was read there is what is asked for."""
    return offer_of_version(uow, given.version) if given.version else offer_in_use(uow)
