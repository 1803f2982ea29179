namespace flag

func _command() Command {
    let c = Command("tool", about: "Does things.")
    c.add("jobs", "how many `WORKERS`", short: 'j', fallback: "4")
    c.add("include", "a folder", short: 'I', many: true)
    c.add_switch("verbose", "say more", short: 'v')
    c.add_switch("quiet", short: 'q')
    c.add_positional("FILE", "what to read")
    c.add_positional("MORE", required: false, many: true)
    return c
}

func _words(line: string) vector<string> { return line.split_whitespace() }

test "all spellings" {
    for line in ["x --jobs 8 -v", "--jobs=8 --verbose x", "-j 8 -v x", "-j8 x -v", "-vj8 x", "-vj 8 -- x",
        "x -j=8 --verbose=true", "-j 1 -j 8 -v x", "-q -vj8 x --no-quiet"] {
        let m = _command().parse(_words(line))?
        assert(m.get<int64>("jobs")? == 8 && m.is_set("verbose") && !m.is_set("quiet") && m.text("FILE") == "x" &&
            m.all("MORE").is_empty(), line)
    }
    let m = _command().parse(_words("a -I x -Iy --include=z b - -- --jobs"))?
    assert(m.get<int32>("jobs")? == 4)
    assert(!m.has("jobs"))
    assert(m.all("include") == ["x", "y", "z"])
    assert(m.text("FILE") == "a")
    assert(m.all("MORE") == ["b", "-", "--jobs"])
    assert(_command().parse(["x", "--jobs=", "-I", "-v"])?.text("jobs") == "")
    assert(_command().parse(["x", "-I", "-v"])?.all("include") == ["-v"])
    assert(_command().parse(["x", "--jobs=-3"])?.get<int64>("jobs")? == -3)
    assert(_command().parse(["x", "--jobs", "0x10"])?.get<uint8>("jobs")? == 16)
}

test "negative numbers are arguments" {
    let m = _command().parse(_words("-3 -0.5 -.5e3 -j -2"))?
    assert(m.text("FILE") == "-3" && m.all("MORE") == ["-0.5", "-.5e3"] && m.get<int64>("jobs")? == -2)
    assert(_command().parse(["-3x"]).is_err())
    let digits = Command("digits")
    digits.add_switch("three", short: '3')
    assert(digits.parse(["-3"])?.is_set("three"))
}

test "what is wrong" {
    let table = [
        ("", "FILE is missing"), ("x --jobs", "--jobs wants a value: --jobs WORKERS"),
        ("x -j", "-j wants a value: -j WORKERS"), ("x --verbos", "unknown flag --verbos; did you mean --verbose?"),
        ("x --xyzzy", "unknown flag --xyzzy"),
        ("x -z", "unknown flag -z"), ("x -vz", "unknown flag -z"), ("x --verbose=3", "--verbose takes no value"),
        ("x --no-jobs", "unknown flag --no-jobs; did you mean --jobs?"),
        ("x --hepl", "unknown flag --hepl; did you mean --help?"),
    ]
    for (line, message) in table {
        if let err(e) = _command().parse(_words(line)) {
            assert(e.message == message && e.code == BadUsage, e.message)
        } else {
            panic(line)
        }
    }
    let strict = Command("s")
    strict.add("out", required: true)
    if let err(e) = strict.parse([]) { assert(e.message == "--out VALUE is missing") } else { panic("no error") }
    if let err(e) = strict.parse(["--out", "a", "b"]) {
        assert(e.message == "unexpected argument \"b\"")
    } else {
        panic("no error")
    }
    let m = _command().parse(["x", "--jobs", "many"])?
    if let err(e) = m.get<int64>("jobs") {
        assert("${e}" == "--jobs: \"many\" is not a whole number")
    } else {
        panic("no error")
    }
    assert(strict.usage() == "usage: s --out VALUE [OPTION]…")
}

