"""Random well-typed programs that put values everywhere: containers of all kinds, closures in structs, generic functions, pointers, results,
loops that move, values with `drop`, threads and processes, panics that threads contain. There is no model, as for ownership.py: all flavours of
a program must print the same, and the checked ones end without leaks or double frees."""

import ownership
from ownership import Type

KEYS = ["int64", "string"]

PRELUDE = """\
import "std/collections"

struct Guard {
    id: int64

    init(self g: *Guard, id: int64) {
        g.id = id
        println("open ${id}")
    }
    drop(self g: *Guard) { println("close ${g.id}") }
}

struct Box<T> {
    value: T
    changes: int64

    func get(self b: Box<T>) T { return b.value }
    func put(self b: *Box<T>, value: T) {
        b.value = value
        b.changes += 1
    }
}

func choose<T>(first: bool, a: T, b: T) T { return if first { a } else { b } }
func twice<T>(x: T) vector<T> { return [x, x] }
func boxed<T>(x: T) Box<T> { return Box<T>{value: x} }
func last_or<T>(v: vector<T>, other: T) T { return v.last() ?? other }
func at_most<T>(v: vector<T>, n: usize) vector<T> {
    let out = v
    if out.len() > n { out.truncate(n) }
    return out
}
func replaced<T>(place: *T, value: T) T {
    let old = *place
    *place = value
    return old
}
func first_line(text: string) string {
    for line in text.lines() { return line }
    return ""
}
"""


