"""Forms of projects. They parse; services decide."""
