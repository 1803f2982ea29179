"""Shows the values of Arc programs in GDB much as `println` does.

Programs that were built with -g carry this file, and `arc debug` lets GDB load it. By hand:

    (gdb) source LIB/arc/debugger/arc_gdb.py

What it knows of types is what compiler/lower/debug_types.cc writes, and the private fields of runtime/std/core. Values may be
anything, for a variable that was not reached yet too: what cannot be is shown as it lies in memory, and nothing loops.
"""

import gdb
import gdb.printing

# More elements, bytes or entries than any program has.
_IMPLAUSIBLE = 1 << 44
# Pointers below are no cells but the index of a case without payload (contract.h: nothing is mapped there).
_FIRST_CELL = 4096
# Bytes of a counted object in front of what is pointed to.
_HEADER = 8
_HIDDEN = "arc_rt_hidden."


def _fields(type_):
    return [field.name for field in type_.fields()]


def _has(type_, *names):
    present = _fields(type_)
    return all(name in present for name in names)


class _Text:
    """A string: what can be read of it, as far as `set print elements` goes."""

    def __init__(self, value):
        self._value = value

    def to_string(self):
        length = int(self._value["_len"])
        if length >= _IMPLAUSIBLE:
            return "<not a string>"
        if length == 0:
            return ""
        return self._value["_data"].lazy_string("utf-8", length=length)

    def display_hint(self):
        return "string"


class _Sequence:
    """A vector or a slice."""

    def __init__(self, value, name):
        self._value = value
        self._name = name
        self._length = int(value["_len"])

    def to_string(self):
        if self._length >= _IMPLAUSIBLE:
            return f"<not a {self._name}>"
        return f"{self._name}({self._length})"

    def children(self):
        if self._length < _IMPLAUSIBLE:
            data = self._value["_data"]
            for i in range(self._length):
                yield str(i), (data + i).dereference()

    def display_hint(self):
        return "array"


def _entries(map_value):
    """Pairs of key and value in order."""
    table = map_value["_table"]
    if int(table) == 0:
        return
    table = table.dereference()
    used = int(table["used"])
    if used >= _IMPLAUSIBLE:
        return
    holes = table["holes"]
    has_holes = int(holes) != 0
    for i in range(int(table["first"]), used):
        if has_holes and (int(holes[i >> 6]) >> (i & 63)) & 1:
            continue
        entry = table["entries"][i]
        yield entry["key"], entry["value"]


def _map_length(map_value):
    table = map_value["_table"]
    return int(table.dereference()["live"]) if int(table) else 0


class _Map:
    def __init__(self, value):
        self._value = value

    def to_string(self):
        return f"map({_map_length(self._value)})"

    def children(self):
        for i, (key, value) in enumerate(_entries(self._value)):
            yield f"key {i}", key
            yield f"value {i}", value

    def display_hint(self):
        return "map"


class _Set:
    def __init__(self, value):
        self._map = value["_map"]

    def to_string(self):
        return f"set({_map_length(self._map)})"

    def children(self):
        for i, (key, _) in enumerate(_entries(self._map)):
            yield str(i), key

    def display_hint(self):
        return "array"


class _Case:
    """A case of an enum, optional or result, with the fields of its payload."""

    def __init__(self, name, payload):
        self._name = name
        self._payload = payload    # null without one
        self._names = _fields(payload.type) if payload is not None else []
        if self._name == "err" and self._names == ["error"]:
            self._payload = payload["error"]
            self._names = _fields(self._payload.type)

    def to_string(self):
        if self._name == "some" and self._names == ["value"]:
            value = self._payload["value"]
            # GDB shows nothing for a pointer that stands for its holder.
            return value.format_string() if value.type.code == gdb.TYPE_CODE_PTR else value
        return self._name

    def children(self):
        if self._name == "some":
            return
        for name in self._names:
            yield name, self._payload[name]

    def display_hint(self):
        # Values alone where the names say nothing.
        return "array" if self._name == "ok" or all(name.isdigit() for name in self._names) else None


class _EmptyCase:
    """Without children at all: GDB would show braces."""

    def __init__(self, name):
        self._name = name

    def to_string(self):
        return self._name


def _case(cases, index):
    """The printer for a case by its index in the order of the declaration; `cases` is the union of payloads."""
    names = _fields(cases.type)
    if not 0 <= index < len(names):
        return _EmptyCase(f"<no case {index}>")
    payload = cases[names[index]]
    if not payload.type.fields():
        return _EmptyCase(names[index])
    return _Case(names[index], payload)


def _enum(value):
    cases = value["payload"]
    if "case" in _fields(value.type):
        return _case(cases, int(value["case"]))
    names = _fields(cases.type)
    filled = [i for i, name in enumerate(names) if cases[name].type.fields()]
    if len(names) == 1:
        return _case(cases, 0)
    if len(names) == 2 and len(filled) == 1:
        # The one pointer of the one payload says by null that it is the other case.
        pointer = cases[names[filled[0]]]
        pointer = pointer[pointer.type.fields()[0]]
        return _case(cases, filled[0] if int(pointer) else 1 - filled[0])
    return None


