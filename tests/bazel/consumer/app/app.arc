import "shapes"
import "std/fs"
import "text/words"

// Worked out while the program is built, from a file that the build makes.
const MORE = comptime @embed_file("more_words.txt").lines().to_vector().map(|word| word.len())

func main() void! {
    for file in ["app/words.txt", "app/more_words.txt"] {
        for word in fs.read_to_string(file)?.lines() {
            // In a process of its own, which is this very file again.
            let job = process func(word: string) string { return words.reversed(word) }(ProcessConfig{}, word)
            println("${word} ${job.wait()} ${words.vowels(word)}")
        }
    }
    println(MORE)
    println("${shapes.area(shapes.Box{width: 6, height: 7})}")
}
