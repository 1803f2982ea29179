// Makes code for others. None of this is generic.
namespace lib

func _twice(x: code) code { return code { ${x} + ${x} } }
func increased(x: code) code { return code { ${_twice(x)} + 42 } }
func other() code { return code { "other" } }
func all(parts: vector<code>) code {
    let sum = code { 0 }
    for part in parts {
        let before = sum
        sum = code { ${before} + ${part} }
    }
    return sum
}
