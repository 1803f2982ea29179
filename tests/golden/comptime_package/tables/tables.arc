// Nothing of this is generic but `scaled`: who runs it needs its code.
namespace tables

import "rows"

struct _Counted {
    base: int64 = 10
    by_name: map<string, int64>
}

struct Table {
    rows: vector<rows.Row>

    func total(self t: Table) int64 {
        let sum = 0
        for row in t.rows { sum += row.number }
        return sum
    }
}

// Has a closure in each package that makes an instance of it.
func scaled<T>(values: vector<T>, by: T) vector<T> { return values.map(|v| v * by) }

func table(n: int64) Table {
    let counted = _Counted{by_name: map<string, int64>{}}
    for i in 0..n { counted.by_name["n${i}"] = i }
    let add = |i: int64| i + counted.base
    let values = vector<int64>{}
    for i in 0..n { values.push(add(counted.by_name["n${i}"])) }
    let all = scaled(values, 1).map(rows.row)
    all.push(rows.Row{number: 0, text: rows.LAST[0]})
    return Table{rows: all}
}

func twice(x: int64) int64 { return x * 2 }

func ratio(a: int64, b: int64) int64 {
    return a / b
}

const SQUARES: vector<int64> = comptime [ratio(1, 1), ratio(8, 2)]
const LARGEST: int64 = comptime ratio(18, 2)
