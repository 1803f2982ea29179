// Expectations: ./arcw golden --update
// error: 10:13 ARC0700 `/etc/passwd` cannot be embedded: paths are relative
// error: 11:13 ARC0700 `../golden/embed_file.arc` cannot be embedded: paths do not leave
// error: 12:13 ARC0700 `missing.txt` cannot be embedded: No such file or directory
// error: 13:13 ARC0700 `` cannot be embedded: the path is empty
// error: 15:13 ARC0245 `@embed_file` takes the path of a file, as a text
// error: 16:13 ARC0245 `@embed_file` takes the path of a file
// error: 17:13 ARC0245 `@embed_file` takes the path of a file, as a text
func main() {
    let a = @embed_file("/etc/passwd")
    let b = @embed_file("../golden/embed_file.arc")
    let c = @embed_file("missing.txt")
    let d = @embed_file("")
    let path = "embed_file.arc"
    let e = @embed_file(path)
    let f = @embed_file()
    let g = @embed_file(12)
    println(a, b, c, d, e, f, g)
}
