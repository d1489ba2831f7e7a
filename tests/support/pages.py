"""A client that polices every page it is shown, and fills forms the way a person does.

client = PageClient(app)
page = client.get("/cases/new")
page = page.submit({"last_name": "Ash", "received_on-day": "3"})   # its own form and tokens
assert page.errors == ["Enter the date of receipt"]
page = page.submit({...}).follow()                                 # the redirect
assert page.h1 == "Case VC-..."
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support import html

TITLE = re.compile(r"(?:Error: )?\S.* - Victim Portal")


class Form:
    """One form of a page, with the values a browser would send unchanged."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.method = element.get("method", "get").lower()
        self.action = element.get("action", "")
        self.names: set[str] = set()
        self.offered: dict[str, set[str]] = {}
        self.values: dict[str, list[str]] = {}
        self.buttons: dict[str, tuple[str | None, str]] = {}
        for control in html.elements(element, "input", "select", "textarea", "button"):
            self._read(control)

    def _read(self, control: Element) -> None:
        name, kind = control.get("name", ""), control.get("type", "text")
        if control.tag == "button":
            self.buttons[html.text_of(control)] = (name or None, control.get("value", ""))
        elif name:
            self.names.add(name)
            value = self._value(control, kind, name)
            if value is not None:
                self.values.setdefault(name, []).append(value)

    def _value(self, control: Element, kind: str, name: str) -> str | None:
        if control.tag == "textarea":
            return control.text or ""
        if control.tag == "select":
            options = list(html.elements(control, "option"))
            self.offered[name] = {option.get("value", "") for option in options}
            marked = [each for each in options if each.get("selected") is not None]
            return next((each.get("value", "") for each in marked or options), None)
        if kind in {"radio", "checkbox"}:
            self.offered.setdefault(name, set()).add(control.get("value", "on"))
            return control.get("value", "on") if control.get("checked") is not None else None
        return None if kind == "file" else control.get("value", "")

    def filled(self, values: Mapping[str, Any], button: str | None) -> dict[str, Any]:
        """What is sent; a name or choice that the page doesn't offer is an error of the test."""
        sent: dict[str, Any] = dict(self.values)
        for name, value in values.items():
            assert name in self.names, f"no field {name!r} among {sorted(self.names)}"
            if value is None:
                sent.pop(name, None)
                continue
            several = list(value) if isinstance(value, list) else [value]
            if name in self.offered:
                several = [str(each) for each in several]
                missing = set(several) - self.offered[name]
                assert not missing, f"{name} offers {self.offered[name]}, not {missing}"
            sent[name] = several
        if button is not None:
            assert button in self.buttons, f"no button {button!r} among {list(self.buttons)}"
            name_of, value_of = self.buttons[button]
            if name_of:
                sent[name_of] = [value_of]
        return sent


