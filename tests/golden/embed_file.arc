// Expectations: ./arcw golden --update
// expect: true true true
// expect: the same
// expect: 4
// The text of a file of the package is a constant, for code of the build, too.
const SELF = @embed_file("embed_file.arc")
const LINES = comptime SELF.lines().to_vector().len()

func main() {
    println(SELF.starts_with("//"), SELF.len() > 300, SELF.lines().to_vector().len() == LINES)
    comptime if @embed_file("embed" + "_file.arc") == SELF { println("the same") }
    const own = comptime { let n: usize = 0
        for line in @embed_file("embed_file.arc").lines() {
            if line.contains("embed_file") { n += 1 }
        }
        n }
    println(own)
}
