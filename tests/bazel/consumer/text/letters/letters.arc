namespace letters

func is_vowel(c: char) bool {
    return "aeiou".contains("${c}")
}

/// Generic: its body travels in the interface.
func count_if<T>(values: vector<T>, wanted: func(T) bool) int64 {
    let n = 0
    for v in values { if wanted(v) { n += 1 } }
    return n
}
