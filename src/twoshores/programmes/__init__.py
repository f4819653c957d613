"""Programmes that fund and support projects: calls, proposals, grants, monitoring, support."""