def _boxed(value):
    """An enum whose value is a counted cell, which is described from its header on: in front of the pointer."""
    pointer = value["cell"]
    address = int(pointer)
    if address < _FIRST_CELL:
        return _case(pointer.dereference()["payload"], address)
    try:
        gdb.selected_inferior().read_memory(address - _HEADER, _HEADER)
    except gdb.MemoryError:
        return _EmptyCase("<not a value>")
    cell = gdb.Value(address - _HEADER).cast(pointer.type).dereference()
    cases = cell["payload"]
    if "case" in _fields(cell.type):
        return _case(cases, int(cell["case"]))
    return _case(cases, next(i for i, name in enumerate(_fields(cases.type)) if cases[name].type.fields()))


class _Closure:
    """The function, and what it captured."""

    def __init__(self, value):
        self._type = str(value.type)
        self._environment = value["environment"]
        self._function = "?"
        code = int(value["code"])
        block = gdb.block_for_pc(code) if code else None
        while block is not None and block.function is None:
            block = block.superblock
        if block is not None:
            self._function = block.function.name.split("(")[0]

    def to_string(self):
        name = self._function
        if name.startswith(_HIDDEN):
            name = name[len(_HIDDEN):]
        return f"{self._type} {name}"

    def children(self):
        if int(self._environment) == 0:
            return
        try:
            type_ = gdb.lookup_type(f"{self._function}.environment")
        except gdb.error:
            return
        captured = self._environment.cast(type_.pointer()).dereference()
        for field in type_.fields()[1:]:    # the first is the function that drops it
            yield field.name, captured[field]


class _Tuple:
    def __init__(self, value):
        self._value = value

    def to_string(self):
        return None

    def children(self):
        for field in self._value.type.fields():
            yield field.name, self._value[field]

    def display_hint(self):
        return "array"


class _Char:
    def __init__(self, value):
        self._code = int(value)

    def to_string(self):
        code = self._code
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            return f"<no character {code:#x}>"
        text = {0: "\\0", 9: "\\t", 10: "\\n", 13: "\\r", 39: "\\'", 92: "\\\\"}.get(code)
        if text is None:
            text = chr(code) if chr(code).isprintable() else f"\\u{{{code:X}}}"
        return f"'{text}'"


class _Byte:
    """A number: GDB takes integers of one byte for characters."""

    def __init__(self, value):
        self._number = int(value)

    def to_string(self):
        return str(self._number)


class _CharArray:
    """An array: GDB takes it for text."""

    def __init__(self, value):
        self._value = value

    def to_string(self):
        return None

    def children(self):
        low, high = self._value.type.range()
        for i in range(low, high + 1):
            yield str(i), self._value[i]

    def display_hint(self):
        return "array"


class _Duration:
    def __init__(self, value):
        self._nanoseconds = int(value)

    def to_string(self):
        n = self._nanoseconds
        for unit, size in (("s", 10**9), ("ms", 10**6), ("us", 10**3)):
            if abs(n) >= size:
                whole, rest = divmod(abs(n), size)
                digits = str(rest).rjust(len(str(size)) - 1, "0").rstrip("0")
                return ("-" if n < 0 else "") + str(whole) + ("." + digits if digits else "") + unit
        return f"{n}ns"


class ArcPrinters(gdb.printing.PrettyPrinter):
    """The printer for a value of a type of Arc's; `disable pretty-printer global arc` turns all off."""

    def __init__(self):
        super().__init__("arc")

    def __call__(self, value):
        name = value.type.unqualified().name or ""
        type_ = value.type.unqualified().strip_typedefs()
        if name == "char" and type_.sizeof == 4:
            return _Char(value)
        if name in ("int8", "uint8", "byte"):
            return _Byte(value)
        if name == "duration":
            return _Duration(value)
        if type_.code == gdb.TYPE_CODE_ARRAY and type_.target().name in ("char", "int8", "uint8", "byte"):
            return _CharArray(value)
        if type_.code != gdb.TYPE_CODE_STRUCT:
            return None
        if name in ("string", "StringBuilder") and _has(type_, "_data", "_len"):
            return _Text(value)
        if name.startswith("vector<") and _has(type_, "_data", "_len"):
            return _Sequence(value, "vector")
        if name.startswith("[]") and _has(type_, "_data", "_len"):
            return _Sequence(value, "slice")
        if name.startswith("map<") and _has(type_, "_table"):
            return _Map(value)
        if name.startswith("set<") and _has(type_, "_map"):
            return _Set(value)
        if _has(type_, "payload") and len(type_.fields()) <= 2 and value["payload"].type.code == gdb.TYPE_CODE_UNION:
            return _enum(value)
        if _fields(type_) == ["cell"]:
            return _boxed(value)
        if name.startswith(("func(", "async func(")) and _has(type_, "code", "environment"):
            return _Closure(value)
        if name.startswith("(") and _has(type_, "0"):
            return _Tuple(value)
        return None


# Each program's own copy is for that program; sourced by hand it is for all.
gdb.printing.register_pretty_printer(gdb.current_objfile(), ArcPrinters(), replace=True)
