#!/usr/bin/env python3
"""Measures Arc programs beside the same work in other languages, in one run, and prints a table of ratios.

usage: benchmarks/run.py [--arc=FILE] [--only=REGEX] [--rounds=N] [--quick] [--realtime]

Everything is built first: the programs in benchmarks/programs by `arc build -O2 --strip`, those in benchmarks/peers by the
compilers that are installed. Compilers that are missing are named at the end, with the rows that lack them.

Machines are noisy, so all programs of a row run in turn, many times over. Compute rows compare the least CPU time of
each; rows of a single short act (a process, a thread, a build) compare medians of wall-clock time. A ratio below 1 means
that Arc is faster. The exit code is 1 when a ratio misses its bar, or when results differ.
"""

import argparse
import hashlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

# Programs whose whole CPU time is compared: name, arguments, arguments when quick, peers, bar against the first peer, bar
# for the peak of memory against it (None: no such row).
COMPUTE = [
    ("nbody", "10000000", "1000000", ["nbody.cc"], 1.15, None),
    ("spectral_norm", "3000", "1000", ["spectral_norm.cc"], 1.15, None),
    ("fannkuch", "10", "9", ["fannkuch.cc"], 1.15, None),
    ("mandelbrot", "2500", "1000", ["mandelbrot.cc"], 1.15, None),
    ("fasta", "5000000", "500000", ["fasta.cc"], 1.1, None),
    ("binary_trees", "18", "14", ["binary_trees.c"], 1.15, 1.2),
    ("red_black_tree", "1000000", "100000", ["red_black_tree.c"], 1.15, 1.2),
    ("red_black_tree", "1000000 snapshots", "100000 snapshots", ["red_black_tree.c"], 1.15, 1.2),
    ("nqueens", "12", "10", ["nqueens.c"], 1.15, 1.2),
    ("map_counts", "2000000", "500000", ["map_counts.c", "map_counts.rs"], 1.0, 1.2),
    ("string_building", "20000000", "2000000", ["string_building.c", "string_building.rs"], 1.15, 1.2),
]

COMPILERS = {
    ".c": ["clang-22", "-O2", "-w"],
    ".cc": ["clang++-22", "-std=c++20", "-O2", "-w", "-pthread"],
    ".rs": ["rustc", "-O", "-A", "warnings"],
}


class Failure(Exception):
    """A row that cannot be measured, and why."""


class Bench:
    def __init__(self, options, folder):
        self.arc = options.arc
        self.folder = folder
        self.quick = options.quick
        self.rounds = options.rounds
        self.rows = []       # (what, Arc's figure, peer, the peer's figure, ratio, bar)
        self.missing = {}    # compiler: rows
        self.failures = []
        self.measure = str(folder / "measure")
        self._build(["clang++-22", "-std=c++20", "-O2", str(HERE / "measure.cc"), "-o", self.measure], HERE / "measure.cc")

    # ---- building ---------------------------------------------------------------------------

    def build_arc(self, source, name=None, strip=True):
        output = self.folder / f"{name or source.stem}.arc_program"
        if not output.exists():
            command = [self.arc, "build", "-O2", str(source), "-o", str(output)] + (["--strip"] if strip else [])
            self._build(command, source)
        return str(output)

    def build_peer(self, source, row, extra=()):
        """The program, or None when its compiler is not installed."""
        path = HERE / "peers" / source
        compiler = COMPILERS[path.suffix]
        if not shutil.which(compiler[0]):
            self.missing.setdefault(compiler[0], []).append(row)
            return None
        output = self.folder / source.replace(".", "_")
        if not output.exists():
            self._build(compiler + [str(path), "-o", str(output), *extra], path)
        return str(output)

    def build_floor(self):
        """The least a program can do: no C library, one system call."""
        output = self.folder / "floor_exit"
        source = HERE / "runtime" / "floor_exit.cc"
        if not output.exists():
            flags = ["-O2", "-ffreestanding", "-nostdlib", "-static", "-fno-pic", "-fuse-ld=lld", "-Wl,--build-id=none"]
            self._build(["clang++-22", *flags, str(source), "-o", str(output)], source)
        return str(output)

    def _build(self, command, source):
        progress(f"building {source.relative_to(ROOT) if source.is_relative_to(ROOT) else source.name}")
        made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if made.returncode != 0:
            raise Failure(f"{source.name} does not build: {made.stdout.strip().splitlines()[-1:]}")

    # ---- results ----------------------------------------------------------------------------

    def add(self, what, own, peer, theirs, ratio, bar, unit):
        self.rows.append((what, show(own, unit), peer, show(theirs, unit), f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.4f}", bar,
                          bar is None or ratio <= bar))

    def add_fact(self, what, value, bar, fine):
        self.rows.append((what, value, "", "", "", bar, fine))


