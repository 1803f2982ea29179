"""Shows the values of Arc programs in LLDB much as `println` does.

    (lldb) command script import LIB/arc/debugger/arc_lldb.py

`arc debug --debugger=lldb` does this. What it knows of types is what compiler/lower/debug_types.cc writes, and the private
fields of runtime/std/core. Values may be anything, for a variable that was not reached yet too: nothing loops.
"""

import lldb

_MOST = 1000              # children shown of one value
_IMPLAUSIBLE = 1 << 44    # more elements than any program has
_FIRST_CELL = 4096        # pointers below are the index of a case without payload
_HEADER = 8               # of counted objects, in front of what is pointed to
_HIDDEN = "arc_rt_hidden."
_CATEGORY = "arc"


def _raw(value):
    return value.GetNonSyntheticValue()


def _member(value, name):
    return value.GetChildMemberWithName(name)


def _number(value, name):
    return _member(value, name).GetValueAsUnsigned(0)


def _names(type_):
    return [type_.GetFieldAtIndex(i).GetName() for i in range(type_.GetNumberOfFields())]


def _plain(type_):
    return type_.GetCanonicalType().GetUnqualifiedType()


def _at(value, name, address, type_):
    return value.CreateValueFromAddress(name, address, type_)


# ---- what a type is -----------------------------------------------------------------------------


def _kind(type_):
    """What a value of the type is shown as, or None."""
    plain = _plain(type_)
    name = plain.GetName() or ""
    if type_.GetUnqualifiedType().GetName() == "duration":
        return "duration"
    if plain.GetTypeClass() != lldb.eTypeClassStruct:
        return None
    fields = _names(plain)
    if name in ("string", "StringBuilder") and "_data" in fields:
        return "text"
    if name.startswith(("vector<", "[]")) and "_data" in fields:
        return "sequence"
    if name.startswith("map<") and "_table" in fields:
        return "map"
    if name.startswith("set<") and "_map" in fields:
        return "set"
    if fields in (["payload"], ["case", "payload"]):
        return "enum"
    if fields == ["cell"]:
        return "boxed"
    if name.startswith(("func(", "async func(")) and fields == ["code", "environment"]:
        return "closure"
    return None


def is_known(type_, _):
    return _kind(type_) is not None


def has_children(type_, _):
    return _kind(type_) not in (None, "duration")


# ---- cases of enums -----------------------------------------------------------------------------


def _case(cases, index):
    """(name, payload or None) of a case by its index."""
    type_ = _plain(cases.GetType())
    if not 0 <= index < type_.GetNumberOfFields():
        return f"<no case {index}>", None
    field = type_.GetFieldAtIndex(index)
    if field.GetType().GetNumberOfFields() == 0:
        return field.GetName(), None
    return field.GetName(), cases.GetChildAtIndex(index)


def _case_of_enum(value):
    cases = _member(value, "payload")
    tag = _member(value, "case")
    if tag.IsValid():
        return _case(cases, tag.GetValueAsUnsigned(0))
    type_ = _plain(cases.GetType())
    filled = [i for i in range(type_.GetNumberOfFields()) if type_.GetFieldAtIndex(i).GetType().GetNumberOfFields()]
    if type_.GetNumberOfFields() == 2 and len(filled) == 1:
        # The one pointer of the one payload says by null that it is the other case.
        pointer = cases.GetChildAtIndex(filled[0]).GetChildAtIndex(0)
        return _case(cases, filled[0] if pointer.GetValueAsUnsigned(0) else 1 - filled[0])
    return _case(cases, 0)


def _case_of_boxed(value):
    pointer = _member(value, "cell")
    address = pointer.GetValueAsUnsigned(0)
    cell = pointer.GetType().GetPointeeType()
    if address < _FIRST_CELL:
        payload = cell.GetFieldAtIndex(cell.GetNumberOfFields() - 1).GetType()
        if address >= payload.GetNumberOfFields():
            return f"<no case {address}>", None
        return payload.GetFieldAtIndex(address).GetName(), None
    # Described from its header on.
    whole = _raw(_at(value, "cell", address - _HEADER, cell))
    error = lldb.SBError()
    value.GetProcess().ReadUnsignedFromMemory(address - _HEADER, _HEADER, error)
    if error.Fail():
        return "<not a value>", None
    cases = _member(whole, "payload")
    tag = _member(whole, "case")
    if tag.IsValid():
        return _case(cases, tag.GetValueAsUnsigned(0))
    type_ = _plain(cases.GetType())
    return _case(cases, next(i for i in range(type_.GetNumberOfFields()) if type_.GetFieldAtIndex(i).GetType().GetNumberOfFields()))


def _case_and_payload(value, kind):
    return _case_of_boxed(value) if kind == "boxed" else _case_of_enum(value)


# ---- the parts of values ------------------------------------------------------------------------


def _entries(map_value):
    """(name, entry) of a map in order; an entry has `key` and `value`."""
    table = _member(map_value, "_table")
    if table.GetValueAsUnsigned(0) == 0:
        return []
    used = _number(table, "used")
    entries = _member(table, "entries")
    type_ = entries.GetType().GetPointeeType()
    size = type_.GetByteSize()
    holes = _number(table, "holes")
    process = map_value.GetProcess()
    error = lldb.SBError()
    found = []
    for i in range(_number(table, "first"), min(used, _IMPLAUSIBLE)):
        if len(found) == _MOST:
            break
        if holes and (process.ReadUnsignedFromMemory(holes + (i >> 6) * 8, 8, error) >> (i & 63)) & 1:
            continue
        found.append(_at(map_value, f"[{len(found)}]", entries.GetValueAsUnsigned(0) + i * size, type_))
        if error.Fail():
            break
    return found


