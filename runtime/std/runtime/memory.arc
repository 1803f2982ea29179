namespace runtime

// What the allocator knows of itself.

extern "C" {
    func arc_rt_live_objects() uint64
    func arc_rt_heap_statistics(statistics: *MemoryStatistics)
}

/// What the program's memory consists of: all but code, constants and stacks. The figures are exact when no other thread
/// allocates or frees meanwhile.
struct MemoryStatistics {
    /// Blocks that are allocated.
    live_objects: uint64
    /// The bytes of these blocks, rounded up as the allocator does.
    live_bytes: uint64
    /// Free blocks that threads keep for themselves, or that wait for the next thread.
    cached_bytes: uint64
    /// Other free memory that was not given back to the system.
    kept_bytes: uint64
    /// Address space that was got from the system; much of it may never have been touched.
    mapped_bytes: uint64
}

/// What the program's memory consists of now.
func memory_statistics() MemoryStatistics {
    let statistics = MemoryStatistics{}
    arc_rt_heap_statistics(&statistics)
    return statistics
}

/// How many blocks of memory are allocated now, for tests that look for leaks.
func live_objects() uint64 { return arc_rt_live_objects() }
