// Expectations: ./arcw golden --update
// expect: agreed
// What the compiler folds and what it runs agree: constants of literals, which are folded, against the same behind calls, which are run.
func it<T>(x: T) T { return x }

const F1 = 1 + 2 * 3
const F2 = -7 / 2
const F3 = -7 % 2
const F4 = 7 / -2
const F5 = 7 % -2
const F6 = 1 << 40
const F7 = -8 >> 1
const F8 = 0xff & 0x0f | 0x30 ^ 0x10
const F9 = ~5
const F10 = -(-9223372036854775807)
const F11 = ~cast<uint8>(5)
const F12 = (3 < 4 && !(4 <= 3))
const F13 = 0.1 + 0.2
const F14 = 7.5 % 2.0
const F15 = 1.0 / 3.0 * 3.0
const F16 = -(0.0)
const F17 = "ab" + "cd"
const F18 = ("a" == "b")
const F19 = 5_ms + 3_us
const F20 = 'x'
const F21 = (if 1 < 2 { 3 } else { 4 })
const F22 = @max_of(int16)
const F23 = @min_of(int64)
const F24 = cast<int8>(-128)

func main() {
    comptime if F1 != it(1) + it(2) * it(3) { @compile_error("sum") }
    comptime if F2 != it(-7) / it(2) { @compile_error("quotient") }
    comptime if F3 != it(-7) % it(2) { @compile_error("remainder") }
    comptime if F4 != it(7) / it(-2) { @compile_error("signs") }
    comptime if F5 != it(7) % it(-2) { @compile_error("signs") }
    comptime if F6 != it(1) << it(40) { @compile_error("left") }
    comptime if F7 != it(-8) >> it(1) { @compile_error("right") }
    comptime if F8 != it(0xff) & it(0x0f) | it(0x30) ^ it(0x10) { @compile_error("bits") }
    comptime if F9 != ~it(5) { @compile_error("unary") }
    comptime if F10 != -it(-9223372036854775807) { @compile_error("unary") }
    comptime if F11 != ~it(cast<uint8>(5)) { @compile_error("unsigned not") }
    comptime if F12 != (it(3) < it(4) && !(it(4) <= it(3))) { @compile_error("order") }
    comptime if F13 != it(0.1) + it(0.2) { @compile_error("float sum") }
    comptime if F14 != it(7.5) % it(2.0) { @compile_error("float remainder") }
    comptime if F15 != it(1.0) / it(3.0) * it(3.0) { @compile_error("float product") }
    comptime if F16 != -it(0.0) { @compile_error("float sign") }
    comptime if F17 != it("ab") + it("cd") { @compile_error("text") }
    comptime if F18 != (it("a") == it("b")) { @compile_error("equality") }
    comptime if F19 != it(5_ms) + it(3_us) { @compile_error("duration") }
    comptime if F20 != it('x') { @compile_error("char") }
    comptime if F21 != (if it(1) < it(2) { it(3) } else { it(4) }) { @compile_error("choice") }
    comptime if F22 != it(@max_of(int16)) { @compile_error("bounds") }
    comptime if F23 != it(@min_of(int64)) { @compile_error("bounds") }
    comptime if F24 != it(cast<int8>(it(-128))) { @compile_error("cast") }
    println("agreed")
}