def show(value, unit):
    return f"{value:,.1f} {unit}" if unit in ("ms", "µs") else f"{value:,.3f} {unit}"


def progress(text):
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def cpu_seconds(bench, command, stdin=None):
    """CPU time of a program and its children, its peak memory in MB, and a digest of what it prints."""
    reading, writing = os.pipe()

    def give():
        os.dup2(writing, 3)

    with open(stdin or os.devnull, "rb") as source:
        child = subprocess.Popen([bench.measure, *command], stdin=source, stdout=subprocess.PIPE, preexec_fn=give, pass_fds=(3,))
    os.close(writing)
    digest = hashlib.sha256()
    while block := child.stdout.read(1 << 20):
        digest.update(block)
    with open(reading) as figures:
        used = figures.read().split()
    if child.wait() != 0:
        raise Failure(f"{Path(command[0]).name} ended with {child.returncode}")
    return int(used[0]) / 1e6, int(used[1]) / 1024, digest.hexdigest()


def samples(command, cpus=None):
    """The numbers that a program prints, one a line."""
    ran = subprocess.run(command, stdout=subprocess.PIPE,
                         preexec_fn=(lambda: os.sched_setaffinity(0, cpus)) if cpus else None)
    if ran.returncode != 0:
        raise Failure(f"{Path(command[0]).name} ended with {ran.returncode}")
    return [int(line) for line in ran.stdout.split()]


def wall_seconds(command, cwd=None):
    start = time.perf_counter()
    ran = subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if ran.returncode != 0:
        raise Failure(f"{command[0]} ended with {ran.returncode}: {ran.stderr.decode()[-200:]}")
    return time.perf_counter() - start


def interleaved(rounds, title, jobs):
    """Runs `jobs`, by name, in turn; gives the list of results of each."""
    results = {name: [] for name in jobs}
    for i in range(rounds):
        progress(f"{title}: round {i + 1} of {rounds}")
        for name, job in jobs.items():
            results[name].append(job())
    return results


# ---- rows -------------------------------------------------------------------------------------


def compute(bench, name, argument, quick_argument, peers, bar, memory_bar):
    argument = quick_argument if bench.quick else argument
    compare(bench, name, argument.split(), argument, peers, bar, memory_bar)


def compare(bench, name, arguments, shown, peers, bar, memory_bar=None, stdin=None):
    """Rows for CPU time, and for memory where that has a bar, of a program and its peers."""
    commands = {"arc": [bench.build_arc(HERE / "programs" / f"{name}.arc"), *arguments]}
    for peer in peers:
        program = bench.build_peer(peer, name)
        if program:
            commands[peer] = [program, *arguments]
    results = interleaved(bench.rounds, name, {k: (lambda c=c: cpu_seconds(bench, c, stdin)) for k, c in commands.items()})
    if len({r[2] for runs in results.values() for r in runs}) != 1:
        raise Failure(f"{name}: the results differ")
    best = {k: min(r[0] for r in runs) for k, runs in results.items()}
    memory = {k: max(r[1] for r in runs) for k, runs in results.items()}
    for peer in peers:
        if peer not in best:
            continue
        what = f"{name} {shown}"
        bench.add(what, best["arc"], peer, best[peer], best["arc"] / best[peer], bar if peer == peers[0] else None, "s")
        if memory_bar is not None and peer == peers[0]:
            ratio = memory["arc"] / memory[peer]
            bench.rows.append((f"{what}: peak memory", f"{memory['arc']:.1f} MB", peer, f"{memory[peer]:.1f} MB",
                               f"{ratio:.2f}", memory_bar, ratio <= memory_bar))


