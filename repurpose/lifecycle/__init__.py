"""Sequences of mails along a customer's life: what starts one, what its steps are, and who would get what when."""
