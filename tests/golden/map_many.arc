// expect: 100000 true
// expect: 50000 true false
// expect: first 1 last 99999
// expect: 50010 99999 0
// expect: 1000 true
// expect: keys in order: true
func main() {
    let m: map<int64, int64> = {}
    for i in 0..100000 { m[i] = i * i }
    let good = true
    for i in 0..100000 {
        if m[i] != i * i { good = false }
    }
    println(m.len(), good)
    for i in 0..100000 {
        if i % 2 == 0 { m.remove(i) }
    }
    println(m.len(), m.contains(1), m.contains(2))
    let keys = m.keys()
    println("first ${keys[0]} last ${keys[keys.len() - 1]}")
    for i in 0..10 { m[i * 2] = 0 }
    println(m.len(), m.keys()[49999], m.keys()[50000])
    let words: map<string, int64> = {}
    for i in 0..1000 { words["key ${i}"] = i }
    for i in 0..1000 {
        if i % 3 == 0 { words.remove("key ${i}") }
    }
    for i in 0..1000 {
        if i % 3 == 0 { words["key ${i}"] = i }
    }
    let sum = 0
    for _, v in words { sum += v }
    println(words.len(), sum == 499500)
    let order = m.keys()
    let sorted = order[0..50000].to_vector()
    sorted.sort()
    println("keys in order:", sorted == order[0..50000].to_vector())
}
