// error: 8:13 ARC0227 missing argument `w` of `area`
// error: 9:28 ARC0226 `area` takes 2 arguments, 3 are given
// error: 10:23 ARC0204 `area` has no parameter `height`
// error: 11:26 ARC0204 `w` is given twice
func area(w: float64, h: float64 = 1.0) float64 { return w * h }

func main() {
    println(area())
    println(area(1.0, 2.0, 3.0))
    println(area(1.0, height: 2.0))
    println(area(w: 1.0, w: 2.0))
}
