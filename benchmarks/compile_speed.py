#!/usr/bin/env python3
"""How fast arcc compiles, beside clang on equivalent C: a generated program of many small functions.

usage: compile_speed.py [--arcc=FILE] [--functions=N] [--rounds=N]

Each function has eight lines: arithmetic, a branch, a loop and a call. Arc checks its arithmetic, so that C is compiled with
the overflow checks of -fsanitize=signed-integer-overflow -fsanitize-trap as well, for a fair look at what checks cost.
CPU time of whole processes, the least of all rounds, which go in turn. See ../README.md for the machine's noise.
"""

import argparse
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
GROUP = 16


def arc_program(count):
    out = ["func leaf(a: int32, b: int32) int32 { return (a & 1023) + (b & 1023) }"]
    for i in range(1, count):
        out.append(f"""func work{i}(a: int32, b: int32) int32 {{
    let x = a * 3 + b
    let y = x ^ {i}
    if x > y {{ x = x - y }} else {{ y = y - x }}
    for y > 1000 {{ y = y / 2 }}
    let z = leaf(b, a & 7)
    return (x & 65535) + (y & 65535) + z
}}""")
    for first in range(1, count, GROUP):
        calls = "\n".join(f"    s = (s + work{i}(s & 255, {i % 1000})) & 65535" for i in range(first, min(first + GROUP, count)))
        out.append(f"func group{first}(start: int32) int32 {{\n    let s = start\n{calls}\n    return s\n}}")
    calls = "\n".join(f"    s = group{first}(s)" for first in range(1, count, GROUP))
    out.append(f"func main() {{\n    let s: int32 = 0\n{calls}\n    println(s)\n}}")
    return "\n".join(out) + "\n"


def c_program(count):
    out = ["int printf(const char*, ...);", "static int leaf(int a, int b) { return (a & 1023) + (b & 1023); }"]
    for i in range(1, count):
        out.append(f"""int work{i}(int a, int b) {{
  int x = a * 3 + b;
  int y = x ^ {i};
  if (x > y) {{ x = x - y; }} else {{ y = y - x; }}
  while (y > 1000) {{ y = y / 2; }}
  int z = leaf(b, a & 7);
  return (x & 65535) + (y & 65535) + z;
}}""")
    for first in range(1, count, GROUP):
        calls = "\n".join(f"  s = (s + work{i}(s & 255, {i % 1000})) & 65535;" for i in range(first, min(first + GROUP, count)))
        out.append(f"int group{first}(int start) {{\n  int s = start;\n{calls}\n  return s;\n}}")
    calls = "\n".join(f"  s = group{first}(s);" for first in range(1, count, GROUP))
    out.append(f"int main(void) {{\n  int s = 0;\n{calls}\n  printf(\"%d\\n\", s);\n  return 0;\n}}")
    return "\n".join(out) + "\n"


def cpu_seconds(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}:\n{done.stderr}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arcc", default=ROOT / "bazel-bin/toolchain/dist/bin/arcc", type=pathlib.Path)
    parser.add_argument("--functions", type=int, default=1100, help="of eight lines each (default 1100: 10 000 lines)")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    std = options.arcc.parent.parent / "lib" / "arc" / "std"
    imports = [f"--import=std/{f.relative_to(std).with_suffix('')}={f}" for f in sorted(std.rglob("*.arci"))]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        arc, c, empty = folder / "p.arc", folder / "p.c", folder / "e.arc"
        arc.write_text(arc_program(options.functions), encoding="utf-8")
        c.write_text(c_program(options.functions), encoding="utf-8")
        empty.write_text("func main() {}\n", encoding="utf-8")
        lines = arc.read_text(encoding="utf-8").count("\n")
        out = folder / "out"
        front = [options.arcc, "--verify", "--program", *imports, f"--interface-out={folder / 'p.arci'}"]
        arcc = [options.arcc, "--program", *imports, "-o", out]
        checks = ["-fsanitize=signed-integer-overflow", "-fsanitize-trap=all"]
        jobs = {
            "arcc, to verified TIR": [*front, arc],
            "arcc, of an empty program": [*front, empty],
            "arcc -O0, to object": [*arcc, "-O0", "--emit=obj", arc],
            "arcc -O2, to object": [*arcc, "-O2", "--emit=obj", arc],
            "clang -O0": ["clang-22", "-O0", "-c", "-o", out, c],
            "clang -O2": ["clang-22", "-O2", "-c", "-o", out, c],
            "clang -O0, checks": ["clang-22", "-O0", *checks, "-c", "-o", out, c],
            "clang -O2, checks": ["clang-22", "-O2", *checks, "-c", "-o", out, c],
        }
        best = {}
        for _ in range(options.rounds):
            for title, command in jobs.items():
                best[title] = min(best.get(title, 1e9), cpu_seconds(command))
    print(f"{lines} lines of Arc")
    for title, seconds in best.items():
        print(f"  {title:28} {seconds:7.3f} s")
    front = best["arcc, to verified TIR"] - best["arcc, of an empty program"]
    print(f"  source to verified TIR: {lines / front:,.0f} lines/s, beyond start and imports")
    for level in ("-O0", "-O2"):
        ours = best[f"arcc {level}, to object"]
        print(f"  {level}: {ours / best[f'clang {level}']:.2f} of clang, {ours / best[f'clang {level}, checks']:.2f} of clang with checks")


if __name__ == "__main__":
    main()
