"""A list does not begin with somebody else's answer.

A browser shows the first entry of a list as chosen where none is: who leaves the field as it is
then states what nobody asked them. Such a list begins with "choose", "not known" or the like
(an empty value), or one entry is chosen on purpose. test_opening_pages.py looks at every page.
"""

import pytest
from lxml import html

PAGE = '<form method="post"><select name="kind">{}</select></form>'


def answered_unasked(page: str) -> list[str]:
    """Names of the lists in forms to send that say something although nobody chose."""
    return [
        select.get("name", "")
        for form in html.fromstring(page).iter("form")
        if form.get("method", "get").lower() == "post"
        for select in form.iter("select")
        if select.get("multiple") is None
        and not select.xpath(".//option[@selected]")
        and [option.get("value") for option in select.iter("option")][:1] not in ([], [""])
    ]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ('<option value="a">A</option>', ["kind"]),
        ('<option value="">choose</option><option value="a">A</option>', []),
        ('<option value="a">A</option><option value="b" selected>B</option>', []),
        ("", []),
    ],
)
def test_the_guard_sees_it(options, found):
    assert answered_unasked(PAGE.format(options)) == found
    assert answered_unasked(PAGE.format(options).replace("post", "get")) == []
