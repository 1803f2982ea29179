// expect: 0,1,2,3,4 9
// expect: 26000000 a z
func main() {
    let b = StringBuilder{}
    for i in 0..5 {
        if i > 0 { b.add(",") }
        b.add_value(i)
    }
    println(b.to_string(), b.len())
    let s = ""
    for i in 0..1000000 { s += "abcdefghijklmnopqrstuvwxyz" }
    println(s.len(), s[0..1], s[s.len() - 1..])
}
