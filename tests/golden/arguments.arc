// args: --compute --jobs=4 --name "two words" -- --after
// expect: 7 ["--compute", "--jobs=4", "--name", "two words", "--", "--after"]
// expect: true true false false
// expect: 4 two words [] null
// expect: --compute two words
// expect: 7
import "std/os"

func main() {
    println(os.args.len(), os.args.rest())
    println(os.args.has("--compute"), os.args.has("--jobs"), os.args.has("--job"), os.args.has("--after"))
    println(os.args.get("--jobs"), os.args.get("--name"), "[${os.args.get("--none")}]", os.args.find("--none"))
    println(os.args[1], os.args[4])
    let n = 0
    for a in os.args {
        if !a.is_empty() { n++ }
    }
    println(n)
}
