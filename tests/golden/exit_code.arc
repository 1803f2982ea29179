// expect: leaving
// exit: 7
import "std/os"

func main() {
    println("leaving")
    os.exit(7)
}
