// Expectations: ./arcw golden --update
// error: 9:13 ARC0227 missing argument `w` of `area`
// error: 10:28 ARC0226 `area` takes 2 arguments, 3 are given
// error: 11:23 ARC0204 `area` has no parameter `height`
// error: 12:26 ARC0204 `w` is given twice
func area(w: float64, h: float64 = 1.0) float64 { return w * h }

func main() {
    println(area())
    println(area(1.0, 2.0, 3.0))
    println(area(1.0, height: 2.0))
    println(area(w: 1.0, w: 2.0))
}
