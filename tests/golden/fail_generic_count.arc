// Expectations: ./arcw golden --update
// error: 15:12 ARC0218 `Pair` takes 2 generic arguments, 1 was given
// error: 15:26 ARC0218 `Pair` takes 2 generic arguments, 1 was given
// error: 16:12 ARC0218 `vector` takes 1 generic argument, 2 were given
// error: 17:12 ARC0218 `map` takes 2 generic arguments, 1 was given
// error: 18:12 ARC0218 `int64` takes no generic arguments
// error: 19:13 ARC0218 `id` takes 1 generic argument, 2 are given
// error: 20:12 ARC0218 `vector` takes 1 generic argument, 0 were given
// Too few, too many generic arguments, and some where none belong.
struct Pair<A, B> { first: A, second: B }

func id<T>(x: T) T { return x }

func main() {
    let a: Pair<int64> = Pair<int64>{first: 1, second: 2}
    let b: vector<int64, string> = []
    let c: map<string> = {}
    let d: int64<string> = 1
    println(id<int64, string>(1))
    let e: vector = [1]
    println(a, b, c, d, e)
}
