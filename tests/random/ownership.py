"""Random well-typed programs over structs, enums, closures, containers, early returns and panics. There is no model: all
flavours of the program must print the same and end in the same way, and the checked one without leaks or double frees."""

import random

# The small ones fit into the headers of cells.
SCALARS = ["int64", "bool", "string", "uint8", "int32", "char"]


class Type:
    """A type with the source that declares it, and how to make and take apart its values."""

    def __init__(self, name, kind, parts=None, cases=None):
        self.name, self.kind, self.parts, self.cases = name, kind, parts or [], cases or []


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.indent = 0
        self.names = 0
        self.types = {name: Type(name, name) for name in SCALARS}
        self.functions = []  # (name, parameter types, result type)

    # ---- helpers

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, items):
        return self.random.choice(list(items))

    def fresh(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    def line(self, text):
        self.lines.append("    " * self.indent + text)

    def block(self, head, body, tail="}"):
        self.line(head + " {")
        self.indent += 1
        body()
        self.indent -= 1
        self.line(tail)

    # ---- types

    def printable(self):
        """Types whose values can be printed and compared."""
        return list(self.types.values())

    def wrapped(self, base):
        """A container of the type, made at first need."""
        kind = self.pick(["vector", "optional", "tuple"])
        name = {"vector": f"vector<{base.name}>", "optional": f"{base.name}?", "tuple": f"({base.name}, int64)"}[kind]
        parts = [base, self.types["int64"]] if kind == "tuple" else [base]
        return self.types.setdefault(name, Type(name, kind, parts))

    def declare_types(self):
        for _ in range(self.random.randint(2, 4)):
            known = [t for t in self.types.values() if t.kind != "optional"]
            if self.chance(0.4):
                name = self.fresh("S")
                fields = [(f"f{i}", self.part(known)) for i in range(self.random.randint(1, 4))]
                self.types[name] = Type(name, "struct", fields)
                self.line(f"struct {name} {{ " + ", ".join(f"{f}: {t.name}" for f, t in fields) + " }")
            else:
                name = self.fresh("E")
                own = Type(name, "enum")
                cases = [("Nothing", [])]
                for i in range(self.random.randint(1, 3)):
                    payload = [own if self.chance(0.45) else self.part(known) for _ in range(self.random.randint(1, 3))]
                    cases.append((f"C{i}", payload))
                own.cases = cases
                self.types[name] = own
                text = ", ".join(c + (f"({', '.join(f'p{i}: {t.name}' for i, t in enumerate(p))})" if p else "") for c, p in cases)
                self.line(f"enum {name} {{ {text} }}")
            self.line("")

    def part(self, known):
        base = self.pick(known)
        return self.wrapped(base) if self.chance(0.25) else base

    # ---- expressions

    def value(self, want, env, depth):
        """An expression of the type, from names in `env` (name -> type), calls and literals."""
        usable = [name for name, t in env.items() if t is want]
        if usable and self.chance(0.45):
            return self.pick(usable)
        if depth > 0 and self.chance(0.3):
            calls = [f for f in self.functions if f[2] is want]
            if calls:
                name, params, _ = self.pick(calls)
                return f"{name}(" + ", ".join(self.value(p, env, depth - 1) for p in params) + ")"
            fields = [(name, f) for name, t in env.items() if t.kind == "struct" for f, ft in t.parts if ft is want]
            if fields:
                name, field = self.pick(fields)
                return f"{name}.{field}"
        if depth > 0 and self.chance(0.12) and want.kind not in ("optional",):
            return f"(if {self.value(self.types['bool'], env, 0)} {{ {self.value(want, env, depth - 1)} }} else {{ {self.value(want, env, depth - 1)} }})"
        return getattr(self, "make_" + want.kind)(want, env, depth)

    def make_int64(self, _, env, depth):
        if depth <= 0:
            return str(self.random.randint(0, 9))
        choice = self.random.random()
        vectors = [name for name, t in env.items() if t.kind == "vector"]
        strings = [name for name, t in env.items() if t.kind == "string"]
        if choice < 0.2 and vectors:
            return f"cast<int64>({self.pick(vectors)}.len())"
        if choice < 0.35 and strings:
            return f"cast<int64>({self.pick(strings)}.len())"
        a, b = (self.value(self.types["int64"], env, depth - 1) for _ in range(2))
        return self.pick([f"({a} + {b}) % 997", f"({a} - {b})", f"({a} % 100 * ({b} % 100))"])

    def make_uint8(self, _, env, depth):
        return f"truncate<uint8>({self.value(self.types['int64'], env, depth - 1)})"

    def make_int32(self, _, env, depth):
        return f"truncate<int32>({self.value(self.types['int64'], env, depth - 1)})"

    def make_char(self, _, env, depth):
        return self.pick(["'a'", "'\\u{10FFFF}'", "'é'"])

    def make_bool(self, _, env, depth):
        if depth <= 0:
            return self.pick(["true", "false"])
        other = self.pick([t for t in self.printable() if t.kind in ("int64", "string", "struct", "enum", "vector")])
        a, b = (self.value(other, env, depth - 1) for _ in range(2))
        return f"({a} == {b})" if other.kind != "int64" else f"({a} < {b})"

    def make_string(self, _, env, depth):
        if depth <= 0:
            return self.pick(['""', '"a"', '"longer text that does not fit"'])
        a = self.value(self.types["string"], env, depth - 1)
        if self.chance(0.5):
            return f'({a} + {self.value(self.types["string"], env, depth - 1)})'
        return f'"<${{{self.value(self.types["int64"], env, depth - 1)}}}>"'

    def make_vector(self, want, env, depth):
        count = self.random.randint(0, 3) if depth > 0 else 0
        if count == 0:
            return f"empty_{self.mangle(want)}()"
        return "[" + ", ".join(self.value(want.parts[0], env, depth - 1) for _ in range(count)) + "]"

    def make_optional(self, want, env, depth):
        if depth <= 0 or self.chance(0.3):
            return f"none_{self.mangle(want)}()"
        return f"some_{self.mangle(want)}({self.value(want.parts[0], env, depth - 1)})"

    def make_tuple(self, want, env, depth):
        return "(" + ", ".join(self.value(p, env, depth - 1) for p in want.parts) + ")"

    def make_struct(self, want, env, depth):
        return f"{want.name}{{" + ", ".join(f"{f}: {self.value(t, env, depth - 1)}" for f, t in want.parts) + "}"

    def make_enum(self, want, env, depth):
        if depth <= 0:
            return f"{want.name}.Nothing"
        case, payload = self.pick(want.cases)
        if not payload:
            return f"{want.name}.{case}"
        return f"{want.name}.{case}(" + ", ".join(self.value(t, env, depth - 1) for t in payload) + ")"

    @staticmethod
    def mangle(t):
        return "".join(c if c.isalnum() else "_" for c in t.name)

    # ---- statements

    def statements(self, env, result, depth, count):
        """Statements in a scope of its own; `result` is the function's type."""
        env = dict(env)
        for _ in range(count):
            self.statement(env, result, depth)

    def statement(self, env, result, depth):
        kinds = ["let", "let", "assign", "assign", "match", "if", "loop", "push", "defer", "closure", "return"]
        kind = self.pick(kinds)
        mutable = [(n, t) for n, t in env.items() if n.startswith("v")]
        if kind == "let" or (kind in ("assign", "push") and not mutable):
            t = self.pick(self.types.values())
            name = self.fresh("v")
            self.line(f"let {name}: {t.name} = {self.value(t, env, 3)}")
            env[name] = t
        elif kind == "assign":
            name, t = self.pick(mutable)
            fields = t.parts if t.kind == "struct" else []
            if fields and self.chance(0.5):
                field, ft = self.pick(fields)
                self.line(f"{name}.{field} = {self.value(ft, env, 2)}")
            else:
                self.line(f"{name} = {self.value(t, env, 3)}")
        elif kind == "push":
            vectors = [(n, t) for n, t in mutable if t.kind == "vector"]
            if vectors:
                name, t = self.pick(vectors)
                self.line(f"{name}.push({self.value(t.parts[0], env, 2)})")
        elif kind == "match" and depth > 0:
            enums = [(n, t) for n, t in env.items() if t.kind == "enum"]
            optionals = [(n, t) for n, t in env.items() if t.kind == "optional"]
            if enums:
                self.match(env, result, depth, *self.pick(enums))
            elif optionals:
                name, t = self.pick(optionals)
                inner = self.fresh("b")
                self.block(f"if let {inner} = {name}",
                           lambda: self.statements({**env, inner: t.parts[0]}, result, depth - 1, 2))
        elif kind == "if" and depth > 0:
            self.block(f"if {self.value(self.types['bool'], env, 2)}",
                       lambda: self.statements(env, result, depth - 1, 2), tail="} else {")
            self.indent += 1
            self.statements(env, result, depth - 1, 2)
            self.indent -= 1
            self.line("}")
        elif kind == "loop" and depth > 0:
            vectors = [(n, t) for n, t in env.items() if t.kind == "vector"]
            if vectors and self.chance(0.6):
                name, t = self.pick(vectors)
                item = self.fresh("b")
                self.block(f"for {item} in {name}",
                           lambda: self.statements({**env, item: t.parts[0]}, result, depth - 1, 2))
            else:
                index = self.fresh("b")
                self.block(f"for {index} in 0..{self.random.randint(1, 3)}",
                           lambda: self.statements(env, result, depth - 1, 2))
        elif kind == "defer":
            t = self.pick(self.printable())
            self.line(f"defer println({self.value(t, env, 1)})")
        elif kind == "closure":
            captured = self.value(self.pick(self.printable()), env, 1)
            held, name = self.fresh("v"), self.fresh("c")
            self.line(f"let {held}c = {captured}")
            self.line(f'let {name} = func(x: int64) string {{ return "${{x}}:${{{held}c}}" }}')
            out = self.fresh("v")
            self.line(f"let {out}: string = {name}({self.value(self.types['int64'], env, 1)})")
            env[out] = self.types["string"]
        elif kind == "return" and result is not None and self.chance(0.4):
            self.block(f"if {self.value(self.types['bool'], env, 1)}",
                       lambda: self.line(f"return {self.value(result, env, 2)}"))

    def match(self, env, result, depth, name, t):
        def arms():
            for case, payload in t.cases:
                names = [self.fresh("b") if self.chance(0.75) else "_" for _ in payload]
                inner = {**env, **{n: p for n, p in zip(names, payload) if n != "_"}}
                # A nested pattern in front of the plain one.
                nested = [i for i, p in enumerate(payload) if p.kind == "enum"]
                if nested and self.chance(0.4):
                    at = self.pick(nested)
                    sub_case, sub_payload = self.pick(payload[at].cases)
                    sub_names = [self.fresh("b") for _ in sub_payload]
                    pattern = f"{payload[at].name}.{sub_case}" + (f"({', '.join(sub_names)})" if sub_payload else "")
                    outer = [pattern if i == at else n for i, n in enumerate(names)]
                    deep = {**{n: p for n, p in inner.items() if n != names[at]}, **dict(zip(sub_names, sub_payload))}
                    self.block(f"{t.name}.{case}({', '.join(outer)}) =>",
                               lambda: self.statements(deep, result, depth - 1, 2))
                head = f"{t.name}.{case}" + (f"({', '.join(names)})" if payload else "")
                self.block(f"{head} =>", lambda: self.statements(inner, result, depth - 1, 2))

        self.block(f"match {name}", arms)

    # ---- functions

    def declare_helpers(self):
        for t in list(self.types.values()):
            if t.kind == "vector":
                self.line(f"func empty_{self.mangle(t)}() {t.name} {{ let v: {t.name}; return v }}")
            elif t.kind == "optional":
                self.line(f"func none_{self.mangle(t)}() {t.name} {{ return null }}")
                self.line(f"func some_{self.mangle(t)}(x: {t.parts[0].name}) {t.name} {{ return x }}")
        self.line("")

    def declare_walks(self):
        """Recursive functions over enums: a sum, and a rebuilt value."""
        for t in [t for t in self.types.values() if t.kind == "enum"]:
            own = [(case, payload) for case, payload in t.cases if any(p is t for p in payload)]
            if not own:
                continue
            size = self.fresh("size")

            def size_arms():
                for case, payload in t.cases:
                    names = [f"x{i}" if p is t else "_" for i, p in enumerate(payload)]
                    head = f"{t.name}.{case}" + (f"({', '.join(names)})" if payload else "")
                    total = " + ".join(["1"] + [f"{size}(x{i})" for i, p in enumerate(payload) if p is t])
                    self.line(f"{head} => {total}")

            self.block(f"func {size}(t: {t.name}) int64", lambda: self.block("return match t", size_arms))
            change = self.fresh("change")

            def change_arms():
                for case, payload in t.cases:
                    names = [f"x{i}" for i in range(len(payload))]
                    head = f"{t.name}.{case}" + (f"({', '.join(names)})" if payload else "")
                    parts = [f"{change}(x{i}, n + 1)" if p is t else f"(x{i} + n) % 97" if p.kind == "int64" else f"x{i}"
                             for i, p in enumerate(payload)]
                    made = f"{t.name}.{case}" + (f"({', '.join(parts)})" if payload else "")
                    self.line(f"{head} => {made}")

            self.block(f"func {change}(t: {t.name}, n: int64) {t.name}", lambda: self.block("return match t", change_arms))
            self.functions += [(size, [t], self.types["int64"]), (change, [t, self.types["int64"]], t)]
        self.line("")

    def declare_places(self):
        """Recursive functions that change one place of a value and keep the rest, turn it, or grow one, and may panic on their way. Threads
        contain the panics. Gives what `main` does with them."""
        uses = []
        for t in [t for t in self.types.values() if t.kind == "enum"]:
            own = [(case, payload) for case, payload in t.cases if any(p is t for p in payload)]
            if not own:
                continue
            grow, place = self.fresh("grow"), self.fresh("place")
            x = self.pick([p for _, payload in t.cases for p in payload if p is not t] or [self.types["int64"]])

            def grown(self=self, t=t, own=own, grow=grow, x=x):
                self.line("if n == 7 && bad { panic(\"unlucky\") }")
                self.line(f"if n <= 0 {{ return {t.name}.Nothing }}")
                for i, (case, payload) in enumerate(own):
                    parts = [f"{grow}(n - {self.random.randint(1, 3)}, bad, x)" if p is t and self.chance(0.8) else "x" if p is x
                             else self.value(p, {"n": self.types["int64"], "x": x}, 2) for p in payload]
                    made = f"{t.name}.{case}({', '.join(parts)})"
                    self.line(f"return {made}" if i == len(own) - 1 else f"if n % {len(own)} == {i} {{ return {made} }}")

            self.block(f"func {grow}(n: int64, bad: bool, x: {x.name}) {t.name}", grown)

            def arms(self=self, t=t, own=own, place=place, x=x):
                for case, payload in t.cases:
                    names = [f"x{i}" for i in range(len(payload))]
                    head = f"{t.name}.{case}" + (f"({', '.join(names)})" if payload else "")
                    if not payload:
                        self.line(f"{head} => if n % 2 == 0 {{ {self.value(t, {'x': x}, 2)} }} else {{ {head} }}")
                        continue
                    at = [i for i, p in enumerate(payload) if p is t]
                    if at and self.chance(0.5):
                        self.turned(t, case, payload, self.pick(at), place)

                    def ways(self=self, t=t, case=case, payload=payload, names=names, at=at, place=place, x=x):
                        for way in range(self.random.randint(1, 3)):
                            changed = self.pick(at) if at else -1
                            parts = []
                            for i, p in enumerate(payload):
                                if i == changed or p is t and self.chance(0.15):
                                    parts.append(f"{place}(x{i}, n / 2, bad, x)")
                                else:
                                    parts.append("x" if p is x and self.chance(0.3) else names[i])
                            alike = [c for c, q in t.cases if len(q) == len(payload) and all(a is b for a, b in zip(q, payload))]
                            self.line(f"if n % 3 == {way} {{ return {t.name}.{self.pick(alike)}({', '.join(parts)}) }}")
                        rest = [n if p is not t else f"{place}({n}, n - 1, bad, x)" for n, p in zip(names, payload)]
                        self.line(f"return {t.name}.{case}({', '.join(rest)})")

                    self.block(f"{head} =>", ways)

            def placed(self=self, arms=arms):
                self.line("if n == 3 && bad { panic(\"unlucky\") }")
                self.line("if n == 0 { return t }")
                self.block("return match t", arms)

            self.block(f"func {place}(t: {t.name}, n: int64, bad: bool, x: {x.name}) {t.name}", placed)
            uses.append((t, x, grow, place))
        self.line("")
        return uses

    def turned(self, t, case, payload, at, place):
        """An arm in front of the plain one, which makes the inner value the outer one."""
        inner_case, inner = self.pick([(c, q) for c, q in t.cases if q])
        inner_names = [f"y{i}" for i in range(len(inner))]
        names = [f"{t.name}.{inner_case}({', '.join(inner_names)})" if i == at else f"x{i}" for i in range(len(payload))]
        own = [i for i, p in enumerate(inner) if p is t]
        to = self.pick(own) if own else -1
        lower = [(inner_names[to] if to >= 0 else f"{t.name}.Nothing") if i == at else f"x{i}" for i in range(len(payload))]
        upper = [f"{t.name}.{case}({', '.join(lower)})" if i == to else n for i, n in enumerate(inner_names)]
        made = f"{t.name}.{inner_case}({', '.join(upper)})"
        self.line(f"{t.name}.{case}({', '.join(names)}) => if n % 2 == 0 {{ {made} }} else {{ {place}({made}, n / 2, bad, x{len(payload)}) }}"
                  .replace(f"x{len(payload)})", "x)"))

    def use_places(self, uses, env):
        for t, x, grow, place in uses:
            given = self.fresh("v")
            self.line(f"let {given}: {x.name} = {self.value(x, env, 3)}")
            name = self.fresh("v")
            self.line(f"let {name} = {grow}({self.random.randint(4, 9)}, false, {given})")
            for shared in (False, True):
                if shared:
                    self.line(f"let {name}kept = {name}")
                self.line(f"{name} = {place}({name}, {self.random.randint(1, 200)}, false, {given})")
                self.line(f"println({name})")
            self.line(f"println({name}kept == {name}, {name}kept)")
            for call, params, arguments in ((f"{grow}(n, true, x)", f"n: int64, x: {x.name}", f"{self.random.randint(4, 12)}, {given}"),
                                            (f"{place}(t, n, true, x)", f"t: {t.name}, n: int64, x: {x.name}",
                                             f"{name}, {self.random.randint(4, 200)}, {given}")):
                out = self.fresh("h")
                self.line(f"let {out} = thread func({params}) {t.name} {{ return {call} }}(ThreadConfig{{}}, {arguments})")
                self.block(f"match {out}.try_join()", lambda: (self.line("ok(r) => println(r)"), self.line('err(_) => println("panicked")')))

    def declare_function(self):
        name = self.fresh("f")
        params = [(self.fresh("a"), self.pick(self.types.values())) for _ in range(self.random.randint(1, 3))]
        result = self.pick(self.types.values())

        def body():
            env = dict(params)
            for _ in range(self.random.randint(2, 5)):
                self.statement(env, result, 2)
            self.line(f"return {self.value(result, env, 2)}")

        self.block(f"func {name}({', '.join(f'{n}: {t.name}' for n, t in params)}) {result.name}", body)
        self.line("")
        self.functions.append((name, [t for _, t in params], result))

    def program(self):
        self.declare_types()
        for t in list(self.types.values()):
            if self.chance(0.5):
                self.wrapped(t)
        self.declare_helpers()
        self.declare_walks()
        uses = self.declare_places()
        for _ in range(self.random.randint(2, 5)):
            self.declare_function()

        def main():
            env = {}
            for _ in range(self.random.randint(3, 6)):
                t = self.pick(self.types.values())
                name = self.fresh("v")
                self.line(f"let {name}: {t.name} = {self.value(t, env, 4)}")
                env[name] = t
            for name, params, _ in self.functions:
                for _ in range(2):
                    self.line(f"println({name}({', '.join(self.value(p, env, 3) for p in params)}))")
            self.use_places(uses, env)
            for name in env:
                self.line(f"println({name})")
            if self.chance(0.2):
                self.line('let last = [1, 2]')
                self.line('println(last[last.len()])')

        self.block("func main()", main)
        return "\n".join(self.lines) + "\n"


def generate(seed):
    return Generator(seed).program(), None
