namespace core

// Methods of `duration`, a count of nanoseconds.

/// The whole nanoseconds.
@inline
func nanoseconds(self d: duration) int64 { return bitcast<int64>(d) }
/// The whole microseconds, cut towards zero.
func microseconds(self d: duration) int64 { return bitcast<int64>(d) / 1_000 }
/// The whole milliseconds, cut towards zero.
func milliseconds(self d: duration) int64 { return bitcast<int64>(d) / 1_000_000 }
/// Seconds with their fraction.
func seconds(self d: duration) float64 { return cast<float64>(bitcast<int64>(d)) / 1000000000.0 }

/// A duration of `n` nanoseconds.
@inline
func duration_from_nanoseconds(n: int64) duration { return bitcast<duration>(n) }
/// A duration of `x` seconds.
func duration_from_seconds(x: float64) duration { return bitcast<duration>(cast<int64>(x * 1000000000.0)) }
