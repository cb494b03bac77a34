"""Which piece to use again, on which channel, when and why: by what is known of readers, for people to review."""
