namespace testing

import "std/compute"

test "what holds" {
    equal(1, 1)
    equal("a", "a")
    equal([1, 2], [1, 2])
    near(0.1 + 0.2, 0.3)
    near(1.0 / 0.0, 1.0 / 0.0)
    near(0.0 / 0.0, 0.0 / 0.0)
    near(10.0, 11.0, tolerance: 1.0)
    contains("abc", "b")
    assert(succeeds("7".parse_int()) == 7 && fails("x".parse_int(), "whole number").code == InvalidNumber)
}

/// One thing that does not hold, in a process of its own: a panic frees nothing.
func _fail_at(i: int64) {
    match i {
        0 => equal(1, 2)
        1 => equal("a", "b")
        2 => equal("a\nb\nc", "a\nx\nc")
        3 => equal([1, 2, 3], [1, 5, 3])
        4 => equal([1, 2], [1])
        5 => equal([1], [1, 2])
        6 => near(1.0, 1.5)
        7 => near(0.0 / 0.0, 1.5)
        8 => contains("abc", "x")
        9 => { let _ = succeeds("x".parse_int()) }
        10 => { let _ = fails("7".parse_int()) }
        _ => { let _ = fails("x".parse_int(), "y") }
    }
}

test "what does not" {
    let messages = [
        "values differ:\n  found:  1\n  wanted: 2\n  called at ",
        "values differ:\n  found:  \"a\"\n  wanted: \"b\"",
        "texts differ:\n  a\n- x\n+ b\n  c\n",
        "they differ at 1 first (lengths 3 and 3):\n  found:  2\n  wanted: 5",
        "the lengths are 2 and 1; more: [2]",
        "the lengths are 1 and 2; missing: [2]",
        "1.0 is not within 1e-9 of 1.5: it is 0.5 off",
        "NaN is not within",
        "\"x\" does not stand in \"abc\"",
        "an error where there should be none: \"x\" is not a whole number (made at ",
        "no error",
        "the error does not hold \"y\": \"x\" is not",
    ]
    for i, message in messages {
        let p = compute.process func(i: int64) { _fail_at(i) }(compute.ProcessConfig{}, cast<int64>(i))
        let report = fails(p.try_wait())
        contains(report.message, message)
        contains(report.message, "testing_test.arc:")
    }
}

/// Puts the lines together again: those of both sides, and of one.
func _side(difference: vector<(char, string)>, other: char) vector<string> {
    return difference.filter(|d| d.0 != other).map(|d| d.1)
}

test "differences of lines" {
    assert(line_difference("a\nb\nc", "a\nb\nc") == "  …\n")
    assert(line_difference("1\n2\n3\n4\n5\n6\n7\n8\n9",
        "1\n2\n3\n4\nx\n6\n7\n8\n9") == "  …\n  2\n  3\n  4\n- 5\n+ x\n  6\n  7\n  8\n  …\n")
    assert(line_difference("", "a") == "- \n+ a\n")
    // All pairs of short texts over two lines: both sides come out, with no more changes than needed.
    let texts: vector<vector<string>> = [[]]
    for i in 0..63 {
        let text = texts[i]
        for word in ["a", "b"] {
            let longer = text
            longer.push(word)
            texts.push(longer)
        }
    }
    for a in texts {
        for b in texts {
            if a.len() > 4 || b.len() > 5 { continue }
            let changes = _changes(a, b)
            assert(_side(changes, '+') == a && _side(changes, '-') == b, "${a} ${b}: ${changes}")
            assert(changes.count_where(|c| c.0 != ' ') == a.len() + b.len() - 2 * _common(a, b), "${a} ${b}: ${changes}")
        }
    }
}

/// The length of the longest common subsequence, from its definition.
func _common(a: vector<string>, b: vector<string>) usize {
    if a.is_empty() || b.is_empty() { return 0 }
    let a_rest = a[1..].to_vector()
    let b_rest = b[1..].to_vector()
    if a[0] == b[0] { return 1 + _common(a_rest, b_rest) }
    return max(_common(a_rest, b), _common(a, b_rest))
}

test "benchmarks" {
    let count = 0
    let counter = &count
    let m = benchmark("counting", || { *counter += 1 }, total: 5_ms)
    assert(m.least > 0.0 && m.least <= m.median && m.calls > 10 && cast<int64>(count) > m.calls * 3)
    assert("${m}".starts_with("counting ") && "${m}".contains(" median "))
    keep(m)
    keep("text")
    assert(_time_text(12.34) == "12.3 ns")
    assert(_time_text(1500.0) == "1.50 us")
    assert(_time_text(2500000.0) == "2.50 ms")
    assert(_time_text(1.5e9) == "1.500 s")
}

test "panics and their messages" {
    let n = 7
    assert(panics(|| { assert(n == 7) }) == null)
    assert(panics(|| { panic("now") }) == "now")
    let outer = panics(|| {
        assert(panics(|| { panic("inner") }) == "inner")
        panic("outer")
    })
    assert(outer == "outer")
}

test "a fuse" {
    let calls = 0
    let count = &calls
    let rounds = each_panic(|fuse, _tally| {
        for _ in 0..3 {
            fuse.step()
            *count += 1
        }
    })
    assert(rounds == 3 && calls == 0 + 1 + 2 + 3)
}
