"""Random changes to values that share their memory.

The model keeps Python values that are copied at every assignment; the program shares and copies on write.
"""

import copy
import random

TEXTS = [f"s{i}" for i in range(4)]
VECTORS = [f"v{i}" for i in range(4)]
MAPS = [f"m{i}" for i in range(3)]
NESTED = [f"n{i}" for i in range(3)]
PACKS = [f"p{i}" for i in range(3)]
OPTIONALS = [f"o{i}" for i in range(2)]
ALL = TEXTS + VECTORS + MAPS + NESTED + PACKS + OPTIONALS

PRELUDE = """\
struct Pack {
    name: string
    items: vector<string>
    table: map<string, vector<string>>

    func add(self p: *Pack, t: string) {
        p.items.push(t)
        p.name = t
    }
}

func empty() vector<string> { return [] }

func tagged(v: vector<string>) vector<string> {
    let out = v
    out.push("tag")
    return out
}

func renamed(p: Pack, name: string) Pack {
    let q = p
    q.name = name
    q.items.push(name)
    return q
}

func grow(v: *vector<string>) {
    v.push("grown")
    if v.len() > 1 { (*v)[0] += "g" }
}
"""


class Pack:
    def __init__(self, name="", items=()):
        self.name = name
        self.items = list(items)
        self.table = {}


