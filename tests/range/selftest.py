#!/usr/bin/env python3
"""The tests of the range itself; ends with the line `N passed, N failed, N skipped`."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "tools")]
from common import Tally  # noqa: E402


class Result(unittest.TestResult):
    def __init__(self, tally):
        super().__init__()
        self.tally = tally

    def addSuccess(self, test):
        self.tally.ok()

    def addFailure(self, test, err):
        self.tally.fail(test.id(), str(err[1]).split("\n", maxsplit=1)[0], self._exc_info_to_string(err, test))

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addFailure(subtest, err)

    def addSkip(self, test, reason):
        self.tally.skip(test.id(), reason)


def main():
    tally = Tally()
    unittest.defaultTestLoader.discover(str(HERE), top_level_dir=str(HERE)).run(Result(tally))
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main())
