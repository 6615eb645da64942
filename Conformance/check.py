"""Runs the checks: every function check_* of the modules *_checks. One line each; the last line counts them."""

import importlib
import logging
import pathlib
import signal
import sys
import time
import traceback

import common

LIMIT = 120


def out_of_time(*_):
    raise TimeoutError(f"not done within {LIMIT} seconds")


def checks(patterns):
    """The checks in the order of their files, as name and function."""
    for file in sorted(pathlib.Path(__file__).parent.glob("*_checks.py")):
        module = importlib.import_module(file.stem)
        group = file.stem.removesuffix("_checks").replace("_", "-")
        for name, check in list(vars(module).items()):
            if not name.startswith("check_") or getattr(check, "__module__", None) != file.stem:
                continue
            title = f"{group}: {name[6:].replace('_', ' ')}"
            if not patterns or any(pattern in title for pattern in patterns):
                yield title, check


def main():
    # Who started this in the background may have had these ignored, which programs hand on to programs.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    passed = failed = skipped = 0
    logging.disable(logging.WARNING)
    signal.signal(signal.SIGALRM, out_of_time)
    for title, check in checks(sys.argv[1:]):
        began = time.monotonic()
        signal.alarm(LIMIT)
        try:
            check()
        except common.Skipped as reason:
            skipped += 1
            print(f"skipped {title}: {reason}")
        except Exception:
            failed += 1
            print(f"FAILED  {title}\n{traceback.format_exc()}")
        else:
            passed += 1
            print(f"ok      {title} ({time.monotonic() - began:.1f} s)")
        finally:
            signal.alarm(0)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
