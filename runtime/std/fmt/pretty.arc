namespace fmt

/// Any value as text of several lines, each part in a line of its own, indented; what fits into `width` characters
/// stays in one line.
func pretty<T>(value: T, width: usize = 80) string {
    let out = StringBuilder{}
    _pretty(&out, value, 0, width)
    return out.finish()
}

func _pretty<T>(out: *StringBuilder, value: T, depth: usize, width: usize) {
    let short = "${value:?}"
    comptime if @kind(T) == "vector" || @kind(T) == "slice" || @kind(T) == "array" || @kind(T) == "set" {
        if _fits(short, depth, width) || value.len() == 0 {
            out.add(short)
            return
        }
        let (open, close) = if @kind(T) == "set" { ("{", "}") } else { ("[", "]") }
        out.add_line(open)
        for x in value {
            _indent(out, depth + 1)
            _pretty(out, x, depth + 1, width)
            out.add_line(",")
        }
        _indent(out, depth)
        out.add(close)
    } else comptime if @kind(T) == "map" {
        if _fits(short, depth, width) || value.is_empty() {
            out.add(short)
            return
        }
        out.add_line("{")
        for k, x in value {
            _indent(out, depth + 1)
            out.add("${k:?}: ")
            _pretty(out, x, depth + 1, width)
            out.add_line(",")
        }
        _indent(out, depth)
        out.add("}")
    } else comptime if @kind(T) == "optional" {
        if let inner = value { _pretty(out, inner, depth, width) } else { out.add("null") }
    } else comptime if @kind(T) == "struct" {
        comptime if @has_method(T, "format") || @has_method(T, "to_string") {
            out.add(short)
        } else {
            if _fits(short, depth, width) {
                out.add(short)
                return
            }
            out.add_line("${(@name_of(T).split_once("<") ?? (@name_of(T), "")).0} {")
            comptime for f in @fields(T) {
                _indent(out, depth + 1)
                out.add("${f.name}: ")
                _pretty(out, value.@field(f), depth + 1, width)
                out.add_line(",")
            }
            _indent(out, depth)
            out.add("}")
        }
    } else comptime if @kind(T) == "enum" {
        if _fits(short, depth, width) {
            out.add(short)
            return
        }
        comptime for c in @variants(T) {
            if @is_variant(value, c) {
                out.add_line("${c.name}(")
                comptime for f in @payload(c) {
                    _indent(out, depth + 1)
                    _pretty(out, value.@payload(c, f), depth + 1, width)
                    out.add_line(",")
                }
                _indent(out, depth)
                out.add(")")
            }
        }
    } else {
        out.add(short)
    }
}

func _fits(text: string, depth: usize, width: usize) bool {
    return depth * 4 + text.count_chars() <= width && !text.contains('\n')
}

func _indent(out: *StringBuilder, depth: usize) { out.add_repeated(' ', depth * 4) }