def sequences(bench):
    """Programs that read the DNA that `fasta` prints."""
    make = bench.build_arc(HERE / "programs" / "fasta.arc")
    for name, length in (("reverse_complement", 5_000_000), ("k_nucleotide", 1_000_000)):
        length = length // 10 if bench.quick else length
        text = bench.folder / f"{name}.fasta"
        with open(text, "wb") as out:
            subprocess.run([make, str(length)], stdout=out, check=True)
        compare(bench, name, [], str(length), [f"{name}.cc"], 1.1, stdin=text)


def medians(bench, title, jobs, cpus=None):
    """Median over all rounds of each job's samples, in microseconds."""
    results = interleaved(3 * bench.rounds, title, {k: (lambda c=c: samples(c, cpus)) for k, c in jobs.items()})
    return {k: statistics.median(x for run in runs for x in run) / 1000 for k, runs in results.items()}


def processes(bench):
    spawn = bench.build_peer("spawn_program.cc", "spawn")
    if not spawn:
        raise Failure("no compiler for the floor")
    floor = bench.build_floor()
    nothing = bench.build_arc(HERE / "programs" / "nothing.arc")
    call = bench.build_arc(HERE / "programs" / "process_round_trip.arc")
    of = medians(bench, "processes",
                 {"floor": [spawn, floor, "50"], "nothing": [spawn, nothing, "50"], "call": [call, "50"]},
                 # On one CPU: else the kernel wakes another for the child, or does not, and that decides.
                 {min(os.sched_getaffinity(0))})
    bench.add("spawn + wait of a program that does nothing", of["nothing"], "C without libc", of["floor"],
              of["nothing"] / of["floor"], 1.3, "µs")
    bench.add("process func(x: int32) int32 {…}(…).wait()", of["call"], "C without libc, no call", of["floor"],
              of["call"] / of["floor"], 1.6, "µs")
    python = samples([sys.executable, str(HERE / "peers" / "process_round_trip.py"), "3"])
    bench.add("the same call", of["call"], "Python, multiprocessing", statistics.median(python) / 1000,
              of["call"] / (statistics.median(python) / 1000), None, "µs")


def threads(bench):
    peer = bench.build_peer("thread_spawn.cc", "threads")
    if not peer:
        raise Failure("no compiler for pthread's program")
    own = bench.build_arc(HERE / "programs" / "thread_spawn.arc")
    for batch, rounds, bar in ((1, 500, 0.95), (64, 20, 0.5)):
        of = medians(bench, f"threads, {batch} at once",
                     {"own": [own, str(batch), str(rounds)], "peer": [peer, str(batch), str(rounds)]})
        bench.add(f"thread spawn + join, {batch} at once, each", of["own"], "pthread", of["peer"],
                  of["own"] / of["peer"], bar, "µs")


def hello(bench):
    source = ROOT / "examples" / "hello" / "hello.arc"
    program = bench.build_arc(source, "hello")
    size = os.path.getsize(program)
    bench.add_fact("hello world, stripped: bytes", f"{size:,}", "65,536", size <= 65536)
    with open(program, "rb") as file:
        image = file.read()
    # Program headers: PT_DYNAMIC is 2, PT_INTERP 3.
    offset = int.from_bytes(image[32:40], "little")
    step = int.from_bytes(image[54:56], "little")
    count = int.from_bytes(image[56:58], "little")
    kinds = [int.from_bytes(image[offset + i * step:offset + i * step + 4], "little") for i in range(count)]
    static = 2 not in kinds and 3 not in kinds
    bench.add_fact("hello world: dynamic section", "none" if static else "present", "none", static)
    if os.geteuid() != 0:
        bench.add_fact("hello world in an empty root", "not tried: needs root", "starts", True)
        return
    root = bench.folder / "empty_root"
    root.mkdir(exist_ok=True)
    shutil.copy(program, root / "hello")
    ran = subprocess.run(["/hello"], stdout=subprocess.PIPE, preexec_fn=lambda: (os.chroot(root), os.chdir("/")))
    starts = ran.returncode == 0 and ran.stdout.lower().startswith(b"hello")
    bench.add_fact("hello world in an empty root", "starts" if starts else "fails", "starts", starts)


