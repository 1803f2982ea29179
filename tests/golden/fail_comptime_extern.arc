// Expectations: ./arcw golden --update
// error: 8:23 ARC0265 this calls the C function `getpid`, which is not there during the build
// C functions are not there during the build.
extern "C" { func getpid() int32 }

func own_id() int32 { return getpid() }

func main() { println(comptime own_id()) }
