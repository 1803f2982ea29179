// expect: 12
// expect: hello
// expect: again
// expect: hello
// expect: again, more
// expect: true false
// expect: ["a.txt"]
// expect: cannot remove "/tmp/arc-golden-files/none": no such file or directory
// expect: a.txt .txt /tmp/arc-golden-files
import "std/fs"

func main() void! {
    let folder = "/tmp/arc-golden-files"
    fs.create_directories(folder)?
    let path = fs.join(folder, "a.txt")
    fs.write_file(path, "hello\nagain")?
    let text = fs.read_to_string(path)?
    println(text.len() + 1)
    println(text)
    let file = fs.open_append(path)?
    file.write(", more\n")?
    file.close()?
    print(fs.read_to_string(path)?)
    println(fs.exists(path), fs.exists("${path}.none"))
    println(fs.list(folder)?)
    match fs.remove_file("${folder}/none") {
        ok(_) => println("?")
        err(e) => println(e)
    }
    println(fs.base_name(path), fs.extension(path), fs.parent(path))
    fs.remove_file(path)?
    fs.remove_directory(folder)?
}
