// expect: {"name":"ada","age":36,"tags":["x","y"],"inner":{"ok":true}}
// expect: Person: name age tags inner
// expect: int string vector struct enum tuple optional
// expect: Red=0 Green=1 Blue=2
// expect: 3 true false
func to_json<T>(v: T) string {
    comptime if @kind(T) == "string" {
        return "\"${v}\""
    } else comptime if @kind(T) == "vector" {
        return "[${v.map(|x| to_json(x)).join(",")}]"
    } else comptime if @kind(T) == "struct" {
        let out = StringBuilder{}
        out.add("{")
        comptime for f in @fields(T) {
            comptime if f.index > 0 { out.add(",") }
            out.add("\"${f.name}\":${to_json(v.@field(f))}")
        }
        out.add("}")
        return out.finish()
    } else {
        return "${v}"
    }
}

struct Inner {
    ok: bool
}

struct Person {
    name: string
    age: int64
    tags: vector<string>
    inner: Inner
}

enum Color { Red, Green, Blue }

func field_names<T>() string {
    let names: vector<string> = []
    comptime for f in @fields(T) { names.push(f.name) }
    return names.join(" ")
}

func kinds(args...) string {
    let out: vector<string> = []
    comptime for a in args { out.push(@kind(@typeof(a))) }
    return out.join(" ")
}

func cases<E>() string {
    let out: vector<string> = []
    comptime for c in @variants(E) { out.push("${c.name}=${c.index}") }
    return out.join(" ")
}

func count(args...) usize { return args.len }

func main() {
    let p = Person{name: "ada", age: 36, tags: ["x", "y"], inner: Inner{ok: true}}
    println(to_json(p))
    println("${@name_of(Person)}: ${field_names<Person>()}")
    let o: int64? = 1
    println(kinds(1, "a", [1], p, Color.Red, (1, 2), o))
    println(cases<Color>())
    println(count(1, "x", true), @has_method(StringBuilder, "add"), @has_method(Person, "add"))
}
