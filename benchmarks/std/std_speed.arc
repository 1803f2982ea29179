import "std/collections"
import "std/encoding/base64"
import "std/encoding/hex"
import "std/fs"
import "std/hash/crc32"
import "std/hash/fast"
import "std/hash/sha256"
import "std/io"
import "std/rand"
import "std/sort"
import "std/strings"

// How fast the standard library is. Each line: a name, and nanoseconds of CPU time for each step (an element, an operation, a byte): the
// least of several rounds. std_speed.cc does the same in C++.

extern "C" {
    func arc_rt_sys_clock(clock: int32) int64
}

const ROUNDS: int64 = 5
const PROCESS_CPU_TIME: int32 = 2

func report(name: string, steps: int64, work: func() uint64) {
    let best: int64 = @max_of(int64)
    let check: uint64 = 0
    for _ in 0..ROUNDS {
        let start = arc_rt_sys_clock(PROCESS_CPU_TIME)
        check = check ^ work()
        best = min(best, arc_rt_sys_clock(PROCESS_CPU_TIME) - start)
    }
    println("${name} ${cast<float64>(best) / cast<float64>(steps):.3} ${check & 1}")
}

func main() {
    let r = rand.Rng(seed: 42)
    let n: int64 = 1_000_000

    let numbers: vector<int64> = []
    for _ in 0..n { numbers.push(bitcast<int64>(r.next())) }
    let words: vector<string> = []
    for _ in 0..200_000 { words.push("${r.next() % 1_000_000_007}") }
    let floats: vector<float64> = []
    for _ in 0..100_000 {
        let x = bitcast<float64>(r.next())
        if x - x == 0.0 { floats.push(x) }
    }
    let texts = floats.map(|x| "${x}")
    let data = r.bytes(16_MB)
    let small: vector<float64> = []
    for _ in 0..100_000 { small.push(cast<float64>(r.range(0, 10_000_000)) / 100.0) }

    report("sort_int64", n, || {
        let v = numbers
        v.sort()
        bitcast<uint64>(v[500])
    })
    report("sort_by_int64", n, || {
        let v = numbers
        v.sort_by(|a, b| a < b)
        bitcast<uint64>(v[500])
    })
    report("sort_strings", 200_000, || {
        let v = words
        v.sort()
        cast<uint64>(v[500].len())
    })
    report("select_nth", n, || {
        let v = numbers
        sort.select_nth(&v, 500_000)
        bitcast<uint64>(v[500_000])
    })
    report("deque_fifo", 4_000_000, || {
        let d = collections.Deque<int64>{}
        let sum: int64 = 0
        for i in 0..1000 { d.push_back(cast<int64>(i)) }
        for i in 0..4_000_000 {
            d.push_back(cast<int64>(i))
            sum = sum +% d.pop_front()!
        }
        bitcast<uint64>(sum)
    })
    report("heap_push_pop", n, || {
        let h = collections.Heap<int64>{}
        let sum: int64 = 0
        for x in numbers { h.push(x) }
        for let x = h.pop() { sum = sum ^ x }
        bitcast<uint64>(sum)
    })
    report("ordered_map_insert", n, || {
        let m = collections.OrderedMap<int64, int64>{}
        for x in numbers { m[x] = 1 }
        cast<uint64>(m.len())
    })
    let tree = collections.OrderedMap<int64, int64>{}
    for x in numbers { tree[x] = x }
    report("ordered_map_get", n, || {
        let sum: int64 = 0
        for x in numbers { sum = sum ^ tree[x] }
        bitcast<uint64>(sum)
    })
    report("ordered_map_iterate", n, || {
        let sum: int64 = 0
        for k, v in tree { sum = sum ^ k ^ v }
        bitcast<uint64>(sum)
    })
    report("rand_next", 10_000_000, || {
        let g = rand.Rng(seed: 1)
        let sum: uint64 = 0
        for _ in 0..10_000_000 { sum = sum ^ g.next() }
        sum
    })
    report("rand_below_1000", 10_000_000, || {
        let g = rand.Rng(seed: 1)
        let sum: uint64 = 0
        for _ in 0..10_000_000 { sum = sum +% g.below(1000) }
        sum
    })
    report("sha256_byte", cast<int64>(data.len()), || cast<uint64>(sha256.sum(data)[0]))
    report("crc32_byte", cast<int64>(data.len()), || cast<uint64>(crc32.sum(data)))
    let seed = fast.Seed(value: 1)
    report("fast_hash_byte", cast<int64>(data.len()), || seed.bytes(data))
    let coded = base64.encode(data)
    report("base64_encode_byte", cast<int64>(data.len()), || cast<uint64>(base64.encode(data).len()))
    report("base64_decode_byte", cast<int64>(data.len()), || cast<uint64>((base64.decode(coded)!).len()))
    report("hex_encode_byte", cast<int64>(data.len()), || cast<uint64>(hex.encode(data).len()))
    let digits = hex.encode(data)
    report("hex_decode_byte", cast<int64>(data.len()), || cast<uint64>((hex.decode(digits)!).len()))
    report("format_float_random", cast<int64>(floats.len()), || {
        let out = StringBuilder{}
        for x in floats { out.add_value(x) }
        cast<uint64>(out.len())
    })
    report("format_float_short", cast<int64>(small.len()), || {
        let out = StringBuilder{}
        for x in small { out.add_value(x) }
        cast<uint64>(out.len())
    })
    report("parse_float_random", cast<int64>(texts.len()), || {
        let sum = 0.0
        for t in texts { sum += (t.parse_float()!) * 1e-300 }
        bitcast<uint64>(sum)
    })
    report("format_int", n, || {
        let out = StringBuilder{}
        for x in numbers { out.add_value(x) }
        cast<uint64>(out.len())
    })
    report("parse_int", 200_000, || {
        let sum: int64 = 0
        for w in words { sum += w.parse_int()! }
        bitcast<uint64>(sum)
    })
    let line = words.join(",")
    report("split_iterator_byte", cast<int64>(line.len()), || {
        let count: uint64 = 0
        for part in strings.split_iterator(line, ",") { count += cast<uint64>(part.len()) }
        count
    })
    report("replace_all_byte", cast<int64>(line.len()), || cast<uint64>(strings.replace_all(line, [("1", "one"), ("7", "seven")]).len()))
    let folder = fs.temporary_directory() catch |e| panic(e.message)
    let name = folder.join("lines")
    report("write_line", 200_000, || {
        let out = io.BufferedWriter<fs.File>(fs.create(name)!)
        for w in words { out.write_line(w)! }
        out.flush()!
        cast<uint64>(words.len())
    })
    report("read_line", 200_000, || {
        let sum: uint64 = 0
        for text in io.BufferedReader<fs.File>(fs.open(name)!).lines() { sum += cast<uint64>(text.len()) }
        sum
    })
}