class Generator(ownership.Generator):
    def __init__(self, seed):
        super().__init__(seed)
        self.random.seed(f"programs {seed}")
        self.fallible = []  # (name, parameter types, inner result type)
        self.risky = []     # may panic
        self.changers = []  # (name, type behind the pointer, further parameter types)
        self.serial = 0
        self.error_type = None  # of the function that is made, when it gives a result
        self.risks = False      # whether the function that is made may panic
        self.loops = []         # labels of the loops around
        self.threads = 0        # statements that start one, in the whole program

    # ---- types

    def plain(self, t, seen=()):
        """Whether values can be printed and compared."""
        if t in seen:
            return True
        if t.kind in ("holder", "deque", "heap", "ordered", "generic"):
            return False
        return all(self.plain(p, (*seen, t)) for p in self.parts_of(t))

    def travels(self, t, seen=()):
        """Whether values can go to another process: no code, and nothing with an end of its own."""
        if t in seen:
            return True
        if t.kind in ("holder", "deque", "heap", "ordered", "generic", "guard"):
            return False
        return all(self.travels(p, (*seen, t)) for p in self.parts_of(t))

    def crosses(self, t, seen=()):
        """Whether values can go to another thread; closures share what they captured."""
        if t in seen:
            return True
        if t.kind in ("holder", "generic", "guard"):
            return False
        return all(self.crosses(p, (*seen, t)) for p in self.parts_of(t))

    @staticmethod
    def parts_of(t):
        if t.kind == "struct":
            return [p for _, p in t.parts]
        if t.kind == "enum":
            return [p for _, payload in t.cases for p in payload]
        return t.parts

    def all_types(self):
        return list(self.types.values())

    def printable(self):
        return [t for t in self.types.values() if self.plain(t)]

    def intern(self, name, kind, parts=None, cases=None):
        return self.types.setdefault(name, Type(name, kind, parts, cases))

    def wrapped(self, base):
        if self.chance(0.4):
            return super().wrapped(base)
        kind = self.pick(["vector", "map", "map", "array", "box", "deque", "ordered"])
        key = self.types[self.pick(KEYS)]
        if kind == "vector":
            return self.intern(f"vector<{base.name}>", "vector", [base])
        if kind == "map":
            return self.intern(f"map<{key.name}, {base.name}>", "map", [key, base])
        if kind == "array":
            return self.intern(f"[2]{base.name}", "array", [base, base])
        if kind == "box":
            return self.intern(f"Box<{base.name}>", "box", [base, self.types["int64"]])
        if kind == "deque":
            return self.intern(f"collections.Deque<{base.name}>", "deque", [base])
        return self.intern(f"collections.OrderedMap<{key.name}, {base.name}>", "ordered", [key, base])

    def part(self, known):
        # What is in a type is printed and compared with it.
        known = [t for t in known if self.plain(t)]
        base = self.pick(known)
        for _ in range(3):
            made = self.wrapped(base) if self.chance(0.3) else base
            if self.plain(made):
                return made
        return base

    def declare_types(self):
        self.types["Guard"] = Type("Guard", "guard")
        super().declare_types()
        for key in KEYS:
            if self.chance(0.6):
                self.intern(f"set<{key}>", "set", [self.types[key]])
            if self.chance(0.4):
                self.intern(f"collections.Heap<{key}>", "heap", [self.types[key]])
        for _ in range(self.random.randint(1, 2)):
            name = self.fresh("H")
            gives = self.pick(self.printable())
            self.line(f"struct {name} {{ tag: string, run: func(int64) {gives.name} }}")
            self.types[name] = Type(name, "holder", [gives])
            if self.chance(0.7):
                self.wrapped(self.types[name])
        self.line("")

    # ---- expressions

    def value(self, want, env, depth):
        if want.kind == "generic":
            names = [name for name, t in env.items() if t is want]
            if depth > 0 and self.chance(0.3):
                return f"choose({self.value(self.types['bool'], env, depth - 1)}, {self.pick(names)}, {self.pick(names)})"
            return self.pick(names)
        if depth > 0 and self.chance(0.15):
            runs = [name for name, t in env.items() if t.kind == "holder" and t.parts[0] is want]
            boxes = [name for name, t in env.items() if t.kind == "box" and t.parts[0] is want]
            if runs and self.chance(0.6):
                return f"{self.pick(runs)}.run({self.value(self.types['int64'], env, depth - 1)})"
            if boxes:
                return f"{self.pick(boxes)}.get()"
            if want.kind != "optional" and self.chance(0.5):
                a, b = (self.value(want, env, depth - 1) for _ in range(2))
                return f"choose<{want.name}>({self.value(self.types['bool'], env, 0)}, {a}, {b})"
            vectors = [name for name, t in env.items() if t.kind == "vector" and t.parts[0] is want]
            if vectors:
                return f"last_or({self.pick(vectors)}, {self.value(want, env, depth - 1)})"
        return super().value(want, env, depth)

    def make_guard(self, _, env, depth):
        self.serial += 1
        return f"Guard({self.serial})"

    def make_holder(self, want, env, depth):
        # Captures what it names.
        inner = {**env, "x": self.types["int64"]}
        return f'{want.name}{{tag: "{self.fresh("t")}", run: func(x: int64) {want.parts[0].name} {{ return {self.value(want.parts[0], inner, depth - 1)} }}}}'

    def make_map(self, want, env, depth):
        count = self.random.randint(0, 3) if depth > 0 else 0
        if count == 0:
            return f"empty_{self.mangle(want)}()"
        # In parentheses: at the start of a statement a brace begins a block.
        return "({" + ", ".join(f"{self.value(want.parts[0], env, 0)}: {self.value(want.parts[1], env, depth - 1)}" for _ in range(count)) + "})"

    def make_set(self, want, env, depth):
        return f"empty_{self.mangle(want)}()"

    make_heap = make_set
    make_ordered = make_set

    def make_deque(self, want, env, depth):
        count = self.random.randint(0, 3) if depth > 0 else 0
        if count == 0:
            return f"empty_{self.mangle(want)}()"
        return "collections.deque_of([" + ", ".join(self.value(want.parts[0], env, depth - 1) for _ in range(count)) + "])"

    def make_array(self, want, env, depth):
        return f"array_{self.mangle(want)}(" + ", ".join(self.value(p, env, depth - 1) for p in want.parts) + ")"

    def make_box(self, want, env, depth):
        return f"boxed<{want.parts[0].name}>({self.value(want.parts[0], env, depth - 1)})"

    def shown(self, name, t):
        """The value of a name as something that prints."""
        if self.plain(t):
            return name
        if t.kind == "holder":
            return f'"${{{name}.tag}} ${{{name}.run(3)}}"'
        if t.kind == "heap":
            return f"{name}.sorted()"
        inner = t.parts[-1]
        if t.kind == "deque" and self.plain(inner):
            return f"{name}.to_vector()"
        if t.kind == "ordered" and self.plain(inner):
            return f"{name}.entries()"
        if t.kind in ("vector", "deque", "map", "ordered"):
            return f"{name}.len()"
        return '"."'

    # ---- statements

    def statement(self, env, result, depth):
        if self.chance(0.45):
            return super().statement(env, result, depth)
        kinds = ["change", "change", "change", "change", "moving", "drain", "iterate", "thread", "changer", "fallible", "show", "leave", "boom"]
        getattr(self, "state_" + self.pick(kinds))(env, result, depth)

    def let(self, env, t, text):
        name = self.fresh("v")
        self.line(f"let {name}: {t.name} = {text}")
        env[name] = t
        return name

    def mutable(self, env, *kinds):
        return [(n, t) for n, t in env.items() if n.startswith("v") and (not kinds or t.kind in kinds)]

    def state_show(self, env, result, depth):
        if env:
            name, t = self.pick(env.items())
            self.line(f"println({self.shown(name, t)})")

    def state_change(self, env, result, depth):
        """Something done to a container in place."""
        places = self.mutable(env, "vector", "map", "set", "deque", "heap", "ordered", "box", "array", "struct", "string", "optional")
        if not places:
            return
        name, t = self.pick(places)
        inner = t.parts[-1] if t.parts and t.kind != "struct" else None

        def new(wanted=inner, deep=2):
            return self.value(wanted, env, deep)

        number = self.random.randint(0, 4)
        if t.kind == "vector":
            options = [f"{name}.push({new()})", f"{name}.insert({name}.len() / 2, {new()})", f"let _ = {name}.pop()", f"{name}.reverse()",
                       f"{name}.truncate({number})", f"{name}.extend({new(t)})", f"if {name}.len() > {number} {{ {name}[{number}] = {new()} }}",
                       f"if {name}.len() > {number} {{ let _ = {name}.swap_remove({number}) }}",
                       f"if {name}.len() > {number} {{ {name}.push({name}.remove({number})) }}",
                       f"if {name}.len() > {number} {{ {name}[{number}] = {name}[0] }}",
                       f"{name} = at_most({name}, {number})", f"{name} = {name}.skip({number})", f"{name} = {name}.reversed()",
                       f"{name} = [{name}, {name}].flat_map(|x| x.take({number}))", f"{name} = {name}.map(|x| x)", f"{name}.clear()"]
            if inner.kind in ("int64", "string"):
                options += [f"{name}.sort()", f"{name}.dedup()", f"{name}.retain(|x| x > {new()})"]
            if inner.kind == "int64":
                options += [f"if {name}.len() > 0 {{ {name}[0] += {number} }}"]
        elif t.kind in ("map", "ordered"):
            key = self.value(t.parts[0], env, 1)
            options = [f"let _ = {name}.insert({key}, {new()})", f"let _ = {name}.remove({key})"]
            if t.kind == "map":
                options += [f"{name}[{key}] = {new()}", f"{name}[{key}] = {new()}", f"{name}.extend({new(t)})", f"{name}.update({key}, {new()}, |x| x)",
                            f"let _ = {name}.get_or_insert({key}, {new()})"]
            else:
                options += [f"let _ = {name}.pop_first()", f"{name}.retain(|k, _x| k > {self.value(t.parts[0], env, 0)})"]
        elif t.kind == "set":
            options = [f"let _ = {name}.insert({new()})", f"let _ = {name}.remove({new()})"]
        elif t.kind == "deque":
            options = [f"{name}.push_front({new()})", f"{name}.push_back({new()})", f"let _ = {name}.pop_front()", f"let _ = {name}.pop_back()",
                       f"{name}.rotate({name}.len() / 2)"]
        elif t.kind == "heap":
            options = [f"{name}.push({new()})", f"{name}.push({new()})", f"let _ = {name}.pop()", f"let _ = {name}.push_pop({new()})"]
        elif t.kind == "box":
            options = [f"{name}.put({new(t.parts[0])})", f"{name}.put({name}.get())"]
        elif t.kind == "array":
            options = [f"{name}[{self.random.randint(0, 1)}] = {new()}", f"{name}[0] = {name}[1]"]
        elif t.kind == "optional":
            options = [f"{name} = null", f"{name} = {new(t)}", f"if let x = {name} {{ {name} = x }}"]
        elif t.kind == "string":
            options = [f"{name} += {new(t)}", f"{name} = {name}.repeat({number})", f"{name} = at_most({name}.split(\"e\"), {number}).join(\"-\")"]
        else:
            field, ft = self.pick(t.parts)
            options = [f"{name}.{field} = {new(ft)}"]
            if ft.kind == "vector":
                options += [f"{name}.{field}.push({new(ft.parts[0])})"] * 2
            if ft.kind == "map":
                options += [f"{name}.{field}[{self.value(ft.parts[0], env, 0)}] = {new(ft.parts[1])}"] * 2
            if ft.kind == "box":
                options += [f"{name}.{field}.put({new(ft.parts[0])})"] * 2
        self.line(self.pick(options))

    def state_moving(self, env, result, depth):
        """A loop that hands a value on from round to round."""
        kinds = [t for t in self.all_types() if t.kind == "vector" and t.parts[0].kind != "optional"]
        if depth <= 0 or not kinds:
            return
        many = self.pick(kinds)
        t = many.parts[0]
        kept = self.let(env, many, f"empty_{self.mangle(many)}()")
        current = self.let(env, t, self.value(t, env, 2))
        label = self.fresh("loop")
        # Now and then enough for containers to grow a few times.
        rounds = 40 if not self.loops and self.chance(0.15) else self.random.randint(1, 4)

        def body():
            self.loops.append(label)
            inner = dict(env)
            for _ in range(self.random.randint(0, 2)):
                self.statement(inner, result, depth - 1)
            self.line(f"{kept}.push({current})")
            self.state_leave(inner, result, depth)
            self.line(self.pick([f"{current} = {self.value(t, inner, 2)}", f"{current} = {self.value(t, inner, 1)}",
                                 f"let _ = replaced(&{current}, {self.value(t, inner, 2)})"]))
            self.loops.pop()

        self.block(f"{label}: for _{self.fresh('b')} in 0..{rounds}", body)
        self.line(f"println({self.shown(kept, many)})")

    def state_leave(self, env, result, depth):
        """Out of a loop, with values alive."""
        if self.loops and self.chance(0.7):
            self.line(f"if {self.value(self.types['bool'], env, 1)} {{ {self.pick(['break', 'continue'])} {self.pick(self.loops)} }}")

    def state_drain(self, env, result, depth):
        """A loop that takes a container apart."""
        places = self.mutable(env, "vector", "deque", "heap")
        if depth <= 0 or not places:
            return
        name, t = self.pick(places)
        if t.parts[0].kind == "optional":
            return
        item = self.fresh("b")
        take = {"vector": "pop", "deque": self.pick(["pop_front", "pop_back"]), "heap": "pop"}[t.kind]
        label = self.fresh("loop")

        def body():
            self.loops.append(label)
            # Nothing may make it longer.
            inner = {n: x for n, x in env.items() if n != name}
            self.statements({**inner, item: t.parts[0]}, result, depth - 1, 2)
            self.loops.pop()

        self.block(f"{label}: for let {item} = {name}.{take}()", body)

    def state_iterate(self, env, result, depth):
        places = [(n, t) for n, t in env.items() if t.kind in ("map", "deque", "set", "ordered", "vector", "array")]
        if depth <= 0 or not places:
            return
        name, t = self.pick(places)
        a, b = self.fresh("b"), self.fresh("b")
        label = self.fresh("loop")
        if t.kind in ("map", "ordered"):
            head, names = f"for {a}, {b} in {name}", {a: t.parts[0], b: t.parts[1]}
        else:
            head, names = f"for {a} in {name}", {a: t.parts[0]}

        def body():
            self.loops.append(label)
            # The container may change meanwhile: the loop goes over what it was.
            self.statements({**env, **names}, result, depth - 1, 2)
            self.loops.pop()

        if t.kind in ("deque", "set", "ordered"):
            copy = self.fresh("c")
            self.line(f"let {copy} = {name}")
            head = head.replace(f" in {name}", f" in {copy}")
        self.block(f"{label}: {head}", body)

    def state_changer(self, env, result, depth):
        usable = [(f, name) for f in self.changers for name, t in self.mutable(env) if t is f[1]]
        if usable:
            (function, _, params), name = self.pick(usable)
            self.line(f"{function}(&{name}" + "".join(f", {self.value(p, env, 2)}" for p in params) + ")")

    def state_fallible(self, env, result, depth):
        if not self.fallible:
            return
        name, params, inner = self.pick(self.fallible)
        call = f"{name}(" + ", ".join(self.value(p, env, 2) for p in params) + ")"
        if self.error_type is not None and self.chance(0.5):
            self.let(env, inner, f"{call}?")
            return
        how = self.random.random()
        if how < 0.4:
            self.let(env, inner, f"{call} catch ({self.value(inner, env, 1)})")
        elif how < 0.7:
            e = self.fresh("e")
            out = self.fresh("v")
            self.line(f"let {out}: {inner.name} = {call} catch |{e}| {{")
            self.indent += 1
            self.line(f"println({e}.message)")
            self.line(self.value(inner, env, 1) if result is None or (self.error_type is None and self.chance(0.7)) else self.leaving(env, result))
            self.indent -= 1
            self.line("}")
            env[out] = inner
        else:
            ok, err = self.fresh("b"), self.fresh("e")

            def arms():
                self.block(f"ok({ok}) =>", lambda: self.statements({**env, ok: inner}, result, max(depth - 1, 0), 2))
                self.line(f"err({err}) => println({err}.message)")

            self.block(f"match {call}", arms)

    def leaving(self, env, result):
        if self.error_type is not None and self.chance(0.4):
            return f'return error("gave up with {self.random.randint(0, 9)}")'
        return f"return {self.value(result, env, 1)}"

    def thread_call(self, functions, env, template, config):
        """The call of a function by a thread or process, and the function's result."""
        crosses = self.crosses if template == "thread" else self.travels
        usable = [f for f in functions if all(crosses(p) for p in [*f[1], f[2]])]
        if not usable:
            return None
        name, params, result = self.pick(usable)
        names = [f"p{i}" for i in range(len(params))]
        head = ", ".join(f"{n}: {p.name}" for n, p in zip(names, params))
        # What ends with the statement that starts the thread would print while the thread runs.
        arguments = "".join(f", {self.let(env, p, self.value(p, env, 2))}" for p in params)
        return f"{template} func({head}) {result.name} {{ return {name}({', '.join(names)}) }}({config}{{}}{arguments})", result

    def state_thread(self, env, result, depth):
        # Their number is bounded: each statement may run many times.
        if depth < 2 or self.loops or self.threads >= 4:
            return
        self.threads += 1
        self.run_elsewhere(env, self.chance(0.7), *self.pick([("thread", "ThreadConfig", "join")] * 3 + [("process", "ProcessConfig", "wait")]))

    def run_elsewhere(self, env, risky, template, config, wait):
        call = self.thread_call(self.risky if risky else self.functions, env, template, config)
        if call is None:
            return
        text, inner = call
        handle = self.fresh("h")
        self.line(f"let {handle} = {text}")
        if not risky:
            self.let(env, inner, f"{handle}.{wait}()")
            return
        ok, err = self.fresh("b"), self.fresh("e")

        def arms():
            self.block(f"ok({ok}) =>", lambda: self.line(f"println({self.shown(ok, inner)})"))
            self.line(f"err({err}) => println(first_line({err}.message))")

        self.block(f"match {handle}.try_{wait}()", arms)

    def state_boom(self, env, result, depth):
        """A panic, in functions that only boundaries call."""
        if not self.risks:
            return
        condition = self.value(self.types["bool"], env, 1)
        vectors = [n for n, t in env.items() if t.kind == "vector"]
        options = ['panic("boom ${' + self.value(self.types["int64"], env, 1).replace('"', "") + '}")' if self.chance(0.3) else 'panic("boom")',
                   f"let _ = {self.value(self.types['int64'], env, 1)} / ({self.random.randint(1, 9)} - {self.random.randint(1, 9)})",
                   "assert(1 > 2)"]
        options += [f"let _ = {n}[{n}.len()]" for n in vectors]
        optionals = [n for n, t in env.items() if t.kind == "optional"]
        options += [f"let _ = {n}!" for n in optionals]
        if self.risky and self.chance(0.5):
            name, params, _ = self.pick(self.risky)
            options = [f"let _ = {name}(" + ", ".join(self.value(p, env, 1) for p in params) + ")"]
        self.line(f"if {condition} {{ {self.pick(options)} }}")

    # ---- functions

    def declare_helpers(self):
        super().declare_helpers()
        for t in self.all_types():
            if t.kind in ("map", "set", "deque", "heap", "ordered"):
                text = "return {}" if t.kind == "map" else f"return {t.name}{{}}" if t.kind in ("deque", "heap", "ordered") else f"let s: {t.name}; return s"
                self.line(f"func empty_{self.mangle(t)}() {t.name} {{ {text} }}")
            elif t.kind == "array":
                self.line(f"func array_{self.mangle(t)}(a: {t.parts[0].name}, b: {t.parts[0].name}) {t.name} {{ return [a, b] }}")

    def body_of(self, env, result, count, tail=True):
        env = dict(env)
        for _ in range(count):
            self.statement(env, result, 2)
        if tail:
            self.line(f"return {self.value(result, env, 2)}")

    def params(self, types=None):
        return [(self.fresh("a"), self.pick(types or self.all_types())) for _ in range(self.random.randint(1, 3))]

    @staticmethod
    def listed(params):
        return ", ".join(f"{n}: {t.name}" for n, t in params)

    def declare_function(self):
        self.pick([self.declare_plain, self.declare_plain, self.declare_generic, self.declare_fallible, self.declare_changer, self.declare_risky, self.declare_risky])()
        self.line("")

    def declare_plain(self):
        name, params, result = self.fresh("f"), self.params(), self.pick(self.all_types())
        self.block(f"func {name}({self.listed(params)}) {result.name}", lambda: self.body_of(dict(params), result, self.random.randint(2, 5)))
        self.functions.append((name, [t for _, t in params], result))

    def declare_fallible(self):
        name, params, inner = self.fresh("r"), self.params(), self.pick([t for t in self.all_types() if t.kind != "optional"])

        def body():
            self.error_type = inner
            env = dict(params)
            for _ in range(self.random.randint(1, 4)):
                self.statement(env, inner, 2)
                if self.chance(0.4):
                    self.line(f'if {self.value(self.types["bool"], env, 1)} {{ return error("{name} ${{{self.value(self.types["int64"], env, 0)}}}") }}')
            self.line(f"return {self.value(inner, env, 2)}")
            self.error_type = None

        self.block(f"func {name}({self.listed(params)}) {inner.name}!", body)
        self.fallible.append((name, [t for _, t in params], inner))

    def declare_changer(self):
        """Changes what a pointer leads to: a local that is copied in and out, with early returns between."""
        name, params = self.fresh("p"), self.params()
        t = self.pick([t for t in self.all_types() if t.kind not in ("int64", "bool", "optional")])
        place, local = self.fresh("a"), self.fresh("v")

        def body():
            env = {**dict(params), local: t}
            self.line(f"let {local}: {t.name} = *{place}")
            for _ in range(self.random.randint(1, 3)):
                self.state_change(env, None, 0)
                if self.chance(0.3):
                    self.line(f"if {self.value(self.types['bool'], env, 1)} {{ return }}")
            self.line(self.pick([f"*{place} = {local}", f"*{place} = {self.value(t, env, 1)}", f"let _ = replaced({place}, {local})"]))

        self.block(f"func {name}({place}: *{t.name}{''.join(f', {n}: {p.name}' for n, p in params)})", body)
        self.changers.append((name, t, [p for _, p in params]))

    def declare_generic(self):
        """A function over any type; its instances are called with types that are there."""
        name = self.fresh("g")
        t = Type("T", "generic")
        vector, optional = Type("vector<T>", "vector", [t]), Type("T?", "optional", [t])
        params = [(self.fresh("a"), t), (self.fresh("a"), t), (self.fresh("v"), vector), (self.fresh("a"), self.types["int64"])]
        (x, _), (y, _), (v, _), (n, _) = params
        result = self.pick([t, vector, optional])
        body = [f"let out = {v}", f"let a = {x}", f"let b: T? = {y}"]
        steps = ["out.push(a)", f"if {n} % 2 == 0 {{ a = {y} }}", "let _ = out.pop()", "if let c = b { a = c }", "b = a", "b = null",
                 "let p = (a, out)\n    out.push(p.0)", "let f = || a\n    a = f()", f"for _i in 0..{n} % 3 {{ out.push(a) }}", "out.reverse()",
                 "let q = boxed(a)\n    q.put(a)\n    a = q.get()", f"if out.len() > 3 {{ return {{}} }}", f"let _ = replaced(&a, {y})",
                 "let d = collections.deque_of(out)\n    d.push_front(a)\n    out = d.to_vector()", f"for e in {v} {{ a = e }}",
                 "match b {\n        null => out.push(a)\n        e => a = e\n    }"]
        gives = {id(t): "a", id(vector): "out", id(optional): "b"}[id(result)]
        chosen, seen = [], set()
        for _ in range(self.random.randint(2, 7)):
            step = self.pick(steps)
            declared = step.split()[1] if step.startswith("let ") and not step.startswith("let _") else step
            if declared in seen:
                continue
            seen.add(declared)
            chosen.append(step.replace("return {}", f"return {gives}"))
        inner = "\n    ".join(body + chosen + [f"return {gives}"])
        self.line(f"func {name}<T>({self.listed(params)}) {result.name} {{\n    {inner}\n}}")
        # Instances for types of the program whose wrapped forms are there.
        for base in self.all_types():
            many, maybe = self.types.get(f"vector<{base.name}>"), self.types.get(f"{base.name}?")
            if many is None or (result is optional and maybe is None) or base.kind == "optional":
                continue
            gives_type = {id(t): base, id(vector): many, id(optional): maybe}[id(result)]
            self.functions.append((name, [base, base, many, self.types["int64"]], gives_type))

    def declare_risky(self):
        """May panic: only threads and processes call it, and others that may."""
        name = self.fresh("k")
        params = self.params([t for t in self.all_types() if self.crosses(t)])
        result = self.pick([t for t in self.all_types() if self.crosses(t)])

        def body():
            self.risks = True
            env = dict(params)
            for _ in range(self.random.randint(2, 4)):
                self.statement(env, result, 2)
                if self.chance(0.6):
                    self.state_boom(env, result, 2)
            self.line(f"return {self.value(result, env, 2)}")
            self.risks = False

        self.block(f"func {name}({self.listed(params)}) {result.name}", body)
        self.risky.append((name, [t for _, t in params], result))

    def program(self):
        self.lines += PRELUDE.splitlines() + [""]
        self.declare_types()
        for t in self.all_types():
            if self.chance(0.5) and t.kind not in ("optional",):
                self.wrapped(t)
        self.declare_helpers()
        self.declare_walks()
        for _ in range(self.random.randint(4, 8)):
            self.declare_function()

        def main():
            env = {}
            for _ in range(self.random.randint(3, 6)):
                t = self.pick(self.all_types())
                self.let(env, t, self.value(t, env, 4))
            for _ in range(self.random.randint(3, 8)):
                self.statement(env, None, 2)
            for name, params, result in self.functions:
                out = self.let(env, result, f"{name}({', '.join(self.value(p, env, 3) for p in params)})")
                self.line(f"println({self.shown(out, result)})")
            for _ in self.fallible:
                self.state_fallible(env, None, 1)
            for _ in self.changers:
                self.state_changer(env, None, 1)
            for _ in self.risky:
                for _ in range(2):
                    self.run_elsewhere(env, True, "thread", "ThreadConfig", "join")
            if self.risky and self.chance(0.3):
                self.run_elsewhere(env, True, "process", "ProcessConfig", "wait")
            for name, t in env.items():
                self.line(f"println({self.shown(name, t)})")
            if self.chance(0.25):
                # All of it is alive.
                self.line(self.pick(['panic("the end")', f"let _ = [1, 2][{self.random.randint(2, 9)}]", "assert(1 > 2)"]))

        self.block("func main()", main)
        return "\n".join(self.lines) + "\n"


def generate(seed):
    return Generator(seed).program(), None
