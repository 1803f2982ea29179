namespace math

// Hyperbolic functions from the exponential and the logarithm of 1 + x, within a few units of the last place.

/// The hyperbolic sine.
func sinh(x: float64) float64 {
    let a = @abs(x)
    if a < 0.0000000037252902984 { return x }            // 2⁻²⁸: x³ / 6 is lost in rounding
    if a > 709.0 {
        let half = exp(a * 0.5)
        return @copysign(0.5 * half * half, x)
    }
    let t = expm1(a)
    return @copysign(0.5 * (t + t / (t + 1.0)), x)
}

/// The hyperbolic cosine.
func cosh(x: float64) float64 {
    let a = @abs(x)
    if a > 709.0 {
        let half = exp(a * 0.5)
        return 0.5 * half * half
    }
    let t = exp(a)
    return 0.5 * t + 0.5 / t
}

/// The hyperbolic tangent.
func tanh(x: float64) float64 {
    let a = @abs(x)
    if a < 0.0000000037252902984 { return x }
    if a > 22.0 { return @copysign(1.0, x) }
    let t = expm1(2.0 * a)
    return @copysign(t / (t + 2.0), x)
}

/// The inverse of `sinh`.
func asinh(x: float64) float64 {
    let a = @abs(x)
    if a < 0.0000000037252902984 || !is_finite(x) { return x }
    if a > 268435456.0 { return @copysign(log(a) + LN2, x) }
    return @copysign(log1p(a + a * a / (1.0 + @sqrt(a * a + 1.0))), x)
}

/// The inverse of `cosh`; NaN below 1.
func acosh(x: float64) float64 {
    if x > 268435456.0 { return log(x) + LN2 }
    if x > 2.0 { return log(2.0 * x - 1.0 / (x + @sqrt(x * x - 1.0))) }
    let t = x - 1.0
    return log1p(t + @sqrt(2.0 * t + t * t))
}

/// The inverse of `tanh`; NaN above 1 and below -1.
func atanh(x: float64) float64 {
    let a = @abs(x)
    if a < 0.0000000037252902984 { return x }
    return @copysign(0.5 * log1p(2.0 * a / (1.0 - a)), x)
}
