// Expectations: ./arcw golden --update
// warning: 10:9 ARC0235 this arm is never reached: the arms before it match all that it would
// warning: 12:9 ARC0235 this arm is never reached: the arms before it match all that it would
// error: 18:13 ARC0200 unknown name `missing`
// Arms that earlier arms leave nothing for. They are warnings: the error makes the test one that fails.
func name(n: int64?) string {
    return match n {
        null => "none"
        1 => "one"
        1 => "one again"
        _ => "many"
        2 => "two"
    }
}

func main() {
    println(name(1))
    println(missing)
}
