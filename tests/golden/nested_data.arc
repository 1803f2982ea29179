// expect: {"eng": {"ada": [90, 95], "bob": [70]}, "ops": {"cy": [60]}}
// expect: ada 92.5
// expect: [("ada", 92.5), ("bob", 70.0), ("cy", 60.0)]
// expect: [[1, 2, 3], [4, 5, 6]] [[1, 4], [2, 5], [3, 6]]
// expect: Some deep: 3
// expect: [null, 1, null] 2
struct Person {
    name: string
    scores: vector<int64>

    func average(self p: Person) float64 { return cast<float64>(p.scores.sum()) / cast<float64>(p.scores.len()) }
}

func transpose(m: vector<vector<int64>>) vector<vector<int64>> {
    let out: vector<vector<int64>> = []
    for c in 0..m[0].len() { out.push(m.map(|row| row[c])) }
    return out
}

struct Deep {
    a: Middle?
}

struct Middle {
    b: map<string, vector<Person>>
}

func main() {
    let teams: map<string, map<string, vector<int64>>> = {}
    teams["eng"]["ada"].push(90)
    teams["eng"]["ada"].push(95)
    teams["eng"]["bob"].push(70)
    teams["ops"]["cy"].push(60)
    println(teams)
    let people: vector<Person> = []
    for _, members in teams {
        for name, scores in members { people.push(Person{name: name, scores: scores}) }
    }
    println(people[0].name, people[0].average())
    println(people.map(|p| (p.name, p.average())))
    let m = [[1, 2, 3], [4, 5, 6]]
    println(m, transpose(m))
    let d = Deep{a: Middle{b: {"x": people}}}
    if let middle = d.a { println("Some deep:", middle.b["x"].len()) }
    let os: vector<int64?> = [null, 1, null]
    println(os, os.count_where(|o| o == null))
}
