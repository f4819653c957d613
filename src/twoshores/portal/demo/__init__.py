"""What the demo shows: invented people and needs, written by hand and sampled."""