def build_time(bench):
    folder = bench.folder / "build_time"
    folder.mkdir(exist_ok=True)
    if not shutil.which("clang-22"):
        bench.missing.setdefault("clang-22", []).append("build time")
        raise Failure("no clang-22")
    (folder / "hello.c").write_text('#include <stdio.h>\n\nint main(void) { puts("hello"); }\n')
    same = folder / "same.arc"
    same.write_text('func main() { println("hello") }\n')
    serial = iter(range(10**9))

    def changed():
        source = folder / "changed.arc"
        source.write_text(f'func main() {{ println("hello {os.getpid()} {next(serial)} {time.time()}") }}\n')
        return wall_seconds([bench.arc, "build", str(source), "-o", str(folder / "changed")])

    jobs = {
        "clang": lambda: wall_seconds(["clang-22", "-O0", "hello.c", "-o", "hello_c"], folder),
        "changed": changed,
        "same": lambda: wall_seconds([bench.arc, "build", str(same), "-o", str(folder / "same")]),
    }
    for job in jobs.values():
        job()    # files in memory, the standard library's cache filled
    results = interleaved(3 * bench.rounds, "build time", jobs)
    of = {k: statistics.median(v) * 1000 for k, v in results.items()}
    bench.add("arc build of hello world, changed source", of["changed"], "clang -O0, C", of["clang"],
              of["changed"] / of["clang"], 1.0, "ms")
    bench.add("arc build of hello world, nothing changed", of["same"], "clang -O0, C", of["clang"],
              of["same"] / of["clang"], 1.0, "ms")


