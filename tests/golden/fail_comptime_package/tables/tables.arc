namespace tables

extern "C" { func chosen_elsewhere() int64 }

func ratio(a: int64, b: int64) int64 {
    return a / b
}

func chosen() int64 { return chosen_elsewhere() }
