"""What the tour brings on of submissions: files that went, taken back, and open passages."""

from collections.abc import Callable
from datetime import date

from tests.support import html
from tests.support.pages import Page, PageClient
from tests.support.tour_of_many import typed_day


def files_went(client: PageClient, case: str, release: Callable[[PageClient, str], None]) -> None:
    """Files that were withdrawn, files that went and were released, and a passage left open."""
    _taken_back_and_made_again(client, case)
    release(client, case)
    _passage_left_open(client, case)


def _say(client: PageClient, case: str, body: str, **more: str) -> None:
    """A statement that was signed today."""
    given = {"body": body, "written_by": "victim", "reading_preference": "panel_reads", **more}
    page = client.get(f"/cases/{case}/statement")
    page.submit({**given, "language": "en", **typed_day("signed_on", date.today())}).follow()


def _taken_back_and_made_again(client: PageClient, case: str) -> None:
    """The files that were made are withdrawn, others are made, and went to somebody."""
    client.get(f"/cases/{case}/statement/withdraw").submit().follow()
    _say(client, case, "I was afraid.", withheld="My choir.", withheld_reasons="He would come.")
    made = client.get(f"/cases/{case}/submission").submit({}, button="Make the files")
    record = made.follow("record to whom it went")
    given = {
        "files": [_file(record, "-statement-")],
        "way": "secure_email",
        "to_whom": "The section",
    }
    record.submit(given).follow()


def _passage_left_open(client: PageClient, case: str) -> None:
    """Her next version holds what could lead to her, and something to look for is known."""
    _say(
        client,
        case,
        "I moved to LS1 4AP.",
        withheld="My choir.",
        withheld_reasons="He would come.",
    )
    page = client.get(f"/cases/{case}/submission/details")
    page.submit({"kind": "school", "value": "Harbour Primary"}, button="Add").follow()


def _file(page: Page, part: str) -> str:
    """The value of the box of a file with a part in its name."""
    labels = html.elements(page.main, "label")
    box = next(one.get("for") for one in labels if part in html.text_of(one))
    inputs = html.elements(page.main, "input")
    return next(one.get("value", "") for one in inputs if one.get("id") == box)
