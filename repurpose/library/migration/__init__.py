"""Old sites' exports -> assets: what is in an export, whatever system it is of, and how it is written as files."""
