"""Who may do what with a login."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from twoshores.common.decisions import YES, Decision, no

from .models import User


def can_step_into_persona(persona: User) -> Decision:
    """Anybody may step into the personas of the demo, and into nobody else, and only there."""
    if settings.DEMO and persona.is_demo and persona.is_active and persona.demo_label:
        return YES
    return no(_("This is not one of the demo's personas."))
