namespace flag

import "std/os"
import "std/path"
import "std/strconv"
import "std/strings"
import "std/time"

// Command lines into structs.
//
//     /// Does things.
//     struct Options {
//         /// how many `WORKERS`
//         @short('j')
//         jobs: int64 = 4
//         verbose: bool
//         output: string?
//         include: vector<string>
//         /// what to read
//         @argument
//         files: vector<string>
//     }
//
//     let options = flag.parse<Options>()
//
// takes `--jobs 8 --verbose --include a --include b x.txt y.txt`. A field is a flag of its name with `-` for `_`: a `bool` a
// switch, an optional one without default, a vector one that may be repeated. Its comment is its help, where a word in back quotes
// names the value; that of the struct says what the program is about. A field marked `@argument` is an argument without a name,
// one marked `@flag("name")` has that name.

/// The value that a text of a command line stands for, by its type.
func value_of<T>(text: string) T! {
    comptime if @kind(T) == "string" {
        return text
    } else comptime if @kind(T) == "int" {
        return strconv.parse<T>(text)
    } else comptime if @kind(T) == "bool" {
        return strconv.parse_bool(text)
    } else comptime if @kind(T) == "duration" {
        return time.parse_duration(text)
    } else comptime if @kind(T) == "enum" {
        let names: vector<string> = []
        comptime for c in @variants(T) {
            if strings.equal_fold(c.name, text) { return _case<T>(c.index) }
            names.push(c.name.to_lower())
        }
        return _usage("${text.quoted()} is none of ${names.join(", ")}")
    } else {
        return text.parse<T>()
    }
}

/// The case with this index, of an enum without payloads.
func _case<T>(index: usize) T {
    let room: [4]uint64
    let place = @ptr_cast<T>(room.pointer())
    comptime for c in @variants(T) {
        if index == c.index {
            comptime for _f in @payload(c) { @compile_error("only enums without payloads stand in command lines") }
            @variant_init(place, c)
        }
    }
    return *place
}

func _is_many<T>() bool { return @kind(T) == "vector" }

/// How the help calls a value.
func _value_name<T>() string {
    comptime if @kind(T) == "int" || @kind(T) == "float" {
        return "N"
    } else comptime if @kind(T) == "duration" {
        return "TIME"
    } else comptime if @kind(T) == "string" {
        return "TEXT"
    } else comptime if @kind(T) == "enum" {
        let names: vector<string> = []
        comptime for c in @variants(T) { names.push(c.name.to_lower()) }
        return names.join("|")
    } else comptime if @kind(T) == "vector" || @kind(T) == "optional" {
        return _value_name<@element(T)>()
    } else {
        return "VALUE"
    }
}

/// A comment as one line.
func _one_line(doc: string) string { return doc.split_whitespace().join(" ") }

/// The name of a field on the command line.
func _name_of(field: string, own: string, is_argument: bool) string {
    if !own.is_empty() { return own }
    let name = field.replace("_", "-")
    return if is_argument { name.to_upper() } else { name }
}

/// The command that the fields of `T` describe. `about`: else the comment of `T`.
func command_of<T>(name: string, about: string = "") Command where @kind(T) == "struct" {
    let out = Command(name, if about.is_empty() { _one_line(@doc(T)) } else { about })
    let defaults: T
    comptime for f in @fields(T) {
        let text = _one_line(f.doc)
        let help = text.replace("`", "")
        comptime if @has_attribute(f, "argument") {
            out.add_positional(_name_of(f.name, @attribute(f, "flag"), true), help,
                required: @kind(@fieldtype(f)) != "optional" && !_is_many<@fieldtype(f)>(), many: _is_many<@fieldtype(f)>())
        } else {
            let short: char? = null
            comptime if @has_attribute(f, "short") { short = @attribute(f, "short") }
            let long = _name_of(f.name, @attribute(f, "flag"), false)
            comptime if @kind(@fieldtype(f)) == "bool" {
                out._add(_Flag{name: long, short, help, fallback: if defaults.@field(f) { "true" } else { "" }, is_switch: true})
            } else {
                let value = strings.between(text, "`", "`") ?? _value_name<@fieldtype(f)>()
                out._add(_Flag{name: long, short, value, help, fallback: _default_text(defaults.@field(f)),
                    many: _is_many<@fieldtype(f)>()})
            }
        }
    }
    return out
}

/// The default for the help; nothing where it says nothing.
func _default_text<T>(value: T) string {
    comptime if @kind(T) == "optional" || @kind(T) == "vector" {
        return ""
    } else comptime if @kind(T) == "enum" {
        return "${value}".to_lower()
    } else comptime if @kind(T) == "duration" {
        return time.format_duration(value)
    } else {
        return "${value}"
    }
}

/// A struct from arguments (without the program's name). The error has the code `HelpWanted`, and the help as its
/// message, or `BadUsage`.
func parse_arguments<T>(arguments: vector<string>, name: string, about: string = "") T! where @kind(T) == "struct" {
    let found = command_of<T>(name, about).parse(arguments)?
    let out: T
    comptime for f in @fields(T) {
        let key = _name_of(f.name, @attribute(f, "flag"), @has_attribute(f, "argument"))
        if found.has(key) {
            _set(&out.@field(f), found.all(key)).context(if @has_attribute(f, "argument") { key } else { "--${key}" })?
        }
    }
    return out
}

func _set<T>(to: *T, texts: vector<string>) void! {
    comptime if @kind(T) == "vector" {
        to.clear()
        for text in texts { to.push(_checked<@element(T)>(text)?) }
    } else comptime if @kind(T) == "optional" {
        let value: @element(T) = _checked<@element(T)>(texts[texts.len() - 1])?
        *to = value
    } else {
        *to = _checked<T>(texts[texts.len() - 1])?
    }
}

/// As `value_of`, all errors with the code `BadUsage`.
func _checked<T>(text: string) T! {
    return value_of<T>(text) catch |e| { return _usage(e.message) }
}

/// A struct from the program's own arguments. For `--help` it prints the help and ends the program with exit code 0;
/// when the arguments make no sense it says why on standard error and ends with exit code 2.
func parse<T>(about: string = "") T where @kind(T) == "struct" {
    let name = path.base_name(os.args[0])
    return parse_arguments<T>(os.args.rest(), name, about) catch |e| { end(name, e) }
}

/// Ends the program for an error of this package: help on standard output and exit code 0, or the message and exit code 2.
func end(name: string, e: error) never {
    if e.code == HelpWanted {
        print(e.message)
        os.exit(0)
    }
    eprintln("${name}: ${e}")
    eprintln("Try ${name} --help.")
    os.exit(2)
}
