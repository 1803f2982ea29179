namespace path

test "cleaning" {
    let table = [
        ("abc", "abc"), ("abc/def", "abc/def"), ("a/b/c", "a/b/c"), (".", "."), ("..", ".."), ("../..", "../.."),
        ("../../abc", "../../abc"), ("/abc", "/abc"), ("/", "/"),
        ("", "."),
        ("abc/", "abc"), ("abc/def/", "abc/def"), ("a/b/c/", "a/b/c"), ("./", "."), ("../", ".."), ("../../", "../.."),
        ("/abc/", "/abc"),
        ("abc//def//ghi", "abc/def/ghi"), ("//abc", "/abc"), ("///abc", "/abc"), ("//abc//", "/abc"), ("abc//", "abc"),
        ("abc/./def", "abc/def"), ("/./abc/def", "/abc/def"), ("abc/.", "abc"), ("./abc", "abc"),
        ("abc/def/ghi/../jkl", "abc/def/jkl"), ("abc/def/../ghi/../jkl", "abc/jkl"), ("abc/def/..", "abc"),
        ("abc/def/../..", "."), ("/abc/def/../..", "/"),
        ("abc/def/../../..", ".."), ("/abc/def/../../..", "/"), ("abc/def/../../../ghi/jkl/../../../mno", "../../mno"),
        ("/../abc", "/abc"),
        ("abc/./../def", "def"), ("abc//./../def", "def"), ("abc/../../././../def", "../../def"), ("a/...", "a/..."),
    ]
    for (path, wanted) in table {
        assert(clean(path) == wanted, path)
        assert(clean(wanted) == wanted, wanted)
    }
}

test "joining and splitting" {
    assert(join("a", "b") == "a/b")
    assert(join("a/", "b", "c") == "a/b/c")
    assert(join("a", "/b") == "/b")
    assert(join("", "b") == "b")
    assert(join("a", "") == "a")
    assert(join("a") == "a")
    assert(join("/", "a") == "/a" && join("", "") == "")
    assert(split("a/b") == ("a/", "b"))
    assert(split("a/b/") == ("a/b/", ""))
    assert(split("a") == ("", "a"))
    assert(split("/") == ("/", ""))
    assert(split("") == ("", ""))
    assert(components("/a//b/") == ["/", "a", "b"])
    assert(components("a/..") == ["a", ".."])
    assert(components("").is_empty())
    assert(components("/") == ["/"])
}

test "names and folders" {
    for (path, wanted) in [("", "."), (".", "."), ("/.", "."), ("/", "/"), ("////", "/"), ("x/", "x"), ("abc", "abc"),
        ("abc/def", "def"), ("a/b/.x", ".x"), ("a/b/c.", "c."), ("a/b/c.x", "c.x")] {
        assert(base_name(path) == wanted, path)
    }
    for (path, wanted) in [("", "."), (".", "."), ("/.", "/"), ("/", "/"), ("/foo", "/"), ("x/", "."), ("abc", "."),
        ("abc/def", "abc"), ("a/b/c.x", "a/b"), ("a//b", "a"), ("//a", "/"), ("a/b//", "a")] {
        assert(parent(path) == wanted, path)
    }
    for (path, ending, rest) in [("a.arc", ".arc", "a"), ("a.tar.gz", ".gz", "a.tar"), ("x/.profile", "", ".profile"),
        ("a.dir/b", "", "b"), ("a.", ".", "a"), ("..", "", ".."), ("x/..", "", ".."), ("", "", "."),
        ("a.b/", ".b", "a")] {
        assert(extension(path) == ending, path)
        assert(stem(path) == rest, path)
    }
    assert(with_extension("a/b.txt", ".md") == "a/b.md")
    assert(with_extension("a/b", ".md") == "a/b.md")
    assert(with_extension("a/b.txt", "") == "a/b")
    assert(with_extension("a.b/", ".c") == "a.c")
    assert(with_name("a/b.txt", "c") == "a/c")
    assert(with_name("b", "c") == "c")
    assert(with_name("/b", "c") == "/c")
    assert(with_name("./b", "c") == "./c")
    assert(is_absolute("/a") && !is_absolute("a/") && !is_absolute(""))
}

