namespace flag

import "std/strings"

/// Code of the error that says that help was asked for; its message is the help.
const HelpWanted: int32 = 2001
/// Code of errors about arguments that make no sense.
const BadUsage: int32 = 2002

struct _Flag {
    name: string
    short: char?
    value: string           // what the help calls its value; empty for switches
    help: string
    fallback: string        // the default as text, for the help
    is_switch: bool
    many: bool
    required: bool
}

struct _Positional {
    name: string
    help: string
    required: bool
    many: bool
}

/// What a program takes on its command line: flags with a value (`--jobs 4`, `--jobs=4`, `-j 4`, `-j4`), switches
/// (`--verbose`, `-v`, `--no-verbose`), and positional arguments, also negative numbers. Short switches may stand
/// together (`-vx`); behind `--` all is positional. `--help` and `-h`
/// are always there.
struct Command {
    name: string
    about: string
    _flags: vector<_Flag>
    _positionals: vector<_Positional>

    init(self c: *Command, name: string, about: string = "") {
        c.name = name
        c.about = about
    }

    /// Adds a flag with a value. A word in back quotes in `help` names the value there: "how many `WORKERS`". A flag
    /// that may be given many times collects its values; one that is not `required` may have a `fallback`.
    func add(self c: *Command, name: string, help: string = "", short: char? = null, fallback: string = "",
        many: bool = false, required: bool = false) {
        let value = strings.between(help, "`", "`") ?? "VALUE"
        c._add(_Flag{name, short, value: value, help: help.replace("`", ""), fallback, many, required})
    }

    /// Adds a flag without a value.
    func add_switch(self c: *Command, name: string, help: string = "", short: char? = null) {
        c._add(_Flag{name, short, help, is_switch: true})
    }

    func _add(self c: *Command, f: _Flag) {
        if c._find(f.name).is_some() || f.name == "help" { panic("flag: --${f.name} is there twice") }
        if let letter = f.short { if c._find_short(letter).is_some() { panic("flag: -${letter} is there twice") } }
        c._flags.push(f)
    }

    /// Adds a positional argument; the last one may stand for many. Required ones come first.
    func add_positional(self c: *Command, name: string, help: string = "", required: bool = true, many: bool = false) {
        if !c._positionals.is_empty() {
            let last = c._positionals[c._positionals.len() - 1]
            if last.many || (required && !last.required) { panic("flag: ${name} cannot follow ${last.name}") }
        }
        c._positionals.push(_Positional{name, help, required, many})
    }

    func _find(self c: Command, name: string) usize? { return c._flags.position(|f| f.name == name) }

    func _find_short(self c: Command, letter: char) usize? { return c._flags.position(|f| f.short == letter) }

    /// Takes arguments apart (without the program's name). The error has the code `HelpWanted` or `BadUsage`.
    func parse(self c: Command, arguments: vector<string>) Matches! {
        let out = Matches{}
        let positional: vector<string> = []
        let i: usize = 0
        for i < arguments.len() {
            let argument = arguments[i]
            i += 1
            if argument == "--" {
                positional.extend(arguments[i..])
                break
            }
            if argument == "-" || !argument.starts_with("-") || c._is_negative_number(argument) {
                positional.push(argument)
                continue
            }
            if argument == "--help" { return error(c.help(), code: HelpWanted) }
            if let long = argument.strip_prefix("--") {
                let (name, value) = _name_and_value(long)
                let known = c._find(name)
                if known == null {
                    if let positive = name.strip_prefix("no-") {
                        if let at = c._find(positive) {
                            if c._flags[at].is_switch && value == null {
                                out._put(positive, "false", false)
                                continue
                            }
                        }
                    }
                    return c._unknown(name)
                }
                let f = c._flags[known!]
                if f.is_switch {
                    if let text = value { if text != "true" && text != "false" { return _usage("--${name} takes no value") } }
                    out._put(name, value ?? "true", false)
                    continue
                }
                if value == null {
                    if i == arguments.len() { return _usage("--${name} wants a value: --${name} ${f.value}") }
                    value = arguments[i]
                    i += 1
                }
                out._put(name, value!, f.many)
                continue
            }
            let rest = argument[1..].chars()
            for let letter = rest.next() {
                let known = c._find_short(letter)
                if known == null && letter == 'h' { return error(c.help(), code: HelpWanted) }
                let f = c._flags[known ?? return _usage("unknown flag -${letter}")]
                if f.is_switch {
                    out._put(f.name, "true", false)
                    continue
                }
                let value = argument[1 + rest.position()..]
                if value.is_empty() {
                    if i == arguments.len() { return _usage("-${letter} wants a value: -${letter} ${f.value}") }
                    value = arguments[i]
                    i += 1
                } else {
                    value = value.strip_prefix("=") ?? value
                }
                out._put(f.name, value, f.many)
                break
            }
        }
        c._place(&out, positional)?
        for f in c._flags {
            if f.required && !out.has(f.name) { return _usage("--${f.name} ${f.value} is missing") }
            if !f.fallback.is_empty() && !out.has(f.name) { out._fallbacks[f.name] = f.fallback }
        }
        return out
    }

    /// Gives the positional arguments their names.
    func _place(self c: Command, out: *Matches, positional: vector<string>) void! {
        let next: usize = 0
        for p in c._positionals {
            if p.many {
                if p.required && next == positional.len() { return _usage("${p.name} is missing") }
                out._values[p.name] = positional[next..].to_vector()
                next = positional.len()
            } else if next < positional.len() {
                out._values[p.name] = [positional[next]]
                next += 1
            } else if p.required {
                return _usage("${p.name} is missing")
            }
        }
        if next < positional.len() { return _usage("unexpected argument ${positional[next].quoted()}") }
    }