def make_text(path, size):
    """Reproducible text of 50,000 different words, frequent and rare ones."""
    state = 88172645463325252
    words = []
    for i in range(50000):
        n, word = i * 7 + 3, ""
        while n > 0:
            word += chr(97 + n % 26)
            n //= 26
        words.append(word)
    part = []
    length = 0
    while length < 1_000_000:
        line = []
        for k in range(12):
            state = (state ^ state << 13) & (1 << 64) - 1
            state ^= state >> 7
            state = (state ^ state << 17) & (1 << 64) - 1
            fraction = (state >> 11) / (1 << 53)
            line.append(words[int(50000 * fraction * fraction * fraction)] + (", " if k % 5 == 0 else " "))
        text = "".join(line).strip() + ".\n"
        part.append(text.capitalize())
        length += len(text)
    block = "".join(part).encode()
    with open(path, "wb") as file:
        for _ in range(size // len(block) + 1):
            file.write(block)


def wordcount(bench):
    text = bench.folder / "text"
    progress("making the text")
    make_text(text, 10_000_000 if bench.quick else 100_000_000)
    own = bench.build_arc(ROOT / "examples" / "wordcount" / "wordcount.arc", "wordcount")
    jobs = {"1": [own, str(text), "--workers", "1"], "2": [own, str(text), "--workers", "2"]}
    for peer in ("wordcount.cc", "wordcount.rs"):
        program = bench.build_peer(peer, "wordcount")
        if program:
            jobs[peer] = [program, str(text)]
    outputs = {subprocess.run(c, stdout=subprocess.PIPE, check=True).stdout for c in jobs.values()}
    progress("wordcount: tr, sort, uniq")
    start = time.perf_counter()
    pipeline = "tr A-Z a-z < \"$0\" | tr -cs a-z '\\n' | sed '/^$/d' | sort | uniq -c | sort -k1,1nr -k2,2 | head -10"
    shell = subprocess.run(["sh", "-c", pipeline, str(text)], stdout=subprocess.PIPE, check=True,
                           env={**os.environ, "LC_ALL": "C"}).stdout
    shell_seconds = time.perf_counter() - start
    outputs.add(b"".join(b" ".join(line.split()) + b"\n" for line in shell.splitlines()))
    if len(outputs) != 1:
        raise Failure("wordcount: the results differ")
    size = f"{text.stat().st_size // 1_000_000} MB"
    rounds = max(3, bench.rounds // 2)
    walls = interleaved(rounds, "wordcount", {k: (lambda c=c: wall_seconds(c)) for k, c in jobs.items()})
    cpus = interleaved(rounds, "wordcount", {k: (lambda c=c: cpu_seconds(bench, c)[0]) for k, c in jobs.items() if k != "2"})
    wall = {k: min(v) for k, v in walls.items()}
    cpu = {k: min(v) for k, v in cpus.items()}
    bench.add(f"wordcount {size}, 2 workers, wall", wall["2"], "tr|sort|uniq", shell_seconds, wall["2"] / shell_seconds, None, "s")
    for peer in ("wordcount.cc", "wordcount.rs"):
        if peer in jobs:
            bench.add(f"wordcount {size}, 2 workers, wall", wall["2"], f"{peer}, one process", wall[peer],
                      wall["2"] / wall[peer], None, "s")
            bench.add(f"wordcount {size}, 1 worker, CPU", cpu["1"], f"{peer}, one process", cpu[peer],
                      cpu["1"] / cpu[peer], None, "s")


# ---- the run ----------------------------------------------------------------------------------


def print_table(rows):
    head = ("what", "Arc", "beside", "its figure", "ratio", "bar", "")
    table = [head] + [(w, o, p, t, r, "" if b is None else str(b), "" if b is None else "yes" if fine else "NO")
                      for w, o, p, t, r, b, fine in rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(head))]
    for i, row in enumerate(table):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if i == 0:
            print("| " + " | ".join("-" * width for width in widths) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arc", default=str(ROOT / "bazel-bin" / "toolchain" / "dist" / "bin" / "arc"),
                        help="the driver of a toolchain (default: what `./arcw` builds)")
    parser.add_argument("--only", default="", help="only rows whose name matches")
    parser.add_argument("--rounds", type=int, default=7, help="how often each program runs (default 7)")
    parser.add_argument("--quick", action="store_true", help="small inputs: to see that everything works")
    parser.add_argument("--realtime", action="store_true", help="run before all other work of the machine; needs root")
    options = parser.parse_args()
    if not os.access(options.arc, os.X_OK):
        sys.exit(f"run.py: {options.arc} is not there; build it with `./arcw bazel build -c opt //toolchain:dist`, or give --arc")
    options.arc = os.path.abspath(options.arc)
    if options.realtime:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))

    groups = [(row[0], lambda bench, row=row: compute(bench, *row)) for row in COMPUTE]
    groups += [("reverse_complement k_nucleotide", sequences), ("processes", processes), ("threads", threads), ("hello", hello), ("build time", build_time),
               ("wordcount", wordcount)]
    with tempfile.TemporaryDirectory(prefix="arc-bench-") as folder:
        bench = Bench(options, Path(folder))
        for name, job in groups:
            if not re.search(options.only, name):
                continue
            try:
                job(bench)
            except Failure as failure:
                bench.failures.append(f"{name}: {failure}")
    progress("")
    print_table(bench.rows)
    for compiler, rows in bench.missing.items():
        print(f"\nmissing: {compiler}; not compared: {', '.join(rows)}")
    for failure in bench.failures:
        print(f"\nfailed: {failure}")
    sys.exit(1 if bench.failures or not all(row[6] for row in bench.rows) else 0)


if __name__ == "__main__":
    main()
