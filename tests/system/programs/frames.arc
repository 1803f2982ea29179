// Writes the frame of arguments of a call to a file instead of making the call, for tests that then damage it.
import "std/fs"
import "std/os"

struct capture<compute> {
    id: string

    init(self c: *capture<compute>, file: string, args...) {
        c.id = @compute_id()
        fs.write_file(file, serialize(args...)).unwrap()
    }

    func result(self c: *capture<compute>, file: string) auto {
        return deserialize(fs.read_file(file).unwrap())
    }
}

enum Shape {
    Circle(radius: float64)
    Named(name: string, sides: vector<int32>)
    Empty
}

func main() {
    let arguments = os.args.to_vector()
    if arguments[1] == "decode" {
        // The result in a file that the test made.
        let c = capture func() map<string, vector<int32>> {
            return {"one": [1], "many": [1, 2, 3]}
        }("/dev/null")
        println(c.result(arguments[2]))
        return
    }
    // The body leaves a mark: refused calls must not get this far.
    let c = capture func(mark: string, texts: vector<string>, shape: Shape, flag: bool, letter: char, maybe: int64?) string {
        fs.write_file(mark, "ran").unwrap()
        return "${texts} ${shape} ${flag} ${letter} ${maybe}"
    }(arguments[1], arguments[2], ["a", "bc", ""], Shape.Named("box", [1, 2, 3]), true, 'ä', 7)
    println(c.id)
}
