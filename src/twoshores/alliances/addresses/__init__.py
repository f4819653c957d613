"""Addresses under a project of the workbench, one module for each subject."""
