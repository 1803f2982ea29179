// expect-stderr: panic: no room for 3 guests
// expect-stderr: panic_message.arc:8
// expect-stderr: (in main.seat)
// exit: 101
func seat(n: int64) {
    let rooms = 2
    if n > rooms {
        panic("no room for ${n} guests")
    }
}

func main() {
    seat(3)
}
