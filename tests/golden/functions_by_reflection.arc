// Expectations: ./arcw golden --update
// expect: deposit(amount: int64, note: string = …) int64 mutating @put # Puts money in.
// expect: describe() string @show
// expect: scaled<…>/1
// expect: _hidden() void
// expect: reset() void mutating @reset
// expect:  next() Light
// expect:  get() string
// expect: set(value: string) void mutating
// expect: wrapped() string?
// expect: 5 2 5 12 ada: 12 done unknown Account{owner: "ada", balance: 0}
// expect: first 6 1 0
// expect: second 12 2 8
// expect: Green Red Red
// expect: 3 4 5 (int64, string)
// expect: 42 any
// Functions by reflection: lists of methods, functions and parameters; calls of what they name.
struct Account {
    owner: string
    balance: int64

    /// Puts money in.
    @command("put")
    func deposit(self a: *Account, amount: int64, note: string = "none") int64 {
        a.balance += amount
        return a.balance
    }
    @command("show")
    func describe(self a: Account) string { return "${a.owner}: ${a.balance}" }
    func scaled<T>(self a: Account, by: T) int64 { return a.balance }
    func open(owner: string) Account { return Account{owner, balance: 0} }
    func _hidden(self a: Account) {}
}
@command("reset")
func reset(self a: *Account) { a.balance = 0 }

enum Light {
    Red, Green
    func next(self l: Light) Light { return match l { Red => .Green, Green => .Red } }
}
struct Box<T> { value: T
    func get(self b: Box<T>) T { return b.value }
    func set(self b: *Box<T>, value: T) { b.value = value }
}
func wrapped<T>(self b: Box<T>) T? { return b.value }
func anything<T>(self x: T) string { return "any" }

@step
func first(x: int64) int64 { return x + 1 }
/// Doubles.
@step
func second(x: int64, by: int64 = 2) int64 { return x * by }
func other() {}

func signature<T>() string {
    let out = ""
    comptime for m in @methods(T) {
        out += m.name
        comptime if m.is_generic {
            out += "<…>/${m.arity}"
        } else {
            out += "("
            comptime for p in @params(m) {
                comptime if p.index > 0 { out += ", " }
                out += "${p.name}: ${@name_of(p.type)}"
                comptime if p.has_default { out += " = …" }
            }
            out += ") ${@name_of(m.result)}"
        }
        comptime if m.is_mutating { out += " mutating" }
        comptime if @has_attribute(m, "command") { out += " @${@attribute(m, "command")}" }
        comptime if m.doc != "" { out += " # ${m.doc}" }
        out += "\n"
    }
    return out
}

/// Calls the method that the line names, with arguments from its words.
func dispatch<T>(target: *T, line: string) string {
    let words = line.split(" ")
    comptime for m in @methods(T) {
        comptime if @has_attribute(m, "command") {
            if words[0] == @attribute(m, "command") {
                comptime if m.arity == 2 {
                    return "${target.@method(m)(words[1].parse_int()!, words[2])}"
                } else comptime if @name_of(m.result) == "void" {
                    target.@method(m)()
                    return "done"
                } else {
                    return "${target.@method(m)()}"
                }
            }
        }
    }
    return "unknown"
}

func add(a: int64, b: int64) int64 { return a + b }
func call_with_tuple(t: (int64, int64)) int64 { return add(t...) }

func main() {
    print(signature<Account>(), signature<Light>(), signature<Box<string>>())
    let a = Account.open("ada")
    println(@length(@methods(Account)), @length(@fields(Account)), dispatch(&a, "put 5 cash"), dispatch(&a, "put 7 cash"), dispatch(&a, "show"), dispatch(&a, "reset"), dispatch(&a, "what"), a)
    let x = 5
    comptime for f in @functions() {
        comptime if @has_attribute(f, "step") {
            x = @function(f)(x)
            println(f.name, x, f.arity, f.doc.len())
        }
    }
    comptime for m in @methods(Light) {
        let f = @function(m)
        println(f(Light.Red), Light.Green.@method(m)(), Light.Green.@method("next")())
    }
    comptime for m in @methods(Account) {
        comptime if m.name == "deposit" {
            let arguments: @params_type(m) = (3, "spread")
            println(a.@method(m)(arguments...), a.@method(m)(1), a.@method(m)(1, note: "n"), @name_of(@params_type(m)))
        }
    }
    println(call_with_tuple((20, 22)), (5).anything())
}
