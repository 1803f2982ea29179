// Expectations: ./arcw golden --update
// error: 9:1 ARC0272 unknown attribute `@inlnie`
// error: 19:5 ARC0272 unknown attribute `@Hidden`
// error: 28:5 ARC0272 unknown attribute `@readnly`
// error: 32:1 ARC0272 unknown attribute `@inline`
// error: 35:1 ARC0272 unknown attribute `@export`
// error: 38:1 ARC0272 unknown attribute `@conld`
// Attributes of functions that the compiler does not know; those of types and fields are for reflection.
@inlnie
func a() {}

@my_own(1, "x")
func b() {}

struct S {
    @json("y")
    x: int32

    @Hidden
    func m(self s: S) int32 { return s.x }
}

@anything
enum E {
    @short
    One

    @readnly
    func n(self e: E) int32 { return 1 }
}

@inline
const c = 1

@export
type T = int32

@conld
func generic<T>(x: T) T { return x }

extern "C" {
    @nothrow
    func abort()
}

func main() {
    a()
    b()
    println(S{}.m(), E.One.n(), c, generic(1))
}
