// Expectations: ./arcw golden --update
// error: 4:1 ARC0262 this prints too much during the build
// A gigabyte of prints ends at the limit of output.
comptime {
    for let i = 0; i < 1_000_000_000; i++ { comptime_print("again ${i}") }
}
func main() {}
