// Expectations: ./arcw golden --update
// error: 63:47 ARC0224 this cannot be assigned to
// error: 69:56 ARC0236 missing `return`: the function must give a `int64`
// error: 73:34 ARC0224 this cannot be assigned to
// error: 75:48 ARC0215 expected `int64`, found `int64?`
// error: 79:5 ARC0227 missing argument `n` of `deposit`
// error: 80:18 ARC0226 `deposit` takes 1 argument, 2 are given
// error: 81:7 ARC0202 `Account` has no method `withdraw`
// error: 82:7 ARC0202 `Account` has no method `balance`
// error: 83:7 ARC0202 `Account` has no field or method `ballance`
// error: 84:26 ARC0215 expected `Account`, found `int64`
// error: 85:25 ARC0223 `+` does not work on `int64` and `float64`
// error: 86:19 ARC0215 expected `func(int64) int64`, found `int64`
// error: 87:19 ARC0215 a function of 1 parameter is wanted here, this one has 2
// error: 88:13 ARC0227 missing argument `w` of `area`
// error: 89:18 ARC0215 expected `float64`, found `string`
// error: 90:26 ARC0204 `w` is given twice
// error: 91:13 ARC0227 missing argument `w` of `area`
// error: 92:23 ARC0204 `area` has no parameter `depth`
// error: 94:15 ARC0223 `+` does not work on `*Account` and `float64`
// error: 95:13 ARC0223 `*` reads through a pointer, this is a `Account`
// error: 96:20 ARC0215 expected `int64`, found `null`
// error: 97:22 ARC0215 expected `string?`, found `int64`
// error: 98:15 ARC0202 `string?` has no method `len`
// error: 99:15 ARC0223 `+` does not work on `string?` and `string`
// error: 100:16 ARC0233 `if let` looks into an optional or a result, this is a `int64`
// error: 101:15 ARC0223 `??` needs an optional or a result on its left, this is a `Account`
// error: 102:13 ARC0223 `?` passes on the error of a result or the null of an optional, this is a `Account`
// error: 103:13 ARC0223 `!` unwraps an optional or a result, this is a `Account`
// error: 104:9 ARC0233 this pattern has 2 parts, the value is a `vector<int64>`
// error: 105:20 ARC0221 `300` does not fit `int8`
// error: 106:16 ARC0223 `<<` does not work on `int8` and `float64`
// error: 106:24 ARC0223 `-` does not work on `string`
// error: 106:31 ARC0215 expected `bool`, found `int64`
// error: 106:34 ARC0223 `~` works on integers, not on `float64`
// error: 106:44 ARC0223 `<` does not compare `string` with `int64`
// error: 106:51 ARC0223 `==` does not compare `Account` with `int64`
// error: 106:57 ARC0215 expected `bool`, found `Account`
// error: 107:14 ARC0215 expected `string`, found `int64`
// error: 107:32 ARC0215 expected `string`, found `int64`
// error: 108:18 ARC0202 `Account` has no field or method `foo`
// error: 108:27 ARC0244 `zz` is not a format
// error: 109:5 ARC0231 `Account` cannot be indexed
// error: 110:5 ARC0224 the elements of `string` cannot be changed
// error: 111:5 ARC0224 this cannot be assigned to
// error: 112:5 ARC0224 this cannot be assigned to
// error: 113:5 ARC0240 the value of this expression is not used
// error: 114:5 ARC0240 the value of this expression is not used
// error: 115:13 ARC0215 expected `int32`, found `string`
// error: 116:8 ARC0202 package `os` has nothing named `nothing`
// error: 117:12 ARC0218 `vector` takes 1 generic argument, 0 were given
// error: 118:13 ARC0200 unknown function `Error`
// error: 119:19 ARC0215 expected `string`, found `int64`
// error: 120:12 ARC0215 expected `bool`, found `string`
// error: 121:14 ARC0223 `==` does not compare `int64` with `string`
// error: 122:11 ARC0215 expected `string`, found `int64`
// error: 123:5 ARC0238 `continue` outside of a loop
// Misuse of methods, arguments, optionals, operators, places: each is one error.
import "std/os"

struct Account {
    balance: int64
    func deposit(self a: Account, n: int64) { a.balance += n }
    func show(self a: *Account) { println(a.balance) }
}

func twice(f: func(int64) int64, x: int64) int64 { return f(f(x)) }

func no_return(x: int64) int64 { if x > 0 { return 1 } }

func area(w: float64, h: float64 = 1.0) float64 { return w * h }

func swap(a: int64, b: int64) { (a, b) = (b, a) }

func get(m: map<string, int64>) int64 { return m.get("a") }

func main() {
    let a = Account{balance: 1}
    a.deposit()
    a.deposit(1, 2)
    a.withdraw(3)
    a.balance()
    a.ballance = 3
    println(Account.show(3))
    println(twice(|x| x + 1.5, 2))
    println(twice(3, |x| x))
    println(twice(|x, y| x, 2))
    println(area())
    println(area("3"))
    println(area(w: 1.0, w: 2.0))
    println(area(h: 2.0))
    println(area(1.0, depth: 2.0))
    let p = &a
    println(p + 1.5)
    println(*a)
    let x: int64 = null
    let y: string? = 3
    println(y.len())
    println(y + "a")
    if let z = 3 { println(z) }
    let q = a ?? 3
    let w = a?
    let u = a!
    let (i, j) = [1, 2]
    let i8: int8 = 300
    println(i8 << 2.0, -"a", !3, ~1.5, "a" < 3, a == 3, a && true)
    println([1, "a"], {"a": 1, 2: 3})
    println("${a.foo} ${1:zz}")
    a[0] = 1
    "abc"[0] = 'x'
    5 = 6
    area(1.0) = 3.0
    3 + 4
    area
    os.exit("1")
    os.nothing()
    let v: vector = [1]
    let e = Error("x")
    let k = error(3)
    assert("a")
    assert(1 == "a")
    panic(3)
    continue
}
