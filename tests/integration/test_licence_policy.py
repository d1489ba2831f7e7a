"""Importing versions of the official policy, and what requests stand on, over a real database."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.support.licence_policy import INVENTED, as_file, document, newer
from tests.support.portal import CLI, Portal
from tests.support.representations import TODAY, a_request, ask, new_case
from tests.support.submissions import pages_of, squeezed
from victim_portal.domain.licence_policy import PolicyFileError
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.vocabulary import RequestState
from victim_portal.ports import RenderedPdf
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.licence_policy import PolicyImport, import_licence_policy
from victim_portal.services.representations import (
    RequestView,
    catalogue,
    change_request,
    conditions_on_offer,
    put_forward,
    representations_view,
)
from victim_portal.services.submissions import export_submission

FILE = INVENTED.read_bytes()
NAMED = "4858cd8b-0000-4000-8000-000000000000"


def bring_in(portal: Portal, data: bytes = FILE, **how: bool) -> PolicyImport:
    return import_licence_policy(portal.ctx, CLI, data, **how)


def only_request(portal: Portal, reference: str) -> RequestView:
    return representations_view(portal.ctx, portal.officer, reference).requests[-1]


def trail(portal: Portal) -> list[dict[str, Any]]:
    query = text("SELECT details FROM audit_event WHERE what = 'licence_policy_imported'")
    with portal.engine.connect() as connection:
        return list(connection.scalars(query))


def refused(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidError) as error:
        call()
    return error.value.problems


def test_a_policy_is_in_use_once_it_was_imported(portal: Portal) -> None:
    assert conditions_on_offer(portal.ctx).version == catalogue().version
    report = bring_in(portal)
    assert (report.taken, report.known, len(report.changes.added)) == (True, False, 14)
    assert conditions_on_offer(portal.ctx).version == "1.0"
    assert len(trail(portal)) == 1


def test_the_same_file_again_changes_nothing(portal: Portal) -> None:
    bring_in(portal)
    again = bring_in(portal, b"\xef\xbb\xbf" + as_file(document()))
    assert again.known
    assert again.changes.nothing
    assert len(trail(portal)) == 1


def test_looking_takes_nothing_into_use(portal: Portal) -> None:
    bring_in(portal)
    report = bring_in(portal, as_file(newer()), only_look=True)
    assert (report.taken, len(report.changes.changed)) == (False, 1)
    assert conditions_on_offer(portal.ctx).version == "1.0"
    assert bring_in(portal, as_file(newer())).taken
    assert conditions_on_offer(portal.ctx).version == "1.1"
    assert conditions_on_offer(portal.ctx, "1.0").version == "1.0"


def test_a_version_never_says_two_things_and_never_goes_back(portal: Portal) -> None:
    bring_in(portal, as_file(newer("1.10")))
    with pytest.raises(ConflictError, match="other content"):
        bring_in(portal, as_file(newer("1.10") | {"changeHints": []}))
    with pytest.raises(ConflictError, match=r"1\.9 is older than 1\.10"):
        bring_in(portal, as_file(newer("1.9")))
    with pytest.raises(ConflictError, match="is older"):
        bring_in(portal, as_file(newer("1.10.0")))
    bring_in(portal, as_file(newer("1.11")))
    with pytest.raises(ConflictError, match="is older"):
        bring_in(portal, as_file(newer("1.10")))
    assert conditions_on_offer(portal.ctx).version == "1.11"


def test_a_broken_file_leaves_no_trace(portal: Portal) -> None:
    with pytest.raises(PolicyFileError):
        bring_in(portal, b"{}")
    assert trail(portal) == []


def test_only_the_machine_itself_imports(portal: Portal) -> None:
    for actor in (portal.officer, portal.manager):
        with pytest.raises(NotAllowedError):
            import_licence_policy(portal.ctx, actor, FILE)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE licence_policy SET version = '9.9'",
        "DELETE FROM licence_policy",
        "INSERT OR REPLACE INTO licence_policy SELECT * FROM licence_policy",
    ],
)
def test_the_database_keeps_every_version_as_it_was(portal: Portal, attack: str) -> None:
    bring_in(portal)
    with portal.engine.connect() as connection, pytest.raises((DatabaseError, IntegrityError)):
        connection.execute(text(attack))


def test_a_request_keeps_the_version_that_it_was_made_on(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request("4858cd8b", inputs={"name": "Mary Ash"}))
    bring_in(portal)
    ask(portal, reference, a_request(NAMED, inputs={"name": ("mary ash", "Tom Ash")}))
    first, second = representations_view(portal.ctx, portal.officer, reference).requests
    assert (first.catalogue_version, first.code, first.official) == (
        catalogue().version,
        "4858cd8b",
        False,
    )
    assert "plain words" in first.newer
    assert (second.catalogue_version, second.code, second.official) == ("1.0", NAMED, True)
    assert second.wording.startswith("Do not call on or write to Mary Ash or Tom Ash unless")
    assert second.answers == {"name": ("mary ash", "Tom Ash")}
    assert second.newer == ""
    bring_in(portal, as_file(newer()))
    again = only_request(portal, reference)
    assert (again.catalogue_version, again.wording) == ("1.0", second.wording)
    assert "reads otherwise" in again.newer
    assert again.alternative is not None
    assert again.alternative_wording == "Do not call on or write to anybody whom you harmed."


def test_a_condition_that_is_gone_stays_with_its_request(portal: Portal) -> None:
    reference = new_case(portal)
    bring_in(portal)
    ask(portal, reference, a_request("aa000004", inputs={"value": "500"}))
    report = bring_in(portal, as_file(newer()))
    assert report.waiting == 1
    assert list(report.on_removed.values()) == [1]
    request = only_request(portal, reference)
    assert "doesn't have this condition" in request.newer
    assert request.blocked == ""
    put_forward(portal.ctx, portal.officer, reference, 1, "The offender manager", TODAY)
    assert only_request(portal, reference).state is RequestState.PUT_FORWARD


def test_inputs_are_judged_by_the_version_of_the_form(portal: Portal) -> None:
    reference = new_case(portal)
    bring_in(portal)
    wrong = refused(lambda: ask(portal, reference, a_request("aa000004", inputs={"value": "x"})))
    assert set(wrong) == {"requests-0-value"}
    wrong = refused(lambda: ask(portal, reference, a_request("4858cd8b", inputs={"street": "x"})))
    assert set(wrong) == {"requests-0-name", "requests-0-street"}
    # A form of the plain summaries that was open meanwhile loses nothing.
    own = catalogue().version
    ask(portal, reference, a_request("42f71b40", inputs={"place": "Castle Street"}, version=own))
    assert only_request(portal, reference).catalogue_version == own
    later = as_file(newer())
    bring_in(portal, later)
    ask(portal, reference, a_request("aa000004", inputs={"value": "9"}, version="1.0"))
    assert only_request(portal, reference).catalogue_version == "1.0"
    gone = refused(lambda: ask(portal, reference, a_request("aa000004", inputs={"value": "9"})))
    assert set(gone) == {"requests-0-code"}


def test_a_map_is_never_put_forward_without_agreement(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    bring_in(portal)
    zone = {"area": ("Mill Lane,\nCastle Street", "The <b>quay</b>")}
    ask(portal, reference, a_request("0f9a20f4", inputs=zone))
    request = only_request(portal, reference)
    assert request.wording == "Do not go into the areas on the maps."
    assert request.areas == zone["area"]
    assert "to a map" in request.blocked
    wrong = refused(lambda: put_forward(ctx, officer, reference, 1, "X", TODAY))
    assert set(wrong) == {"agreed"}
    with pytest.raises(InvalidError, match=r".*"):
        export_submission(ctx, officer, reference)
    agreed = a_request("0f9a20f4", inputs=zone, agreed_to_map=True)
    change_request(ctx, officer, reference, 1, agreed, request.row_version)
    put_forward(ctx, officer, reference, 1, "X", TODAY)
    assert only_request(portal, reference).state is RequestState.PUT_FORWARD


def test_the_areas_of_the_maps_stand_in_the_file_for_those_who_decide(portal: Portal) -> None:
    reference = new_case(portal)
    bring_in(portal)
    zone = {"area": ("Mill Road,\nCastle Street", "The quay")}
    ask(portal, reference, a_request("0f9a20f4", inputs=zone, agreed_to_map=True))
    (file,) = export_submission(portal.ctx, portal.officer, reference).files
    drawn = RenderedPdf(file.file_name, file.content, file.sha256, file.content_digest)
    said = squeezed("".join(pages_of(drawn)))
    assert squeezed("areas on the maps.") in said
    assert squeezed("Map 1: Mill Road, Castle Street") in said
    assert squeezed("Map 2: The quay") in said


def test_her_whole_name_in_any_words_needs_her_agreement(portal: Portal) -> None:
    """A condition that names nobody by itself can be filled in with her name."""
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    bring_in(portal)
    place = {"what": "Just a name", "place": "The house of ROWENA  ASH"}
    ask(portal, reference, a_request("42f71b40", inputs=place))
    assert "hold the victim's name" in only_request(portal, reference).blocked
    assert set(refused(lambda: put_forward(ctx, officer, reference, 1, "X", TODAY))) == {"agreed"}
    ask(portal, reference, a_request("42f71b40", inputs=place | {"place": "Ash Road"}))
    assert only_request(portal, reference).blocked == ""
    ask(portal, reference, a_request("42f71b40", inputs=place, agreed_to_name=True))
    assert only_request(portal, reference).blocked == ""


def test_another_condition_is_chosen_for_a_request(portal: Portal) -> None:
    reference = new_case(portal)
    bring_in(portal)
    ask(portal, reference, a_request("0f9a20f4", inputs={"area": "A"}))
    other = a_request("d5998ca1", version="1.0")
    change_request(portal.ctx, portal.officer, reference, 1, other)
    request = only_request(portal, reference)
    assert (request.code[:8], request.areas, request.answers) == ("d5998ca1", (), {})
    assert plain_text(request.wish)


def test_on_both_databases_versions_are_kept_as_they_were(town: Portal) -> None:
    bring_in(town)
    reference = new_case(town)
    ask(town, reference, a_request(NAMED, inputs={"name": ("Mary Ash",)}))
    bring_in(town, as_file(newer()))
    assert bring_in(town, as_file(newer())).known
    request = only_request(town, reference)
    assert (request.catalogue_version, request.answers) == ("1.0", {"name": ("Mary Ash",)})
    assert "reads otherwise" in request.newer
    attacks = ["UPDATE licence_policy SET number = 9", "DELETE FROM licence_policy"]
    if town.engine.dialect.name != "sqlite":
        attacks.append("TRUNCATE licence_policy")
    for attack in attacks:
        with town.engine.connect() as connection, pytest.raises(DatabaseError, match="never"):
            connection.execute(text(attack))
