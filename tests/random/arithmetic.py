"""Random integer expressions. A value of None stands for a panic."""

import operator
import random

TYPES = {
    f"{sign}int{bits}": (bits, sign == "")
    for sign in ("", "u")
    for bits in (8, 16, 32, 64)
}
COMPARISONS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul}
BITWISE = {"&": operator.and_, "|": operator.or_, "^": operator.xor}


def limits(name):
    bits, signed = TYPES[name]
    return (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)


def wrap(name, value):
    bits, signed = TYPES[name]
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> (bits - 1) else value


def checked(name, value):
    low, high = limits(name)
    return value if low <= value <= high else None


def clamp(name, value):
    low, high = limits(name)
    return max(low, min(high, value))


def divide(a, b):
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.fields = {
            name: [(f"{name}_{k}", self.number(name)) for k in range(4)] for name in TYPES
        }

    def number(self, name):
        low, high = limits(name)
        kind = self.random.random()
        if kind < 0.2:
            return self.random.choice([low, high, 0, 1, max(low, -1), high - 1, low + 1])
        if kind < 0.6:
            return clamp(name, self.random.randint(-20, 100))
        return self.random.randint(low, high)

    def leaf(self, name):
        if self.random.random() < 0.75:
            field, value = self.random.choice(self.fields[name])
            return f"p.{field}", value
        value = self.number(name)
        return f"cast<{name}>({value})", value

    def binary(self, name, depth):
        op = self.random.choice(["+", "-", "*", "/", "%"] * 2 + ["&", "|", "^"]
                                + [a + b for a in "+-*" for b in "%|"])
        left, x = self.expression(name, depth - 1)
        right, y = self.expression(name, depth - 1)
        text = f"({left} {op} {right})"
        if x is None or y is None:
            return text, None
        if op in ARITHMETIC:
            return text, checked(name, ARITHMETIC[op](x, y))
        if op in BITWISE:
            return text, wrap(name, BITWISE[op](x, y))
        if op in ("/", "%"):
            if y == 0 or checked(name, divide(x, y)) is None:
                return text, None
            return text, divide(x, y) if op == "/" else x - y * divide(x, y)
        value = ARITHMETIC[op[0]](x, y)
        return text, wrap(name, value) if op[1] == "%" else clamp(name, value)

    def shift(self, name, depth):
        left, x = self.expression(name, depth - 1)
        amount, y = self.leaf("int32")
        op = self.random.choice(["<<", ">>"])
        text = f"({left} {op} {amount})"
        if x is None or not 0 <= y < TYPES[name][0]:
            return text, None
        return text, wrap(name, x << y) if op == "<<" else x >> y

    def unary(self, name, depth):
        inner, x = self.expression(name, depth - 1)
        if TYPES[name][1] and self.random.random() < 0.5:
            return f"(-{inner})", None if x is None else checked(name, -x)
        return f"(~{inner})", None if x is None else wrap(name, ~x)

    def conversion(self, name, depth):
        inner, x = self.expression(self.random.choice(list(TYPES)), depth - 1)
        word, convert = self.random.choice(
            [("truncate", wrap), ("saturate", clamp), ("cast", checked)])
        return f"{word}<{name}>({inner})", None if x is None else convert(name, x)

    def choice(self, name, depth):
        condition, holds = self.condition(depth - 1)
        left, x = self.expression(name, depth - 1)
        right, y = self.expression(name, depth - 1)
        text = f"(if {condition} {{ {left} }} else {{ {right} }})"
        return text, None if holds is None else (x if holds else y)

    def expression(self, name, depth):
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(name)
        kinds = [self.binary, self.shift, self.unary, self.conversion, self.choice]
        kind, = self.random.choices(kinds, weights=[55, 8, 9, 14, 14])
        return kind(name, depth)

    def condition(self, depth):
        if depth > 0 and self.random.random() < 0.3:
            left, x = self.condition(depth - 1)
            right, y = self.condition(depth - 1)
            op = self.random.choice(["&&", "||"])
            decided = x is None or x == (op == "||")
            return f"({left} {op} {right})", x if decided else y
        types = list(TYPES)
        a = self.random.choice(types)
        b = self.random.choice(types) if self.random.random() < 0.5 else a
        left, x = self.expression(a, depth - 1)
        right, y = self.expression(b, depth - 1)
        op = self.random.choice(list(COMPARISONS))
        value = None if x is None or y is None else COMPARISONS[op](x, y)
        return f"({left} {op} {right})", value


def generate(seed):
    """The program and the lines that it prints."""
    generator = Generator(seed)
    statements, lines = [], []
    panics = 0
    while len(lines) < 120:
        name = generator.random.choice(list(TYPES))
        text, value = generator.expression(name, generator.random.randint(1, 4))
        if len(text) > 800 or (value is None and panics >= 60):
            continue
        panics += value is None
        k = len(lines)
        statements.append(f"    let t{k} = thread func(p: Numbers) {name} {{ return {text} }}(ThreadConfig{{}}, p)")
        statements.append(f"    match t{k}.try_join() {{ ok(v) => println(v), err(_) => println(\"panic\") }}")
        lines.append("panic" if value is None else str(value))
    fields = [(field, name, value) for name, all_of in generator.fields.items() for field, value in all_of]
    source = ["struct Numbers {", *(f"    {field}: {name}" for field, name, _ in fields), "}", "", "func main() {",
              "    let p = Numbers{" + ", ".join(f"{field}: {value}" for field, _, value in fields) + "}",
              *statements, "}", ""]
    return "\n".join(source), lines
