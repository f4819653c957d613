"""Whoever looks at a page: somebody signed in, or not."""

from django.contrib.auth.models import AnonymousUser

from .models import User

type Reader = User | AnonymousUser
