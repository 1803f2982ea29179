namespace strings

test "characters of a set" {
    assert(find_any("héllo wörld", "öé") == 1)
    assert(rfind_any("héllo wörld", "öé") == 8)
    assert(find_any("abc", "xyz").is_null() && rfind_any("", "a").is_null())
    assert(contains_any("abc", "cx") && !contains_any("abc", ""))
    assert(find_where("abc1", |c| c.is_digit()) == 3)
    assert(rfind_where("日本語", |c| c == '日') == 0)
}

test "places" {
    assert(find_nth("abcabcabc", "c", 0) == 2 && find_nth("abcabcabc", "c", 2) == 8 && find_nth("abcabcabc", "c", 3).is_null())
    assert(find_nth("aaaa", "aa", 1) == 2 && find_nth("é", "", 1) == 2 && find_nth("é", "", 2).is_null())
    assert(find_all("aaaaa", "aa") == [0, 2] && find_all("abc", "").is_empty())
}

test "common beginnings and ends" {
    assert(common_prefix("interval", "internal") == "inter")
    assert(common_prefix("a", "b") == "")
    assert(common_prefix("ab", "abc") == "ab")
    assert(common_suffix("testing", "running") == "ing" && common_suffix("abc", "c") == "c")
    // é and è share their first byte, and end and Ã© share a last one.
    assert(common_prefix("né", "nè") == "n")
    assert(common_suffix("\u{E9}", "\u{129}") == "")
}

test "edit distance" {
    assert(edit_distance("kitten", "sitting") == 3 && edit_distance("", "abc") == 3 && edit_distance("abc", "") == 3)
    assert(edit_distance("flaw", "lawn") == 2 && edit_distance("né", "ne") == 1 && edit_distance("same", "same") == 0)
    assert(closest("colour", ["color", "count"])! == "color" && closest("x", ["version", "help"]).is_null())
    assert(closest("verbos", ["version", "verbose"])! == "verbose")
}

test "splitting" {
    assert(split_n("a,b,c,d", ",", 2) == ["a", "b,c,d"] && split_n("a,b", ",", 9) == ["a", "b"])
    assert(split_n("a,b", ",", 0).is_empty() && split_n("", ",", 3) == [""] && split_n("abc", "", 2) == ["a", "bc"])
    assert(split_after("a\nb\n", "\n") == ["a\n", "b\n"])
    assert(split_after("a\nb", "\n") == ["a\n", "b"])
    assert(split_after("", "\n").is_empty())
    assert(fields("  a\u{3000}b \t\n c ") == ["a", "b", "c"] && fields(" ").is_empty())
    assert(fields_where("a1b22c", |c| c.is_digit()) == ["a", "b", "c"])
    assert(split_any("a,b;;c", ",;") == ["a", "b", "", "c"] && split_any("", ",") == [""])
    assert(split_last("a.b.c", ".")! == ("a.b", "c") && split_last("abc", ".").is_null())
    assert(before("key=value=x", "=") == "key")
    assert(after("key=value=x", "=") == "value=x")
    assert(before("x", "=") == "x")
    assert(after("x", "=") == "")
    assert(between("f(a)(b)", "(", ")")! == "a" && between("f(a", "(", ")").is_null() && between(")(", "(", ")").is_null())
}

test "iterators give what the vectors hold" {
    for text in ["", ",", "a,b", ",a,,b,", "abc", "a\nb\r\n\nc", "\n", "é,ü"] {
        for separator in [",", "", "\n", "b"] {
            let parts: vector<string> = []
            for part in split_iterator(text, separator) { parts.push(part) }
            assert(parts == text.split(separator), "${text:?} by ${separator:?}")
            for limit in 1..4 {
                let some = split_n(text, separator, cast<usize>(limit))
                assert(some.join(separator) == text && some.len() <= cast<usize>(limit))
            }
        }
        let lines: vector<string> = []
        for line in line_iterator(text) { lines.push(line) }
        assert(lines == text.lines(), text)
    }
}

