// expect: [(1, "b"), (2, "a"), (2, "c")]
// expect: [Version{major: 1, minor: 2}, Version{major: 1, minor: 10}, Version{major: 2, minor: 0}]
// expect: true true true
// expect: [null, 1, 3]
// expect: [Low, Mid(1), Mid(2), High]
// expect: 1 9
struct Version {
    major: int64
    minor: int64
}

enum Level {
    Low
    Mid(n: int64)
    High
}

func main() {
    println([(2, "c"), (1, "b"), (2, "a")].sorted())
    println([Version{major: 2, minor: 0}, Version{major: 1, minor: 10}, Version{major: 1, minor: 2}].sorted())
    println([1, 2] < [1, 3], [1] < [1, 0], "ab" < "b")
    let o: vector<int64?> = [3, null, 1]
    println(o.sorted())
    println([Level.High, Level.Mid(2), Level.Low, Level.Mid(1)].sorted())
    println(min(1, 9), max(1, 9))
}
