namespace words

func reversed(word: string) string {
    let out = ""
    for c in word.chars() { out = "${c}${out}" }
    return out
}
