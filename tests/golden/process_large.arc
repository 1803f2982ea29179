// expect: 20000000 20000000 true
// expect: 300000 299999
// Arguments and result are each larger than any pipe; nobody may wait for the other.
func main() {
    let big: vector<byte> = []
    big.resize(20000000, 7)
    big[19999999] = 9
    let p = process func(data: vector<byte>) vector<byte> {
        let out = data
        out.reverse()
        return out
    }(ProcessConfig{}, big)
    let back = p.wait()
    println(big.len(), back.len(), back[0] == 9 && back[1] == 7 && back[19999999] == 7)
    let names: vector<string> = []
    for i in 0..300000 { names.push("${i}") }
    let q = process func(names: vector<string>) vector<string> { return names }(ProcessConfig{}, names)
    let copies = q.wait()
    println(copies.len(), copies[299999])
}
