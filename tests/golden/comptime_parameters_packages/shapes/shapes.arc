namespace shapes

enum Kind { Dot, Box(w: int64, h: int64) }
struct Config { width: int64, names: vector<string> }
struct Grid<comptime C: Config> { cells: [4]int64
    func width(self g: Grid<C>) int64 { return C.width }
}

func area(comptime k: Kind) int64 { return match k { Dot => 0, Box(w, h) => w * h } }
func named(comptime c: Config, comptime i: usize = 0) string { return c.names[i] }
func zeros(comptime T: type, comptime n: usize) [n]T {
    let out: [n]T
    return out
}
