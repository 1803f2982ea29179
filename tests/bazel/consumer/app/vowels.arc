import "text/words"

// Counted while the program is built, by a package whose functions are not generic.
const VOWELS = comptime words.vowels("education")

func main() { println(VOWELS) }
