"""Tokens -> one syntax: HTML, mail HTML, plain text, Markdown. Syntax only: no channel, no disk."""
