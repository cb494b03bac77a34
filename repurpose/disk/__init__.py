"""The operations on a disk that all writing is made of, and folders in which no symlink is followed.

A `Disk` is the seam: all that writes takes one, so that tests can make the n-th operation fail, or hold it open.
"""

from repurpose.disk.folder import Folder, make_folders
from repurpose.disk.operations import SYSTEM, Disk, write_all
from repurpose.disk.refusals import NOTHING_THERE, refusal

__all__ = ["NOTHING_THERE", "SYSTEM", "Disk", "Folder", "make_folders", "refusal", "write_all"]
