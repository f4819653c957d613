"""Pages of the alliances."""
