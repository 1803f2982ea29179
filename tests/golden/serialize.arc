// expect: 48 65
// expect: 7 [1, 2] (1, "x")
// expect: truncated message: 8 bytes were expected, 7 came
// expect: the message holds a value of another type
// expect: these bytes are no Arc message
// expect: the message is empty
// expect: true
func main() void! {
    let bytes = serialize(7)
    println(bytes.len(), bytes[0])
    let n: int64 = deserialize(bytes)
    let w = deserialize<vector<int64>>(serialize([1, 2]))
    let t: (int64, string) = deserialize(serialize(1, "x"))
    println(n, w, t)
    println(try_deserialize<int64>(bytes[0..47].to_vector()).err()!)
    println(try_deserialize<string>(bytes).err()!)
    let text = "hello, this is no message at all, it is just text"
    println(try_deserialize<int64>(text.to_vector()).err()!)
    let nothing: vector<byte> = []
    println(try_deserialize<int64>(nothing).err()!)
    // Every damaged payload is an error or a value, never a crash.
    let good = serialize(["one", "two"], {"k": [1.5]}, 'c')
    let fine = true
    for i in 40..good.len() {
        let bad = good
        bad[i] = bad[i] ^ 0xff
        let r = try_deserialize<(vector<string>, map<string, vector<float64>>, char)>(bad)
        if r.is_err() && r.err()!.message.is_empty() { fine = false }
    }
    println(fine)
}
