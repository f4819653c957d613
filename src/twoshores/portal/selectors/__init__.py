"""Reads across apps. Each goes through the scoped selectors of the app that it reads."""
