namespace core

// Methods of `T!`.

/// True when it is a value.
func is_ok<T>(self r: T!) bool {
    return match r {
        ok(_) => true
        err(_) => false
    }
}

/// True when it is an error.
func is_err<T>(self r: T!) bool {
    return match r {
        ok(_) => false
        err(_) => true
    }
}

/// The value; panics with the error's message when there is none.
func unwrap<T>(self r: T!) T { return r! }

/// The value; panics with `message` and the error's when there is none.
func expect<T>(self r: T!, message: string) T {
    return r catch |e| { panic("${message}: ${e}") }
}

/// The value, or `fallback`.
func unwrap_or<T>(self r: T!, fallback: T) T { return r catch fallback }

/// The value, or what `make` makes of the error.
func unwrap_or_else<T>(self r: T!, make: func(error) T) T { return r catch |e| { make(e) } }

/// `f` of the value, or the same error.
func map<T, U>(self r: T!, f: func(T) U) U! { return f(r?) }

/// What `f` makes of the value, or the same error.
func and_then<T, U>(self r: T!, f: func(T) U!) U! { return f(r?) }

/// The value as an optional; the error is lost.
func ok<T>(self r: T!) T? {
    if r.is_err() { return null }
    return r!
}

/// The error, or null.
func err<T>(self r: T!) error? {
    match r {
        ok(_) => { return null }
        err(e) => { return e }
    }
}

/// The result with `message` in front of the error's, as `read_file(p).context("loading settings")?`.
func context<T>(self r: T!, message: string, location: string = @source_location()) T! {
    return r catch |e| { return error(message, code: e.code, cause: e, location: location) }
}
