#!/usr/bin/env python3
"""Any bytes as source: diagnostics, never a crash, a hang or a blow-up of memory."""

import json
import random
import re

import support
from support import SystemTest

# Far above what any program needs, far below what a blow-up takes; bytes of address space.
MEMORY = 6 * 2 ** 30


class Sources(SystemTest):
    def check(self, text, name="program.arc", *options):
        self.write(name, text)
        # Shadows of sanitizers take terabytes of address space.
        limits = [] if support.SANITIZER in ("asan", "tsan") else ["prlimit", f"--as={MEMORY}"]
        return self.run_command([*limits, support.Session.distribution / "bin" / "arc", "check", *options, name],
                                timeout=600 if support.SANITIZER else 60)

    def assert_errors(self, text, *messages):
        result = self.assert_refused(self.check(text), *messages)
        self.assertRegex(result.err, r"error\[ARC\d{4}\]: ")
        # As many as help, not one for each byte.
        self.assertLess(len(re.findall(r"^error", result.err, re.M)), 200)
        self.assertLess(len(result.err), 2_000_000)
        return result

    def assert_survives(self, text):
        """Accepted or refused, in bounds."""
        result = self.check(text)
        self.assertIn(result.returncode, (0, 1), str(result)[-4000:])
        if result.returncode == 1:
            self.assert_refused(result, "error")
        return result


class Texts(Sources):
    def test_empty(self):
        self.assert_ended(self.check(""))
        self.assert_ended(self.check("\n\n  // nothing\n"))
        self.assert_refused(self.arc("build", self.write("empty.arc", "")), "main")

    def test_garbage(self):
        chance = random.Random(3)
        self.assert_errors(bytes(range(256)) * 100)
        self.assert_errors(bytes(chance.randrange(256) for _ in range(100_000)))
        self.assert_errors(b"\x7fELF\x02\x01\x01" + bytes(100_000))
        self.assert_errors(self.build("faults").read_bytes()[:200_000])

    def test_encodings(self):
        self.assert_ended(self.check(b"\xef\xbb\xbffunc main() { println(1) }\n"))      # a byte order mark
        self.assert_ended(self.check("func main() {\r\n    println(1)\r\n}\r\n"))
        self.assert_ended(self.check("func main() { println(1) }"))                     # no newline at the end
        self.assert_errors(b"func main() { println(\"\xff\xfe\") }\n")
        self.assert_errors("func main() { println(1) }\n".encode("utf-16"))
        self.assert_errors(b"func main() {\0 println(1) }\n")

    def test_pieces_of_programs(self):
        # Every program cut off anywhere, and with a piece taken out.
        text = (support.PROGRAMS / "children.arc").read_text()
        chance = random.Random(7)
        for _ in range(40):
            cut = chance.randrange(len(text))
            self.assert_survives(text[:cut])
            self.assert_survives(text[:cut] + text[cut + chance.randrange(1, 60):])

    def test_shuffled_words(self):
        words = re.findall(r"\w+|\s+|[^\w\s]", (support.PROGRAMS / "children.arc").read_text())
        chance = random.Random(11)
        for _ in range(10):
            chance.shuffle(words)
            self.assert_survives("".join(words))


