#!/usr/bin/env python3
"""Builds and runs random programs, and compares what they print with what their model says.

usage: run.py --arc=FILE [--kind=KIND] [--seeds=FIRST-LAST] [--keep=FOLDER]
"""

import argparse
import difflib
import importlib
import pathlib
import subprocess
import sys
import tempfile

KINDS = ("arithmetic", "values")
FLAVOURS = {"-O0": ["-O0"], "-O2": ["-O2"], "checked": ["-O0", "--checked"]}
TIMEOUT = 300


def check(arc, source, lines, flavour, folder):
    """What is wrong, or None."""
    program = folder / "program"
    built = subprocess.run([arc, "build", *FLAVOURS[flavour], "-o", program, source],
                           capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if built.returncode != 0:
        return f"does not build ({flavour}):\n{built.stderr}"
    ran = subprocess.run([program], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if ran.stdout.splitlines() != lines:
        return "\n".join(difflib.unified_diff(lines, ran.stdout.splitlines(), "model", f"printed ({flavour})", lineterm="", n=1))
    # Threads that panic do not drop what they own yet, so arithmetic owns nothing.
    if ran.returncode != 0:
        return f"exit code {ran.returncode} ({flavour}):\n{ran.stderr}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arc", required=True, help="the driver")
    parser.add_argument("--kind", choices=KINDS, help="only programs of this kind")
    parser.add_argument("--seeds", default="1-10", help="FIRST-LAST")
    parser.add_argument("--keep", default=tempfile.gettempdir(), help="where programs that differ are kept")
    options = parser.parse_args()
    first, last = (int(part) for part in options.seeds.split("-"))
    failed = 0
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    for kind in [options.kind] if options.kind else KINDS:
        generator = importlib.import_module(kind)
        for seed in range(first, last + 1):
            text, lines = generator.generate(seed)
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                source = folder / f"random_{kind}_{seed}.arc"
                source.write_text(text, encoding="utf-8")
                for flavour in FLAVOURS:
                    trouble = check(options.arc, source, lines, flavour, folder)
                    if trouble:
                        failed += 1
                        kept = pathlib.Path(options.keep) / source.name
                        kept.write_text(text, encoding="utf-8")
                        print(f"FAILED {kept}\n{trouble}")
                        break
        print(f"random {kind}: seeds {first} to {last} done")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