class Page:
    """One answer. Every HTML page has been policed by the time you hold it."""

    def __init__(self, client: "PageClient", response: TestResponse) -> None:
        self.client = client
        self.response = response
        self.status = response.status_code
        self.path = response.request.path
        self.location = response.headers.get("Location")
        self.is_html = response.mimetype == "text/html" and self.location is None
        self.html = response.get_data(as_text=True) if self.is_html else ""

    @cached_property
    def tree(self) -> Element:
        """The parsed page."""
        assert self.is_html, f"{self.path} gave {self.status} {self.response.mimetype}"
        return html.parse(self.html)[0]

    @cached_property
    def main(self) -> Element:
        """The page's own part."""
        return next(html.elements(self.tree, "main"))

    @property
    def title(self) -> str:
        """The title."""
        return html.text_of(next(html.elements(self.tree, "title")))

    @property
    def h1(self) -> str:
        """The heading."""
        return html.text_of(next(html.elements(self.tree, "h1")))

    @property
    def text(self) -> str:
        """Everything in the page's own part."""
        return html.text_of(self.main)

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        found = html.summary(self.tree)
        return [] if found is None else [html.text_of(each) for each in html.elements(found, "li")]

    @property
    def notices(self) -> list[str]:
        """What the banners say."""
        return [
            html.text_of(each)
            for each in html.every(self.main)
            if html.has_class(each, "govuk-notification-banner__heading")
        ]

    @property
    def links(self) -> dict[str, str]:
        """Links by their text, those of the header too."""
        return {html.text_of(each): each.get("href", "") for each in html.elements(self.tree, "a")}

    @property
    def forms(self) -> list[Form]:
        """The forms of the page's own part."""
        return [Form(each) for each in html.elements(self.main, "form")]

    @property
    def rows(self) -> list[list[str]]:
        """The body rows of all tables."""
        return [
            [html.text_of(cell) for cell in html.elements(row, "th", "td")]
            for body in html.elements(self.main, "tbody")
            for row in html.elements(body, "tr")
        ]

    def value(self, name: str) -> list[str]:
        """What the page shows in the field."""
        return [value for form in self.forms for value in form.values.get(name, [])]

    def follow(self, link: str | None = None) -> "Page":
        """Go where the redirect leads, or the link with this text."""
        if link is None:
            assert self.location, f"{self.path} gave {self.status}, no redirect: {self.errors}"
            return self.client.get(self._inside(self.location))
        assert link in self.links, f"no link {link!r} among {sorted(self.links)}"
        return self.client.get(self._inside(self.links[link]))

    def submit(
        self,
        values: Mapping[str, Any] | None = None,
        *,
        button: str | None = None,
        form: int | None = None,
        status: int | None = None,
    ) -> "Page":
        """Fill the page's form and send it with its hidden fields.

        A value is text, a list for several, None to leave the field out, or
        ``(stream, "name.csv")`` for a file. The form is the only one, the `form`-th, or the
        one that has the `button`.
        """
        forms = self.forms
        if form is not None:
            forms = [forms[form]]
        elif button is not None:
            forms = [each for each in forms if button in each.buttons]
        assert len(forms) == 1, f"{len(forms)} forms on {self.path} could be meant"
        sent = forms[0].filled(values or {}, button)
        target = self._inside(forms[0].action or self._own_address)
        if forms[0].method == "post":
            return self.client.post(target, sent, status=status)
        return self.client.get(target, query=sent, status=status or 200)

    @property
    def _own_address(self) -> str:
        query = self.response.request.query_string.decode()
        return f"{self.path}?{query}" if query else self.path

    def _inside(self, address: str) -> str:
        whole = urljoin(self.response.request.url, address)
        here = urlsplit(self.response.request.url).netloc
        parts = urlsplit(whole)
        assert parts.netloc == here, f"{address} leaves the site"
        return parts.path + (f"?{parts.query}" if parts.query else "")


class PageClient:
    """Opens pages of an app, or through a test client that is already signed in."""

    def __init__(
        self, app: Flask | FlaskClient, *, title: re.Pattern[str] = TITLE, origin: bool = True
    ) -> None:
        self.http = app.test_client() if isinstance(app, Flask) else app
        self.title = title
        self.origin = origin

    def get(
        self, path: str, *, query: Mapping[str, Sequence[str]] | None = None, status: int = 200
    ) -> Page:
        """Open a page; `status` is what it must answer (a redirect is taken as it comes)."""
        return self._page(self.http.get(path, query_string=query or None), status)

    def post(self, path: str, data: Mapping[str, Any], *, status: int | None = None) -> Page:
        """Send a form by hand, for what no browser would send; see `Page.submit`."""
        headers = {"Origin": "http://localhost"} if self.origin else {}
        return self._page(self.http.post(path, data=dict(data), headers=headers), status)

    def _page(self, response: TestResponse, status: int | None) -> Page:
        page = Page(self, response)
        if status is not None and page.location is None:
            assert page.status == status, f"{page.path} gave {page.status}, not {status}"
        if page.is_html:
            headers = {name.lower(): value for name, value in response.headers.items()}
            found = html.faults(page.html) + html.header_faults(headers)
            if not self.title.fullmatch(page.title):
                found.append(f"title {page.title!r}")
            assert not found, f"{page.path} has faults:\n  " + "\n  ".join(found)
        return page
