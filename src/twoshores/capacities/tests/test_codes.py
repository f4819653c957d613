"""Every language that a form offers can be matched."""

from twoshores.capacities.matching.codes import LANGUAGE_BIT, LANGUAGE_ORDER, country_number
from twoshores.common.languages import language_choices


def test_every_language_that_forms_offer_has_a_bit_of_its_own():
    assert {code for code, _name in language_choices("en")} <= set(LANGUAGE_BIT)
    assert len(set(LANGUAGE_ORDER)) == len(LANGUAGE_ORDER)


def test_countries_have_numbers_of_their_own():
    assert len({country_number(a + b) for a in "AMZ" for b in "AMZ"}) == 9
    assert country_number("") == 0