test "relative paths" {
    let table = [
        ("a/b", "a/b", "."), ("a/b/.", "a/b", "."), ("./a/b", "a/b", "."), ("ab/cd", "ab/cde", "../cde"),
        ("a/b", "a/b/c/d", "c/d"), ("a/b", "a/b/../c", "../c"), ("a/b/../c", "a/b", "../b"),
        ("a/b/c", "a/c/d", "../../c/d"), ("a/b", "c/d", "../../c/d"), (".", "a", "a"), ("a", ".", ".."),
        ("..", "../a", "a"), ("/a/b", "/a/b/c", "c"), ("/a/b", "/x", "../../x"), ("/", "/a", "a"), ("/a", "/", ".."),
        ("../../a", "../../a/b", "b"), ("/", "/", "."),
    ]
    for (base, target, wanted) in table {
        let found = relative(base, target)!
        assert(found == wanted, "${base} ${target}: ${found}")
        if !clean(base).starts_with("..") { assert(clean(join(base, found)) == clean(target)) }
    }
    assert(relative("..", "a").is_err())
    assert(relative("../..", "..").is_err())
    assert(relative("a", "/a").is_err())
    assert(relative("/a", "a").is_err())
    assert(is_inside("a/b/c", "a/b"))
    assert(is_inside("a", "a"))
    assert(!is_inside("a/bc", "a/b"))
    assert(!is_inside("a/b/../c", "a/b"))
    assert(is_inside("/x", "/"))
    assert(is_inside("x", "."))
    assert(!is_inside("../x", "."))
    assert(!is_inside("/x", "."))
}

test "patterns" {
    let table = [
        ("abc", "abc", true), ("*", "abc", true), ("*c", "abc", true), ("a*", "a", true), ("a*", "abc", true),
        ("a*", "ab/c", false), ("a*/b", "abc/b", true), ("a*/b", "a/c/b", false),
        ("a*b*c*d*e*/f", "axbxcxdxe/f", true), ("a*b*c*d*e*/f", "axbxcxdxexxx/f", true),
        ("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false), ("a*b*c*d*e*/f", "axbxcxdxexxx/fff", false),
        ("a*b?c*x", "abxbbxdbxebxczzx", true),
        ("a*b?c*x", "abxbbxdbxebxczzy", false), ("ab[c]", "abc", true), ("ab[b-d]", "abc", true),
        ("ab[e-g]", "abc", false), ("ab[^c]", "abc", false), ("ab[^b-d]", "abc", false), ("ab[!e-g]", "abc", true),
        ("a\\*b", "a*b", true),
        ("a\\*b", "ab", false), ("a?b", "a☺b", true), ("a[^a]b", "a☺b", true), ("a???b", "a☺b", false),
        ("[a-ζ]*", "α", true), ("*[a-ζ]", "A", false), ("a?b", "a/b", false), ("a*b", "a/b", false),
        ("[\\]a]", "]", true), ("[\\-]", "-", true),
        ("[x\\-]", "x", true), ("[x\\-]", "-", true), ("[x\\-]", "z", false), ("[-x]", "-", true), ("[a-]", "-", true),
        ("[]a]", "]", true), ("*x", "xxx", true), ("", "", true), ("", "a", false), ("a/**", "a/b/c", true),
        ("a/**", "a", true),
        ("**/c", "a/b/c", true), ("**/c", "c", true), ("a/**/c", "a/c", true), ("a/**/c", "a/x/y/c", true),
        ("a/**/c", "a/x/y/d", false), ("**", "", true), ("**/**", "a/b", true), ("*.arc", "x.arc", true),
        ("*.arc", "d/x.arc", false), ("**/*.arc", "d/e/x.arc", true),
        ("a**b", "axyb", true), ("***", "abc", true),
    ]
    for (pattern, name, wanted) in table { assert(matches(pattern, name)! == wanted, "${pattern} ${name}") }
    for bad in ["[", "[a", "[^", "[]", "[z-a]", "a\\", "[a\\", "[a-"] { assert(matches(bad, "a").is_err(), bad) }
    // Many stars take no exponential time.
    assert(!matches("*a".repeat(40) + "b", "a".repeat(400))!)
}