class Depth(Sources):
    """Nesting that would take more stack than there is."""

    N = 200_000

    def test_a_megabyte_of_open_parentheses(self):
        self.assert_errors("(" * 1_000_000)
        self.assert_errors("func main() { let x = " + "(" * 1_000_000 + "\n}\n")

    def test_other_brackets(self):
        for bracket in "[{<":
            self.assert_errors("func main() { let x = " + bracket * 1_000_000)
        for opening in ("([{", "f(", "x[", "{ let a = ", "if true { ", "for { ", "match x { 1 => ", "func() { ", "|x| ", "\"${", "comptime { "):
            self.assert_survives("func main() {\n" + opening * self.N)
            self.assert_survives("func main() {\nlet y = " + opening * self.N)

    def test_closed_again(self):
        for opening, closing in (("(", ")"), ("[", "]"), ("if true { ", "}"), ("{ ", "}"), ("f(", ")"), ("(func() int64 { return ", "})()")):
            self.assert_errors("func f(x: int64) int64 { return x }\nfunc main() {\nlet y = " + opening * self.N + "1" + closing * self.N + "\n}\n")

    def test_prefixes_and_suffixes(self):
        for prefix in ("-", "!", "~", "&", "*", "not ", "return ", "defer ", "a.", "a + ", "a = ", "a ?? ", "a catch "):
            self.assert_survives("func main() { let a = 1\nlet y = " + prefix * self.N + "a\n}\n")
        for suffix in ("()", "[0]", ".x", "?", "!", ".f()", " catch |e| 1", " as int64"):
            self.assert_survives("func main() { let a = 1\nlet y = a" + suffix * self.N + "\n}\n")

    def test_types(self):
        for left, right in (("vector<", ">"), ("[]", ""), ("*", ""), ("[3]", ""), ("(", ")"), ("func(", ")"), ("map<int64, ", ">"), ("", "?"), ("", "!")):
            self.assert_survives("func f(x: " + left * self.N + "int64" + right * self.N + ") { }\nfunc main() { }\n")
            self.assert_survives("func f(x: " + left * 200 + "int64" + right * 200 + ") { }\nfunc main() { }\n")

    def test_comments_and_strings(self):
        self.assert_errors("/*" * self.N)
        self.assert_ended(self.check("/*" * self.N + "*/" * self.N + "\nfunc main() { }\n"))
        self.assert_errors('func main() { println("' + '${"' * self.N)
        self.assert_errors('"""' + "x" * 1_000_000)

    def test_long_chains_are_no_nesting(self):
        # What programs that were generated look like.
        n = 20_000
        chain = "".join(f"    {'else ' if i else ''}if x == {i} {{ return {i} }}\n" .replace("    else", "    else") for i in range(500))
        self.assert_ended(self.check("func f(x: int64) int64 {\n" + chain.replace("}\n    else", "} else") + "    return 0\n}\nfunc main() { println(f(3)) }\n"))
        self.assert_ended(self.check("func main() { println([" + ", ".join(map(str, range(n))) + "].len()) }\n"))
        self.assert_ended(self.check('func main() { println("' + "x" * 1_000_000 + '") }\n'))
        self.assert_survives("func main() { let s = \"\"\nprintln(s" + " + \"a\"" * n + ") }\n")

    def test_endless_instances(self):
        self.assert_errors("func f<T>(x: T, n: int64) { if n > 0 { f([x], n - 1) } }\nfunc main() { f(1, 3) }\n")
        self.assert_errors("struct S<T> { next: vector<S<vector<T>>> }\nfunc main() { let s = S<int64>{}\nprintln(s.next.len()) }\n")
        self.assert_errors("struct A { b: B }\nstruct B { a: A }\nfunc main() { }\n")
        self.assert_errors("const A: int64 = B\nconst B: int64 = A\nfunc main() { println(A) }\n")
        self.assert_errors("type A = B\ntype B = A\nfunc main() { let x: A = 1\nprintln(x) }\n")

    def test_sizes(self):
        self.assert_errors("func main() { let x: [9223372036854775807]int64\nprintln(x.len()) }\n")
        self.assert_errors("struct S { x: [4611686018427387904]int64 }\nfunc main() { let s = S{}\nprintln(s.x.len()) }\n")
        self.assert_errors("func main() { println(" + "9" * 100_000 + ") }\n")
        self.assert_survives("func main() { println(" + "9" * 100_000 + ".0) }\n")
        self.assert_survives("func main() { println(1e" + "9" * 1000 + ") }\n")
        self.assert_survives("func " + "x" * 1_000_000 + "() { }\nfunc main() { }\n")


