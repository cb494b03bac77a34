"""What was placed where and when, and what readers did with it."""
