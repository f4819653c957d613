"""HOW: partners, stakeholders, strategic allies, agreements, and the network of all actors."""