class Size(Sources):
    def test_a_hundred_thousand_lines(self):
        parts = ["struct Point { x: int64, y: int64 }\n"]
        for i in range(11_111):
            parts.append(f"""
/// Number {i}.
func work_{i}(a: int64, points: vector<Point>) int64 {{
    let sum: int64 = a
    for p in points {{
        if p.x > {i} {{ sum += p.y * 2 }}
    }}
    return sum
}}""")
        text = "\n".join(parts) + "\nfunc main() { println(work_7(1, [Point{x: 9, y: 4}])) }\n"
        self.assertGreater(text.count("\n"), 100_000)
        self.assert_ended(self.check(text))
        self.write("large.arc", text)
        self.assert_ended(self.arc("build", "-o", "large", "large.arc"))
        self.assertEqual(self.assert_ended(self.run_command([self.folder / "large"])).out, "9\n")

    def test_many_errors(self):
        # Each once, and no more than somebody reads; the last line says how many there are.
        result = self.assert_errors("".join(f"func f{i}() {{ unknown_{i}() }}\n" for i in range(5000)) + "func main() { }\n")
        self.assertIn("error: 4900 more errors are not shown\n", result.err)

    def test_many_warnings(self):
        result = self.check("func main() {\n" + "    let a = 1\n" * 5000 + "}\n")
        self.assert_ended(result)
        self.assertIn("warning: 4900 more warnings are not shown\n", result.err)

    def test_one_long_line(self):
        result = self.assert_errors("func main() { " + "let _a = 1; " * 50_000 + " unknown() }\n")
        # The line is shown in part.
        self.assertLess(len(result.err), 300_000)


class Json(Sources):
    LEVELS = {"error", "warning", "note", "help", "failure-note"}

    def diagnostics(self, text):
        result = self.check(text, "program.arc", "--diagnostics=json")
        self.assertEqual(result.err, "")
        return [json.loads(line) for line in result.out.splitlines()]

    def assert_shape(self, diagnostic, source, depth=0):
        """As rustc's --error-format=json (The rustc book, "JSON Output") has it."""
        self.assertIsInstance(diagnostic["message"], str)
        self.assertIn(diagnostic["level"], self.LEVELS)
        if diagnostic["code"] is not None:
            self.assertRegex(diagnostic["code"]["code"], r"^ARC\d{4}$")
            self.assertIn("explanation", diagnostic["code"])
        self.assertIsInstance(diagnostic["rendered"], str if depth == 0 else (str, type(None)))
        lines = source.split(b"\n")
        for span in diagnostic["spans"]:
            self.assertEqual(set(span), {"file_name", "byte_start", "byte_end", "line_start", "line_end", "column_start", "column_end",
                                         "is_primary", "text", "label", "suggested_replacement", "suggestion_applicability", "expansion"})
            self.assertLessEqual(span["byte_start"], span["byte_end"])
            before = source[:span["byte_start"]]
            self.assertEqual(span["line_start"], before.count(b"\n") + 1)
            self.assertEqual(span["column_start"], len(before.split(b"\n")[-1].decode()) + 1)
            self.assertEqual(len(span["text"]), span["line_end"] - span["line_start"] + 1)
            for number, text in enumerate(span["text"], span["line_start"]):
                self.assertEqual(text["text"], lines[number - 1].decode())
                self.assertLessEqual(text["highlight_start"], text["highlight_end"])
        self.assertLessEqual(sum(span["is_primary"] for span in diagnostic["spans"]), 1 if depth == 0 else 9)
        for child in diagnostic["children"]:
            self.assert_shape(child, source, depth + 1)

    def test_shape(self):
        for text in ('import "std/os"\nfunc main() {\n    let ä = "ö" + unknown("ü")\n    let y: int32 = "text"\n}\n',
                     "func main() {\n    let x = 1\n    x = \"a\nb\n}\n", "func f(a: int64) { }\nfunc main() { f(1, 2); f(); g(f) }\n",
                     "const A = 1\nfunc main() { A = 2\nprintln(\"\"\"\n  a ${ b }\n  \"\"\") }\n"):
            found = self.diagnostics(text)
            self.assertTrue(any(diagnostic["level"] == "error" for diagnostic in found))
            for diagnostic in found:
                self.assert_shape(diagnostic, text.encode())

    def test_any_input_gives_json(self):
        chance = random.Random(5)
        for _ in range(10):
            # Lone surrogates and control characters in messages must not break it.
            for diagnostic in self.diagnostics(b"func main() { " + bytes(chance.randrange(256) for _ in range(2000))):
                self.assertIn(diagnostic["level"], self.LEVELS)


if __name__ == "__main__":
    support.main()
