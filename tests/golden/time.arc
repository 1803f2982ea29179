// expect: true true
// expect: true
import "std/time"

func main() {
    let start = time.now()
    time.sleep(20_ms)
    let took = start.elapsed()
    println(took >= 20_ms, took < 5_s)
    let d = time.measure(|| time.sleep(1_ms))
    println(d >= 1_ms && time.unix_seconds() > 1_700_000_000)
}
