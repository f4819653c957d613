"""Every write of an alliance: one atomic function for each use."""
