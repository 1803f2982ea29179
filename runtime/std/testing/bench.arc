namespace testing

import "std/time"

/// How long something takes: nanoseconds of one call, of several rounds of many calls each.
struct Measurement {
    name: string
    least: float64
    median: float64
    calls: int64            // in each round

    func to_string(self m: Measurement) string {
        return "${m.name:<32} ${_time_text(m.least):>10} least ${_time_text(m.median):>10} median ${m.calls:>12} calls"
    }
}

func _time_text(nanoseconds: float64) string {
    if nanoseconds < 1000.0 { return "${nanoseconds:.1} ns" }
    if nanoseconds < 1000000.0 { return "${nanoseconds / 1000.0:.2} us" }
    if nanoseconds < 1000000000.0 { return "${nanoseconds / 1000000.0:.2} ms" }
    return "${nanoseconds / 1000000000.0:.3} s"
}

/// Measures `work` for about `total`: first how often it must be called for a twentieth of that, then so many calls in
/// each of up to twenty rounds. Pass results to `keep`, lest the compiler leave out what makes them.
func benchmark(name: string, work: func(), total: duration = 1_s) Measurement {
    let goal = max(total.nanoseconds() / 20, 1_000)
    let calls: int64 = 1
    let took = _round(work, calls)
    for took < goal && calls < 1_000_000_000 {
        // Towards the goal, at most a hundredfold at once: the first calls may be slow.
        let factor = if took <= 0 { 100 } else { min(100, goal / took + 1) }
        calls *= max(factor, 2)
        took = _round(work, calls)
    }
    let times: vector<float64> = []
    let start = time.now()
    for times.len() < 20 && (times.len() < 3 || start.elapsed() < total) {
        times.push(cast<float64>(_round(work, calls)) / cast<float64>(calls))
    }
    times.sort()
    return Measurement{name, least: times[0], median: times[times.len() / 2], calls}
}

func _round(work: func(), calls: int64) int64 {
    let start = time.now()
    for _ in 0..calls { work() }
    return start.elapsed().nanoseconds()
}

/// Makes the compiler believe that `value` is used.
@noinline
func keep<T>(value: T) {
    let copy = value
    // An atomic operation on its first byte, which changes nothing, cannot be left out.
    if @sizeof(T) > 0 { let _ = @atomic_or(@ptr_cast<uint8>(&copy), 0) }
}
