"""Listed sentences: brought in, listed by what is missing, and worked to an end."""

from flask import Blueprint

from victim_portal.web import answers
from victim_portal.web.officer.reconciliation.listing import (
    download_sentences,
    import_sentences,
    list_sentences,
)
from victim_portal.web.officer.reconciliation.working import (
    answer_listed,
    chase_listed,
    deny_listed_case,
    give_listed,
    reopen_listed,
    show_listed,
)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of listed sentences."""
    one = "/reconciliation/<uuid:listed_id>"
    for path, view, methods in (
        ("/reconciliation", list_sentences, ["GET"]),
        ("/reconciliation/import", import_sentences, ["GET", "POST"]),
        ("/reconciliation/list.csv", download_sentences, ["GET"]),
        (one, show_listed, ["GET"]),
        (f"{one}/owner", give_listed, ["POST"]),
        (f"{one}/chase", chase_listed, ["POST"]),
        (f"{one}/outcome", answer_listed, ["POST"]),
        (f"{one}/not/<uuid:case_id>", deny_listed_case, ["POST"]),
        (f"{one}/reopen", reopen_listed, ["POST"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
