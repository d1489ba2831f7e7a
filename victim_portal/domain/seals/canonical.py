"""The bytes of an audit row that its code is computed over."""

from json.encoder import encode_basestring_ascii as quoted


def canonical(
    row_id: str,
    at: str,
    actor: str,
    actor_id: str | None,
    came_from: str,
    what: str,
    case_id: str | None,
    details: str,
) -> bytes:
    """All of a row but its place in the trail, as JSON with sorted keys and no spaces.

    Ids are written with hyphens, `at` is ISO 8601 in UTC. `details` is JSON already, in the same
    form, and goes in as it is. It has one place only where it fits: every other value is quoted,
    so no two rows give the same bytes. Raises TypeError for a value that is no text.
    """
    return (
        f'{{"actor":{quoted(actor)},"actor_id":{quoted(actor_id) if actor_id else "null"},'
        f'"at":{quoted(at)},"came_from":{quoted(came_from)},'
        f'"case_id":{quoted(case_id) if case_id else "null"},"details":{details},'
        f'"id":{quoted(row_id)},"what":{quoted(what)}}}'
    ).encode()
