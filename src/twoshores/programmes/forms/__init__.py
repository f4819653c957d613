"""What people fill in about calls, proposals, marks, contracts and visits."""
