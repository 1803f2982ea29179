// What reflection tells besides types: documentation, attributes, defaults, shapes of payloads.
// Expectations: ./arcw golden --update
// expect: about=A person. table=people nothing=[]
// expect: id: doc=[The key.] default=false named=true column=key hidden=true
// expect: name: doc=[] default=true named=true column= hidden=false
// expect: Plain 0 false [] void
// expect: Named 2 true [Two numbers.] (int64, int64)
// expect: Unnamed 1 false [] (string,)
// expect: 0 false
// expect: Person{id: 7, name: "anonymous"}

/// A person.
@table("people")
struct Person {
    /// The key.
    @column("key")
    @hidden_from_users
    id: int64
    name: string = "anonymous"
}

enum Kind {
    Plain
    /// Two numbers.
    Named(a: int64, b: int64)
    @priority(3)
    Unnamed(string)
}

func main() {
    println("about=${@doc(Person)} table=${@attribute(Person, "table")} nothing=[${@attribute(Kind, "table")}]")
    comptime for f in @fields(Person) {
        println("${f.name}: doc=[${f.doc}] default=${f.has_default} named=${f.is_named} column=${@attribute(f, "column")} hidden=${@has_attribute(f, "hidden_from_users")}")
    }
    comptime for c in @variants(Kind) { println(c.name, c.arity, c.is_named, "[${c.doc}]", @name_of(@payload_type(c))) }
    comptime for f in @fields((int64, bool)) {
        comptime if f.index == 0 { println(f.name, f.is_named || f.has_default) }
    }
    comptime for c in @variants(Kind) {
        comptime if @has_attribute(c, "priority") { assert(@attribute(c, "priority") == 3) }
    }
    let p = Person{id: 7, name: "x"}
    comptime for f in @fields(Person) {
        comptime if f.has_default {
            @drop_at(&p.@field(f))
            @default_at(&p.@field(f), f)
        }
    }
    println(p)
}
