// The work of the table in README.md. run.py puts a `main` behind it, which does one of them while building or while running.

/// Counts its calls, so that no compiler can remember results instead of computing them.
func fib(n: int64, calls: *int64) int64 {
    *calls += 1
    if n < 2 { return n }
    return fib(n - 1, calls) + fib(n - 2, calls)
}

func fibonacci(n: int64) int64 {
    let calls: int64 = 0
    return fib(n, &calls) + calls
}

func count_primes(limit: int64) int64 {
    let composite = vector<bool>(cast<usize>(limit) + 1, false)
    let count: int64 = 0
    for let i: int64 = 2; i <= limit; i++ {
        if composite[i] { continue }
        count += 1
        for let j = i * i; j <= limit; j += i { composite[j] = true }
    }
    return count
}

/// 16 tables of 256 entries, for CRC-32 by 16 bytes at a time.
func crc_tables() [16][256]uint32 {
    let tables: [16][256]uint32
    for let i: uint32 = 0; i < 256; i++ {
        let c = i
        for _ in 0..8 { c = if (c & 1) != 0 { 0xEDB88320 ^ (c >> 1) } else { c >> 1 } }
        tables[0][i] = c
    }
    for let t: usize = 1; t < 16; t++ {
        for let i: usize = 0; i < 256; i++ {
            let before = tables[t - 1][i]
            tables[t][i] = (before >> 8) ^ tables[0][before & 255]
        }
    }
    return tables
}

func sum_tables(tables: [16][256]uint32) int64 {
    let sum: uint32 = 0
    for table in tables {
        for entry in table { sum = sum *% 31 +% entry }
    }
    return sum
}

/// Reads JSON without keeping it: how many values there are, and the sum of the numbers.
struct Reader {
    text: string
    at: usize
    values: int64
    sum: int64

    func skip_space(self r: *Reader) {
        for r.text[r.at] == ' ' || r.text[r.at] == '\n' { r.at += 1 }
    }

    func skip_text(self r: *Reader) {
        r.at += 1
        for r.text[r.at] != '"' { r.at += 1 }
        r.at += 1
    }

    /// True when another part follows, behind a comma.
    func goes_on(self r: *Reader) bool {
        r.skip_space()
        let comma = r.text[r.at] == ','
        r.at += 1
        return comma
    }

    func opens_empty(self r: *Reader, close: byte) bool {
        r.at += 1
        r.skip_space()
        if r.text[r.at] != close { return false }
        r.at += 1
        return true
    }

    func value(self r: *Reader) {
        r.skip_space()
        r.values += 1
        let c = r.text[r.at]
        if c == '{' {
            if r.opens_empty('}') { return }
            for {
                r.skip_space()
                r.skip_text()
                r.skip_space()
                r.at += 1
                r.value()
                if !r.goes_on() { return }
            }
        } else if c == '[' {
            if r.opens_empty(']') { return }
            for {
                r.value()
                if !r.goes_on() { return }
            }
        } else if c == '"' {
            r.skip_text()
        } else if c == 't' || c == 'n' {
            r.at += 4
        } else if c == 'f' {
            r.at += 5
        } else {
            let negative = c == '-'
            if negative { r.at += 1 }
            let n: int64 = 0
            for r.text[r.at] >= '0' && r.text[r.at] <= '9' {
                n = n * 10 + cast<int64>(r.text[r.at] - '0')
                r.at += 1
            }
            r.sum += if negative { -n } else { n }
        }
    }
}

func read_json(text: string) int64 {
    let r = Reader{text: text}
    r.value()
    return r.values * 1000000000 + r.sum
}
