namespace shapes

struct Box {
    width: int64
    height: int64
}

func area(box: Box) int64 { return box.width * box.height }
