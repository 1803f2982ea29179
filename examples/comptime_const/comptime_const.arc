// Values that are computed while the program is built. They lie in the program as data: nothing is left to do when it starts.

struct Planet {
    name: string
    kilometres: float64
    moons: vector<string>
}

func primes_below(n: int64) vector<int64> {
    let primes: vector<int64> = []
    for candidate in 2..n {
        if primes.all(|p| candidate % p != 0) { primes.push(candidate) }
    }
    return primes
}

func count_letters(text: string) map<char, int64> {
    let counts: map<char, int64> = {}
    for c in text { counts[c] += 1 }
    return counts
}

const PRIMES = comptime primes_below(50)

const SQUARES: [10]int64 = comptime {
    let squares: [10]int64
    for i in 0..10 { squares[i] = i * i }
    squares
}

const LETTERS = comptime count_letters("how much wood would a woodchuck chuck")

const PLANETS = comptime {
    let lines = ["Earth 12756 Moon", "Mars 6792 Phobos Deimos", "Venus 12104"]
    let planets: vector<Planet> = []
    for line in lines {
        let words = line.split(" ")
        planets.push(Planet{name: words[0], kilometres: words[1].parse_float()!, moons: words[2..].to_vector()})
    }
    planets
}

func main() {
    println(PRIMES)
    println(SQUARES)
    println("w:", LETTERS['w'], "d:", LETTERS['d'])
    for planet in PLANETS { println(planet) }

    // A copy is the program's own, as with all values.
    let more = PRIMES
    more.push(53)
    println(PRIMES.len(), more.len())
    println(comptime { let sum: int64 = 0
        for p in PRIMES { sum += p }
        sum
    })
}
