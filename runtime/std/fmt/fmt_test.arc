namespace fmt

test "patterns" {
    assert(format("{} + {} = {}", 1, 2, 3) == "1 + 2 = 3")
    assert(format("{1} {0} {1}", "a", 'b') == "b a b")
    assert(format("no values") == "no values")
    assert(format("{{{}}}", 5) == "{5}")
    assert(format("[{:>5}] [{:<5}] [{:^5}] [{:*^5}]", "ab", "ab", "ab", "ab") == "[   ab] [ab   ] [ ab  ] [*ab**]")
    assert(format("{:.2} {:08.3} {:+} {:#x} {:#010b} {:X} {:?}", 3.14159, -2.5, 7, 255, 5, 255,
        "q\n") == "3.14 -002.500 +7 0xff 0b00000101 FF \"q\\n\"")
}

test "formats agree with interpolation" {
    assert(format("{:>8.2}", 1.255) == "${1.255:>8.2}")
    assert(format("{:05}", -3) == "${-3:05}")
    assert(format("{:é>4}", "x") == "${"x":é>4}")
    assert(format("{:e}", 1500) == "${1500:e}")
    assert(format("{:?}", [1, 2]) == "${[1, 2]:?}")
    assert(format("{:.1}", [1.25, 2.0]) == "${[1.25, 2.0]:.1}")
    assert(format("{:<6}|", [1]) == "${[1]:<6}|")
}

test "patterns that are wrong" {
    for (pattern, message) in [("{", "a { without }"), ("}", "a single }"), ("{x}", "bad number"),
        ("{0", "a { without }"), ("{1}", "there is no value 1"), ("{} {}", "there is no value 1"),
        ("{:zz}", "bad format"), ("{:5.}", "bad format"), ("{:x5}", "bad format"), ("{:9999999}", "bad format")] {
        if let err(e) = try_format(pattern, 1) {
            assert(e.message.contains(message), "${pattern}: ${e}")
        } else {
            panic(pattern)
        }
    }
}

test "words" {
    assert(plural(1, "file") == "1 file")
    assert(plural(0, "file") == "0 files")
    assert(plural(2, "entry", "entries") == "2 entries")
    assert(plural(-1, "file") == "-1 file")
    assert(list([]) == "")
    assert(list(["a"]) == "a")
    assert(list(["a", "b"]) == "a and b")
    assert(list(["a", "b", "c"], last: "or") == "a, b or c")
}

test "tables" {
    let t = Table(["name", "size", "é"])
    t.add("a.txt", 120, true)
    t.add("longer name", 7, false)
    assert("${t}" == "name         size  é\n-----------  ----  -----\na.txt         120  true\nlonger name     7  false\n", "${t}")
    t.align(0, Align.Right)
    t.align(2, Align.Center)
    assert(t.to_string().lines()[2] == "      a.txt   120  true" && t.len() == 2)
    let m = Table(["a", "b"])
    m.add("x|y", 1)
    assert(m.to_markdown() == "| a   |   b |\n| --- | --: |\n| x\\|y |   1 |\n", m.to_markdown())
    let plain = Table()
    plain.add_row(["a", "b"])
    plain.add_row(["ccc"])
    plain.separator = " | "
    assert("${plain}" == "a   | b\nccc\n" && "${Table()}" == "")
}

test "columns" {
    let words = ["a", "bb", "ccc", "dddd", "eeeee"]
    assert(columns(words, width: 80) == "a  bb  ccc  dddd  eeeee\n")
    assert(columns([]) == "")
    assert(columns(words, width: 1) == words.join("\n") + "\n")
    assert(columns(words, width: 16) == "a   ccc   eeeee\nbb  dddd\n", columns(words, width: 16))
    for width in 5..30 {
        for line in columns(words, width: cast<usize>(width)).lines() {
            assert(line.count_chars() <= cast<usize>(width))
        }
    }
}

struct _Node {
    name: string
    children: vector<_Node>
    weight: float64?
}

enum _Shape { Circle(radius: float64), Named(name: string, shape: _Shape) }

test "pretty" {
    let leaf = _Node{name: "leaf"}
    assert(pretty(leaf) == "${leaf:?}" && pretty([1, 2]) == "[1, 2]" && pretty<vector<int64>>([], width: 1) == "[]")
    let tree = _Node{name: "root", children: [leaf, leaf], weight: 1.5}
    assert(pretty(tree, width: 50) == """
        _Node {
            name: "root",
            children: [
                _Node {
                    name: "leaf",
                    children: [],
                    weight: null,
                },
                _Node {
                    name: "leaf",
                    children: [],
                    weight: null,
                },
            ],
            weight: 1.5,
        }
        """, pretty(tree, width: 50))
    assert(pretty({"a": [1, 2], "b": []}, width: 5) == "{\n    \"a\": [\n        1,\n        2,\n    ],\n    \"b\": [],\n}")
    assert(pretty(_Shape.Named("c", _Shape.Circle(1.0)),
        width: 10) == "Named(\n    \"c\",\n    Circle(\n        1.0,\n    ),\n)")
}
