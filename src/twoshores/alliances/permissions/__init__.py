"""Who may do what with what partners keep to themselves."""
