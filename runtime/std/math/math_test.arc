namespace math

/// Equal, or within a few units of the last place.
func _near(found: float64, wanted: float64, units: float64 = 4.0) bool {
    if found == wanted || (is_nan(found) && is_nan(wanted)) { return true }
    return @abs(found - wanted) <= units * EPSILON * @abs(wanted)
}

test "hyperbolic functions" {
    let table = [
        (1e-10, 1e-10, 1.0, 1e-10),
        (1e-05, 1.0000000000166668e-05, 1.00000000005, 9.999999999666668e-06),
        (0.001, 0.001000000166666675, 1.0000005000000416, 0.0009999996666668),
        (0.1, 0.10016675001984403, 1.0050041680558035, 0.09966799462495582),
        (0.5, 0.5210953054937474, 1.1276259652063807, 0.46211715726000974),
        (1.0, 1.1752011936438014, 1.5430806348152437, 0.7615941559557649),
        (2.5, 6.0502044810397875, 6.132289479663686, 0.9866142981514303),
        (10.0, 11013.232874703393, 11013.232920103324, 0.9999999958776927),
        (21.9, 1621881641.788824, 1621881641.7888238, 1.0),
        (22.1, 1980970710.6902199, 1980970710.6902199, 1.0),
        (50.0, 2.592352764293536e+21, 2.592352764293536e+21, 1.0),
        (300.0, 9.712131976206279e+129, 9.712131976206279e+129, 1.0),
        (700.0, 5.0711602736750225e+303, 5.0711602736750225e+303, 1.0),
        (710.0, 1.1169973830808557e+308, 1.1169973830808557e+308, 1.0),
    ]
    let inverse = [
        (1e-10, 1e-10, 1.4142136208675862e-05, 1e-10),
        (1e-06, 9.999999999998333e-07, 0.00141421344446382, 1.0000000000003333e-06),
        (0.01, 0.009999833340832886, 0.14130376948564866, 0.010000333353334763),
        (0.3, 0.29567304756342244, 0.7564329108569596, 0.30951960420311175),
        (0.5, 0.48121182505960347, 0.9624236501192069, 0.5493061443340548),
        (0.9, 0.8088669356527824, 1.2571958266003804, 1.4722194895832204),
        (0.999, 0.8806663034322094, 1.3163803541092536, 3.8002011672501994),
    ]
    for (x, s, c, t) in table {
        assert(_near(sinh(x), s) && _near(cosh(x), c) && _near(tanh(x), t), "${x}: ${sinh(x)} ${cosh(x)} ${tanh(x)}")
        assert(sinh(-x) == -sinh(x) && cosh(-x) == cosh(x) && tanh(-x) == -tanh(x))
    }
    for (y, s, c, t) in inverse {
        assert(_near(asinh(y), s) && _near(atanh(y), t), "${y}: ${asinh(y)} ${atanh(y)}")
        assert(_near(acosh(1.0 + y), c), "${y}: ${acosh(1.0 + y)}")
        assert(asinh(-y) == -asinh(y) && atanh(-y) == -atanh(y))
    }
    assert(_near(asinh(1e10), 23.718998110500402))
    assert(_near(acosh(1e10), 23.718998110500402))
    assert(_near(acosh(3.0), 1.762747174039086))
    assert(_near(asinh(1e300), 691.4686750787738))
    assert(sinh(1000.0) == infinity())
    assert(tanh(infinity()) == 1.0)
    assert(is_nan(acosh(0.5)))
    assert(is_nan(atanh(2.0)))
    assert(atanh(1.0) == infinity())
    assert(asinh(-infinity()) == -infinity())
    assert(is_nan(sinh(nan())))
    assert(is_negative(sinh(-0.0)) && is_negative(tanh(-0.0)) && is_negative(asinh(-0.0)) && is_negative(atanh(-0.0)))
}

