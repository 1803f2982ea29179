namespace letters

/// True for the letters that are spoken with an open mouth.
func is_vowel(c: char) bool { return "aeiou".contains("${c}") }

/// Generic, so that its body travels in the interface.
func count_if<T>(values: vector<T>, wanted: func(T) bool) int64 {
    let n = 0
    for v in values { if wanted(v) { n += 1 } }
    return n
}
