"""Grants of a programme leaving in the forms that others read: 360Giving, IATI."""
