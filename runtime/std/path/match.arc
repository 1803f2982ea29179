namespace path

/// True when all of `name` fits `pattern`, as in shells: `*` stands for any text without `/`, `?` for one character but
/// `/`, `[a-z]` and `[^a-z]` for one of a set, `**` as a whole part for any number of parts, `\` takes the next
/// character as it is. An error when the pattern is malformed.
func matches(pattern: string, name: string) bool! {
    let parts: vector<vector<_Item>> = []
    for part in pattern.split("/") { parts.push(_items(part).context("bad pattern ${pattern.quoted()}")?) }
    return _parts_match(parts.as_slice(), name.split("/").as_slice())
}

enum _Item {
    Any                 // *
    AnyParts            // **
    One                 // ?
    Char(c: char)
    Set(ranges: vector<(char, char)>, negated: bool)
}

func _items(part: string) vector<_Item>! {
    if part == "**" { return [_Item.AnyParts] }
    let out: vector<_Item> = []
    let all = part.chars()
    for let c = all.next() {
        match c {
            '*' => {
                let after_star = false
                if let .Any = out.last() ?? _Item.One { after_star = true }
                if !after_star { out.push(_Item.Any) }
            }
            '?' => out.push(_Item.One)
            '\\' => out.push(_Item.Char(all.next().ok_or("a backslash at the end")?))
            '[' => out.push(_set(&all)?)
            _ => out.push(_Item.Char(c))
        }
    }
    return out
}

func _set(all: *Chars) _Item! {
    let ranges: vector<(char, char)> = []
    let negated = false
    let first = true
    for {
        let c = all.next().ok_or("a set without `]`")?
        if first && (c == '^' || c == '!') && !negated {
            negated = true
            continue
        }
        if c == ']' && !first { return _Item.Set(ranges, negated) }
        first = false
        if c == '\\' { c = all.next().ok_or("a backslash at the end")? }
        let after = *all
        let high = c
        if after.next() == '-' {
            if after.next() != ']' {
                let _ = all.next()
                high = all.next().ok_or("a set without `]`")?
                if high == '\\' { high = all.next().ok_or("a backslash at the end")? }
                if high < c { return error("a range in a set is empty") }
            }
        }
        ranges.push((c, high))
    }
}

func _parts_match(patterns: []vector<_Item>, names: []string) bool {
    let p = patterns
    let n = names
    for {
        if p.is_empty() { return n.is_empty() }
        if let .AnyParts = p[0].first() ?? _Item.One {
            for p.len() > 1 {
                if let .AnyParts = p[1].first() ?? _Item.One { p = p[1..] } else { break }
            }
            for skipped in 0..n.len() + 1 {
                if _parts_match(p[1..], n[skipped..]) { return true }
            }
            return false
        }
        if n.is_empty() || !_part_matches(p[0], n[0].chars().to_vector()) { return false }
        p = p[1..]
        n = n[1..]
    }
}

/// Backs up to the last `*` alone: that is enough, and quick for every pattern.
func _part_matches(items: vector<_Item>, name: vector<char>) bool {
    let i: usize = 0
    let k: usize = 0
    let star: usize? = null
    let star_end: usize = 0
    for {
        if i < items.len() {
            if let .Any = items[i] {
                star = i
                star_end = k
                i += 1
                continue
            }
            if k < name.len() && _fits(items[i], name[k]) {
                i += 1
                k += 1
                continue
            }
        } else if k == name.len() {
            return true
        }
        let last = star ?? return false
        if star_end == name.len() { return false }
        star_end += 1
        i = last + 1
        k = star_end
    }
}

func _fits(item: _Item, c: char) bool {
    return match item {
        .One => true
        .Char(wanted) => c == wanted
        .Set(ranges, negated) => ranges.any(|r| c >= r.0 && c <= r.1) != negated
        _ => false
    }
}
