"""Files -> Assets: front matter, its checks, what may be seen when."""
