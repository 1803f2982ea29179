namespace core

// Methods of `T?`.

/// True when there is a value.
func is_some<T>(self o: T?) bool {
    return match o {
        null => false
        _ => true
    }
}

/// True when there is none.
func is_null<T>(self o: T?) bool {
    return match o {
        null => true
        _ => false
    }
}

/// The value; panics when there is none.
func unwrap<T>(self o: T?) T {
    if let v = o { return v }
    arc_rt_panic_unwrap()
}

/// The value; panics with `message` when there is none.
func expect<T>(self o: T?, message: string) T {
    if let v = o { return v }
    panic(message)
}

/// The value, or `fallback`.
func unwrap_or<T>(self o: T?, fallback: T) T {
    if let v = o { return v }
    return fallback
}

/// The value, or what `make` gives.
func unwrap_or_else<T>(self o: T?, make: func() T) T {
    if let v = o { return v }
    return make()
}

/// `f` of the value, or null.
func map<T, U>(self o: T?, f: func(T) U) U? {
    if let v = o { return f(v) }
    return null
}

/// What `f` makes of the value, which may be null again.
func and_then<T, U>(self o: T?, f: func(T) U?) U? {
    if let v = o { return f(v) }
    return null
}

/// The value when `keep` says so.
func filter<T>(self o: T?, keep: func(T) bool) T? {
    if let v = o {
        if keep(v) { return v }
    }
    return null
}

/// This one when it has a value, else `other`.
func or<T>(self o: T?, other: T?) T? {
    if let v = o { return v }
    return other
}

/// The value as a result, with an error that says `message` when there is none.
func ok_or<T>(self o: T?, message: string, location: string = @source_location()) T! {
    if let v = o { return v }
    return error(message, location: location)
}
