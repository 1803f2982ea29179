#!/usr/bin/env python3
"""Measures code that runs during the build, in Arc and beside other compilers, in one run, and prints tables.

usage: benchmarks/comptime/run.py [--dist=FOLDER] [--only=REGEX] [--rounds=N] [--quick]

Each compiler compiles the same file with and without the computation; the difference counts. Compilers take turns, and the
least of all rounds is taken: of the work, the CPU time of the compiler and of all processes that it started; of single short
acts the wall-clock time. The exit code is 1 when a bar is missed or a result differs. Compilers that are not installed are named at the end.
"""

import argparse
import ctypes
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TIMEOUT = 120

RESULTS = {"fib": 3524577, "sieve": 78498, "crc": 100051072}
EXPRESSIONS = {
    "fib": "fibonacci(30)",
    "sieve": "count_primes(1_000_000)",
    "crc": "sum_tables(crc_tables())",
    "json": "read_json(TEXT)",
}
NUMBERS = {"fib": 1, "sieve": 2, "crc": 3, "json": 4}
TITLES = {"fib": "fib(30)", "sieve": "sieve to 1,000,000", "crc": "CRC tables of 4096 entries", "json": "277 KB of JSON"}


def write_json(path):
    """277 KB of objects; gives what the readers make of it."""
    source = random.Random(4)
    items = []
    for i in range(2214):
        items.append({
            "id": i, "name": f"item{i}", "price": source.randrange(10000), "tags": ["a", "bb", "ccc"][:i % 4],
            "ok": i % 2 == 1, "sub": {"x": 3 * i, "y": -i}, "none": None,
        })
    path.write_text(json.dumps(items))
    values, total = 0, 0

    def count(value):
        nonlocal values, total
        values += 1
        if isinstance(value, dict):
            for part in value.values():
                count(part)
        elif isinstance(value, list):
            for part in value:
                count(part)
        elif isinstance(value, int) and not isinstance(value, bool):
            total += value

    count(items)
    return values * 1000000000 + total


