"""What editors look at: the calendar and the board."""
