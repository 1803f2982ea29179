// Expectations: ./arcw golden --update
// error: 8:23 ARC0265 this cannot be done during the build: calling `getpid`, which is not there during the build
// C functions are not there during the build.
extern "C" { func getpid() int32 }

func own_id() int32 { return getpid() }

func main() { println(comptime own_id()) }
