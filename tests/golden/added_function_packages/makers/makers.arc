namespace makers

/// Adds a getter for each field of `T` to the package whose block calls this.
func add_getters<T>(prefix: string) {
    comptime for f in @fields(T) {
        @add_func("${prefix}_${f.name}", code { func(v: T) string { return "${v.@field(f)}" } })
    }
}
