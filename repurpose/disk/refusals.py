"""What a disk answers that refuses, and what to do about it."""

from __future__ import annotations

import errno

from repurpose.errors import DiskError, Location

_REMEDIES = {
    errno.ENOSPC: "make room on the disk, then do it again",
    errno.EDQUOT: "make room on the disk, or have your quota raised, then do it again",
    errno.EFBIG: "have the limit on the size of files raised, then do it again",
    errno.EROFS: "the disk can only be read: name a place on another",
    errno.EACCES: "give yourself the right to write there",
    errno.EPERM: "give yourself the right to write there",
    errno.EIO: "the disk is failing: look at it, and at your copies",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ELOOP: "remove it: no symlink may stand there",
    errno.EMFILE: "close other programs, or have the limit on open files raised",
}

NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})
"""What the system answers for a path at which nothing is, or can be."""


def refusal(error: OSError, path: str, after: str = "") -> DiskError:
    """An error of the system as one of ours; `after` ends its remedy."""
    remedy = _REMEDIES.get(error.errno or 0, "look at the disk's space and rights")
    return DiskError(f"can't be written: {error.strerror or error}", Location(path), remedy + after)
