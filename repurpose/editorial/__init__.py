"""What editors look at and decide on: the plan, the calendar, the board."""
