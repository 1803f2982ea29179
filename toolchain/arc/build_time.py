#!/usr/bin/env python3
"""Build times of hello world: `arc build` beside `clang -O0` of the same program in C, as ratios in one run.

usage: build_time.py ARC [CLANG]

Rounds alternate between the contestants, so that a busy machine disturbs all of them alike; the median counts.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 21


def main():
    arc = pathlib.Path(sys.argv[1]).absolute()
    clang = sys.argv[2] if len(sys.argv) > 2 else "clang-22"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "hello.c").write_text('#include <stdio.h>\nint main(void) { printf("hello\\n"); return 0; }\n')
        (folder / "same.arc").write_text('func main() { println("hello") }\n')
        environment = {"PATH": "/usr/bin:/bin", "ARC_CACHE": str(folder / "cache")}

        def run(*command):
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, env=environment, check=True)
            return time.perf_counter() - start

        def changed(index):
            (folder / "changed.arc").write_text(f'func main() {{ println("hello {index}") }}\n')
            return run(arc, "build", "changed.arc")

        contestants = {
            "clang -O0 hello.c": lambda _: run(clang, "-O0", "hello.c", "-o", "hello_c"),
            "arc build, source changed": changed,
            "arc build, nothing changed": lambda _: run(arc, "build", "same.arc"),
        }
        times = {label: [] for label in contestants}
        for index in range(ROUNDS + 1):
            for label, contestant in contestants.items():
                times[label].append(contestant(index))
        # The first round fills caches, those of the kernel too.
        medians = {label: statistics.median(values[1:]) for label, values in times.items()}
        floor = medians["clang -O0 hello.c"]
        for label, median in medians.items():
            print(f"{label:28} {median * 1e3:8.1f} ms  {median / floor:6.3f} x")


if __name__ == "__main__":
    main()
