// `Shared<T>`: one value for many threads, read without a copy; parts that were read out of it live as long as they are needed.
// expect: Config{name: "abc", limits: {"low": [1, 2], "high": [3]}, tree: Node(Leaf, "root", Leaf)}
// expect: true true false
// expect: [1, 2] abc root 3
// expect: [3, 4] {"low": [1, 2], "high": [3]}
// expect: threads: 2800
// expect: outlives: [1, 2] abc
// expect: {"s": Config{name: "abc", limits: {}, tree: Leaf}}
// expect: shared by two
// expect: end of 1
// expect: kept 2
// expect: end of 2
// expect: done
enum Tree {
    Leaf
    Node(left: Tree, name: string, right: Tree)
}

struct Config {
    name: string
    limits: map<string, vector<int64>>
    tree: Tree = Tree.Leaf
}

func load() Shared<Config> {
    return Shared<Config>(Config{
        name: "a" + "bc"
        limits: {"low": [1, 2], "high": [3]}
        tree: Tree.Node(Tree.Leaf, "ro" + "ot", Tree.Leaf)
    })
}

struct Noisy {
    id: int64

    drop(self n: *Noisy) { println("end of ${n.id}") }
}

func main() {
    let config = load()
    println(config)
    let same = config
    let equal = load()
    println(same.is_same(config), equal == config, equal.is_same(config))
    let name = config.read(|c| match c.tree {
        Tree.Node(_, name, _) => name
        Tree.Leaf => ""
    })
    println(config.get().limits["low"], config.get().name, name, config.read(|c| c.limits["high"][0]))

    // Whoever changes something has a copy of his own.
    let mine = config.get().limits
    mine["high"].push(4)
    println(mine["high"], config.get().limits)

    let workers: vector<thread<int64>> = []
    for i in 0..4 {
        workers.push(thread func(c: Shared<Config>, i: int64) int64 {
            let total: int64 = 0
            for k in 0..100 {
                let copy = c
                let limits = copy.get().limits
                total += limits["low"].sum() + limits["high"][0]
                if k % 4 == i {
                    limits["low"].push(1)
                    total += limits["low"].last()!
                }
                if copy.read(|c| c.tree) == Tree.Leaf { total += 1000 }
            }
            return total + c.read(|c| c.limits["low"]).sum() * 0 + 75
        }(ThreadConfig{}, config, i))
    }
    println("threads: ${workers.map(|w| w.join()).sum()}")

    let parts: vector<(vector<int64>, string)> = []
    if true {
        let short = load()
        parts.push((short.get().limits["low"], short.get().name))
    }
    println("outlives: ${parts[0].0} ${parts[0].1}")
    println({"s": Shared<Config>(Config{name: "abc"})})

    let kept: vector<Noisy> = []
    if true {
        let held = Shared<vector<Noisy>>([Noisy{id: 1}, Noisy{id: 2}])
        let again = held
        kept.push(again.get()[1])
        println("shared by two")
    }
    println("kept ${kept[0].id}")
    kept.clear()
    println("done")
}
