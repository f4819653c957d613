"""Who may do what with calls, proposals, contracts and money."""
