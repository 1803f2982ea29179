#!/usr/bin/env python3
"""Builds and runs random programs, and compares what they print with what their model says.

usage: run.py --arc=FILE [--kind=KIND] [--seeds=FIRST-LAST] [--keep=FOLDER]
       run.py --arc=FILE PROGRAM…

PROGRAM is one that failed once: kept/ has them, so that a change of the generators loses none.
"""

import argparse
import difflib
import importlib
import pathlib
import subprocess
import sys
import tempfile

KINDS = ("arithmetic", "values", "ownership", "programs")
FLAVOURS = {"-O0": ["-O0"], "-O2": ["-O2"], "checked": ["-O0", "--checked"], "checked-O2": ["-O2", "--checked"]}
TIMEOUT = 300
PANICKED = 101


class Outcome:
    """What a program printed and how it ended. Of a panic only that it was one: an optimized program may lose frames."""

    def __init__(self, lines, code):
        self.lines, self.code = lines, code


def run(arc, source, flavour, folder):
    """An outcome, or what is wrong."""
    program = folder / "program"
    built = subprocess.run([arc, "build", *FLAVOURS[flavour], "-o", program, source],
                           capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if built.returncode != 0:
        return f"does not build ({flavour}):\n{built.stderr}"
    ran = subprocess.run([program], capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if ran.returncode not in (0, PANICKED):
        return f"exit code {ran.returncode} ({flavour}):\n{ran.stderr}"
    return Outcome(ran.stdout.splitlines(), ran.returncode)


def compare(arc, source, lines, folder):
    """What is wrong, or None. Without lines of a model the flavours must agree with each other."""
    wanted = None if lines is None else Outcome(lines, 0)
    name = "model"
    for flavour in FLAVOURS:
        outcome = run(arc, source, flavour, folder)
        if isinstance(outcome, str):
            return outcome
        if wanted is None:
            wanted, name = outcome, flavour
        if outcome.lines != wanted.lines:
            return "\n".join(difflib.unified_diff(wanted.lines, outcome.lines, name, f"printed ({flavour})", lineterm="", n=1))
        if outcome.code != wanted.code:
            return f"exit code {outcome.code} ({flavour}), {wanted.code} ({name})"
    return None


def run_kept(arc, programs):
    """How many of the programs differ between flavours."""
    failed = 0
    for program in map(pathlib.Path, programs):
        with tempfile.TemporaryDirectory() as name:
            trouble = compare(arc, program.resolve(), None, pathlib.Path(name))
        if trouble:
            failed += 1
            print(f"FAILED {program}\n{trouble}")
    print(f"{len(programs)} kept programs done")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arc", required=True, help="the driver")
    parser.add_argument("--kind", choices=KINDS, help="only programs of this kind")
    parser.add_argument("--seeds", default="1-10", help="FIRST-LAST")
    parser.add_argument("--keep", default=tempfile.gettempdir(), help="where programs that differ are kept")
    parser.add_argument("programs", nargs="*", help="run these instead")
    options = parser.parse_args()
    if options.programs:
        return 1 if run_kept(options.arc, options.programs) else 0
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
                trouble = compare(options.arc, source, lines, folder)
                if trouble:
                    failed += 1
                    kept = pathlib.Path(options.keep) / source.name
                    kept.write_text(text, encoding="utf-8")
                    print(f"FAILED {kept}\n{trouble}")
        print(f"random {kind}: seeds {first} to {last} done")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
