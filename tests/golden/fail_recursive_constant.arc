// Expectations: ./arcw golden --update
// error: 6:7 ARC0214 the value of `FIRST` needs itself
// error: 9:31 ARC0214 this default value needs itself
// error: 11:22 ARC0214 this default value needs itself
// Constants and default values that need themselves.
const FIRST: int64 = SECOND + 1
const SECOND: int64 = FIRST - 1

struct Node { weight: int64 = Node{}.weight }

func step(n: int64 = step()) int64 { return n }

func main() {
    println(FIRST, Node{}.weight, step())
}