test "help" {
    for line in ["--help", "-h", "x -vh", "--jobs 3 --help --nonsense"] {
        if let err(e) = _command().parse(_words(line)) {
            assert(e.code == HelpWanted && e.message == _command().help())
        } else {
            panic(line)
        }
    }
    let expected = """
        usage: tool [OPTION]… FILE [MORE…]

        Does things.

          FILE                 what to read
          -j, --jobs WORKERS   how many WORKERS (default: 4)
          -I, --include VALUE  a folder (may be repeated)
          -v, --verbose        say more
          -q, --quiet
          -h, --help           show this help
        """
    assert(_command().help() == expected + "\n", _command().help())
    let long = Command("long")
    long.add("a-flag-with-a-very-long-name-indeed", "text " + "word ".repeat(30))
    long.add_switch("h-taken", short: 'h')
    for line in long.help().lines() { assert(line.count_chars() <= 80, line) }
    assert(long.help().contains("      --help"))
    assert(long.parse(["-h"])?.is_set("h-taken"))
}

enum _Level { Low, High }

/// Does
/// things.
struct _Options {
    /// how many `WORKERS`
    @short('j')
    jobs: int64 = 4
    ratio: float64 = 0.5
    /// say
    /// more
    @short('v')
    verbose: bool
    color: bool = true
    output_file: string?
    limit: uint8?
    include: vector<string>
    /// how much
    level: _Level = _Level.Low
    wait: duration = 90_s
    @flag("label")
    name: string = "none"
    /// what to read
    @argument
    input: string
    @argument
    rest: vector<int64>
}

func _parse(line: string) _Options! { return parse_arguments<_Options>(_words(line), "tool") }

test "structs" {
    let o = _parse("in.txt")?
    assert(o.jobs == 4)
    assert(o.ratio == 0.5)
    assert(!o.verbose)
    assert(o.color)
    assert(o.output_file == null)
    assert(o.limit == null)
    assert(o.include.is_empty())
    assert(o.level == _Level.Low)
    assert(o.wait == 90_s)
    assert(o.input == "in.txt")
    assert(o.rest.is_empty())
    let p = _parse("in.txt -j 9 --ratio=2e3 -v --no-color --output-file out --limit 255 --include a --include b --level HIGH --wait 1m30s --label x 1 2 -- -3")?
    assert(p.jobs == 9)
    assert(p.ratio == 2000.0)
    assert(p.verbose)
    assert(!p.color)
    assert(p.output_file == "out")
    assert(p.limit == 255)
    assert(p.include == ["a", "b"])
    assert(p.level == _Level.High)
    assert(p.wait == 90_s)
    assert(p.name == "x")
    assert(p.rest == [1, 2, -3])
    for (line, message) in [("", "INPUT is missing"), ("x --limit 256", "--limit: 256 does not fit uint8"),
        ("x --level none", "--level: \"none\" is none of low, high"), ("x y", "REST: \"y\" is not a whole number"),
        ("x --wait 5", "--wait: \"5\" is not a duration: a unit is missing"),
        ("x --ratio y", "--ratio: \"y\" is not a number")] {
        if let err(e) = _parse(line) { assert("${e}" == message && e.code == BadUsage, "${e}") } else { panic(line) }
    }
    if let err(e) = _parse("-h") {
        for part in ["usage: tool [OPTION]… INPUT [REST…]", "-j, --jobs WORKERS", "(default: 4)", "--level low|high",
            "how much (default: low)", "--wait TIME", "\n\nDoes things.\n", "--verbose           say more\n", "--label TEXT", "default: 1m30s", "--include TEXT",
            "    --color             default: true\n", "--limit N\n"] {
            assert(e.message.contains(part), "${part}: ${e.message}")
        }
    } else {
        panic("no help")
    }
}

test "subcommands" {
    let (name, rest) = subcommand(["build", "-v", "x"], ["build", "run"])?
    assert(name == "build" && rest == ["-v", "x"])
    for (line, message) in [("", "a command is missing; commands: build, run"),
        ("biuld", "unknown command \"biuld\"; did you mean \"build\"?"),
        ("x", "unknown command \"x\"; commands: build, run")] {
        if let err(e) = subcommand(_words(line), ["build", "run"]) {
            assert(e.message == message && e.code == BadUsage, e.message)
        } else {
            panic(line)
        }
    }
    if let err(e) = subcommand(["help"], ["build"]) { assert(e.code == HelpWanted) } else { panic("no help") }
}