test "case" {
    assert(to_upper("straße éω") == "STRASSE ÉΩ" && to_lower("ÀÉΩ Ж") == "àéω ж")
    assert(to_lower("ΟΔΟΣ ΣΑΣ") == "οδος σας" && to_lower("Σ") == "σ" && to_lower("ΑΣ\u{301}Β") == "ασ\u{301}β")
    assert(capitalize("élan vital") == "Élan vital" && capitalize("") == "" && capitalize("ß") == "SS")
    assert(to_title("hello wORLD, don't 2nd") == "Hello World, Don't 2Nd")
    assert(equal_fold("Straße", "STRASSE") == false && equal_fold("Go", "GO") && equal_fold("ΣΊΣΥΦΟΣ", "σίσυφος"))
    assert(!equal_fold("a", "ab") && !equal_fold("ab", "a") && equal_fold("", "") && equal_fold("\u{212A}", "k"))
    assert(compare_fold("apple", "Banana") == -1 && compare_fold("B", "a") == 1 && compare_fold("Ab", "aB") == 0)
    assert(compare_fold("ab", "a") == 1 && compare_fold("a", "ab") == -1)
    assert(fold("ÀB") == fold("àb"))
}

test "natural order" {
    let names = ["file10", "file9", "file1", "file01", "file", "file1a", "a2b10", "a2b9"]
    names.sort_by(|a, b| compare_natural(a, b) < 0)
    assert(names == ["a2b9", "a2b10", "file", "file01", "file1", "file1a", "file9", "file10"])
    assert(compare_natural("x7", "x7") == 0 && compare_natural("x007", "x7") == -1)
    assert(compare_natural("99999999999999999999998", "99999999999999999999999") == -1)
}

test "replacing" {
    assert(replace_n("aaaa", "a", "b", 2) == "bbaa")
    assert(replace_n("abc", "x", "y", 5) == "abc")
    assert(replace_n("abc", "a", "", 0) == "abc")
    assert(replace_all("<a & b>", [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")]) == "&lt;a &amp; b&gt;")
    assert(replace_all("abcabc", [("abc", "x"), ("ab", "y")]) == "xx")
    assert(replace_all("ababc", [("ab", "y"), ("abc", "x")]) == "yyc")
    assert(replace_all("a b", [("a", "b"), ("b", "a")]) == "b a")
    assert(replace_all("abc", []) == "abc")
    assert(replace_all("x", [("", "y")]) == "x")
}

test "mapping and trimming" {
    assert(map_chars("aé1", |c| if c == 'é' { 'e' } else { c }) == "ae1" && filter_chars("a1b2", |c| c.is_digit()) == "12")
    assert(trim_chars("--a-b--", "-") == "a-b" && trim_chars("---", "-") == "" && trim_chars("éaé", "é") == "a")
    assert(trim_start_chars("00120", "0") == "120" && trim_end_chars("1.500", "0") == "1.5" && trim_chars("a", "") == "a")
    assert(trim_space("\u{A0} a b\u{3000}\n") == "a b" && is_blank(" \u{2003}\n") && is_blank("") && !is_blank(" . "))
    assert(trim_prefix("prefix", "pre") == "fix" && trim_prefix("fix", "pre") == "fix" && trim_suffix("a.arc", ".arc") == "a")
}

test "widths" {
    assert(center("ab", 5) == " ab  " && center("ab", 1) == "ab" && center("é", 3, '*') == "*é*")
    assert(take("héllo", 2) == "hé" && take("a", 5) == "a" && take("abc", 0) == "")
    assert(ellipsis("héllo", 5) == "héllo")
    assert(ellipsis("héllo", 4) == "hél…")
    assert(ellipsis("ab", 1) == "…")
    assert(ellipsis("ab", 0) == "")
}

test "lines" {
    assert(indent("a\n\nb\n", "  ") == "  a\n\n  b\n" && indent("", "  ") == "")
    assert(dedent("    a\n      b\n\n    c\n") == "a\n  b\n\nc\n")
    assert(dedent("\ta\n  b") == "\ta\n  b")
    assert(dedent("   \n a") == "\na")
    assert(wrap("the quick brown fox jumps", 10) == "the quick\nbrown fox\njumps")
    assert(wrap("a\nb\n\nc", 80) == "a b\n\nc" && wrap("extraordinary a", 5) == "extraordinary\na" && wrap("", 10) == "")
    for line in wrap("é à ü ö ä ß ñ ç ø å", 7).lines() { assert(line.count_chars() <= 7) }
}
