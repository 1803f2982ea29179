import "std/fs"
import "text/words"

// Files that are declared can be embedded, and code runs during the build.
const LINES = comptime @embed_file("program_input.txt").lines().to_vector()

func main() void! {
    if fs.read_to_string("toolchain/rules/tests/program_input.txt")?.lines().to_vector() != LINES { return error("another text") }
    for word in fs.read_to_string("toolchain/rules/tests/program_input.txt")?.lines() {
        println("${word} ${words.reversed(word)} ${words.vowels(word)}")
    }
}
