namespace strings

// Text functions beside the methods of `string` in the prelude (`find`, `split`, `trim`, `replace` and so on). Places and
// lengths are in bytes, and results are views of the same text where they are parts of it.

/// True when a character of `chars` stands in `s`.
func contains_any(s: string, chars: string) bool { return find_any(s, chars).is_some() }

/// Where the first character stands that is one of `chars`, or null.
func find_any(s: string, chars: string) usize? { return find_where(s, |c| chars.contains(c)) }

/// Where the last character stands that is one of `chars`, or null.
func rfind_any(s: string, chars: string) usize? { return rfind_where(s, |c| chars.contains(c)) }

/// Where the first character stands for which `wanted` holds, or null.
func find_where(s: string, wanted: func(char) bool) usize? {
    let all = s.chars()
    for {
        let at = all.position()
        if wanted(all.next()?) { return at }
    }
}

/// Where the last character stands for which `wanted` holds, or null.
func rfind_where(s: string, wanted: func(char) bool) usize? {
    let end = s.len()
    for end > 0 {
        let start = end - 1
        for !s.is_boundary(start) { start -= 1 }
        if wanted(_char_at(s, start)) { return start }
        end = start
    }
    return null
}

/// Where `what` stands for the `n`th time, counted from 0 and without overlap, or null.
func find_nth(s: string, what: string, n: usize) usize? {
    let from: usize = 0
    let left = n
    for {
        let at = s.find(what, from: from)?
        if left == 0 { return at }
        left -= 1
        from = at + what.len()
        if what.is_empty() { from = _next_boundary(s, at)? }
    }
}

/// All places where `what` stands, without overlap.
func find_all(s: string, what: string) vector<usize> {
    let out: vector<usize> = []
    if what.is_empty() { return out }
    let from: usize = 0
    for {
        let at = s.find(what, from: from) ?? return out
        out.push(at)
        from = at + what.len()
    }
}

/// The longest text that both begin with; no character is cut.
func common_prefix(a: string, b: string) string {
    let n: usize = 0
    let most = min(a.len(), b.len())
    for n < most && a[n] == b[n] { n += 1 }
    for !a.is_boundary(n) || !b.is_boundary(n) { n -= 1 }
    return a[0..n]
}

/// The longest text that both end with; no character is cut.
func common_suffix(a: string, b: string) string {
    let n: usize = 0
    let most = min(a.len(), b.len())
    for n < most && a[a.len() - 1 - n] == b[b.len() - 1 - n] { n += 1 }
    for !a.is_boundary(a.len() - n) || !b.is_boundary(b.len() - n) { n -= 1 }
    return a[a.len() - n..]
}

/// How many characters must be inserted, removed or replaced to make `b` of `a`.
func edit_distance(a: string, b: string) usize {
    let columns = b.chars().to_vector()
    // One row of the table: the distances from the beginning of `a` so far to all beginnings of `b`.
    let row: vector<usize> = []
    for i in 0..columns.len() + 1 { row.push(i) }
    for i, c in a.chars().to_vector() {
        let diagonal = row[0]
        row[0] = i + 1
        for j, d in columns {
            let replaced = if c == d { diagonal } else { diagonal + 1 }
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, min(row[j], diagonal) + 1)
        }
    }
    return row[columns.len()]
}

/// The one of `candidates` that `word` may have been meant to be: the least edits, at most a third of the word's length.
func closest(word: string, candidates: vector<string>) string? {
    let best: string? = null
    let least = word.count_chars() / 3 + 1
    for candidate in candidates {
        let distance = edit_distance(word, candidate)
        if distance < least || (distance == least && best == null) {
            best = candidate
            least = distance
        }
    }
    return best
}

/// The character that begins at byte `at`.
func _char_at(s: string, at: usize) char {
    let rest = s[at..].chars()
    return rest.next()!
}

func _next_boundary(s: string, at: usize) usize? {
    if at >= s.len() { return null }
    let next = at + 1
    for !s.is_boundary(next) { next += 1 }
    return next
}
