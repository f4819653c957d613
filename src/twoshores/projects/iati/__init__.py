"""Between projects and IATI activities: which field is which element, and what has no place."""
