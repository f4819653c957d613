"""Logins of the demo."""

from allauth.account.models import EmailAddress

from twoshores.accounts.models import User


def demo_user(email: str, label: str, language: str, *, is_steward: bool = False) -> User:
    """A login of the demo. It has no password: it is stepped into on the page of personas, which
    names those that have a label."""
    user = User.objects.create_user(
        email,
        None,
        is_demo=True,
        demo_label=label[:120],
        language=language,
        is_steward=is_steward,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
