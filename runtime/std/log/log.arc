namespace log

// Records of what a program does: a time, a level, a message, and pairs of keys and values.
//
//     log.info("listening", "port", 8080)
//
// writes `2026-11-20T08:05:00.123Z INFO  listening port=8080` to standard error. Records below the level are dropped;
// the functions of the package go by the variable ARC_LOG of the environment (`debug`, `info`, `warn`, `error`, `off`),
// else by `info`.

import "std/env"
import "std/time"

/// How much a record matters.
enum Level { Debug, Info, Warn, Error, Off }

/// What records look like.
enum Format { Text, Json }

/// The level of this name in any case, or null.
func level_of(name: string) Level? {
    return match name.to_lower() {
        "debug" => Level.Debug
        "info" => Level.Info
        "warn" | "warning" => Level.Warn
        "error" => Level.Error
        "off" => Level.Off
        _ => null
    }
}

/// Writes records of a level and above.
struct Logger {
    level: Level
    format: Format
    timestamps: bool = true
    _pairs: string                      // what stands at the end of each record, as the format wants it
    _sink: (func(string))? = null       // gets whole lines; null: standard error

    /// A logger to standard error, or to `sink`, which gets one record at a time, with its line end.
    init(self l: *Logger, level: Level = Level.Info, format: Format = Format.Text, sink: (func(string))? = null,
        timestamps: bool = true) {
        l.level = level
        l.format = format
        l._sink = sink
        l.timestamps = timestamps
    }

    /// True when records of this level are written.
    func is_enabled(self l: Logger, level: Level) bool { return level >= l.level && l.level != Level.Off }

    /// A logger that adds these pairs of keys and values to each record.
    func with(self l: Logger, pairs...) Logger {
        let out = l
        let text = StringBuilder{}
        text.add(l._pairs)
        _add_pairs(&text, l.format, pairs...)
        out._pairs = text.finish()
        return out
    }

    /// Writes a record of level Debug: what helps to find mistakes.
    func debug(self l: Logger, message: string, pairs...) {
        if l.is_enabled(Level.Debug) { l._write(Level.Debug, message, pairs...) }
    }

    /// Writes a record of level Info: what happens.
    func info(self l: Logger, message: string, pairs...) {
        if l.is_enabled(Level.Info) { l._write(Level.Info, message, pairs...) }
    }

    /// Writes a record of level Warn: what may be wrong.
    func warn(self l: Logger, message: string, pairs...) {
        if l.is_enabled(Level.Warn) { l._write(Level.Warn, message, pairs...) }
    }

    /// Writes a record of level Error: what is wrong.
    func error(self l: Logger, message: string, pairs...) {
        if l.is_enabled(Level.Error) { l._write(Level.Error, message, pairs...) }
    }

    func _write(self l: Logger, level: Level, message: string, pairs...) {
        let out = StringBuilder{}
        let time = if l.timestamps { time.utc_now().formatted("%FT%T.%LZ") } else { "" }
        match l.format {
            .Text => {
                if l.timestamps { out.add("${time} ") }
                out.add("${"${level}".to_upper():<5} ")
                out.add(_one_line(message))
            }
            .Json => {
                out.add("{")
                if l.timestamps { out.add("\"time\":\"${time}\",") }
                out.add("\"level\":\"${"${level}".to_lower()}\",\"message\":")
                _add_json_text(&out, message)
            }
        }
        _add_pairs(&out, l.format, pairs...)
        out.add(l._pairs)
        if l.format == Format.Json { out.add("}") }
        out.add("\n")
        let line = out.finish()
        if let sink = l._sink { sink(line) } else { eprint(line) }
    }
}

/// The logger of the functions below.
func default_logger() Logger { return Logger(level_of(env.get_or("ARC_LOG", "")) ?? Level.Info) }

/// Writes a record of level Debug to standard error.
func debug(message: string, pairs...) { default_logger().debug(message, pairs...) }

/// Writes a record of level Info to standard error.
func info(message: string, pairs...) { default_logger().info(message, pairs...) }

/// Writes a record of level Warn to standard error.
func warn(message: string, pairs...) { default_logger().warn(message, pairs...) }

/// Writes a record of level Error to standard error.
func error(message: string, pairs...) { default_logger().error(message, pairs...) }

func _add_pairs(out: *StringBuilder, format: Format, pairs...) {
    comptime if pairs.len % 2 != 0 { @compile_error("a value is missing: keys and values stand in pairs") }
    comptime for i, part in pairs {
        comptime if i % 2 == 0 {
            if format == Format.Json {
                out.add(",")
                _add_json_text(out, part)
                out.add(":")
            } else {
                out.add(" ${part}=")
            }
        } else {
            if format == Format.Json { _add_json_value(out, part) } else { _add_text_value(out, part) }
        }
    }
}

/// As it prints, in quotes when a reader could not tell where it ends.
func _add_text_value<T>(out: *StringBuilder, value: T) {
    let text = "${value}"
    let is_plain = !text.is_empty()
    for c in text.chars() { if c <= ' ' || c == '"' || c == '=' || c == '\\' || c.code() == 0x7F { is_plain = false } }
    out.add(if is_plain { text } else { text.quoted() })
}

/// Line ends would look like another record.
func _one_line(message: string) string {
    if message.contains('\n') || message.contains('\r') { return message.quoted() }
    return message
}

func _add_json_value<T>(out: *StringBuilder, value: T) {
    comptime if @kind(T) == "int" || @kind(T) == "bool" {
        out.add_value(value)
    } else comptime if @kind(T) == "float" {
        // JSON has no word for these.
        if value - value == 0.0 { out.add_value(value) } else { out.add("\"${value}\"") }
    } else comptime if @kind(T) == "optional" {
        if let inner = value { _add_json_value(out, inner) } else { out.add("null") }
    } else {
        _add_json_text(out, "${value}")
    }
}

func _add_json_text(out: *StringBuilder, text: string) {
    out.add("\"")
    for c in text.chars() {
        match c {
            '"' => out.add("\\\"")
            '\\' => out.add("\\\\")
            '\n' => out.add("\\n")
            '\r' => out.add("\\r")
            '\t' => out.add("\\t")
            _ => if c < ' ' { out.add("\\u${c.code():04x}") } else { out.add_char(c) }
        }
    }
    out.add("\"")
}
