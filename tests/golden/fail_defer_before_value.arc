// error: 7:19 ARC0255 `f` is used before it has a value
// error: 13:19 ARC0255 `g` is used before it has a value

// A panic may run a deferred statement from where it stands on, so that what it uses must have a value there.
func assigned_later() {
    let f: func() int64
    defer println(f())
    f = func() int64 { return 1 }
}

func assigned_on_one_way(way: bool) {
    let g: func() int64
    defer println(g())
    if way { g = func() int64 { return 2 } }
}

func fine() {
    let h: func() int64
    h = func() int64 { return 3 }
    defer println(h())
}

func main() {
    assigned_later()
    assigned_on_one_way(true)
    fine()
}
