"""Their own statement: written in three parts, looked at as others will see it, signed."""

from flask import Blueprint

from victim_portal.web.victim.statement import home, signing, worrying, writing


def add_routes(victim: Blueprint) -> None:
    """Register the pages."""
    part = "/words/<int:number>"
    for path, view, methods in (
        ("/words", home.show_statement, ["GET"]),
        ("/words/begin", home.begin_statement, ["POST"]),
        ("/words/tell-us", home.say_statement, ["POST"]),
        ("/words/throw-away", home.throw_away, ["GET", "POST"]),
        (part, writing.write_part, ["GET", "POST"]),
        (f"{part}/keep", writing.keep_part, ["POST"]),
        (f"{part}/both", writing.choose_text, ["GET", "POST"]),
        (f"{part}/worry", worrying.mark_passage, ["GET", "POST"]),
        ("/words/seen", worrying.show_readers, ["GET"]),
        ("/words/worry/<uuid:worry_id>/end", worrying.end_worry, ["POST"]),
        ("/words/heard", signing.choose_preference, ["GET", "POST"]),
        ("/words/sign", signing.sign_statement, ["GET", "POST"]),
        ("/words/signed", signing.show_signed, ["GET"]),
        ("/words/take-back", signing.withdraw_statement, ["GET", "POST"]),
    ):
        victim.add_url_rule(path, view_func=view, methods=methods)
