"""Forms of our own account pages; allauth brings the others."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

OUTBOX = "twoshores.common.outbox.OutboxBackend"


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """One form for both ways in: with the password, or without it by a code.

    allauth leaves the password out when signing up asks for none; ours is there for those who
    have set one since.
    """

    marks_optional = False  # the label says it already

    def _setup_password_field(self) -> None:
        field = self.fields["password"]
        field.required = False
        field.label = _("Your password, if you have one")
        field.help_text = _("Leave it empty, and we send you a code by e-mail.")


class FirstStewardForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("A password"),
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sends_mail = settings.MAILERS["default"]["BACKEND"] != OUTBOX
        self.fields["password"].required = not sends_mail
        self.fields["password"].help_text = (
            _("Without one, you sign in with a code that we send by e-mail.")
            if sends_mail
            else _("This site sends no e-mail yet, so you need one to sign in again.")
        )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password
