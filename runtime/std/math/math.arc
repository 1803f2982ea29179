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
    func sinh(x: float64) float64
    func cosh(x: float64) float64
    func tanh(x: float64) float64
    func exp(x: float64) float64
    func exp2(x: float64) float64
    func expm1(x: float64) float64
    func log(x: float64) float64
    func log2(x: float64) float64
    func log10(x: float64) float64
    func log1p(x: float64) float64
    func pow(x: float64, y: float64) float64
    func cbrt(x: float64) float64
    func hypot(x: float64, y: float64) float64
    func fmod(x: float64, y: float64) float64
}

const PI: float64 = 3.14159265358979323846
const TAU: float64 = 6.28318530717958647693
const E: float64 = 2.71828182845904523536
const SQRT2: float64 = 1.41421356237309504880
const LN2: float64 = 0.693147180559945309417

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
    if x < 0 { return -x }
    return x
}

/// The least common multiple; overflow panics.
func lcm<T>(a: T, b: T) T {
    if a == 0 || b == 0 { return 0 }
    return abs(a / gcd(a, b) * b)
}

/// The whole part of the square root.
func integer_sqrt(n: uint64) uint64 {
    if n == 0 { return 0 }
    let x = truncate<uint64>(@floor(@sqrt(cast<float64>(n))))
    for x > 0 && x > n / x { x -= 1 }
    for (x + 1) <= n / (x + 1) { x += 1 }
    return x
}
