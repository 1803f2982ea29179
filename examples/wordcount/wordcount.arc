// Counts the words of a file with worker processes made of this very binary.
//
//     wordcount FILE [--workers N] [--top N]
//
// Each worker gets the path and a range of bytes, reads its part itself, and sends back a map of counts. A word is a longest
// run of ASCII letters, in lower case. A word that crosses the border of two ranges belongs to the one in which it begins.

import "std/fs"
import "std/os"

const CHUNK: usize = 4_MB

/// Counts the words that begin at the bytes `low` up to `high` of the file.
func count_range(path: string, low: uint64, high: uint64) map<string, int64>! {
    let counts: map<string, int64> = {}
    let file = fs.open(path)?
    let at = low
    // A word that began before `low` is another worker's: skip to its end.
    let inside = low > 0 && file.read_at(low - 1, 1)?[0].is_letter()
    let carried = StringBuilder{}       // the beginning of a word that goes on in the next chunk
    for {
        let chunk = file.read_at(at, CHUNK)?
        let end = chunk.len()
        if end == 0 { break }
        // Letters in lower case, everything else a space: now it is text whatever it was before.
        for let i: usize = 0; i < end; i++ {
            let b = chunk[i] | 32
            chunk[i] = if b.is_letter() { b } else { 32 }
        }
        let text = string_from_bytes(chunk)?
        let i: usize = 0
        if inside {
            for i < end && text[i] != 32 { i++ }
            inside = i == end
        }
        let done = false
        for i < end {
            let start = i
            for i < end && text[i] != 32 { i++ }
            if i > start {
                // Words that begin behind the range are not ours; one that we carry began in it.
                if carried.is_empty() && at + cast<uint64>(start) >= high {
                    done = true
                    break
                }
                if i == end {
                    carried.add(text[start..i])
                } else if carried.is_empty() {
                    add(&counts, text[start..i])
                } else {
                    carried.add(text[start..i])
                    add(&counts, carried.finish())
                }
            } else if !carried.is_empty() {
                add(&counts, carried.finish())
            }
            i++
        }
        at += cast<uint64>(end)
        if done || (at >= high && carried.is_empty() && !inside) { break }
    }
    if !carried.is_empty() { add(&counts, carried.finish()) }
    return counts
}

func add(counts: *map<string, int64>, word: string) {
    // A new key is copied, so that it does not keep the whole chunk in memory.
    if counts.contains(word) { (*counts)[word] += 1 } else { (*counts)[word.clone()] = 1 }
}

func main() { os.exit(run()) }

/// Does the work and gives the exit code.
func run() int32 {
    let path = ""
    let workers = os.cpu_count()
    let top: usize = 10
    let arguments = os.args.rest()
    let i = 0
    for i < arguments.len() {
        let argument = arguments[i]
        if argument == "--workers" || argument == "--top" {
            i++
            let value = if i < arguments.len() { arguments[i] } else { "" }
            let n = value.parse_uint() catch |e| {
                eprintln("wordcount: ${argument}: ${e}")
                return 2
            }
            if argument == "--top" { top = cast<usize>(n) } else { workers = max(cast<usize>(n), 1) }
        } else {
            path = argument
        }
        i++
    }
    if path.is_empty() {
        eprintln("usage: wordcount FILE [--workers N] [--top N]")
        return 2
    }
    let size = fs.info(path) catch |e| {
        eprintln("wordcount: ${e}")
        return 1
    }

    let jobs: vector<process<map<string, int64>!>> = []
    let share = size.size / cast<uint64>(workers) + 1
    for w in 0..workers {
        let low = min(share * cast<uint64>(w), size.size)
        let high = min(low + share, size.size)
        if low < high {
            jobs.push(process func(path: string, low: uint64, high: uint64) map<string, int64>! {
                return count_range(path, low, high)
            }(ProcessConfig{}, path, low, high))
        }
    }

    let counts: map<string, int64> = {}
    for job in jobs {
        // Two things can go wrong: the process itself, and what it was asked to do.
        let part = job.try_wait() catch |e| {
            eprintln("wordcount: a worker failed: ${e}")
            return 1
        }
        match part {
            ok(words) => counts.merge(words, |a, b| a + b)
            err(e) => {
                eprintln("wordcount: ${e}")
                return 1
            }
        }
    }

    let ranking = counts.entries()
    ranking.sort_by(|a, b| a.1 > b.1 || (a.1 == b.1 && a.0 < b.0))
    for k in 0..min(top, ranking.len()) { println("${ranking[k].1} ${ranking[k].0}") }
    return 0
}
