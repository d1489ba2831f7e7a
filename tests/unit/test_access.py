from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.access import (
    PERMISSIONS,
    WORKER,
    Actor,
    ActorKind,
    CaseReach,
    Permission,
    Subject,
    command_line,
    is_allowed,
    may_agree_to_account,
    may_change_case,
    may_decide_as_manager,
    may_export_submission,
    may_manage_unit,
    may_recover,
    may_see_case,
    staff,
)
from victim_portal.domain.vocabulary import Role

ME, SOMEONE, UNIT, ELSEWHERE = (UUID(int=n) for n in range(1, 5))
CLI = command_line("alice")
OWN = CaseReach(UNIT, ME)
UNITS = CaseReach(UNIT, SOMEONE)
QUEUED = CaseReach(UNIT, None)
FOREIGN = CaseReach(ELSEWHERE, SOMEONE)
LENT = CaseReach(ELSEWHERE, ME)
NOBODYS = CaseReach(None, None)


def me(role: Role, unit: UUID | None = UNIT) -> Actor:
    return staff(ME, role, unit, "Ann Officer")


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.OFFICER, {OWN, UNITS, QUEUED, LENT}),
        (Role.MANAGER, {OWN, UNITS, QUEUED}),
        (Role.ADMINISTRATOR, set()),
        (Role.AUDITOR, set()),
        (Role.PAROLE_CASE_MANAGER, set()),
    ],
)
def test_who_sees_which_case(role: Role, seen: set[CaseReach]) -> None:
    every = {OWN, UNITS, QUEUED, FOREIGN, LENT, NOBODYS}
    assert {reach for reach in every if may_see_case(me(role), reach)} == seen
    assert {reach for reach in every if may_change_case(me(role), reach)} == seen


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER])
def test_somebody_without_a_unit_does_not_reach_a_case_without_one(role: Role) -> None:
    assert not may_see_case(me(role, None), NOBODYS)


def test_a_restricted_case_is_for_the_people_named_alone() -> None:
    closed = CaseReach(UNIT, ME, restricted_to=frozenset({SOMEONE}))
    assert not may_see_case(me(Role.OFFICER), closed)
    assert not may_see_case(me(Role.MANAGER), closed)
    assert not may_see_case(me(Role.OFFICER), CaseReach(UNIT, ME, restricted_to=frozenset()))
    named = CaseReach(ELSEWHERE, SOMEONE, restricted_to=frozenset({ME}))
    assert may_see_case(me(Role.OFFICER), named)
    assert not may_see_case(me(Role.ADMINISTRATOR), named)
    assert not may_see_case(me(Role.AUDITOR), named)


@pytest.mark.parametrize("restricted_to", [None, frozenset({ME})])
def test_a_conflict_blocks_even_those_named(restricted_to: frozenset[UUID] | None) -> None:
    reach = CaseReach(UNIT, ME, restricted_to, conflicted=frozenset({ME}))
    assert not may_see_case(me(Role.OFFICER), reach)
    assert not may_decide_as_manager(me(Role.MANAGER), reach)


GLASS = frozenset({ME})


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        (Role.OFFICER, {Permission.READ_CASE}),
        (Role.MANAGER, {Permission.READ_CASE}),
        (Role.ADMINISTRATOR, set()),
        (Role.AUDITOR, {Permission.SEE_WORDS}),
        (Role.PAROLE_CASE_MANAGER, set()),
    ],
)
def test_over_broken_glass_a_case_is_read_and_nothing_else(
    role: Role, permissions: set[Permission]
) -> None:
    opened = CaseReach(ELSEWHERE, SOMEONE, glass_broken_by=GLASS)
    assert {p for p in Permission if is_allowed(p, me(role), opened)} == permissions
    assert not {p for p in Permission if is_allowed(p, me(role), FOREIGN)}


@pytest.mark.parametrize("role", Role)
def test_glass_opens_nothing_restricted_and_nothing_with_a_conflict(role: Role) -> None:
    restricted = CaseReach(ELSEWHERE, SOMEONE, frozenset({SOMEONE}), glass_broken_by=GLASS)
    conflict = CaseReach(ELSEWHERE, SOMEONE, conflicted=GLASS, glass_broken_by=GLASS)
    for reach in (restricted, conflict):
        assert not {p for p in Permission if is_allowed(p, me(role), reach)}


@given(
    actor=st.builds(
        Actor,
        st.sampled_from(ActorKind),
        st.just("?"),
        st.sampled_from([None, ME, SOMEONE]),
        st.sampled_from([None, *Role]),
        st.sampled_from([None, UNIT, ELSEWHERE]),
    ),
    reach=st.builds(
        CaseReach,
        st.sampled_from([None, UNIT, ELSEWHERE]),
        st.sampled_from([None, ME, SOMEONE]),
        st.sampled_from([None, frozenset(), frozenset({ME}), frozenset({SOMEONE})]),
        st.sampled_from([frozenset(), frozenset({ME})]),
        st.sampled_from([frozenset(), frozenset({ME})]),
    ),
)
def test_nobody_may_do_to_a_case_what_they_may_not_read(actor: Actor, reach: CaseReach) -> None:
    allowed = {p for p in Permission if is_allowed(p, actor, reach)}
    told = {Permission.READ_CASE, Permission.SEE_WORDS}
    if actor.kind is ActorKind.STAFF and allowed - told:
        assert {Permission.READ_CASE, Permission.SEE_CASE} <= allowed
    if actor.user_id in reach.conflicted and actor.kind is ActorKind.STAFF:
        assert not allowed
    if reach.restricted_to is not None and actor.user_id not in reach.restricted_to:
        assert not allowed


