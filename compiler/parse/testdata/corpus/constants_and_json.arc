const TABLE: [256]uint32 = comptime {
    let t: [256]uint32
    for let i: uint32 = 0; i < 256; i++ { t[i] = crc_step(i) }
    t
}

func to_json<T>(v: T) string {
    let out = StringBuilder{}
    comptime for f in @fields(T) { out.add("\"${f.name}\":${v.@field(f)}") }
    return out.finish()
}
