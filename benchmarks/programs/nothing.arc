// Does nothing: what a process of this language costs at least.

func main() {}