def _map_length(map_value):
    table = _member(map_value, "_table")
    return _number(table, "live") if table.GetValueAsUnsigned(0) else 0


def _captured(value):
    """What a closure captured."""
    environment = _number(value, "environment")
    type_ = value.GetTarget().FindFirstType(f"{_function(value)}.environment")
    if not environment or not type_.IsValid():
        return []
    whole = _at(value, "environment", environment, type_)
    return [whole.GetChildAtIndex(i) for i in range(1, type_.GetNumberOfFields())]    # the first drops it


def _function(value):
    code = _number(value, "code")
    address = value.GetTarget().ResolveLoadAddress(code)
    return (address.GetFunction().GetName() or "?").removeprefix("::").split("(")[0] if code else "?"


def _children(value, kind):
    if kind in (None, "text"):
        return []
    if kind == "sequence":
        data = _member(value, "_data")
        length = _number(value, "_len")
        if length >= _IMPLAUSIBLE:
            return []
        type_ = data.GetType().GetPointeeType()
        base, size = data.GetValueAsUnsigned(0), type_.GetByteSize()
        return [_at(value, f"[{i}]", base + i * size, type_) for i in range(min(length, _MOST))]
    if kind == "map":
        return _entries(value)
    if kind == "set":
        keys = [_member(entry, "key") for entry in _entries(_member(value, "_map"))]
        return [_at(value, f"[{i}]", key.GetLoadAddress(), key.GetType()) for i, key in enumerate(keys)]
    if kind == "closure":
        return _captured(value)
    name, payload = _case_and_payload(value, kind)
    if payload is None:
        return []
    parts = [payload.GetChildAtIndex(i) for i in range(payload.GetNumChildren())]
    # An optional shows what is in it, a failure its error.
    if name in ("some", "err") and len(parts) == 1 and parts[0].MightHaveChildren():
        inner = parts[0].GetSyntheticValue() if _kind(parts[0].GetType()) else parts[0]
        return [inner.GetChildAtIndex(i) for i in range(inner.GetNumChildren())]
    return [] if name == "some" else parts


class Parts:
    """The children of a value."""

    def __init__(self, value, _):
        self._value = value
        self._parts = []

    def update(self):
        value = _raw(self._value)
        self._parts = _children(value, _kind(value.GetType()))
        return False

    def num_children(self):
        return len(self._parts)

    def get_child_at_index(self, index):
        return self._parts[index] if 0 <= index < len(self._parts) else None

    def get_child_index(self, name):
        for i, part in enumerate(self._parts):
            if part.GetName() == name:
                return i
        return -1

    def has_children(self):
        return bool(self._parts)


# ---- in one line --------------------------------------------------------------------------------


def _quoted(text):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
    return '"' + "".join(escapes.get(c, c) for c in text) + '"'


def _text(value):
    length = _number(value, "_len")
    if length >= _IMPLAUSIBLE:
        return "<not a string>"
    if length == 0:
        return '""'
    error = lldb.SBError()
    data = value.GetProcess().ReadMemory(_number(value, "_data"), min(length, _MOST), error)
    if error.Fail():
        return "<not a string>"
    return _quoted(data.decode("utf-8", "replace")) + ("..." if length > _MOST else "")


def _duration(value):
    n = value.GetValueAsSigned(0)
    for unit, size in (("s", 10**9), ("ms", 10**6), ("us", 10**3)):
        if abs(n) >= size:
            whole, rest = divmod(abs(n), size)
            digits = str(rest).rjust(len(str(size)) - 1, "0").rstrip("0")
            return ("-" if n < 0 else "") + str(whole) + ("." + digits if digits else "") + unit
    return f"{n}ns"


def summary(value, _):
    value = _raw(value)
    kind = _kind(value.GetType())
    if kind == "text":
        return _text(value)
    if kind == "duration":
        return _duration(value)
    if kind == "sequence":
        name = "slice" if _plain(value.GetType()).GetName().startswith("[]") else "vector"
        length = _number(value, "_len")
        return f"{name}({length})" if length < _IMPLAUSIBLE else f"<not a {name}>"
    if kind == "map":
        return f"map({_map_length(value)})"
    if kind == "set":
        return f"set({_map_length(_member(value, '_map'))})"
    if kind == "closure":
        name = _function(value)
        return name[len(_HIDDEN):] if name.startswith(_HIDDEN) else name
    name, payload = _case_and_payload(value, kind)
    if name == "some" and payload is not None:
        inner = payload.GetChildAtIndex(0)
        return inner.GetSummary() or inner.GetValue() or ""
    return name


def __lldb_init_module(debugger, _):
    category = debugger.CreateCategory(_CATEGORY)
    everything = "--category " + _CATEGORY + " --recognizer-function"
    debugger.HandleCommand(f"type summary add {everything} --expand --python-function {__name__}.summary {__name__}.is_known")
    # LLDB takes integers of one byte for characters.
    debugger.HandleCommand(f"type format add --category {_CATEGORY} --format unsigned 'unsigned char'")
    debugger.HandleCommand(f"type format add --category {_CATEGORY} --format decimal 'signed char'")
    debugger.HandleCommand(f"type synthetic add {everything} --python-class {__name__}.Parts {__name__}.has_children")
    category.SetEnabled(True)
    # `step` goes over the standard library, as it does over that of C++.
    debugger.HandleCommand("settings set target.process.thread.step-avoid-regexp '^(::)?std(::|/)'")
