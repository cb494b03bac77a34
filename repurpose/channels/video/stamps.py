"""Times and texts as captions and chapters have them: WebVTT (w3.org/TR/webvtt1), SubRip, and YouTube's chapters."""

from __future__ import annotations

import re

from repurpose.channels.video.voice import Cue

_TAGS = str.maketrans({"<": "‹", ">": "›"})
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def clock(milliseconds: int) -> str:
    """`1:05`, as chapters and people write it; whole seconds that have begun."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def vtt(cue: Cue) -> str:
    """A cue's times in WebVTT: `00:01:05.000 --> 00:01:07.500`."""
    return f"{_exact(cue.start)} --> {_exact(cue.end)}"


def srt(cue: Cue) -> str:
    """The same in SubRip, which writes a comma."""
    return vtt(cue).replace(".", ",")


def vtt_text(line: str) -> str:
    """A line whose signs mean nothing to WebVTT."""
    return line.translate(_ESCAPES)


def srt_text(line: str) -> str:
    r"""A line whose signs mean nothing to players of SubRip, which know no escape: they read tags and `{\an8}`."""
    return re.sub(r"\{(?=\\)", "(", line.translate(_TAGS))


def _exact(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
