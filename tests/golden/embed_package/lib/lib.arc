namespace lib

const NAMES = comptime @embed_file("names.txt").lines().to_vector()
const LENGTH = @embed_file("names.txt").len()
const TEXT = @embed_file("names.txt")
func first() string { return NAMES[0] }
