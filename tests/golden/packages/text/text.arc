namespace text

func bracket(s: string) string { return "<${s}>" }

func plural(n: int64, word: string) string {
    if n == 1 { return "1 ${word}" }
    return "${n} ${word}s"
}
