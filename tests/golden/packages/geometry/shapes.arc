namespace geometry

import "text"

const COUNT: int64 = 3

struct Rect {
    w: float64
    h: float64

    func area(self r: Rect) float64 { return r.w * r.h }
}

struct Square {
    side: float64
}

func square(side: float64) Square { return Square{side: side} }

func label() string { return text.bracket("rect") }
