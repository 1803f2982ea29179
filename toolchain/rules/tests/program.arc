import "std/fs"
import "text/words"

func main() void! {
    for word in fs.read_to_string("toolchain/rules/tests/program_input.txt")?.lines() {
        println("${word} ${words.reversed(word)} ${words.vowels(word)}")
    }
}
