namespace core

// Codes of errors that the library itself makes. Errors of the system carry the system's number (1 to 133) as their code.

/// The other side of a channel or pipe is gone.
const Closed: int32 = 1001
/// A deadline passed.
const TimedOut: int32 = 1002
/// The work was cancelled.
const Cancelled: int32 = 1003
/// The other side died of a panic; the message carries its report.
const Panicked: int32 = 1004
/// Bytes that should be UTF-8 are not.
const InvalidText: int32 = 1005
/// Text that should be a number is none.
const InvalidNumber: int32 = 1006
/// A number does not fit its type.
const OutOfRange: int32 = 1007
/// Bytes that should be a message of the wire format are none, or of another type, version or build.
const InvalidFrame: int32 = 1008
/// A message ends too early.
const Truncated: int32 = 1009
/// A process ended with an exit code other than 0.
const ExitFailure: int32 = 1010
/// A process was killed by a signal.
const Killed: int32 = 1011
/// The result was taken before.
const AlreadyTaken: int32 = 1012

/// Called when `main` returns an error: tells it and gives the exit code.
@lang("main_failed")
@cold
@noinline
func _main_failed(e: error) int32 {
    eprintln("error: ${e}")
    return 1
}

/// Called when `result!` finds an error.
@lang("unwrap_failed")
@cold
@noinline
@hidden
func _unwrap_failed(e: error) never { panic(e.to_string()) }

/// What went wrong: a message, a code to decide by, the error behind it, and where it was made.
@lang("error")
struct error {
    message: string
    code: int32
    cause: error?
    location: string

    init(self e: *error, message: string, code: int32 = 0, cause: error? = null, location: string = @source_location()) {
        e.message = message
        e.code = code
        e.cause = cause
        e.location = location
    }

    /// The message, followed by those of the causes: `cannot read "a.txt": no such file or directory`.
    func to_string(self e: error) string {
        if let inner = e.cause { return "${e.message}: ${inner}" }
        return e.message
    }

    /// The same error as the cause of a new one with `message` and the same code.
    func context(self e: error, message: string, location: string = @source_location()) error {
        return error(message, code: e.code, cause: e, location: location)
    }

    /// The error at the end of the chain of causes.
    func root(self e: error) error {
        if let inner = e.cause { return inner.root() }
        return e
    }

    /// Equal code and message; where it was made does not count.
    func eq(self a: error, b: error) bool { return a.code == b.code && a.message == b.message }
}
