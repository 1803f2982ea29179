namespace os

/// The arguments of the program. Number 0 is the name that it was started by.
struct Arguments {
    /// How many there are, the program's name counted.
    func len(self a: Arguments) usize {
        let count: usize = 0
        arc_rt_args(&count)
        return count
    }

    /// The argument `i`; panics when there are not that many.
    func at(self a: Arguments, i: usize) string {
        let count: usize = 0
        let views = arc_rt_args(&count)
        let view = views[@index_check(i, count)]
        return string_from_utf8_lossy(slice_of_pointer(view.data, view.length))
    }

    func _value_at(self a: Arguments, i: usize) string { return a.at(i) }

    /// All of them, the program's name first.
    func to_vector(self a: Arguments) vector<string> {
        let out: vector<string> = []
        for i in 0..a.len() { out.push(a.at(i)) }
        return out
    }

    /// Those behind the program's name.
    func rest(self a: Arguments) vector<string> {
        let out: vector<string> = []
        for i in 1..a.len() { out.push(a.at(i)) }
        return out
    }

    /// True when `name` is among them, alone or with a value: `--jobs`, `--jobs=4`. Those behind `--` do not count.
    func has(self a: Arguments, name: string) bool {
        for i in 1..a.len() {
            let argument = a.at(i)
            if argument == "--" { return false }
            if argument == name || argument.starts_with("${name}=") { return true }
        }
        return false
    }

    /// The value of `name`, given as `--jobs=4` or `--jobs 4`; `""` when there is none.
    func get(self a: Arguments, name: string) string { return a.find(name) ?? "" }

    /// The value of `name`, given as `--jobs=4` or `--jobs 4`, or null.
    func find(self a: Arguments, name: string) string? {
        let n = a.len()
        for i in 1..n {
            let argument = a.at(i)
            if argument == "--" { return null }
            if argument == name {
                if i + 1 < n { return a.at(i + 1) }
                return null
            }
            if let value = argument.strip_prefix("${name}=") { return value }
        }
        return null
    }

    func iter(self a: Arguments) ArgumentIterator { return ArgumentIterator{_at: 0} }
}

/// Gives the arguments one after the other, the program's name first.
struct ArgumentIterator {
    _at: usize

    /// The next one, or null at the end.
    func next(self p: *ArgumentIterator) string? {
        if p._at >= args.len() { return null }
        p._at += 1
        return args.at(p._at - 1)
    }
}

/// The arguments of the program.
const args: Arguments = Arguments{}
