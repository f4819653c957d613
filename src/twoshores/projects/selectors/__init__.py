"""Every read of projects."""
