"""Work that a process does beside this one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from repurpose.beside import FORKS, beside, is_possible, shared


@pytest.mark.parametrize("is_alone", [True, False])
def test_the_result_is_that_of_the_work(is_alone: bool, forks: list[int]) -> None:
    for size in (0, 1, 5_000_000):  # more than a pipe holds
        with beside(lambda size=size: "x" * size, is_alone=is_alone) as result:  # type: ignore[misc]
            assert [result(), result()] == ["x" * size] * 2
    assert len(forks) == (0 if is_alone else 3)


def test_it_is_done_beside_and_leaves_no_process(forks: list[int]) -> None:
    """Whether anybody waits for the result or not."""
    done: list[int] = []

    def work() -> int:
        done.append(1)
        return os.getpid()

    for waits in (True, False):
        with beside(work) as result:
            assert not waits or result() == forks[-1]
    with pytest.raises(KeyError), beside(lambda: time.sleep(3600)):
        raise KeyError
    assert done == []
    assert len(forks) == 3
    for pid in forks:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


@pytest.mark.usefixtures("forks")
def test_no_descriptor_stays_open() -> None:
    before = os.listdir("/proc/self/fd")
    with beside(lambda: 1) as result:
        assert result() == 1
    with shared([1, 2], lambda items: items) as results:
        assert results() == [1, 2]
    assert os.listdir("/proc/self/fd") == before


@pytest.mark.parametrize("dies", [lambda: os.kill(os.getpid(), 9), lambda: 1 // 0, lambda: os._exit(0)])
@pytest.mark.usefixtures("forks")
def test_where_no_result_comes_it_is_done_here(dies: object) -> None:
    """Where the process beside is killed, or what it does fails."""
    here = os.getpid()

    def work() -> bool:
        if os.getpid() != here:
            dies()  # type: ignore[operator]
        return True

    with beside(work) as result:
        assert result()


@pytest.mark.usefixtures("forks")
def test_what_fails_here_too_is_told() -> None:
    with beside(lambda: 1 // 0) as result, pytest.raises(ZeroDivisionError):
        result()


def test_a_process_with_threads_does_not_fork() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not is_possible()
    finally:
        ended.set()
        thread.join()


@pytest.mark.usefixtures("forks")
def test_a_system_that_refuses_a_process_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be as many as are allowed already."""

    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)
    with beside(lambda: True) as result:
        assert result()


@pytest.mark.skipif(not FORKS, reason="this system can't fork")
def test_where_no_more_files_may_be_open_it_is_done_here(monkeypatch: pytest.MonkeyPatch, forks: list[int]) -> None:
    def refuse() -> tuple[int, int]:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(os, "pipe", refuse)
    with beside(lambda: 7) as result, shared(range(300), list) as results:
        assert result() == 7
        assert results() == list(range(300))
    assert forks == []


def test_it_ends_when_the_process_that_began_it_is_killed() -> None:
    """Though its result is more than a pipe holds."""
    told = """
import os, repurpose.beside
repurpose.beside.is_possible = lambda: True
def work():
    print(os.getpid(), flush=True)
    while os.getppid() == parent:
        pass
    return b"x" * 1_000_000
parent = os.getpid()
with repurpose.beside.beside(work):
    input()
"""
    with subprocess.Popen([sys.executable, "-c", told], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert int(process.stdout.readline())
        process.kill()
        assert process.stdout.read() == b""  # both have let go of it


@pytest.mark.usefixtures("forks")
def test_a_process_that_is_told_nothing_of_its_children_has_results() -> None:
    """As one is whose parent ignores SIGCHLD."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        for waits in (True, False):
            with beside(lambda: True) as result:
                assert not waits or result()
    finally:
        signal.signal(signal.SIGCHLD, before)


@pytest.mark.usefixtures("forks")
def test_what_stops_the_process_beside_stops_nothing_else(tmp_path: Path) -> None:
    """An interrupt reaches both; only one of them cleans up."""
    here = os.getpid()

    def work() -> bool:
        if os.getpid() != here:
            raise KeyboardInterrupt
        return True

    try:
        with beside(work) as result:
            assert result()
    finally:
        with (tmp_path / "ended").open("a") as file:
            file.write("once")
    assert (tmp_path / "ended").read_text() == "once"


@pytest.mark.parametrize("count", [0, 1, 7, 255, 256, 1000])
@pytest.mark.usefixtures("forks")
def test_items_are_done_once_each_by_two_processes_and_told_in_order(count: int) -> None:
    here: list[int] = []

    def do(items: Sequence[int]) -> list[tuple[int, int]]:
        here.extend(items)
        return [(item * item, os.getpid()) for item in items]

    with shared(range(count), do) as results:
        found = results()
    assert [square for square, _ in found] == [item * item for item in range(count)]
    assert [item for item, (_, pid) in enumerate(found) if pid == os.getpid()] == here


@pytest.mark.usefixtures("forks")
def test_both_processes_take_items() -> None:
    """The one beside begins with them at once, this one when it is asked."""

    def do(items: Sequence[int]) -> list[int]:
        time.sleep(0.002)
        return [os.getpid()] * len(items)

    with shared(range(100), do) as results:
        time.sleep(0.02)
        assert len(set(results())) == 2


@pytest.mark.usefixtures("forks")
def test_items_of_a_process_that_died_are_done_here() -> None:
    here = os.getpid()

    def do(items: Sequence[int]) -> Sequence[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return items

    with shared(range(9), do) as results:
        time.sleep(0.05)
        assert results() == list(range(9))
