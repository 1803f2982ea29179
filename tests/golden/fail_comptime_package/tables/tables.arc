namespace tables

func hidden(n: int64) int64 { return n * n }
@inline
func seen(n: int64) int64 { return n + 1 }
const SQUARES: vector<int64> = comptime [hidden(1), hidden(2)]
const LARGEST: int64 = comptime hidden(9)