test "all functions of the C library link, and agree with each other" {
    for x in [0.1, 0.7, 1.3] {
        assert(_near(sin(x) * sin(x) + cos(x) * cos(x), 1.0))
        assert(_near(tan(x), sin(x) / cos(x)))
        assert(_near(asin(sin(x)), x, units: 100.0))
        assert(_near(acos(cos(x)), x, units: 100.0))
        assert(_near(atan(tan(x)), x))
        assert(_near(log(exp(x)), x))
        assert(_near(log2(exp2(x)), x))
        assert(_near(log10(exp10(x)), x))
        assert(_near(log1p(expm1(x)), x))
        assert(_near(cbrt(x * x * x), x))
        assert(_near(pow(x, 3.0), x * x * x))
        assert(sin_cos(x) == (sin(x), cos(x)))
        assert(_near(hypot(3.0 * x, 4.0 * x), 5.0 * x))
        assert(_near(atan2(x, 1.0), atan(x)))
        assert(_near(log_base(x, 2.0), log2(x)))
    }
    assert(fmod(7.5, 2.0) == 1.5)
    assert(remainder(7.5, 2.0) == -0.5)
    assert(fmod(-7.5, 2.0) == -1.5)
    assert(next_after(1.0, 2.0) == 1.0 + EPSILON)
    assert(next_after(0.0, -1.0) == -5e-324)
    assert(_near(degrees(PI), 180.0))
    assert(_near(radians(90.0), PI / 2.0))
    assert(lerp(2.0, 4.0, 0.25) == 2.5)
    assert(lerp(1.0, 3.0, 1.0) == 3.0)
}

test "rounding and parts" {
    assert(round(2.5) == 3.0)
    assert(round(-2.5) == -3.0)
    assert(round_even(2.5) == 2.0)
    assert(round_even(3.5) == 4.0)
    assert(trunc(-1.7) == -1.0)
    assert(floor(-1.2) == -2.0)
    assert(ceil(-1.8) == -1.0)
    assert(split_fraction(3.25) == (3.0, 0.25))
    assert(split_fraction(-3.25) == (-3.0, -0.25))
    assert(split_fraction(infinity()) == (infinity(), 0.0))
    assert(is_negative(split_fraction(-0.0).1))
    let (f, e) = split_exponent(10.0)
    assert(f == 0.625 && e == 4 && scale(f, e) == 10.0 && split_exponent(0.0).0 == 0.0 && scale(1.0, -1074) == 5e-324)
    assert(sign(-3.0) == -1.0)
    assert(sign(0.0) == 0.0)
    assert(sign(2.0) == 1.0)
    assert(is_nan(sign(nan())))
    assert(is_integer(3.0))
    assert(!is_integer(3.5))
    assert(!is_integer(infinity()))
    assert(copysign(3.0, -0.0) == -3.0)
    assert(fma(2.0, 3.0, 1.0) == 7.0)
}

test "sums" {
    assert(sum([1e100, 1.0, -1e100]) == 1.0)
    assert(sum([]) == 0.0)
    assert(mean([1.0, 2.0, 6.0]) == 3.0)
    assert(is_nan(mean([])))
    assert(sum([infinity(), 1.0]) == infinity())
    let tenths: vector<float64> = []
    tenths.resize(1000, 0.1)
    assert(sum(tenths) == 100.0 && tenths.sum() != 100.0)
}

test "whole numbers" {
    assert(binomial(5, 2) == 10)
    assert(binomial(60, 30) == 118264581564861424)
    assert(binomial(67, 33) == 14226520737620288370)
    assert(binomial(3, 4) == 0)
    assert(binomial(7, 0) == 1)
    assert(factorial(0) == 1)
    assert(factorial(20) == 2432902008176640000)
    assert(power(3, 4) == 81)
    assert(power(-2, 3) == -8)
    assert(gcd(12, -18) == 6)
    assert(lcm(4, 6) == 12)
    assert(lcm(0, 5) == 0)
    for (a, b, q, r, c) in [(7, 2, 3, 1, 4), (-7, 2, -4, 1, -3), (7, -2, -4, -1, -3), (-7, -2, 3, -1, 4),
        (6, 2, 3, 0, 3), (-6, 2, -3, 0, -3), (0, 5, 0, 0, 0)] {
        assert(divide_floor(a, b) == q)
        assert(modulo(a, b) == r)
        assert(divide_ceil(a, b) == c)
        assert(divide_floor(a, b) * b + modulo(a, b) == a)
    }
    for n in [0, 1, 15, 16, 17, 4294967295] {
        assert(integer_sqrt(cast<uint64>(n)) * integer_sqrt(cast<uint64>(n)) <= cast<uint64>(n))
    }
    assert(integer_sqrt(@max_of(uint64)) == 4294967295 && integer_sqrt(99) == 9 && integer_sqrt(100) == 10)
}
