// Expectations: ./arcw golden --update
// error: 15:12 ARC0210 which type `t` is shows when this runs
// error: 20:19 ARC0280 `int64` is a value during the build only
// error: 22:37 ARC0280 `int64` is a value during the build only
// error: 23:31 ARC0211 this is a type, not a value
// error: 24:14 ARC0280 the list that `@fields` gives exists during the build only
// error: 25:26 ARC0201 unknown type `ts`
// Types are no values of the running program, and only those known while checking decide what is compiled.
struct Column {
    name: string
    kind: type
}

func local_type(t: type) string {
    let x: t = 3
    return "${x}"
}

func main() {
    let t: type = int64
    let ts: vector<type> = []
    let c = Column{name: "a", kind: int64}
    println(ts.len(), c.name, int64)
    for f in @fields(Column) { println(f.name) }
    println(@type(vector<ts>))
}
