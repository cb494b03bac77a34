"""A question that is looked into beside other work."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from repurpose.build.beside import FORKS, beside


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("is_alone", [True, False])
def test_the_answer_is_that_of_the_question(answer: bool, is_alone: bool) -> None:
    with beside(lambda: answer, is_alone=is_alone) as asked:
        assert [asked(), asked()] == [answer, answer]


@pytest.mark.skipif(not FORKS, reason="this system can't fork")
def test_it_is_asked_beside_and_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether anybody waits for the answer or not."""
    asked: list[int] = []
    begun: list[int] = []
    fork = os.fork

    def forked() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", forked)
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # tests run beside threads of others

    def ask() -> bool:
        asked.append(1)
        return True

    for waits in (True, False):
        with beside(ask) as answer:
            assert not waits or answer()
    assert asked == []
    for pid in begun:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    assert len(begun) == 2


@pytest.mark.skipif(not FORKS, reason="this system can't fork")
def test_where_no_answer_comes_it_is_asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process beside is killed."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    here = os.getpid()

    def ask() -> bool:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return True

    with beside(ask) as answer:
        assert answer()


def test_a_process_with_threads_does_not_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise AssertionError

    monkeypatch.setattr(os, "fork", fork, raising=False)
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        with beside(lambda: True) as answer:
            assert answer()
    finally:
        ended.set()
        thread.join()


def test_a_system_that_refuses_a_process_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be as many as are allowed already."""

    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork, raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with beside(lambda: True) as answer:
        assert answer()


@pytest.mark.skipif(not FORKS, reason="this system can't fork")
def test_a_process_that_is_told_nothing_of_its_children_asks_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one is whose parent ignores SIGCHLD."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        for waits in (True, False):
            with beside(lambda: True) as answer:
                assert not waits or answer()
    finally:
        signal.signal(signal.SIGCHLD, before)


@pytest.mark.skipif(not FORKS, reason="this system can't fork")
def test_what_stops_the_process_beside_stops_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An interrupt reaches both; only one of them cleans up."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    here = os.getpid()

    def ask() -> bool:
        if os.getpid() != here:
            raise KeyboardInterrupt
        return True

    try:
        with beside(ask) as answer:
            assert answer()
    finally:
        with (tmp_path / "ended").open("a") as file:
            file.write("once")
    assert (tmp_path / "ended").read_text() == "once"