def show(value, nested=False):
    """As Arc prints it."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return f'"{value}"' if nested else value
    if isinstance(value, list):
        return "[" + ", ".join(show(x, True) for x in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{show(k, True)}: {show(x, True)}" for k, x in value.items()) + "}"
    if isinstance(value, Pack):
        return f"Pack{{name: {show(value.name, True)}, items: {show(value.items)}, table: {show(value.table)}}}"
    return str(value)


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.out = []
        self.indent = 1
        self.closures = []
        self.state = {}
        for names, make in ((TEXTS, str), (VECTORS, list), (MAPS, dict), (NESTED, list), (PACKS, Pack)):
            for name in names:
                self.state[name] = make()
        for name in OPTIONALS:
            self.state[name] = None

    def pick(self, items):
        return self.random.choice(items)

    def emit(self, text):
        self.out.append("    " * self.indent + text)

    def place(self, sequence):
        """Bounds of a part of `sequence`."""
        low = self.random.randint(0, len(sequence))
        return low, self.random.randint(low, len(sequence))

    def key(self):
        return f"k{self.random.randint(1, 5)}"

    # Expressions: text and value.

    def text(self, depth=2):
        kind = self.random.random()
        if depth == 0 or kind < 0.3:
            word = "".join(self.pick("abcxyz") for _ in range(self.random.randint(0, 5)))
            return f'"{word}"', word
        if kind < 0.5:
            name = self.pick(TEXTS)
            return name, self.state[name]
        if kind < 0.65:
            left, x = self.text(depth - 1)
            right, y = self.text(depth - 1)
            return f"({left} + {right})", x + y
        if kind < 0.75:
            name = self.pick(VECTORS)
            if not self.state[name]:
                return '""', ""
            i = self.random.randrange(len(self.state[name]))
            return f"{name}[{i}]", self.state[name][i]
        if kind < 0.82:
            name = self.pick(PACKS)
            return f"{name}.name", self.state[name].name
        if kind < 0.9:
            name = self.pick(TEXTS)
            low, high = self.place(self.state[name])
            return f"{name}[{low}..{high}]", self.state[name][low:high]
        if kind < 0.95:
            inner, x = self.text(depth - 1)
            return f"{inner}.to_upper()", x.upper()
        name = self.pick(OPTIONALS)
        inner, x = self.text(0)
        return f"({name} ?? {inner})", x if self.state[name] is None else self.state[name]

    def vector(self):
        kind = self.random.random()
        name = self.pick(VECTORS)
        value = list(self.state[name])
        if kind < 0.35:
            return name, value
        if kind < 0.5:
            parts = [self.text(1) for _ in range(self.random.randint(0, 3))]
            if not parts:
                return "empty()", []
            return "[" + ", ".join(p[0] for p in parts) + "]", [p[1] for p in parts]
        if kind < 0.62:
            pack = self.pick(PACKS)
            return f"{pack}.items", list(self.state[pack].items)
        if kind < 0.75:
            return f"tagged({name})", value + ["tag"]
        if kind < 0.85:
            return f'{name}.map(|t| t + "!")', [t + "!" for t in value]
        if kind < 0.93:
            low, high = self.place(value)
            return f"{name}[{low}..{high}].to_vector()", value[low:high]
        table = self.pick(MAPS)
        return f"{table}.keys()", list(self.state[table])

    def pack(self):
        kind = self.random.random()
        name = self.pick(PACKS)
        value = copy.deepcopy(self.state[name])
        if kind < 0.4:
            return name, value
        text, x = self.text(1)
        if kind < 0.7:
            items, y = self.vector()
            return f"Pack{{name: {text}, items: {items}}}", Pack(x, y)
        value.name = x
        value.items.append(x)
        return f"renamed({name}, {text})", value

    # Statements: each writes its text and changes the model. Values that grow too large are left alone.

    def change_text(self):
        name = self.pick(TEXTS)
        text, value = self.text()
        if len(value) + len(self.state[name]) > 300:
            return
        if self.random.random() < 0.5:
            self.emit(f"{name} = {text}")
            self.state[name] = value
        else:
            self.emit(f"{name} += {text}")
            self.state[name] += value

    def assign_vector(self):
        name = self.pick(VECTORS)
        text, value = self.vector()
        if len(value) <= 40:
            self.emit(f"{name} = {text}")
            self.state[name] = value

    def change_vector(self):
        name = self.pick(VECTORS)
        vector = self.state[name]
        kind = self.random.randrange(7)
        text, value = self.text(1)
        if len(value) > 200 or len(vector) > 40:
            return
        if kind <= 1:
            self.emit(f"{name}.push({text})")
            vector.append(value)
        elif kind == 2:
            other = self.pick(VECTORS)
            if len(self.state[other]) <= 20:
                self.emit(f"{name}.extend({other})")
                vector.extend(list(self.state[other]))
        elif vector:
            i = self.random.randrange(len(vector))
            if kind == 3:
                self.emit(f"{name}[{i}] = {text}")
                vector[i] = value
            elif kind == 4 and len(vector[i]) < 200:
                self.emit(f"{name}[{i}] += {text}")
                vector[i] += value
            elif kind == 5:
                self.emit(f"{name}.pop()")
                vector.pop()
            else:
                target = self.pick(TEXTS)
                self.emit(f"{target} = {name}.remove({i})")
                self.state[target] = vector.pop(i)

    def change_map(self):
        name = self.pick(MAPS)
        key = self.key()
        number = self.random.randint(0, 99)
        kind = self.random.randrange(4)
        if kind == 0:
            self.emit(f'{name}["{key}"] = {number}')
            self.state[name][key] = number
        elif kind == 1:
            self.emit(f'{name}["{key}"] += {number}')
            self.state[name][key] = self.state[name].get(key, 0) + number
        elif kind == 2:
            self.emit(f'{name}.remove("{key}")')
            self.state[name].pop(key, None)
        else:
            other = self.pick(MAPS)
            self.emit(f"{name} = {other}")
            self.state[name] = dict(self.state[other])

    def change_nested(self):
        name = self.pick(NESTED)
        number = self.random.randint(0, 9)
        if self.random.random() < 0.4:
            other = self.pick(NESTED)
            self.emit(f"{name} = {other}")
            self.state[name] = copy.deepcopy(self.state[other])
        elif self.state[name] and self.random.random() < 0.6:
            i = self.random.randrange(len(self.state[name]))
            self.emit(f"{name}[{i}].push({number})")
            self.state[name][i].append(number)
        elif len(self.state[name]) < 10:
            self.emit(f"{name}.push([{number}])")
            self.state[name].append([number])

    def change_pack(self):
        name = self.pick(PACKS)
        kind = self.random.randrange(6)
        if kind <= 1:
            text, value = self.pack()
            if len(value.items) <= 40 and len(value.name) <= 200:
                self.emit(f"{name} = {text}")
                self.state[name] = value
            return
        text, value = self.text(1)
        pack = self.state[name]
        if len(value) > 200 or len(pack.items) > 40:
            return
        if kind == 2:
            self.emit(f"{name}.name = {text}")
            pack.name = value
        elif kind == 3:
            self.emit(f"{name}.items.push({text})")
            pack.items.append(value)
        elif kind == 4:
            key = self.key()
            self.emit(f'{name}.table["{key}"].push({text})')
            pack.table.setdefault(key, []).append(value)
        else:
            self.emit(f"{name}.add({text})")
            pack.items.append(value)
            pack.name = value

    def change_optional(self):
        name = self.pick(OPTIONALS)
        text, value = self.text(1) if self.random.random() < 0.7 else ("null", None)
        if value is None or len(value) <= 200:
            self.emit(f"{name} = {text}")
            self.state[name] = value

    def call_grow(self):
        name = self.pick(VECTORS)
        self.emit(f"grow(&{name})")
        vector = self.state[name]
        vector.append("grown")
        if len(vector) > 1:
            vector[0] += "g"

    def loop(self):
        source, target = self.pick(VECTORS), self.pick(VECTORS)
        if len(self.state[source]) + len(self.state[target]) > 30:
            return
        self.emit(f"for t in {source} {{")
        self.emit(f'    {target}.push(t + "+")')
        self.emit("}")
        self.state[target] = self.state[target] + [t + "+" for t in self.state[source]]

    def swap(self):
        a, b = self.pick(VECTORS), self.pick(VECTORS)
        self.emit(f"({a}, {b}) = ({b}, {a})")
        self.state[a], self.state[b] = self.state[b], self.state[a]

    def closure(self):
        name = self.pick(TEXTS + VECTORS)
        closure = f"c{len(self.closures)}"
        self.emit(f'let {closure} = func() string {{ return "${{{name}}}" }}')
        self.closures.append((closure, copy.deepcopy(self.state[name])))

    def branch(self, depth):
        left, x = self.text(1)
        right, y = self.text(1)
        for head, taken in ((f"if {left} < {right} {{", x < y), ("} else {", x >= y)):
            self.emit(head)
            before = copy.deepcopy(self.state)
            self.indent += 1
            self.statement(depth - 1)
            self.statement(depth - 1)
            self.indent -= 1
            if not taken:
                self.state = before
        self.emit("}")

    def statement(self, depth=2):
        kinds = [self.change_text, self.assign_vector, self.change_vector, self.change_vector, self.change_map,
                 self.change_nested, self.change_pack, self.change_optional, self.call_grow, self.loop, self.swap]
        kind = self.pick(kinds + [None, None])
        if kind:
            kind()
        elif depth == 2 and len(self.closures) < 12 and self.random.random() < 0.5:
            self.closure()
        elif depth > 0:
            self.branch(depth)


def generate(seed):
    """The program and the lines that it prints."""
    generator = Generator(seed)
    types = [(TEXTS, '""', ""), (VECTORS, "[]", ": vector<string>"), (MAPS, "{}", ": map<string, int64>"),
             (NESTED, "[]", ": vector<vector<int64>>"), (PACKS, "Pack{}", ""), (OPTIONALS, "null", ": string?")]
    for names, value, annotation in types:
        for name in names:
            generator.emit(f"let {name}{annotation} = {value}")
    lines = []

    def print_value(name):
        generator.emit(f"println({name})")
        lines.append(show(generator.state[name]))

    for k in range(150):
        generator.statement()
        if k % 15 == 14:
            print_value(generator.pick(ALL))
    for name in ALL:
        print_value(name)
    for name, value in generator.closures:
        generator.emit(f"println({name}())")
        lines.append(show(value))
    return PRELUDE + "\nfunc main() {\n" + "\n".join(generator.out) + "\n}\n", lines
