"""Every write of projects, one module for each subject."""
