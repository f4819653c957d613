"""What people fill in about partners, stakeholders and allies."""
