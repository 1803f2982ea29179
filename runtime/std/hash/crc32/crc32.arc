namespace crc32

// Cyclic redundancy checks of 32 bits, for mistakes of lines and disks; not against intent. Sixteen bytes are taken in
// one step, each by a table of its own.

const _IEEE: [4096]uint32 = _make_tables(0xEDB88320)
const _CASTAGNOLI: [4096]uint32 = _make_tables(0x82F63B78)

/// Table t, at 256 t, says what a byte does to the sum when t more zero bytes follow it.
func _make_tables(polynomial: uint32) [4096]uint32 {
    let out: [4096]uint32
    for i in 0..256 {
        let c = cast<uint32>(i)
        for _ in 0..8 { c = if (c & 1) != 0 { (c >> 1) ^ polynomial } else { c >> 1 } }
        out[i] = c
    }
    for i in 0..3840 { out[i + 256] = (out[i] >> 8) ^ out[out[i] & 255] }
    return out
}

func _update(tables: *uint32, crc: uint32, data: *byte, length: usize) uint32 {
    let c = ~crc
    let p = data
    let left = length
    let words: [4]uint32
    let w = words.pointer()
    for left >= 16 {
        @memcpy(w, p, 16)
        let a = w[0] ^ c
        let x = w[1]
        let y = w[2]
        let z = w[3]
        c = tables[(15 << 8) + (a & 255)] ^ tables[(14 << 8) + ((a >> 8) & 255)] ^ tables[(13 << 8) + ((a >> 16) & 255)] ^ tables[(12 << 8) + (a >> 24)]
            ^ tables[(11 << 8) + (x & 255)] ^ tables[(10 << 8) + ((x >> 8) & 255)] ^ tables[(9 << 8) + ((x >> 16) & 255)] ^ tables[(8 << 8) + (x >> 24)]
            ^ tables[(7 << 8) + (y & 255)] ^ tables[(6 << 8) + ((y >> 8) & 255)] ^ tables[(5 << 8) + ((y >> 16) & 255)] ^ tables[(4 << 8) + (y >> 24)]
            ^ tables[(3 << 8) + (z & 255)] ^ tables[(2 << 8) + ((z >> 8) & 255)] ^ tables[(1 << 8) + ((z >> 16) & 255)] ^ tables[z >> 24]
        p = p + 16
        left = left -% 16
    }
    for left > 0 {
        c = tables[(c ^ p[0]) & 255] ^ (c >> 8)
        p = p + 1
        left = left -% 1
    }
    return ~c
}

/// The check of zip, gzip, PNG and Ethernet over bytes (a vector or slice) or a string. `crc` goes on from the sum of
/// the bytes before.
func sum<B>(data: B, crc: uint32 = 0) uint32 { return _update(_IEEE.pointer(), crc, data.pointer(), data.len()) }

/// The check of iSCSI, ext4 and others (CRC-32C).
func castagnoli<B>(data: B, crc: uint32 = 0) uint32 { return _update(_CASTAGNOLI.pointer(), crc, data.pointer(), data.len()) }
