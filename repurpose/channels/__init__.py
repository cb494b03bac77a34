"""One file per channel: `compose` one asset's drafts, `collect` what needs the whole library."""
