namespace math

// Mathematics. The transcendental functions are those of LLVM's libc, correctly rounded in nearly all cases.

extern "C" {
    func sin(x: float64) float64
    func cos(x: float64) float64
    func tan(x: float64) float64
    func asin(x: float64) float64
    func acos(x: float64) float64
    func atan(x: float64) float64
    func atan2(y: float64, x: float64) float64
    func exp(x: float64) float64
    func exp2(x: float64) float64
    func exp10(x: float64) float64
    func expm1(x: float64) float64
    func log(x: float64) float64
    func log2(x: float64) float64
    func log10(x: float64) float64
    func log1p(x: float64) float64
    func pow(x: float64, y: float64) float64
    func cbrt(x: float64) float64
    func hypot(x: float64, y: float64) float64
    func fmod(x: float64, y: float64) float64
    func remainder(x: float64, y: float64) float64
    func nextafter(x: float64, y: float64) float64
    func roundeven(x: float64) float64
    func ldexp(x: float64, exponent: int32) float64
    func frexp(x: float64, exponent: *int32) float64
    func sincos(x: float64, sine: *float64, cosine: *float64)
}

const PI: float64 = 3.14159265358979323846
const TAU: float64 = 6.28318530717958647693
const E: float64 = 2.71828182845904523536
const SQRT2: float64 = 1.41421356237309504880
const LN2: float64 = 0.693147180559945309417
const LN10: float64 = 2.30258509299404568402
/// The distance from 1.0 to the next float64.
const EPSILON: float64 = 2.220446049250313e-16
/// The largest finite float64.
const MAX_FLOAT64: float64 = 1.7976931348623157e308
/// The least positive float64 of full precision.
const MIN_FLOAT64: float64 = 2.2250738585072014e-308

/// The square root; NaN below 0.
@inline
func sqrt(x: float64) float64 { return @sqrt(x) }
/// The greatest whole number not above `x`.
@inline
func floor(x: float64) float64 { return @floor(x) }
/// The least whole number not below `x`.
@inline
func ceil(x: float64) float64 { return @ceil(x) }
/// `x` without its fraction.
@inline
func trunc(x: float64) float64 { return @trunc(x) }
/// The nearest whole number; halves go away from zero.
@inline
func round(x: float64) float64 { return @round(x) }
/// The nearest whole number; halves go to the even one.
func round_even(x: float64) float64 { return roundeven(x) }
/// `x * y + z` with one rounding.
@inline
func fma(x: float64, y: float64, z: float64) float64 { return @fma(x, y, z) }
/// The magnitude of `x` with the sign of `sign`.
@inline
func copysign(x: float64, sign: float64) float64 { return @copysign(x, sign) }

/// Positive infinity.
func infinity() float64 { return bitcast<float64>(cast<uint64>(0x7FF0000000000000)) }
/// Not a number.
func nan() float64 { return bitcast<float64>(cast<uint64>(0x7FF8000000000000)) }
/// True for NaN.
func is_nan(x: float64) bool { return x != x }
/// True for the infinities.
func is_infinite(x: float64) bool { return x == infinity() || x == -infinity() }
/// True for neither.
func is_finite(x: float64) bool { return x - x == 0.0 }

