// expect: blue / true
import "std/env"
import "std/os"

func main() {
    let p = process func() string {
        return "${env.get_or("ARC_GOLDEN_COLOR", "none")} ${os.getcwd() catch "?"} ${env.has("PATH")}"
    }(ProcessConfig{env: {"ARC_GOLDEN_COLOR": "blue"}, working_dir: "/"})
    println(p.wait())
}
