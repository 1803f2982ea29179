#!/usr/bin/env python3
"""The samples of the compute templates document, word for word (samples/*.txt), inside complete programs."""

import re

import support
from support import PROGRAMS, SystemTest

SAMPLES = PROGRAMS.parent / "samples"

EVAL = """
func eval(code: string) int32 {
    let value: int32 = 1
    for c in code.chars() {
        if c == 'd' { value *= 2 }
    }
    return value
}
"""


def sample(name):
    return (SAMPLES / f"{name}.txt").read_text()


def renamed(name, template, own, config=None):
    """A definition under a name of the user's own: the struct, and the struct of its configuration."""
    text = re.sub(rf"\b{template}<compute>", f"{own}<compute>", sample(name))
    return re.sub(rf"\b{config}\b", f"{own.capitalize()}Config", text) if config else text


def usage_of(name, template, own, config=None):
    text = re.sub(rf"\b{template} func", f"{own} func", sample(name))
    return re.sub(rf"\b{config}\b", f"{own.capitalize()}Config", text) if config else text


class Samples(SystemTest):
    FLAVOURS = ((), ("-O2",), ("--checked",))

    def assert_prints(self, expected, text, more=None):
        for name, content in (more or {}).items():
            self.write(name, content)
        for flags in self.FLAVOURS:
            program = self.build_text(text, *flags)
            result = self.assert_ended(self.run_command([program]))
            self.assertEqual((result.out, result.err), (expected, ""))

    THREAD_MAIN = """
func main() {
    let numbers: vector<int32> = []
    for i in 1..=100000 { numbers.push(cast<int32>(i)) }
    let array_ptr = &numbers[0]
    let array_len = numbers.len()
%s
    println(result)
}
"""

    def test_thread(self):
        self.assert_prints("5000050000\n", self.THREAD_MAIN % sample("thread_usage"))

    def test_process(self):
        self.assert_prints("30\n", "func main() {\n" + sample("process_intro") + "println(job.wait())\n}\n")
        self.assert_prints("1024\n", EVAL + 'func main() {\n    let user_code = "dddddddddd"\n' + sample("process_usage") + "println(result)\n}\n")

    def test_definition_of_thread(self):
        text = ('import "std/runtime"\nimport "std/time"\n' + renamed("thread_definition", "thread", "strand", "ThreadConfig")
                + self.THREAD_MAIN % (usage_of("thread_usage", "thread", "strand", "ThreadConfig")
                                      + "strand func(x: int64) {}(StrandConfig{name: \"brief\", priority: 3}, 1).detach()\ntime.sleep(50_ms)\n"))
        self.assert_prints("5000050000\n", text)

    def test_definition_of_process(self):
        text = ('import "std/os"\n' + renamed("process_definition", "process", "worker", "ProcessConfig") + EVAL
                + 'func main() {\n    let user_code = "ddd"\n' + usage_of("process_usage", "process", "worker", "ProcessConfig")
                + "    println(result)\n"
                + usage_of("process_intro", "process", "worker", "ProcessConfig") + "    println(job.wait())\n"
                + '    let set = worker func() string? { return null }(WorkerConfig{env: {"A": "b"}, working_dir: "/"})\n'
                + "    println(set.wait())\n"
                + "    let endless = worker func() { for {} }(WorkerConfig{})\n    endless.kill()\n"
                + "    println(os.waitpid(endless.pid))\n}\n")
        self.assert_prints("8\n30\nnull\nkilled by SIGKILL\n", text)

    def test_definitions_under_their_own_names(self):
        # The user's own `thread` and `process` come before those of the prelude.
        text = ('import "std/os"\nimport "std/runtime"\n' + sample("thread_definition") + sample("process_definition") + EVAL
                + self.THREAD_MAIN % sample("thread_usage")
                + 'test "process" {\n    let user_code = "d"\n' + sample("process_usage") + "    assert(result == 2)\n}\n")
        self.assert_prints("5000050000\n", text)

    def test_worker_pool(self):
        text = ('import "pool"\ntype Pool = pool.Pool\n' + sample("worker_pool_definition")
                + "func expensive(x: int32) int32 { return x * x + 1 }\nfunc main() {\n" + sample("worker_pool_usage")
                + "println(r1, r2)\n}\n")
        self.assert_prints("10001 40001\n", text, {"pool/pool.arc": (PROGRAMS / "pool" / "pool.arc").read_text()})

    def test_worker_pool_in_one_file(self):
        own = (PROGRAMS / "pool" / "pool.arc").read_text()
        text = (own + sample("worker_pool_definition") + "func expensive(x: int32) int32 { return x * x + 1 }\nfunc main() {\n"
                + sample("worker_pool_usage") + "println(r1, r2)\n"
                # More tasks than workers, asked for backwards.
                + "let small = Pool{workers: 2}\nlet all: vector<worker_pool<int32>> = []\n"
                + "for i in 0..7 { all.push(worker_pool func(x: int32) int32 { return expensive(x) }(&small, cast<int32>(i))) }\n"
                + "for i in 0..7 { print(all[6 - i].wait(), \"\") }\nprintln()\n}\n")
        self.assert_prints("10001 40001\n37 26 17 10 5 2 1 \n", text.replace("namespace pool\n", ""))

    def test_templates_of_other_packages(self):
        # let handle = docker.Container func(params) docker.ReturnType { … }(init_args)
        docker = renamed("process_definition", "process", "Container", "ProcessConfig")
        more = {"docker/docker.arc": 'import "std/os"\n' + docker + "struct ReturnType {\n    status: int32\n    text: string\n}\n"}
        text = ('import "docker"\nfunc main() {\n    let handle = docker.Container func(name: string) docker.ReturnType {\n'
                '        return docker.ReturnType{status: 3, text: "hello ${name}"}\n    }(docker.ContainerConfig{}, "box")\n'
                "    println(handle.wait())\n}\n")
        self.assert_prints('ReturnType{status: 3, text: "hello box"}\n', text, more)

    def test_entry_ids(self):
        # Stable, unique, numbered in source order in the package.
        self.write("app/one/one.arc", "func first() int64 { return process func() int64 { return 1 }(ProcessConfig{}).wait() }\n")
        self.write("app/main.arc", 'import "one"\nfunc main() {\n    println(one.first(), process func() int64 { return 2 }(ProcessConfig{}).wait(), '
                   "thread func() int64 { return 3 }(ThreadConfig{}).join())\n}\n")
        self.assert_ended(self.arc("build", "-o", "program", "app"))
        self.assertEqual(self.assert_ended(self.run_command([self.folder / "program"])).out, "1 2 3\n")
        for name in ("app.__process_0", "one.__process_0"):
            result = self.assert_ended(self.run_command([self.folder / "program", f"--compute={name}"]), code=64)
            self.assertIn("truncated arguments", result.err)
        for name in ("app.__process_1", "app/one.__process_1", "__process_0"):
            result = self.assert_ended(self.run_command([self.folder / "program", f"--compute={name}"]), code=64)
            self.assertIn("no such entry point", result.err)

    def test_packages_of_the_same_name(self):
        for folder in ("a", "b"):
            self.write(f"app/{folder}/one/one.arc", f'func f() string {{ return process func() string {{ return "{folder}" }}(ProcessConfig{{}}).wait() }}\n')
        self.write("app/main.arc", 'import one "a/one"\nimport two "b/one"\nfunc main() { println(one.f(), two.f()) }\n')
        self.assert_ended(self.arc("build", "-o", "program", "app"))
        self.assertEqual(self.assert_ended(self.run_command([self.folder / "program"])).out, "a b\n")


if __name__ == "__main__":
    support.main()
