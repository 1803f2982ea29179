// Searches files for a text, as grep does, and counts what it finds: flags from a struct, walking folders, buffered reading, a table.
//
//     arc run examples/search -- --extension .arc --count func examples

import "std/flag"
import "std/fmt"
import "std/fs"
import "std/io"
import "std/os"
import "std/path"
import "std/strings"
import "std/time"

/// Searches files for a text.
struct Options {
    /// upper and lower case are the same
    @short('i')
    ignore_case: bool
    /// a table of counts instead of lines
    @short('c')
    count: bool
    /// files and folders that begin with a point, too
    hidden: bool
    /// only files with this `ENDING`
    @short('e')
    extension: vector<string>
    /// at most so many lines of a file
    @short('m')
    max: int64?
    /// what to search for
    @argument
    text: string
    /// files and folders
    @argument
    places: vector<string>
}

struct Found {
    file: string
    lines: int64
    hits: int64
}

/// Shows the lines of one file that hold the text, or counts them.
func search(file: string, options: Options) Found! {
    let found = Found{file: file}
    let input = io.BufferedReader<fs.File>(fs.open(file)?)
    let text = if options.ignore_case { strings.fold(options.text) } else { options.text }
    for let line = input.read_line()? {
        found.lines += 1
        let subject = if options.ignore_case { strings.fold(line) } else { line }
        if !subject.contains(text) { continue }
        found.hits += 1
        if !options.count { println("${file}:${found.lines}: ${line.trim()}") }
        if let most = options.max { if found.hits >= most { break } }
    }
    return found
}

/// The files to look into: those given, and all below folders that are given.
func files(options: Options) vector<string>! {
    let out: vector<string> = []
    let places = if options.places.is_empty() { ["."] } else { options.places }
    for place in places {
        if !fs.is_directory(place) {
            out.push(place)
            continue
        }
        for entry in fs.walk(place, enter: |e| options.hidden || !e.name.starts_with(".")) {
            let e = entry?
            let wanted = options.extension.is_empty() || options.extension.contains(path.extension(e.name))
            if e.is_file() && wanted && (options.hidden || !e.name.starts_with(".")) { out.push(e.path) }
        }
    }
    return out
}

func main() void! {
    let options = flag.parse<Options>()
    let start = time.now()
    let all: vector<Found> = []
    for file in files(options)? {
        match search(file, options) {
            ok(found) => if found.hits > 0 { all.push(found) }
            err(e) => eprintln("search: ${e}")
        }
    }
    if options.count {
        let table = fmt.Table(["file", "lines", "hits"])
        for found in all { table.add(found.file, found.lines, found.hits) }
        print(table)
        println("${fmt.plural(all.map(|f| f.hits).sum(), "hit")} in ${fmt.plural(cast<int64>(all.len()), "file")}")
    }
    eprintln("took ${time.format_duration(time.round_duration(start.elapsed(), 1_ms))}")
    if all.is_empty() { os.exit(1) }
}
