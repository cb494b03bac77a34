"""An output folder goes from its old files to its new ones, all of them or none, whatever happens meanwhile.

Everything is staged in a hidden folder within the output folder, in the shape it will have:

    .repurpose-switch/new/site/index.html    what comes
    .repurpose-switch/old/0                  what goes, once it went
    .repurpose-switch/journal                what goes, with a digest; while it stands, the switch is to be finished

1. Stage: what comes is written below `new`, as soon as it is made, and flushed to the disk. Whatever fails up to here,
   the outputs are the old ones, and the stage is thrown away, at once or by `heal`.
2. Commit: the journal is written and flushed. From here on the switch only goes forward, here or by `heal`.
3. Carry out: what goes is moved into `old`, what comes is moved to its place, a whole folder at once where there is
   none yet. Each step can be done again. The entries of the folders are flushed.
4. Clean up: the journal goes, then the stage.

So a reader sees each file whole at any time; and a set that is partly old, partly new only between the first move and
the last, or after a crash between them until the next command heals it. No symlink in the output folder is followed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from repurpose.disk import NOTHING_THERE, SYSTEM, Disk, Folder, make_folders, refusal
from repurpose.errors import DiskError, Location

STAGE = ".repurpose-switch"
LOCK = ".repurpose-lock"
"""The file by which one process holds the folder (see `lock`); no output may be called so."""
FEW = 16
"""Files up to which each is flushed by itself, so that nobody else's unwritten data is waited for. Above it one
syncfs takes a tenth of the time: on ext4, 1,000 files of 8 KiB in 36 ms to 235 ms."""

_JOURNAL, _NEW, _OLD = "journal", "new", "old"
_STAYS = {errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EACCES, errno.EPERM}
"""What a folder answers that is not to be removed: it holds something, or is not ours to remove."""


@contextlib.contextmanager
def staging(output: Path, disk: Disk = SYSTEM) -> Iterator[Stage]:
    """A stage for an output folder, which is made if it isn't there; without a switch it is as if it never was.

    The caller holds the folder (`lock.alone`).

    Raises:
        DiskError: the disk refused.
    """
    with contextlib.ExitStack() as opened:
        with _told(output):
            made = make_folders(output, disk)
            stage = Stage(opened.enter_context(Folder.at(output, disk)))
        try:
            yield stage
        except BaseException:
            if not stage.is_switched:
                with contextlib.suppress(OSError):
                    stage.clear()
                    for folder in reversed(made):
                        disk.remove_folder(str(folder))
            raise
        if not stage.is_switched:
            stage.clear()


def is_torn(output: Path) -> bool:
    """Whether a switch was begun and not ended; by a process that is still at work, or by one that was killed."""
    return _stands(output / STAGE)


def is_between(output: Path) -> bool:
    """Whether a switch was committed and not ended, so that the outputs may be partly old, partly new."""
    return _stands(output / STAGE / _JOURNAL)


def _stands(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True


def heal(output: Path, disk: Disk = SYSTEM) -> None:
    """End a switch that was cut short: finish it if it was committed, else throw it away. The caller holds the folder.

    Raises:
        DiskError: the disk refused.
    """
    if not is_torn(output):
        return
    with _told(output, "; then an earlier build, cut short there, can be finished"), Folder.at(output, disk) as top:
        gone = _committed(top)
        if gone is None:
            _clean_up(top)
        else:
            _carry_out(top, gone, flush_each=not disk.flushes_all)


class Stage:
    """The files of one switch; where nothing comes or goes, nothing is touched."""

    def __init__(self, top: Folder) -> None:
        self.paths: dict[str, None] = {}
        self.is_switched = False
        self._top = top
        self._removed: frozenset[str] = frozenset()
        self._folders: dict[str, bool] = {"": True}  # of the output folder: whether they are there
        self._made: set[str] = set()  # below new/

    def add(self, path: str, content: bytes | Iterable[bytes]) -> None:
        """Take one file, by its path (with `/`), whole or in chunks.

        Raises:
            DiskError: the disk refused, or the path would leave the folder.
        """
        if not is_below(path):
            raise DiskError("would be written outside its folder", Location(path))
        if path in self.paths:
            raise DiskError("would be written twice", Location(path), "report it")
        with _told(self._top.path):
            self._make(path.rpartition("/")[0])
            self._top.write(f"{STAGE}/{_NEW}/{path}", content)
        self.paths[path] = None

    def clear(self) -> None:
        """Throw away what was added.

        Raises:
            DiskError: the disk refused.
        """
        if self._made:
            with _told(self._top.path):
                _clean_up(self._top)
        self.paths.clear()
        self._made.clear()

    def switch(self, removed: Iterable[str]) -> tuple[str, ...]:
        """Bring the files into the output folder, and others out of it: all of it or nothing.

        Args:
            removed: paths of earlier files to remove, with the folders that become empty; those not there, or not
                reachable without a symlink, are passed over.

        Returns:
            The removed paths that were there.

        Raises:
            DiskError: the disk refused, or something of the user's is in the way.
        """
        self._removed = frozenset(removed)
        with _told(self._top.path):
            for path in self.paths:
                self._check(path)
            gone = tuple(path for path in sorted(self._removed - self.paths.keys()) if self._holds(path))
            if not self.paths and not gone:
                return ()
            flush_each = len(self.paths) <= FEW or not self._top.disk.flushes_all
            self._commit(gone, flush_each)
        self.is_switched = True
        with _told(self._top.path, "; the next command finishes what was begun"):
            _carry_out(self._top, gone, flush_each)
        return gone

    def _commit(self, gone: Sequence[str], flush_each: bool) -> None:
        """Bring all to the disk, then the journal: from here on there is no way back."""
        self._make("")
        with self._top.enter(STAGE) as stage:
            stage.make(_OLD)
            if flush_each:
                for path in self.paths:
                    stage.flush_file(f"{_NEW}/{path}")
                for folder in self._made:
                    with stage.enter(f"{_NEW}/{folder}" if folder else _NEW) as made:
                        made.flush()
            else:
                stage.flush_all()
            stage.write(_JOURNAL, _sealed(gone), flush=True)
            stage.flush()
        self._top.flush()

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        if folder:
            self._make(folder.rpartition("/")[0])
            self._top.make(f"{STAGE}/{_NEW}/{folder}")
        else:
            self._top.make(STAGE, 0o700)  # what is staged may yet turn out to be for nobody
            self._top.make(f"{STAGE}/{_NEW}")
        self._made.add(folder)

    def _check(self, path: str) -> None:
        """Refuse a path that can't be brought to its place."""
        if not self._is_there(path.rpartition("/")[0], path):
            return
        mode = self._top.mode(path)
        if mode is not None and stat.S_ISDIR(mode) and not self._is_emptied(path):
            raise DiskError(
                "is a folder where a file must be written", Location(str(self._top.path / path)), "move it away"
            )

    def _is_there(self, folder: str, path: str) -> bool:
        """Whether a folder of the output folder is there, or is to be made."""
        if folder not in self._folders:
            above = self._is_there(folder.rpartition("/")[0], path)
            mode = self._top.mode(folder) if above else None
            if mode is not None and folder not in self._removed:
                if stat.S_ISLNK(mode):
                    raise DiskError(
                        "would be written through a symlink",
                        Location(str(self._top.path / path)),
                        f"remove {self._top.path / folder}, or build into the folder that it leads to",
                    )
                if not stat.S_ISDIR(mode):
                    raise DiskError(
                        "is a file where a folder must be made", Location(str(self._top.path / folder)), "move it away"
                    )
            self._folders[folder] = mode is not None and stat.S_ISDIR(mode)
        return self._folders[folder]

    def _is_emptied(self, path: str) -> bool:
        """Whether all files of a folder are removed by this switch."""
        with _entered(self._top, path.split("/")) as folders:
            return all(
                self._is_emptied(f"{path}/{entry.name}")
                if entry.is_dir(follow_symlinks=False)
                else f"{path}/{entry.name}" in self._removed
                for entry in folders[-1].entries()
            )

    def _holds(self, path: str) -> bool:
        """Whether a file stands there, no symlink before it."""
        if not is_below(path):
            return False
        *folders, name = path.split("/")
        with _entered(self._top, folders) as entered:
            mode = entered[-1].mode(name) if len(entered) > len(folders) else None
        return mode is not None and not stat.S_ISDIR(mode)


