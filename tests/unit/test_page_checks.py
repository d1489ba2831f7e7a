"""The checks that every page of every test goes through: each fault is seen."""

import pytest

from tests.support import html

GOOD_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>T</title></head>'
    "<body><main><h1>T</h1>{}</main></body></html>"
)


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<p><div></div></p>", "parse error"),
        ("<h1>Two</h1>", "2 h1"),
        ("<h3>Deep</h3>", "heading level jumps"),
        ('<p id="a"></p><p id="a"></p>', "is there 2 times"),
        ('<p aria-describedby="x">T</p>', "points to nothing"),
        ('<a href="#x">T</a>', "link to nothing"),
        ('<input name="n">', "has no label"),
        ('<label>N <input></label>', "has no name"),
        ('<a href="/x"></a>', "has no text"),
        ('<img src="/x.png">', "has no alt"),
        ("<div required></div>", "required on"),
        ("<fieldset></fieldset>", "without a legend"),
        ("<table><tbody></tbody></table>", "without a caption"),
        ('<p style="color:red"></p>', "style inside"),
        ("<script>1</script>", "script inside"),
        ('<p onclick="x()"></p>', "onclick on"),
        ('<a href="https://example.org">T</a>', "another host"),
        ('<a href="javascript:x()">T</a>', "another host"),
        ('<form method="post"></form>', "without its csrf_token"),
        ('<div class="govuk-error-summary"><a href="#m">T</a></div><p id="m"></p>', "to a field"),
        ('<div class="govuk-error-summary"></div>', "title doesn't start with Error"),
        ("<p>{{ name }}</p>", "shows '{{'"),
        ("<table><caption>C</caption><tbody><tr><td>None</td></tr></tbody></table>", "as None"),
    ],
)  # fmt: skip
def test_each_fault_is_seen(markup: str, fault: str) -> None:
    assert html.faults(GOOD_PAGE.replace("{}", "")) == []
    assert any(fault in found for found in html.faults(GOOD_PAGE.replace("{}", markup)))


def test_headers_that_protect_nothing_are_seen() -> None:
    assert len(html.header_faults({})) >= 5
    loose = {"content-security-policy": "default-src 'none'; script-src 'unsafe-inline' *"}
    assert "headers: no unsafe source" in html.header_faults(loose)
