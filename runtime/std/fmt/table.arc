namespace fmt

/// On which side of its column a text stands.
enum Align { Left, Right, Center }

/// Rows and columns as text, each column as wide as its widest cell.
///
///     let t = fmt.Table(["name", "size"])
///     t.align(1, fmt.Align.Right)
///     t.add("a.txt", 120)
///     print(t)
struct Table {
    _rows: vector<vector<string>>
    _has_head: bool
    _aligns: vector<Align>
    separator: string = "  "

    /// A table with these heads, or without.
    init(self t: *Table, heads: vector<string> = []) {
        if heads.is_empty() { return }
        t._rows.push(heads)
        t._has_head = true
    }

    /// Sets on which side the texts of a column stand; without it numbers that were added stand right and others left.
    func align(self t: *Table, column: usize, side: Align) {
        t._room(column)
        t._aligns[column] = side
    }

    func _room(self t: *Table, column: usize) { for t._aligns.len() <= column { t._aligns.push(Align.Left) } }

    /// Adds a row of any values.
    func add(self t: *Table, values...) {
        let row: vector<string> = []
        comptime for i, value in values {
            row.push("${value}")
            comptime if @kind(@typeof(value)) == "int" || @kind(@typeof(value)) == "float" {
                if t._aligns.len() <= i { t.align(i, Align.Right) }
            } else {
                t._room(i)
            }
        }
        t._rows.push(row)
    }

    /// Adds a row of texts.
    func add_row(self t: *Table, row: vector<string>) { t._rows.push(row) }

    /// How many rows there are, without the heads.
    func len(self t: Table) usize { return if t._has_head { t._rows.len() - 1 } else { t._rows.len() } }

    func _widths(self t: Table) vector<usize> {
        let out: vector<usize> = []
        for row in t._rows {
            for i, cell in row {
                if i == out.len() { out.push(0) }
                out[i] = max(out[i], cell.count_chars())
            }
        }
        return out
    }

    /// The lines, each with its end; nothing stands behind the last text of a line.
    func to_string(self t: Table) string {
        let widths = t._widths()
        let out = StringBuilder{}
        for r, row in t._rows {
            _add_row(&out, t, row, widths)
            if r == 0 && t._has_head { _add_row(&out, t, widths.map(|w| "-".repeat(w)), widths) }
        }
        return out.finish()
    }

    /// The table as Markdown writes it.
    func to_markdown(self t: Table) string {
        let widths = t._widths().map(|w| max(w, 3))
        let out = StringBuilder{}
        for r, row in t._rows {
            for i, width in widths {
                out.add(if i == 0 { "| " } else { " | " })
                out.add(_aligned((row.get(i) ?? "").replace("|", "\\|"), width, t._aligns.get(i) ?? Align.Left))
            }
            out.add(" |\n")
            if r == 0 {
                for i, width in widths {
                    out.add(if i == 0 { "| " } else { " | " })
                    let side = t._aligns.get(i) ?? Align.Left
                    out.add(if side == Align.Center { ":" } else { "-" })
                    out.add_repeated('-', width - 2)
                    out.add(if side == Align.Left { "-" } else { ":" })
                }
                out.add(" |\n")
            }
        }
        return out.finish()
    }
}

func _add_row(out: *StringBuilder, t: Table, row: vector<string>, widths: vector<usize>) {
    let line = StringBuilder{}
    for i, cell in row {
        if i > 0 { line.add(t.separator) }
        line.add(_aligned(cell, widths[i], t._aligns.get(i) ?? Align.Left))
    }
    out.add_line(line.finish().trim_end())
}

func _aligned(text: string, width: usize, side: Align) string {
    let missing = width - min(width, text.count_chars())
    let before: usize = match side {
        .Left => 0
        .Right => missing
        .Center => missing / 2
    }
    return " ".repeat(before) + text + " ".repeat(missing - before)
}

/// The texts in columns, from top to bottom, in lines of at most `width` characters, as `ls` shows names.
func columns(items: vector<string>, width: usize = 80, gap: usize = 2) string {
    if items.is_empty() { return "" }
    let sizes = items.map(|s| s.count_chars())
    // The fewest lines in which the columns fit side by side.
    let lines: usize = 1
    for lines < items.len() {
        let used: usize = 0
        for column in sizes.chunks(lines) { used += (column.max() ?? 0) + gap }
        if used - gap <= width { break }
        lines += 1
    }
    let widths = sizes.chunks(lines).map(|c| c.max() ?? 0)
    let out = StringBuilder{}
    for r in 0..lines {
        let line = StringBuilder{}
        for c, size in widths {
            if c * lines + r < items.len() { line.add(items[c * lines + r].pad_end(size + gap)) }
        }
        out.add_line(line.finish().trim_end())
    }
    return out.finish()
}
