// JSON of any value, written by reflection: a function for each type, made from its parts while the program is built. A description
// of the type is worked out then, too, and lies in the program as a text.

enum Role { Guest, Member(since: int64), Owner(of: vector<string>) }

struct Account {
    name: string
    age: int64?
    role: Role
    scores: map<string, float64>
    flags: [2]bool
}

func add_json<T>(out: *StringBuilder, v: T) {
    comptime if @kind(T) == "string" {
        out.add(v.quoted())
    } else comptime if @kind(T) == "int" || @kind(T) == "float" || @kind(T) == "bool" {
        out.add("${v}")
    } else comptime if @kind(T) == "optional" {
        if let x = v { add_json(out, x) } else { out.add("null") }
    } else comptime if @kind(T) == "vector" || @kind(T) == "array" {
        out.add("[")
        for i, x in v {
            if i > 0 { out.add(",") }
            add_json(out, x)
        }
        out.add("]")
    } else comptime if @kind(T) == "map" {
        out.add("{")
        let first = true
        for key, x in v {
            if !first { out.add(",") }
            first = false
            out.add("${key.quoted()}:")
            add_json(out, x)
        }
        out.add("}")
    } else comptime if @kind(T) == "struct" {
        out.add("{")
        comptime for f in @fields(T) {
            comptime if f.index > 0 { out.add(",") }
            out.add("\"${f.name}\":")
            add_json(out, v.@field(f))
        }
        out.add("}")
    } else comptime if @kind(T) == "enum" {
        comptime for c in @variants(T) {
            if @is_variant(v, c) {
                out.add("{\"${c.name}\":[")
                comptime for f in @payload(c) {
                    comptime if f.index > 0 { out.add(",") }
                    add_json(out, v.@payload(c, f))
                }
                out.add("]}")
            }
        }
    } else {
        @compile_error("to_json: what is this type in JSON?")
    }
}

func to_json<T>(v: T) string {
    let out = StringBuilder{}
    add_json(&out, v)
    return out.finish()
}

/// What `to_json` makes of a type, for people.
func describe<T>() string {
    comptime if @kind(T) == "struct" {
        let parts: vector<string> = []
        comptime for f in @fields(T) { parts.push("${f.name}: ${describe<@fieldtype(f)>()}") }
        return "{${parts.join(", ")}}"
    } else comptime if @kind(T) == "enum" {
        let cases: vector<string> = []
        comptime for c in @variants(T) { cases.push(c.name) }
        return cases.join("|")
    } else comptime if @kind(T) == "vector" || @kind(T) == "array" || @kind(T) == "optional" {
        return "${@kind(T)} of ${describe<@element(T)>()}"
    } else {
        return @name_of(T)
    }
}

const ACCOUNT = comptime describe<Account>()

func main() {
    println(ACCOUNT)
    let accounts = [
        Account{name: "Ada \"A\"", age: 36, role: Role.Member(1843), scores: {"logic": 9.5}, flags: [true, false]},
        Account{name: "Bob", role: Role.Owner(["x", "y"])},
        Account{name: "Eve", role: Role.Guest}
    ]
    println(to_json(accounts))
}