def is_below(path: str) -> bool:
    """Whether a path with `/` stays below the folder it is taken in, and is none of our own."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts) or parts[0].casefold() in {STAGE, LOCK}:
        return False
    return "\\" not in path and "\0" not in path and _is_text(path)


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


@contextlib.contextmanager
def _entered(top: Folder, names: Sequence[str]) -> Iterator[list[Folder]]:
    """A folder and those below it, one in the other, as far as they are there and no symlinks."""
    with contextlib.ExitStack() as stack:
        folders = [top]
        for name in names:
            try:
                folders.append(stack.enter_context(folders[-1].enter(name)))
            except OSError as error:
                if error.errno not in NOTHING_THERE:
                    raise
                break
        yield folders


def _sealed(gone: Sequence[str]) -> bytes:
    body = json.dumps({"version": 1, "removed": list(gone)}).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _committed(top: Folder) -> tuple[str, ...] | None:
    """What the journal says is to be removed; None if there is none, or only a part of one."""
    with _entered(top, [STAGE]) as (*_, stage):
        modes = [stage.mode(name) or 0 for name in (_NEW, _OLD, _JOURNAL)]
        if stage is top or [stat.S_IFMT(mode) for mode in modes] != [stat.S_IFDIR, stat.S_IFDIR, stat.S_IFREG]:
            return None
        digest, _, body = stage.read(_JOURNAL).partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):  # sealed, but not by us
        return tuple(path for path in json.loads(body)["removed"] if is_below(path))
    return None


def _carry_out(top: Folder, gone: Sequence[str], flush_each: bool) -> None:
    """Do all that was committed, from wherever it was left, and clean up."""
    with top.enter(STAGE) as stage, stage.enter(_OLD) as old, stage.enter(_NEW) as new:
        for number, path in enumerate(gone):
            _take(top, path, old, str(number), flush_each)
        _bring(new, top, flush_each)
        if not flush_each:
            top.flush_all()
    _clean_up(top)


def _clean_up(top: Folder) -> None:
    """Remove the stage, the journal first and for good: with a part of the stage it would stand for another switch."""
    with _entered(top, [STAGE]) as (*_, stage):
        if stage is not top and stage.mode(_JOURNAL) is not None:
            stage.discard(_JOURNAL)
            stage.flush()
    top.discard(STAGE)


def _take(top: Folder, path: str, old: Folder, number: str, flush_each: bool) -> None:
    """Move a file into `old`, and remove the folders that it leaves empty.

    What stands in `old` already isn't moved again: by then the path may be another file's, on a disk for which names
    that differ in case are one.
    """
    *names, name = path.split("/")
    with _entered(top, names) as folders:
        if len(folders) > len(names) and old.mode(number) is None:
            try:
                folders[-1].move(name, old, number)
            except FileNotFoundError:
                pass
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                folders[-1].remove(name)
                old.write(number, b"")
        emptied = folders[-1]
        for above, inner in reversed(list(zip(folders, names, strict=False))):
            try:
                above.remove_folder(inner)
            except OSError as error:
                if error.errno in _STAYS:
                    break
                if error.errno not in NOTHING_THERE:
                    raise
            emptied = above
        if flush_each:
            emptied.flush()


def _bring(source: Folder, target: Folder, flush_each: bool) -> None:
    """Move all that stands in one folder to where it belongs in another; a folder at once where there is none yet."""
    moved = False
    for entry in source.entries():
        name, is_folder = entry.name, entry.is_dir(follow_symlinks=False)
        if is_folder and target.mode(name) is not None:
            _bring_into(source, target, name, flush_each)
        elif is_folder or entry.is_file(follow_symlinks=False):  # else it is nothing that we stage
            _move(source, target, name, is_folder)
            moved = True
    if flush_each and moved:
        target.flush()


def _bring_into(source: Folder, target: Folder, name: str, flush_each: bool) -> None:
    with source.enter(name) as inner, target.enter(name) as there:
        _bring(inner, there, flush_each)


def _move(source: Folder, target: Folder, name: str, is_folder: bool) -> None:
    """Move a file or a folder; by way of a copy where another disk is mounted within the outputs."""
    if not is_folder and stat.S_ISDIR(target.mode(name) or 0):
        _remove_folders(target, name)
    try:
        source.move(name, target, name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        if is_folder:
            target.make(name)
            _bring_into(source, target, name, flush_each=True)
        else:
            target.discard(STAGE)  # of an attempt that was cut short
            target.write(STAGE, source.read(name), flush=True)
            target.move(STAGE, target, name)
        target.flush()


def _remove_folders(above: Folder, name: str) -> None:
    """Remove a folder that holds nothing but empty folders."""
    with above.enter(name) as folder:
        for entry in folder.entries():
            _remove_folders(folder, entry.name)
    above.remove_folder(name)


@contextlib.contextmanager
def _told(output: Path, after: str = "") -> Iterator[None]:
    """Tell the system's errors as ours, by the path where a file belongs."""
    try:
        yield
    except OSError as error:
        path = str(error.filename or output).replace(f"{STAGE}/{_NEW}/", "")
        raise refusal(error, path, after=after) from None
