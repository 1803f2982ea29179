namespace other
import "shapes"

func box() int64 { return shapes.area(shapes.Kind.Box(2, 3)) }
