"""Handing over: the only room that reaches a network."""
