// Expectations: ./arcw golden --update
// error: 6:15 ARC0230 the type alias `Single` refers to itself
// error: 8:20 ARC0230 the type alias `Right` refers to itself
// error: 9:14 ARC0230 the type alias `Left` refers to itself
// Aliases that refer to themselves.
type Single = Single

type Left = vector<Right>
type Right = Left?

func main() {
    let x: Single = 1
    println(x)
}
