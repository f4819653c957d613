"""Every read of a programme, scoped to the reader first."""
