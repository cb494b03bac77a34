"""One file or package per channel: `compose` one asset's drafts, `collect` what needs the whole library.

What a channel is stands in `channel`; what several of them share, in `mail` and `groups`.
"""
