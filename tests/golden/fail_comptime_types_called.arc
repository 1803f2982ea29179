// Expectations: ./arcw golden --update
// error: 11:13 ARC0280 `deep` works with types as values, which exist during the build only
// error: 12:35 ARC0280 `deep` works with types as values, which exist during the build only
// error: 13:13 ARC0280 `kinds` works with types as values, which exist during the build only
struct P { x: int64 }
func show(t: type) string { return "${t}" }
func helper() string { return show(int64) }
func deep() string { return helper() }
func kinds() vector<type> { return [int8] }
func main() {
    println(deep())
    println([1, 2].map(|n| "${n}${deep()}"))
    let n = kinds().len()
    println(n)
}
