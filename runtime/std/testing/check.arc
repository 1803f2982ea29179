namespace testing

// What tests say beside `assert`, which shows both sides of a comparison itself. These show where long values differ,
// and compare what `==` does not.

/// Panics unless both are equal; of texts it shows the lines that differ, of sequences the first place.
func equal<T>(found: T, wanted: T, location: string = @source_location()) {
    if found == wanted { return }
    comptime if @kind(T) == "string" {
        if found.contains('\n') || wanted.contains('\n') { _fail("texts differ:\n${line_difference(wanted, found)}", location) }
    }
    comptime if @kind(T) == "vector" || @kind(T) == "slice" {
        for i in 0..min(found.len(), wanted.len()) {
            if found[i] != wanted[i] {
                _fail("they differ at ${i} first (lengths ${found.len()} and ${wanted.len()}):\n  found:  ${found[i]:?}\n  wanted: ${wanted[i]:?}", location)
            }
        }
        let rest = if found.len() > wanted.len() { "more: ${found[wanted.len()..]:?}" } else { "missing: ${wanted[found.len()..]:?}" }
        _fail("the lengths are ${found.len()} and ${wanted.len()}; ${rest}", location)
    }
    _fail("values differ:\n  found:  ${found:?}\n  wanted: ${wanted:?}", location)
}

/// Panics unless `found` is within `tolerance` of `wanted`; two NaN are near each other, and so are equal infinities.
func near(found: float64, wanted: float64, tolerance: float64 = 1e-9, location: string = @source_location()) {
    if found == wanted || (found != found && wanted != wanted) { return }
    let difference = abs(found - wanted)
    if !(difference <= tolerance) {
        _fail("${found} is not within ${tolerance} of ${wanted}: it is ${difference} off", location)
    }
}

/// Panics unless the text holds `part`.
func contains(text: string, part: string, location: string = @source_location()) {
    if !text.contains(part) { _fail("${part:?} does not stand in ${text:?}", location) }
}

/// The value of a result; panics with the error.
func succeeds<T>(result: T!, location: string = @source_location()) T {
    match result {
        ok(value) => return value
        err(e) => _fail("an error where there should be none: ${e} (made at ${e.location})", location)
    }
}

/// The error of a result, whose text must hold `part`; panics when there is none.
func fails<T>(result: T!, part: string = "", location: string = @source_location()) error {
    if let err(e) = result {
        if !"${e}".contains(part) { _fail("the error does not hold ${part:?}: ${e}", location) }
        return e
    }
    _fail("no error", location)
}

@hidden
func _fail(message: string, location: string) never { panic("${message}\n  called at ${location}") }

/// The lines of two texts: those of `before` alone with `-`, those of `after` alone with `+`, those of both with a
/// space; long runs of the latter are left out. It is the shortest such list (Myers' algorithm) for texts of up to a
/// thousand lines or so.
func line_difference(before: string, after: string) string {
    let a = before.split("\n")
    let b = after.split("\n")
    let start: usize = 0
    for start < a.len() && start < b.len() && a[start] == b[start] { start += 1 }
    let a_end = a.len()
    let b_end = b.len()
    for a_end > start && b_end > start && a[a_end - 1] == b[b_end - 1] {
        a_end -= 1
        b_end -= 1
    }
    let lines: vector<(char, string)> = []
    for line in a[0..start] { lines.push((' ', line)) }
    lines.extend(_changes(a[start..a_end].to_vector(), b[start..b_end].to_vector()))
    for line in a[a_end..] { lines.push((' ', line)) }
    // Three lines around each change.
    let shown: vector<bool> = []
    shown.resize(lines.len(), false)
    for i, (mark, _) in lines {
        if mark == ' ' { continue }
        for k in i - min(i, 3)..min(i + 4, lines.len()) { shown[k] = true }
    }
    let out = StringBuilder{}
    let was_shown = true
    for i, (mark, line) in lines {
        if shown[i] { out.add_line("${mark} ${line}") } else if was_shown { out.add_line("  …") }
        was_shown = shown[i]
    }
    return out.finish()
}

func _changes(a: vector<string>, b: vector<string>) vector<(char, string)> {
    let n = cast<int64>(a.len())
    let m = cast<int64>(b.len())
    let out: vector<(char, string)> = []
    // For each number of changes, how far each diagonal gets.
    let rounds: vector<vector<int64>> = []
    let most = n + m
    let reach: vector<int64> = []
    reach.resize(cast<usize>(2 * most + 3), 0)
    let at = most + 1
    let changes: int64 = 0
    search: for {
        rounds.push(reach)
        for let k = -changes; k <= changes; k += 2 {
            let down = k == -changes || (k != changes && reach[at + k - 1] < reach[at + k + 1])
            let x = if down { reach[at + k + 1] } else { reach[at + k - 1] + 1 }
            for x < n && x - k < m && a[x] == b[x - k] { x += 1 }
            reach[at + k] = x
            if x >= n && x - k >= m { break search }
        }
        changes += 1
    }
    // Back from the end.
    let x = n
    let y = m
    for changes > 0 {
        let before = rounds[changes]
        let k = x - y
        let down = k == -changes || (k != changes && before[at + k - 1] < before[at + k + 1])
        let from_k = if down { k + 1 } else { k - 1 }
        let from_x = before[at + from_k]
        let from_y = from_x - from_k
        // One change, then the lines that both have.
        let after_change = if down { from_x } else { from_x + 1 }
        for x > after_change {
            x -= 1
            out.push((' ', a[x]))
        }
        out.push(if down { ('+', b[from_y]) } else { ('-', a[from_x]) })
        x = from_x
        y = from_y
        changes -= 1
    }
    for x > 0 {
        x -= 1
        out.push((' ', a[x]))
    }
    out.reverse()
    return out
}
