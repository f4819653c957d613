"""Every write of a programme: one atomic function for each use."""
