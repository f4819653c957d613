"""Every read of an alliance, scoped to the reader first."""
