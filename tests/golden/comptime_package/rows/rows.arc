// Imported by `tables` only; the program does not name it.
namespace rows

enum _Shade { Light, Dark(by: int64) }

struct Row {
    number: int64
    text: string
}

func _shade(i: int64) _Shade { return if i % 2 == 0 { _Shade.Light } else { _Shade.Dark(i) } }

func row(i: int64) Row {
    let text = match _shade(i) {
        Light => "light"
        Dark(by) => "dark ${by}"
    }
    return Row{number: i, text: text}
}

const LAST: vector<string> = comptime ["end", row(1).text]
