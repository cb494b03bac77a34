"""How well pieces do, how sure we are, and how worn they are: pure functions of daily counts."""
