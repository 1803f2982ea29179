// expect: 1 3
// What the library's own attributes say of ownership means nothing in programs: nothing leaks.
@consumes
func count(v: vector<string>) usize { return v.len() }

@consumes
func total(v: vector<string>, w: vector<string>) usize { return count(v) + count(w) }

func main() { println(count(["a" + "b"]), total(["c" + "d"], ["e", "f" + "g"])) }