    /// True for `-3` and `-.5`, unless there is a flag `-3`.
    func _is_negative_number(self c: Command, argument: string) bool {
        let first = argument[1].to_char()
        return (first.is_digit() || first == '.') && c._find_short(first).is_null() && argument.parse_float().is_ok()
    }

    func _unknown(self c: Command, name: string) error {
        let names = c._flags.map(|f| f.name)
        names.push("help")
        if let near = strings.closest(name, names) { return _usage("unknown flag --${name}; did you mean --${near}?") }
        return _usage("unknown flag --${name}")
    }

    /// One line: how the program is called.
    func usage(self c: Command) string {
        let out = "usage: ${c.name}"
        for f in c._flags { if f.required { out += " --${f.name} ${f.value}" } }
        out += " [OPTION]…"
        for p in c._positionals {
            let name = if p.many { "${p.name}…" } else { p.name }
            out += if p.required { " ${name}" } else { " [${name}]" }
        }
        return out
    }

    /// The whole help: usage, what the program is about, arguments, flags.
    func help(self c: Command) string {
        let rows: vector<(string, string)> = []
        for p in c._positionals { if !p.help.is_empty() { rows.push((if p.many { "${p.name}…" } else { p.name }, p.help)) } }
        for f in c._flags {
            let left = if let letter = f.short { "-${letter}, --${f.name}" } else { "    --${f.name}" }
            if !f.is_switch { left += " ${f.value}" }
            let notes = f.help
            if f.required { notes += if notes.is_empty() { "required" } else { " (required)" } }
            if f.many { notes += if notes.is_empty() { "may be repeated" } else { " (may be repeated)" } }
            if !f.fallback.is_empty() {
                notes += if notes.is_empty() { "default: ${f.fallback}" } else { " (default: ${f.fallback})" }
            }
            rows.push((left, notes))
        }
        rows.push(("${if c._find_short('h').is_some() { "    " } else { "-h, " }}--help", "show this help"))
        let width: usize = 0
        for (left, _) in rows { if left.count_chars() <= 28 { width = max(width, left.count_chars()) } }
        let out = StringBuilder{}
        out.add_line(c.usage())
        if !c.about.is_empty() { out.add("\n${strings.wrap(c.about, 80)}\n") }
        out.add("\n")
        for (left, right) in rows {
            let lines = strings.wrap(right, 76 - min(width, 46)).lines()
            out.add("  ${if lines.is_empty() { left } else { left.pad_end(width) }}")
            if left.count_chars() > width && !lines.is_empty() { out.add("\n  ${" ".repeat(width)}") }
            for i, line in lines {
                if i > 0 { out.add("\n  ${" ".repeat(width)}") }
                out.add("  ${line}")
            }
            out.add("\n")
        }
        return out.finish()
    }
}

func _usage(message: string) error { return error(message, code: BadUsage) }

func _name_and_value(text: string) (string, string?) {
    if let (name, value) = text.split_once("=") { return (name, value) }
    return (text, null)
}

/// What a command line holds.
struct Matches {
    _values: map<string, vector<string>>
    _fallbacks: map<string, string>

    func _put(self m: *Matches, name: string, value: string, many: bool) {
        if many { m._values[name].push(value) } else { m._values[name] = [value] }
    }

    /// True when the flag or argument was given.
    func has(self m: Matches, name: string) bool {
        if let given = m._values.get(name) { return !given.is_empty() }
        return false
    }

    /// True when the switch was given and not taken back by `--no-…`.
    func is_set(self m: Matches, name: string) bool { return m.find(name) == "true" }

    /// The value of a flag or argument as text, the last one when it was given many times, or its fallback, or null.
    func find(self m: Matches, name: string) string? {
        if let all = m._values.get(name) { if let last = all.last() { return last } }
        return m._fallbacks.get(name)
    }

    /// The value as text; `""` when there is none.
    func text(self m: Matches, name: string) string { return m.find(name) ?? "" }

    /// The value as a `T`: a number, `bool`, `char`, `string`, `duration`, or an enum without payloads.
    func get<T>(self m: Matches, name: string) T! {
        let text = m.find(name) ?? return _usage("--${name} is missing")
        return value_of<T>(text).context("--${name}")
    }

    /// All values of a flag or argument that may stand many times.
    func all(self m: Matches, name: string) vector<string> { return m._values.get_or(name, []) }
}

/// Which of `commands` the first argument names, and the arguments behind it: for programs such as `git`. The error has
/// the code `BadUsage`, or `HelpWanted` for `--help`, `-h` or `help`.
func subcommand(arguments: vector<string>, commands: vector<string>) (string, vector<string>)! {
    let list = "commands: ${commands.join(", ")}"
    if arguments.is_empty() { return _usage("a command is missing; ${list}") }
    let name = arguments[0]
    if commands.contains(name) { return (name, arguments[1..].to_vector()) }
    if name == "--help" || name == "-h" || name == "help" { return error(list, code: HelpWanted) }
    if let near = strings.closest(name, commands) {
        return _usage("unknown command ${name.quoted()}; did you mean ${near.quoted()}?")
    }
    return _usage("unknown command ${name.quoted()}; ${list}")
}
