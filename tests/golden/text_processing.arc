// expect: the 3
// expect: fox 2
// expect: quick 1
// expect: longest: quick
// expect: acronym: TQF
func main() {
    let text = "The quick fox. The fox, the end"
    let counts: map<string, int64> = {}
    let word = StringBuilder{}
    for b in text.bytes() {
        if b.is_letter() {
            word.add_char(b.to_lower().to_char())
        } else if word.len() > 0 {
            counts[word.finish()] += 1
        }
    }
    if word.len() > 0 { counts[word.finish()] += 1 }
    let pairs = counts.entries()
    pairs.sort_by(|a, b| a.1 > b.1 || (a.1 == b.1 && a.0 > b.0))
    for i in 0..3 { println(pairs[i].0, pairs[i].1) }
    println("longest:", counts.keys().reduce("", |a, b| if b.len() > a.len() { b } else { a }))
    println("acronym:", "the quick fox".split(" ").map(|w| w[0..1].to_upper()).join())
}
