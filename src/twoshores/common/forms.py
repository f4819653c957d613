"""Forms of the house: our own components draw them, one rule says how a page answers them."""

from collections.abc import Sized

from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


def answer_status(*forms: BaseForm, conflicts: Sized = ()) -> int:
    """The HTTP status of a page that shows forms (again).

    409 when somebody else has saved in between, 422 when something is to be mended, else 200.
    """
    if conflicts:
        return 409
    return 422 if any(form.is_bound and form.errors for form in forms) else 200
