// Expectations: ./arcw golden --update
// error: 6:12 ARC0239 `?` passes an error on, but this function does not give a result
func risky() int64! { return 1 }

func plain() int64 {
    return risky()?
}

func main() {
    println(plain())
}
