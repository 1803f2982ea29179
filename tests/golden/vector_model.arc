// expect: same
// Vectors that share buffers, through many random operations, against strings of text.
func show(v: vector<string>) string { return v.join(",") }

func main() {
    let vs: vector<vector<string>> = [[], [], []]
    let texts = ["", "", ""]
    let seed: uint64 = 7
    for step in 0..4000 {
        seed = seed *% 6364136223846793005 +% 1442695040888963407
        let r = seed >> 33
        let a = cast<usize>(r % 3)
        let b = cast<usize>((r >> 4) % 3)
        match (r >> 8) % 8 {
            0 | 1 | 2 => vs[a].push("${step}")
            3 => { vs[a].pop() }
            4 => { vs[a] = vs[b] }
            5 => {
                if vs[a].len() > 0 { vs[a][cast<usize>(r >> 12) % vs[a].len()] = "x${step}" }
            }
            6 => vs[a].extend(vs[b][0..min(vs[b].len(), 3)])
            _ => {
                if vs[a].len() > 40 { vs[a].truncate(5) } else { vs[a].insert(vs[a].len() / 2, "i") }
            }
        }
        // The others must not have changed.
        for k in 0..3 {
            if k != a { assert(show(vs[k]) == texts[k]) }
        }
        texts[a] = show(vs[a])
    }
    println("same")
}
