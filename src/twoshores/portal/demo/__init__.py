"""What the demo shows: invented people and needs."""
