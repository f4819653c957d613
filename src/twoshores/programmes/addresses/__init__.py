"""Addresses under /programmes/, /calls/ and a project of the workbench, by subject."""
