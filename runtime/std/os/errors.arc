namespace os

/// What the number of a system error means, in words.
func error_text(number: int32) string {
    return match number {
        1 => "operation not permitted"
        2 => "no such file or directory"
        3 => "no such process"
        4 => "interrupted"
        5 => "input/output error"
        6 => "no such device or address"
        7 => "argument list too long"
        8 => "not an executable"
        9 => "bad file descriptor"
        10 => "no child process"
        11 => "resource temporarily unavailable"
        12 => "out of memory"
        13 => "permission denied"
        14 => "bad address"
        16 => "device or resource busy"
        17 => "file exists"
        18 => "on another file system"
        20 => "not a directory"
        21 => "is a directory"
        22 => "invalid argument"
        23 => "too many open files in the system"
        24 => "too many open files"
        25 => "not a terminal"
        26 => "text file busy"
        27 => "file too large"
        28 => "no space left on device"
        29 => "not seekable"
        30 => "read-only file system"
        31 => "too many links"
        32 => "broken pipe"
        36 => "file name too long"
        38 => "not supported by this system"
        39 => "directory not empty"
        40 => "too many symbolic links"
        95 => "operation not supported"
        98 => "address in use"
        104 => "connection reset by peer"
        110 => "timed out"
        111 => "connection refused"
        122 => "disk quota exceeded"
        _ => "system error ${number}"
    }
}

/// An error for a system call that gave `result` (minus the error's number): `what: reason`, with the number as its code.
func system_error(what: string, result: int64, location: string = @source_location()) error {
    let number = cast<int32>(-result)
    return error("${what}: ${error_text(number)}", code: number, location: location)
}

// Numbers that programs decide by.
const NOT_PERMITTED: int32 = 1
const NOT_FOUND: int32 = 2
const NO_PROCESS: int32 = 3
const NO_CHILD: int32 = 10
const TRY_AGAIN: int32 = 11
const NO_ACCESS: int32 = 13
const EXISTS: int32 = 17
const NOT_A_DIRECTORY: int32 = 20
const IS_A_DIRECTORY: int32 = 21
const BROKEN_PIPE: int32 = 32
const INVALID_ARGUMENT: int32 = 22
const NO_SPACE: int32 = 28
const NOT_EMPTY: int32 = 39
const TOO_MANY_LINKS: int32 = 40
const TIMED_OUT: int32 = 110
const REFUSED: int32 = 111
