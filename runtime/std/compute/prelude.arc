namespace compute

import "std/os"
import "std/runtime"

// Names of other packages that templates use; this package is in the prelude, so they need no import.

/// One end of a pipe (std/os).
type Pipe = os.Pipe
/// A started thread (std/runtime).
type ThreadHandle = runtime.ThreadHandle

/// Kills a process; it cannot be caught.
const SIGKILL: int32 = 9
/// Asks a process to end.
const SIGTERM: int32 = 15
/// The signal of ctrl-C.
const SIGINT: int32 = 2

/// Makes the pipes for a child's standard input and output (std/os).
func pipe_create() os.Pipes { return os.pipe_create() }