class Bench:
    def __init__(self, options, folder):
        self.folder = folder
        self.options = options
        self.dist = Path(options.dist)
        self.missing = []
        self.serving = False    # a service of this program's own runs
        self.failed = False
        self.text = folder / "text.json"
        RESULTS["json"] = write_json(self.text)
        (folder / "text.inc").write_text(f'R"json({self.text.read_text()})json"')
        self.arcc = [str(self.dist / "bin" / "arcc"), "--program"]
        root = self.dist / "lib" / "arc"
        for file in sorted((root / "std").rglob("*.arci")):
            self.arcc.append(f"--import={file.relative_to(root).with_suffix('')}={file}")

    def wants(self, what):
        return re.search(self.options.only, what) is not None

    # ---- measuring --------------------------------------------------------------------------

    def time(self, command, env=None):
        """Seconds of wall-clock time, and of CPU time of all processes; None when it does not end well in time."""
        start = time.perf_counter()
        with tempfile.TemporaryFile() as errors:
            child = subprocess.Popen(command, cwd=self.folder, env=env, stdout=subprocess.DEVNULL, stderr=errors,
                                     start_new_session=True)
            timer = threading.Timer(TIMEOUT, lambda: os.killpg(child.pid, signal.SIGKILL))
            timer.start()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            timer.cancel()
            wall = time.perf_counter() - start
            cpu = usage.ru_utime + usage.ru_stime
            # What it left behind, such as the evaluator, which ends when it notices that.
            while True:
                try:
                    pid, _, usage = os.wait4(-1, os.WNOHANG if self.serving else 0)
                except ChildProcessError:
                    break
                if pid == 0:
                    break
                cpu += usage.ru_utime + usage.ru_stime
            if child.returncode != 0:
                errors.seek(0)
                sys.stderr.write(f"{' '.join(map(str, command))[-200:]}\n{errors.read().decode(errors='replace')[-400:]}\n")
                return None
        return wall, cpu

    def least(self, commands, which, rounds=None):
        """The least time of each command of {name: command or (command, env)}; all take turns. `which`: 0 wall clock, 1 CPU."""
        best = {}
        dead = set()
        started = time.perf_counter()
        for round_number in range(rounds or self.options.rounds):
            for name, command in commands.items():
                if name in dead:
                    continue
                env = None
                if isinstance(command, tuple):
                    command, env = command
                taken = self.time(command, env)
                if taken is None:
                    dead.add(name)
                    best.pop(name, None)
                else:
                    best[name] = min(taken[which], best.get(name, taken[which]))
            if round_number >= 1 and time.perf_counter() - started > 120:
                break
        return best

    # ---- commands ---------------------------------------------------------------------------

    def arc_source(self, name, text):
        path = self.folder / f"{name}.arc"
        path.write_text(text)
        return path

    def arc_command(self, source, *options):
        return [*self.arcc, *options, "-o", str(self.folder / f"{source.stem}.o"), str(source)]

    def kernel_source(self, kernel, how):
        """The kernels and a program that does one of them: during the `build`, in the `run`, or not at all: with a block that does
        nothing (`start`), or without (`none`)."""
        text = (HERE / "kernels.arc").read_text()
        main = "println(1)"
        if kernel == "json":
            text += f'\nconst TEXT = """{self.text.read_text()}"""\n'
            main = "println(TEXT.len())"
        if how == "build":
            text += f"\nconst RESULT = comptime {EXPRESSIONS[kernel]}\n"
            main = "println(RESULT)"
        elif how == "start":
            text += f"\n{ZERO}\nconst RESULT = comptime {{ 1 + zero() }}\n"
            main = f"println({'TEXT.len()' if kernel == 'json' else '1'}, RESULT)"
        elif how == "run":
            main = f"println({EXPRESSIONS[kernel]})"
        return self.arc_source(f"{kernel}_{how}", f"{text}\nfunc main() {{ {main} }}\n")

    def peers(self, kernel):
        """{name: (command with the work, the same without)} of what is installed."""
        peers = {}
        result = str(RESULTS[kernel])
        (self.folder / "result.txt").write_text(result)
        number = NUMBERS[kernel]

        def add(name, program, make):
            if shutil.which(program):
                peers[name] = (make(True), make(False))
            elif name not in self.missing:
                self.missing.append(name)

        source = str(HERE / "peers" / "kernels.cc")
        text = f'-DTEXT="{self.folder}/text.inc"'
        clang = ["clang++-22", "-std=c++20", "-fsyntax-only", "-fconstexpr-steps=2147483647", "-fconstexpr-depth=100000",
                 f"-DRESULT={result}", text]
        add("clang 22, classic", "clang++-22", lambda work: [*clang, f"-DKERNEL={number if work else 0}", source])
        add("clang 22, bytecode", "clang++-22", lambda work: [
            *clang, "-fexperimental-new-constant-interpreter", f"-DKERNEL={number if work else 0}", source])
        gcc = ["g++", "-std=c++20", "-fsyntax-only", "-fconstexpr-ops-limit=100000000000", "-fconstexpr-loop-limit=2000000000",
               "-fconstexpr-depth=100000", f"-DRESULT={result}", text]
        if not self.options.quick:
            add("gcc", "g++", lambda work: [*gcc, f"-DKERNEL={number if work else 0}", source])
        environment = {**os.environ, "RESULT": result, "TEXT": str(self.text)}
        rust = ["rustc", "--edition", "2021", "--crate-type", "lib", "--emit=metadata", "-Awarnings",
                "-o", str(self.folder / "x.rmeta"), str(HERE / "peers" / "kernels.rs")]
        add("rustc", "rustc", lambda work: (rust + (["--cfg", f'kernel="{kernel}"'] if work else []), environment))
        source = str(HERE / "peers" / "kernels.d")
        add("D, ldc", "ldc2", lambda work: ["ldc2", "-o-", f"-J{self.folder}", *([f"-d-version={kernel}"] if work else []), source])
        add("D, gdc", "gdc", lambda work: ["gdc", "-fsyntax-only", f"-J{self.folder}", *([f"-fversion={kernel}"] if work else []),
                                           source])
        add("Nim", "nim", lambda work: [
            "nim", "check", "--hints:off", "--maxLoopIterationsVM:2000000000", f"-d:result_expected={result}",
            f"-d:text_file={self.text}", *([f"-d:kernel={kernel}"] if work else []), str(HERE / "peers" / "kernels.nim")])
        return peers

    # ---- tables -----------------------------------------------------------------------------

    def kernels(self):
        print("\nMilliseconds of CPU time above each compiler's own baseline.\n")
        rows = []
        names = []
        for kernel in NUMBERS:
            if not self.wants(kernel):
                continue
            nothing = self.kernel_source(kernel, "none")
            build = self.kernel_source(kernel, "build")
            run = self.kernel_source(kernel, "run")
            start = self.kernel_source(kernel, "start")
            commands = {"Arc": self.arc_command(build), "Arc 0": self.arc_command(nothing), "start": self.arc_command(start)}
            program = self.folder / f"{kernel}_run"
            made = subprocess.run([str(self.dist / "bin" / "arc"), "build", "-O2", str(run), "-o", str(program)], cwd=self.folder)
            if made.returncode == 0:
                commands["run"] = [str(program)]
                empty = self.arc_source("empty", "func main() {}\n")
                subprocess.run([str(self.dist / "bin" / "arc"), "build", "-O2", str(empty), "-o", str(self.folder / "empty_run")])
                commands["run 0"] = [str(self.folder / "empty_run")]
                shown = subprocess.run([str(program)], stdout=subprocess.PIPE, text=True).stdout.strip()
                if shown != str(RESULTS[kernel]):
                    print(f"{kernel}: {shown} instead of {RESULTS[kernel]}")
                    self.failed = True
            for name, (work, without) in self.peers(kernel).items():
                commands[name] = work
                commands[name + " 0"] = without
            best = self.least(commands, 1)
            figures = {name: max(best[name] - best[name + " 0"], 1e-6) * 1e3
                       for name in best if not name.endswith(" 0") and name + " 0" in best}
            if "Arc" in best and "start" in best:
                figures["beyond start"] = max(best["Arc"] - best["start"], 1e-6) * 1e3
            rows.append((kernel, figures))
            names += [name for name in figures if name not in names]
        peers = [name for name in names if name not in ("Arc", "run", "beyond start")]
        print("| what | Arc | without its start | " + " | ".join(peers) + " | the fastest of them / Arc | bar | Arc at run time, -O2 | ratio | bar |")
        print("| --- " * (len(peers) + 8) + "|")
        for kernel, figures in rows:
            cells = [show(figures.get(name)) for name in peers]
            others = [figures[name] for name in peers if name in figures]
            own = figures.get("Arc")
            ahead = min(others) / own if own and others else None
            slower = own / figures["run"] if own and "run" in figures else None
            self.failed |= own is None or (ahead is not None and ahead < 20) or (slower is not None and slower > 4)
            print(f"| {TITLES[kernel]} | {show(own)} | {show(figures.get('beyond start'))} | {' | '.join(cells)} | {show(ahead)} | 20 | {show(figures.get('run'))} | "
                  f"{show(slower)} | 4 |")

    def acts(self):
        """What comptime itself costs: small blocks, instances, a large table."""
        rows = []

        def row(title, name, text, baseline, bar, command=self.arc_command):
            if not self.wants(name):
                return
            with_work = self.arc_source(name, text)
            without = self.arc_source(name + "_0", baseline)
            best = self.least({"work": command(with_work), "0": command(without)}, 0, rounds=max(self.options.rounds, 15))
            figure = (best["work"] - best["0"]) * 1e3 if len(best) == 2 else None
            self.failed |= figure is None or figure > bar
            rows.append((title, show(figure), bar))

        hello = 'func main() {{ println({}) }}\n'
        row("a trivial block, cold", "trivial_cold", hello.format("comptime { 6 * 7 + zero() }") + ZERO,
            hello.format("42 + zero()") + ZERO, 8)
        many = "".join(f"func f{i}() int64 {{ return BLOCK(zero() + {i}) }}\n" for i in range(1000))
        calls = "func main() {\n    let sum: int64 = 0\n" + "".join(f"    sum += f{i}()\n" for i in range(1000)) + "    println(sum)\n}\n"
        row("1,000 small blocks", "blocks", many.replace("BLOCK", "comptime ") + calls + ZERO, many.replace("BLOCK", "") + calls + ZERO, 100)
        generic = "func twice<comptime N: int64>(x: int64) int64 { return x * 2 + N }\n"
        uses = "func main() {\n    let sum: int64 = 0\n" + "".join(f"    sum += twice<{i}>(sum & 1)\n" for i in range(1000)) + "    println(sum)\n}\n"
        by_hand = "".join(f"func twice{i}(x: int64) int64 {{ return x * 2 + {i} }}\n" for i in range(1000))
        uses_by_hand = "func main() {\n    let sum: int64 = 0\n" + "".join(f"    sum += twice{i}(sum & 1)\n" for i in range(1000)) + "    println(sum)\n}\n"
        row("1,000 instances of a generic function", "instances", generic + uses, by_hand + uses_by_hand, 100)
        row("a table of 16 MB", "table", TABLE + "const WORDS = comptime table()\nfunc main() { println(WORDS[3]) }\n",
            TABLE + "func main() { println(table()[3]) }\n", 50)
        zeros = "func zeros() vector<uint64> { return vector<uint64>(2_097_152, 0) }\n"
        row("the same of zeros", "table_zeros", zeros + "const WORDS = comptime zeros()\nfunc main() { println(WORDS[3]) }\n",
            zeros + "func main() { println(zeros()[3]) }\n", 50)
        small = TABLE.replace("2_097_152", "131_072").replace("table()", "table(k: uint64)").replace("0x9E3779B97F4A7C15", "k")
        row("16 tables of 1 MB", "table_16", small + "".join(f"const T{i} = comptime table({2 * i + 1})\n" for i in range(16)) +
            f"func main() {{ println({', '.join(f'T{i}[3]' for i in range(16))}) }}\n",
            small + f"func main() {{ println({', '.join(f'table({2 * i + 1})[3]' for i in range(16))}) }}\n", 50)
        if self.wants("table_embedded"):
            (self.folder / "embedded.txt").write_text("abcdefgh" * (2 << 20))
            row("`@embed_file` of 16 MB", "table_embedded", 'const TEXT = @embed_file("embedded.txt")\nfunc main() { println(TEXT.len()) }\n',
                'const TEXT = "abc"\nfunc main() { println(TEXT.len()) }\n', 50,
                lambda source: self.arc_command(source, f"--embed-folder={self.folder}"))
        if self.wants("trivial_served"):
            socket = str(self.folder / "socket")
            server = subprocess.Popen([str(self.dist / "bin" / "arc-comptime"), f"--serve={socket}"], stdin=subprocess.DEVNULL)
            self.serving = True
            try:
                for _ in range(200):
                    if os.path.exists(socket):
                        break
                    time.sleep(0.05)
                row("a trivial block, service running", "trivial_served", hello.format("comptime { 6 * 7 + zero() }") + ZERO,
                    hello.format("42 + zero()") + ZERO, 1,
                    lambda source: self.arc_command(source, f"--comptime-server={socket}"))
                status = Path(f"/proc/{server.pid}/status").read_text()
                memory = re.search(r"VmRSS:\s*(\d+)", status)
                rows.append(("memory of the service after that, MB", show(int(memory.group(1)) / 1024), ""))
            finally:
                self.serving = False
                server.kill()
                server.wait()
        print("\nMilliseconds of wall-clock time beyond the same program without it, or with the code written by hand.\n")
        print("| what | ms | bar |\n| --- | --- | --- |")
        for title, figure, bar in rows:
            print(f"| {title} | {figure} | {bar} |")


# Not known to any folding.
ZERO = "func zero() int64 {\n    let xs: vector<int64> = []\n    return cast<int64>(xs.len())\n}\n"

TABLE = """func table() vector<uint64> {
    let out = vector<uint64>(2_097_152, 0)
    for let i: usize = 0; i < out.len(); i++ { out[i] = cast<uint64>(i) *% 0x9E3779B97F4A7C15 }
    return out
}
"""


def show(value):
    if value is None:
        return "failed"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1])
    parser.add_argument("--dist", default=str(ROOT / "bazel-bin" / "toolchain" / "dist"))
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    # Processes whose parents have ended become this one's, so that their time is known.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, Path(folder))
        if any(bench.wants(kernel) for kernel in NUMBERS):
            bench.kernels()
        bench.acts()
        if bench.missing:
            print(f"\nNot installed: {', '.join(bench.missing)}.")
        return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
