"""A referral typed by an officer, and referrals that come in at the same moment."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.support.casework import received
from tests.support.portal import CLI, OTHER_UNIT, Portal
from tests.support.referral_files import MARY, OMAR, file_of, row
from victim_portal.domain.access import WORKER
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.referrals import (
    ImportReport,
    import_referrals,
    importing,
    other_units,
    receive_typed,
    typed,
)
from victim_portal.store.models import Case, Offender
from victim_portal.store.unit_of_work import ConstraintError

TOKEN = UUID(int=7)


def _case(portal: Portal, reference: str) -> Case:
    with portal.ctx.store.reading() as uow:
        found = uow.session.scalar(select(Case).where(Case.reference == reference))
        assert found is not None
        return found


def _cases(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(Case)) or 0


def test_the_officer_who_typed_it_has_the_case_and_a_managers_goes_to_the_queue(
    portal: Portal,
) -> None:
    own = _case(portal, received(portal, unit=""))
    assert (own.officer_id, own.queued_since) == (portal.officer.user_id, None)
    queued = _case(portal, receive_typed(portal.ctx, portal.manager, row(OMAR, unit="")))
    assert (queued.officer_id, queued.queue_due_on is None) == (None, False)


def test_a_case_for_another_unit_goes_to_its_queue(portal: Portal) -> None:
    case = _case(portal, received(portal, unit=OTHER_UNIT))
    assert (case.officer_id, case.unit_id) == (None, portal.stranger.unit_id)
    assert other_units(portal.ctx, portal.officer) == (OTHER_UNIT,)


def test_the_same_form_twice_is_one_case(portal: Portal) -> None:
    first = receive_typed(portal.ctx, portal.officer, MARY, TOKEN)
    assert receive_typed(portal.ctx, portal.officer, MARY, TOKEN) == first
    assert _cases(portal) == 1


def test_a_known_reference_is_refused_beside_its_field(portal: Portal) -> None:
    received(portal)
    with pytest.raises(InvalidError) as caught:
        received(portal, referral_reference="wcu-1", victim_last_name="Somebody")
    assert set(caught.value.problems) == {"referral_reference"}


def test_every_bad_field_has_its_sentence(portal: Portal) -> None:
    with pytest.raises(InvalidError) as caught:
        received(portal, mobile="1", email="nobody", sentenced_on="2026-11-30", unit="x" * 101)
    assert set(caught.value.problems) == {"mobile", "email", "sentenced_on", "unit"}


def test_who_may_not_is_refused(portal: Portal) -> None:
    with pytest.raises(NotAllowedError):
        receive_typed(portal.ctx, WORKER, MARY)


def test_two_victims_of_one_offender_share_the_offender_and_the_sentence(portal: Portal) -> None:
    first = _case(portal, received(portal))
    other = {name: OMAR[name] for name in OMAR if name.startswith("victim_")}
    second = _case(portal, received(portal, referral_reference="WCU-2", **other))
    assert first.offender_id == second.offender_id
    assert first.sentence_id == second.sentence_id
    assert first.person_id != second.person_id


def test_an_offender_without_numbers_is_known_by_name_and_birth_and_gets_them(
    portal: Portal,
) -> None:
    first = _case(portal, received(portal, prison_number="", crn=""))
    other = {name: OMAR[name] for name in OMAR if name.startswith("victim_")}
    second = _case(portal, received(portal, referral_reference="WCU-2", **other))
    assert first.offender_id == second.offender_id
    with portal.ctx.store.reading() as uow:
        (offender,) = uow.session.scalars(select(Offender))
        assert (offender.prison_number, offender.crn) == ("A1234BC", "X123456")


def test_a_namesake_with_another_birth_or_number_is_another_offender(portal: Portal) -> None:
    received(portal)
    other = {name: OMAR[name] for name in OMAR if name.startswith("victim_")}
    numbers = {"prison_number": "B1111BB", "crn": "Y222222"}
    received(portal, referral_reference="WCU-2", **other, **numbers)
    numbers = {"prison_number": "", "crn": "", "offender_date_of_birth": "1981-02-02"}
    received(portal, referral_reference="WCU-3", **other, **numbers)
    with portal.ctx.store.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Offender)) == 3


def test_a_form_that_met_another_at_the_same_moment_answers_as_after_it(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = typed.remember
    raced: list[str] = []

    def slower(uow: object, token: UUID | None, result: str, said: str) -> None:
        if not raced:
            raced.append(result)
            raise ConstraintError("pk_form_once")
        real(uow, token, result, said)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(typed, "remember", slower)
    reference = receive_typed(portal.ctx, portal.officer, MARY, TOKEN)
    assert (_cases(portal), reference == raced[0]) == (1, False)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_batch_that_met_another_is_taken_in_anew_and_counted_once(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    real = importing._take_in
    met: list[int] = []

    def slower(*given: object) -> ImportReport:
        if len(met) < times:
            met.append(1)
            raise ConstraintError("uq_referral_reference_index")
        return real(*given)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(importing, "_take_in", slower)
    if times == 3:
        with pytest.raises(ConflictError, match="same file again"):
            import_referrals(portal.ctx, CLI, file_of(MARY, OMAR))
        assert _cases(portal) == 0
    else:
        assert import_referrals(portal.ctx, CLI, file_of(MARY, OMAR)).added == 2
