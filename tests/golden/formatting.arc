// expect: [   42] [42   ] [ 42  ] [00042]
// expect: [***42] [42---] [+42] [-42]
// expect: ff FF 0xff 0b101 0o17 101
// expect: 000000ff 0x00ff
// expect: [  text] [text  ] [te] [ te ]
// expect: "quoted \"text\"\n" text
// expect: [1.50] [  1.5] [1.50   ] [+1.5] [001.50]
// expect: ["a", "b"] [    [1, 2]]
// expect: [1.50, 2.25]
// expect: fffe -2
func main() {
    let n = 42
    println("[${n:>5}] [${n:<5}] [${n:^5}] [${n:05}]")
    println("[${n:*>5}] [${n:-<5}] [${n:+}] [${-n}]")
    println("${255:x} ${255:X} ${255:#x} ${5:#b} ${15:#o} ${5:b}")
    println("${255:08x} ${255:#06x}")
    let t = "text"
    println("[${t:>6}] [${t:<6}] [${t:.2}] [${t:^4.2}]")
    println("${"quoted \"text\"\n":?} ${t}")
    let x = 1.5
    println("[${x:.2}] [${x:>5}] [${x:<7.2}] [${x:+}] [${x:06.2}]")
    println("${["a", "b"]} [${[1, 2]:>10}]")
    println("${[1.5, 2.25]:.2}")
    let m: int16 = -2
    println("${m:x} ${m}")
}