def test_only_the_units_manager_decides_as_one() -> None:
    assert may_decide_as_manager(me(Role.MANAGER), UNITS)
    assert not may_decide_as_manager(me(Role.OFFICER), OWN)
    assert not may_decide_as_manager(me(Role.MANAGER), FOREIGN)


def test_a_manager_runs_the_own_unit_only() -> None:
    assert may_manage_unit(me(Role.MANAGER), UNIT)
    assert not may_manage_unit(me(Role.MANAGER), ELSEWHERE)
    assert not may_manage_unit(me(Role.OFFICER), UNIT)


def test_the_command_line_exports_but_not_what_is_restricted() -> None:
    assert CLI.name == "cli:alice"
    assert may_export_submission(CLI, OWN)
    assert not may_export_submission(CLI, CaseReach(UNIT, ME, frozenset({ME})))
    assert not may_see_case(CLI, OWN)


@pytest.mark.parametrize(
    ("actor", "permissions"),
    [
        (
            me(Role.OFFICER),
            {Permission.IMPORT, Permission.BREAK_GLASS, Permission.READ_TEMPLATES},
        ),
        (
            me(Role.MANAGER),
            {
                *(Permission.IMPORT, Permission.BREAK_GLASS, Permission.BE_SECOND),
                *(Permission.READ_POLICY, Permission.RELEASE_SENDS, Permission.RUN_CAMPAIGN),
                *(Permission.BRING_IN_CAMPAIGN, Permission.READ_TEMPLATES),
                Permission.BRING_IN_SENTENCES,
            },
        ),
        (
            me(Role.ADMINISTRATOR),
            {
                *(Permission.MANAGE_USERS, Permission.BE_SECOND),
                *(Permission.READ_POLICY, Permission.CHANGE_POLICY),
                *(Permission.READ_TEMPLATES, Permission.CHANGE_TEMPLATES),
            },
        ),
        (
            me(Role.AUDITOR),
            {
                *(Permission.READ_AUDIT, Permission.BREAK_GLASS, Permission.READ_POLICY),
                Permission.READ_TEMPLATES,
            },
        ),
        (me(Role.PAROLE_CASE_MANAGER), {Permission.READ_RELEASED}),
        (
            CLI,
            {
                *(Permission.IMPORT, Permission.MANAGE_USERS, Permission.KEEP_STORE),
                *(Permission.PLAN, Permission.BRING_IN_CAMPAIGN, Permission.BRING_IN_SENTENCES),
            },
        ),
        (WORKER, {Permission.SEND, Permission.PLAN}),
    ],
)
def test_what_needs_no_subject(actor: Actor, permissions: set[Permission]) -> None:
    assert {p for p in Permission if is_allowed(p, actor)} == permissions


def test_every_permission_has_a_rule() -> None:
    assert set(PERMISSIONS) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("kind", ActorKind)
def test_a_nameless_hand_with_a_role_is_not_staff(permission: Permission, kind: ActorKind) -> None:
    subjects: tuple[Subject, ...] = (OWN, UNIT)
    forged = Actor(kind, "?", None, Role.MANAGER, UNIT)
    allowed = {s for s in subjects if is_allowed(permission, forged, s)}
    exported = kind is ActorKind.COMMAND_LINE and permission is Permission.EXPORT_SUBMISSION
    assert allowed == ({OWN} if exported else set())


def test_a_subject_of_the_wrong_sort_is_denied() -> None:
    manager = me(Role.MANAGER)
    assert is_allowed(Permission.SEE_CASE, manager, OWN)
    assert is_allowed(Permission.MANAGE_UNIT, manager, UNIT)
    assert not is_allowed(Permission.SEE_CASE, manager)
    assert not is_allowed(Permission.SEE_CASE, manager, UNIT)
    assert not is_allowed(Permission.MANAGE_UNIT, manager, OWN)
    assert not is_allowed(Permission.IMPORT, manager, OWN)


ACTORS = st.one_of(
    st.builds(
        staff,
        st.sampled_from([ME, SOMEONE]),
        st.sampled_from(Role),
        st.sampled_from([UNIT, ELSEWHERE, None]),
        st.just("Ann"),
    ),
    st.sampled_from([CLI, WORKER]),
)


@given(ACTORS, st.sampled_from(Role), st.sampled_from([UNIT, ELSEWHERE, None]))
def test_the_second_before_an_account_is_let_in(
    actor: Actor, role: Role, unit: UUID | None
) -> None:
    allowed = may_agree_to_account(actor, SOMEONE, role, unit)
    if actor == CLI:
        assert allowed
    elif actor == WORKER or actor.user_id == SOMEONE:
        assert not allowed
    elif actor.role is Role.ADMINISTRATOR:
        assert allowed
    else:
        managers_own = actor.role is Role.MANAGER and actor.unit_id == unit is not None
        assert allowed == (managers_own and role in (Role.OFFICER, Role.MANAGER))


@given(ACTORS, st.sampled_from(Role), st.sampled_from([UNIT, ELSEWHERE, None]))
def test_whoever_asks_to_help_somebody_back_in_could_also_agree(
    actor: Actor, role: Role, unit: UUID | None
) -> None:
    if may_recover(actor, SOMEONE, role, unit):
        assert may_agree_to_account(actor, SOMEONE, role, unit)
