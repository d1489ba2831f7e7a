"""The demo's post tray on the page."""

from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.web import MANAGER, client_for
from victim_portal.domain.vocabulary import Language
from victim_portal.messaging.tray import FilePostTray
from victim_portal.ports import OutgoingEmail, OutgoingSms
from victim_portal.store.models import AuditEvent

SPACE = UUID("7c9d2d1e-5a4b-4c3e-9c1f-0a1b2c3d4e5f")
HOSTILE = "<script>alert(1)</script>\nمرح 😀\n\nlast line"


def _tray(portal: Portal, folder: Path) -> FilePostTray:
    return FilePostTray(folder / "tray", portal.clock)


def test_there_is_no_such_page_where_messages_are_really_sent(portal: Portal) -> None:
    client = client_for(portal)
    client.get("/post-tray", status=404)
    assert "Post tray" not in client.get("/tasks").links


def test_an_empty_tray_says_how_to_fill_it(portal: Portal, tmp_path: Path) -> None:
    page = client_for(portal, post_tray=_tray(portal, tmp_path)).get("/post-tray")
    assert "Nothing has been sent yet." in page.text


def test_reading_it_is_on_the_trail(portal: Portal, tmp_path: Path) -> None:
    client_for(portal, post_tray=_tray(portal, tmp_path)).get("/post-tray")
    with portal.ctx.store.reading() as uow:
        seen = list(uow.session.scalars(select(AuditEvent.what).order_by(AuditEvent.seq)))
    assert seen[-1] == "post_tray_viewed"


def test_messages_are_drawn_as_they_would_be_seen(portal: Portal, tmp_path: Path) -> None:
    tray = _tray(portal, tmp_path)
    text_id, mail_id = uuid5(SPACE, "text"), uuid5(SPACE, "mail")
    tray.send(OutgoingSms(text_id, "+447700900123", f"Neges. {HOSTILE}"))
    portal.clock.move(minutes=5)
    tray.send(
        OutgoingEmail(mail_id, "mary.ash@example.org", "Newyddion & <b>", HOSTILE, Language.WELSH)
    )
    page = client_for(portal, MANAGER, tray).get("/post-tray")
    assert page.text.index("Email to mary.ash@example.org") < page.text.index("Text message to")
    assert "Newyddion & <b>" in page.text
    assert "<script>alert" not in page.html
    shown = [
        "".join(each.itertext())
        for each in page.main.iter()
        if "portal-post__words" in (each.get("class") or "")
    ]
    assert shown == [HOSTILE, f"Neges. {HOSTILE}"]
    assert 'lang="cy"' in page.html
