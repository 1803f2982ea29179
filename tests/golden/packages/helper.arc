import "geometry"

func helper() int64 { return geometry.COUNT + _four() }

func _four() int64 { return 4 }