/// True for numbers without fraction.
func is_integer(x: float64) bool { return @trunc(x) == x && is_finite(x) }
/// True when the sign bit is set: for -0.0, too.
func is_negative(x: float64) bool { return (bitcast<uint64>(x) >> 63) != 0 }
/// -1, 0 or 1 as `x` is below, at or above zero; NaN for NaN.
func sign(x: float64) float64 {
    if x > 0.0 { return 1.0 }
    if x < 0.0 { return -1.0 }
    return x
}
/// Degrees as radians.
func radians(degrees: float64) float64 { return degrees * (PI / 180.0) }
/// Radians as degrees.
func degrees(radians: float64) float64 { return radians * (180.0 / PI) }
/// From `a` for 0.0 to `b` for 1.0 in a straight line.
func lerp(a: float64, b: float64, t: float64) float64 { return @fma(t, b, @fma(-t, a, a)) }
/// The logarithm of `x` to `base`.
func log_base(x: float64, base: float64) float64 { return log(x) / log(base) }
/// The whole part and the fraction, both with the sign of `x`.
func split_fraction(x: float64) (float64, float64) {
    let whole = @trunc(x)
    return (whole, if is_infinite(x) { @copysign(0.0, x) } else { @copysign(x - whole, x) })
}
/// The number `f` from 0.5 up to 1.0 and the exponent `e` of `x` = f * 2ᵉ; zero, NaN and the infinities as they are.
func split_exponent(x: float64) (float64, int32) {
    let exponent: int32 = 0
    let f = frexp(x, &exponent)
    return (f, exponent)
}
/// `x` times 2 to the power `exponent`.
func scale(x: float64, exponent: int32) float64 { return ldexp(x, exponent) }
/// The next float64 from `x` on in the direction of `y`.
func next_after(x: float64, y: float64) float64 { return nextafter(x, y) }
/// Sine and cosine at once.
func sin_cos(x: float64) (float64, float64) {
    let s = 0.0
    let c = 0.0
    sincos(x, &s, &c)
    return (s, c)
}

/// The sum with the rounding errors made good (Neumaier's method).
func sum(numbers: []float64) float64 {
    let total = 0.0
    let lost = 0.0
    for x in numbers {
        let next = total + x
        if @abs(total) >= @abs(x) { lost += (total - next) + x } else { lost += (x - next) + total }
        total = next
    }
    // What was lost means nothing beside an infinity.
    return if is_finite(total) { total + lost } else { total }
}

/// The arithmetic mean; NaN of nothing.
func mean(numbers: []float64) float64 { return sum(numbers) / cast<float64>(numbers.len()) }

/// `base` to the power `exponent` for integers; overflow panics.
func power<T>(base: T, exponent: uint32) T {
    let out: T = 1
    let b = base
    let e = exponent
    for e > 0 {
        if (e & 1) != 0 { out *= b }
        e = e >> 1
        if e > 0 { b *= b }
    }
    return out
}

/// The greatest common divisor, never negative.
func gcd<T>(a: T, b: T) T {
    let x = a
    let y = b
    for y != 0 {
        let rest = x % y
        x = y
        y = rest
    }
    comptime if @is_signed(T) { if x < 0 { return -x } }
    return x
}

/// The least common multiple; overflow panics.
func lcm<T>(a: T, b: T) T {
    if a == 0 || b == 0 { return 0 }
    let product = a / gcd(a, b) * b
    comptime if @is_signed(T) { if product < 0 { return -product } }
    return product
}

/// How many ways there are to choose `k` of `n`; overflow panics.
func binomial(n: uint64, k: uint64) uint64 {
    if k > n { return 0 }
    let most = min(k, n - k)
    let out: uint64 = 1
    for i in 0..most {
        // out is n! / ((n - i)! i!) here; dividing by the common part first keeps it from overflowing early.
        let divisor = i + 1
        let shared = gcd(out, divisor)
        out = out / shared * ((n - i) / (divisor / shared))
    }
    return out
}

/// The product of 1 to `n`; overflow panics (above 20).
func factorial(n: uint64) uint64 {
    let out: uint64 = 1
    for i in 1..=n { out *= i }
    return out
}

/// The quotient rounded down, also for negative numbers: -7 by 2 gives -4.
func divide_floor<T>(a: T, b: T) T {
    let q = a / b
    if a % b != 0 && (a < 0) != (b < 0) { return q - 1 }
    return q
}

/// The remainder of `divide_floor`, with the sign of `b`: -7 by 2 gives 1.
func modulo<T>(a: T, b: T) T {
    let r = a % b
    if r != 0 && (r < 0) != (b < 0) { return r + b }
    return r
}

/// The quotient rounded up.
func divide_ceil<T>(a: T, b: T) T {
    let q = a / b
    if a % b != 0 && (a < 0) == (b < 0) { return q + 1 }
    return q
}

/// The whole part of the square root.
func integer_sqrt(n: uint64) uint64 {
    if n == 0 { return 0 }
    let x = truncate<uint64>(@floor(@sqrt(cast<float64>(n))))
    for x > 0 && x > n / x { x -= 1 }
    for (x + 1) <= n / (x + 1) { x += 1 }
    return x
}
