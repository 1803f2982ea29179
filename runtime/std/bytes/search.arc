namespace bytes

// Functions on bytes that need not be text. Slices have `contains`, `index_of`, `first`, `last`, `==` and `<` of their own.

/// Where `needle` stands first at or after `from`, or null.
func find(data: []byte, needle: []byte, from: usize = 0) usize? {
    let n = needle.len()
    if from > data.len() || n > data.len() - from { return null }
    if n == 0 { return from }
    let last = data.len() - n
    let i = from
    for i <= last {
        i = find_byte(data, needle[0], from: i)?
        if i > last { return null }
        if @memcmp(data.pointer() + i, needle.pointer(), n) == 0 { return i }
        i += 1
    }
    return null
}

/// Where `wanted` stands first at or after `from`, or null. Eight bytes are looked at in one step.
func find_byte(data: []byte, wanted: byte, from: usize = 0) usize? {
    let p = data.pointer()
    let length = data.len()
    let i = from
    let pattern = cast<uint64>(wanted) *% 0x0101010101010101
    let word: uint64 = 0
    for i + 8 <= length {
        @memcpy(&word, p + i, 8)
        let x = word ^ pattern
        let zero = (x -% 0x0101010101010101) & ~x & 0x8080808080808080
        if zero != 0 { return i + (cast<usize>(@ctz(zero)) >> 3) }
        i += 8
    }
    for i < length {
        if p[i] == wanted { return i }
        i += 1
    }
    return null
}

/// Where `needle` stands last, or null.
func rfind(data: []byte, needle: []byte) usize? {
    if needle.len() > data.len() { return null }
    let i = data.len() - needle.len()
    for {
        if @memcmp(data.pointer() + i, needle.pointer(), needle.len()) == 0 { return i }
        if i == 0 { return null }
        i -= 1
    }
}

/// True when `needle` stands in `data`.
func contains(data: []byte, needle: []byte) bool { return find(data, needle).is_some() }

/// How many times `needle` stands in `data`, without overlap; an empty one stands nowhere.
func count(data: []byte, needle: []byte) usize {
    if needle.is_empty() { return 0 }
    let n: usize = 0
    let at: usize = 0
    for {
        at = (find(data, needle, from: at) ?? return n) + needle.len()
        n += 1
    }
}

/// True when `data` begins with `prefix`.
func starts_with(data: []byte, prefix: []byte) bool {
    return prefix.len() <= data.len() && @memcmp(data.pointer(), prefix.pointer(), prefix.len()) == 0
}

/// True when `data` ends with `suffix`.
func ends_with(data: []byte, suffix: []byte) bool {
    return suffix.len() <= data.len() && @memcmp(data.pointer() + (data.len() - suffix.len()), suffix.pointer(),
        suffix.len()) == 0
}

/// True when the bytes are equal, in a time that depends on the lengths alone: for keys and signatures.
func equal_constant_time(a: []byte, b: []byte) bool {
    if a.len() != b.len() { return false }
    let difference: byte = 0
    for i in 0..a.len() { difference = difference | (a[i] ^ b[i]) }
    return difference == 0
}

/// The parts between the places where `separator` stands, as views of the same bytes; an empty separator gives single bytes.
func split(data: []byte, separator: []byte) vector<[]byte> {
    let out: vector<[]byte> = []
    if separator.is_empty() {
        for i in 0..data.len() { out.push(data[i..i + 1]) }
        return out
    }
    let from: usize = 0
    for {
        let at = find(data, separator, from: from) ?? break
        out.push(data[from..at])
        from = at + separator.len()
    }
    out.push(data[from..])
    return out
}

/// What stands before and after the first `separator`, or null when it does not stand there.
func split_once(data: []byte, separator: []byte) ([]byte, []byte)? {
    let at = find(data, separator)?
    return (data[0..at], data[at + separator.len()..])
}

/// The parts one after the other with `separator` between them.
func join(parts: vector<[]byte>, separator: []byte = []) vector<byte> {
    let out: vector<byte> = []
    for i, part in parts {
        if i > 0 { out.extend(separator) }
        out.extend(part)
    }
    return out
}

/// A copy with `new` in every place where `old` stands.
func replace(data: []byte, old: []byte, new: []byte) vector<byte> {
    if old.is_empty() { return data.to_vector() }
    let out: vector<byte> = []
    out.reserve(data.len())
    let from: usize = 0
    for {
        let at = find(data, old, from: from) ?? break
        out.extend(data[from..at])
        out.extend(new)
        from = at + old.len()
    }
    out.extend(data[from..])
    return out
}

/// The view without ASCII white space at both ends.
func trim(data: []byte) []byte {
    let low: usize = 0
    let high = data.len()
    for low < high && data[low].is_whitespace() { low += 1 }
    for high > low && data[high - 1].is_whitespace() { high -= 1 }
    return data[low..high]
}

/// The lines without their ends (`\n` or `\r\n`), as views. A last line end makes no further line.
func lines(data: []byte) vector<[]byte> {
    let out: vector<[]byte> = []
    let from: usize = 0
    for from < data.len() {
        let end = find_byte(data, '\n', from: from) ?? data.len()
        let stop = end
        if stop > from && end < data.len() && data[stop - 1] == '\r' { stop -= 1 }
        out.push(data[from..stop])
        from = end + 1
    }
    return out
}
