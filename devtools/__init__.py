"""What stands behind dev.py: interpreters, the environment, the parts of the test run."""
