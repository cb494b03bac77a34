"""Work in a second process."""

import multiprocessing
import os
import time

import pytest

from repurpose.usage.beside import beside, is_possible

pytestmark = pytest.mark.skipif(not is_possible(), reason="there is no second processor")


def test_what_the_other_process_made_comes_back() -> None:
    numbers = list(range(1000))
    with beside(lambda: (os.getpid(), sum(numbers))) as result:
        process, total = result()
    assert process != os.getpid()
    assert total == sum(numbers)


def test_work_that_failed_is_told() -> None:
    with beside(lambda: 1 // 0) as result, pytest.raises(EOFError):
        result()


def test_work_that_nobody_waits_for_ends() -> None:
    with pytest.raises(KeyError), beside(lambda: time.sleep(3600)):
        raise KeyError
    assert not multiprocessing.active_children()
