// expect: true null fallback
// expect: true 1
import "std/env"
import "std/os"

func main() {
    println(env.has("PATH"), env.get("ARC_NO_SUCH_VARIABLE"), env.get_or("ARC_NO_SUCH_VARIABLE", "fallback"))
    println(os.args[0].len() > 0, os.args.len())
}
