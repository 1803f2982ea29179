// The contract between compiler, linker and runtime: every layout and every entry point that
// compiled programs share with the runtime.
//
// Readable as C11 and as C++20. The runtime, the lowering, the evaluator and arc-ld include it;
// sizes and offsets are asserted below, so that each side fails to compile when it disagrees.
// Everything exported carries the prefix `arc_rt_`; nothing else of the runtime is visible.
//
// Results: entry points that can fail return a value >= 0, or -errno. Byte ranges are pointer and
// length; nothing is NUL-terminated unless it says so.

#ifndef ARC_RUNTIME_CORE_CONTRACT_H_
#define ARC_RUNTIME_CORE_CONTRACT_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define ARC_RT_ASSERT(condition) static_assert(condition, #condition)
#define ARC_RT_NORETURN [[noreturn]]
#define ARC_RT_NOTHROW [[gnu::nothrow]]
#define ARC_RT_CONSTEXPR constexpr
extern "C" {
#else
#define ARC_RT_ASSERT(condition) _Static_assert(condition, #condition)
#define ARC_RT_NORETURN _Noreturn
#define ARC_RT_NOTHROW __attribute__((nothrow))
#define ARC_RT_CONSTEXPR
#endif

#define ARC_RT_SIZE(type, bytes) ARC_RT_ASSERT(sizeof(type) == (bytes))
#define ARC_RT_OFFSET(type, member, bytes) ARC_RT_ASSERT(offsetof(type, member) == (bytes))

// -------------------------------------------------------------------------------------------------
// Version. Compiled objects refer to the symbol `arc_rt_abi_1` (any use keeps it, such as an entry
// in a RETAINed section); a runtime of another ABI has no such symbol and the link fails.

#define ARC_RT_ABI_VERSION 1u
#define ARC_RT_ABI_SYMBOL "arc_rt_abi_1"
extern const uint32_t arc_rt_abi_1;

// -------------------------------------------------------------------------------------------------
// Heap objects.
//
// A counted object is addressed by its payload `p`; its header is at p-8. A cell's block starts at
// p-8. A buffer (backing store of vector, string, map, ...) has its capacity in bytes at p-16,
// where its block starts.
//
//   cell    | count:4 meta:4 | payload ...            block = p - 8
//   buffer  | capacity:8 | count:4 meta:4 | payload   block = p - 16
//
// `count` is the number of references, plain (not atomic). With bit 31 set the object is immortal:
// never counted, never freed. A null owner counts as immortal too. With bits 31 and 30 set several
// threads refer to it, and the other thirty bits are counted atomically; it never changes then.

typedef struct ArcObjectHeader {
  uint32_t count;
  uint32_t meta;  // free for the compiler; zero unless it says otherwise
} ArcObjectHeader;
ARC_RT_SIZE(ArcObjectHeader, 8);
ARC_RT_OFFSET(ArcObjectHeader, count, 0);

typedef struct ArcBufferHeader {
  uint64_t capacity;  // bytes of payload
  ArcObjectHeader object;
} ArcBufferHeader;
ARC_RT_SIZE(ArcBufferHeader, 16);
ARC_RT_OFFSET(ArcBufferHeader, object, 8);

#define ARC_RT_IMMORTAL 0x80000000u
#define ARC_RT_ATOMIC_COUNT 0xC0000000u

// A raw, uninitialized block. Its address is a multiple of 16 when `size` is a multiple of 16, and
// of 8 otherwise (an element type aligned to 16 makes every buffer a multiple of 16). Never null:
// panics with "out of memory: N bytes". Size 0 is served as 8.
// For the optimizer: allockind("alloc,uninitialized") allocsize(0) "alloc-family"="arc_rt".
void* arc_rt_alloc(uint64_t size);
// `size` is the size last asked for, or any size with the same arc_rt_good_size. Null is ignored.
// Any thread may free what any other allocated. allockind("free") "alloc-family"="arc_rt".
void arc_rt_free(void* block, uint64_t size);
// Keeps the first min(old, new) bytes; in place, by remapping pages, or by a copy. The count and
// capacity words move along: the caller updates them. `block` null is arc_rt_alloc.
void* arc_rt_realloc(void* block, uint64_t old_size, uint64_t new_size);
// How many bytes a block of `size` really has; use it to choose capacities.
uint64_t arc_rt_good_size(uint64_t size);
// Blocks allocated and not freed, over all threads (exact when no other thread is allocating).
uint64_t arc_rt_live_objects(void);

typedef struct ArcHeapStatistics {
  uint64_t live_objects;  // blocks allocated and not freed
  uint64_t live_bytes;    // of these blocks, as arc_rt_good_size has it
  uint64_t cached_bytes;  // free blocks that threads keep, or that wait for the next thread
  uint64_t kept_bytes;    // other free memory that was not given back to the system
  uint64_t mapped_bytes;  // address space that the heap has from the system; much of it untouched
} ArcHeapStatistics;
ARC_RT_SIZE(ArcHeapStatistics, 40);
ARC_RT_OFFSET(ArcHeapStatistics, mapped_bytes, 32);
// Over all threads; exact when no other thread is allocating. In the checked flavour freed blocks
// that are held back count as cached.
void arc_rt_heap_statistics(ArcHeapStatistics* statistics);

// The block will live until the process ends, as what a package's constants own does: the checked
// flavour does not count it as live any more, and no leak. It must not be freed. Does nothing in
// the release flavour, and nothing for addresses that are no block.
void arc_rt_forget(void* block);

// Out-of-line halves of the two functions above, called by their inlined forms in
// arc_rt_inline.bc. Never called by lowering directly. The second keeps the registers, so that code
// that frees has as few to save as if it called nobody.
void* arc_rt_alloc_slow(uint64_t size);
ARC_RT_NOTHROW void arc_rt_free_slow(void* block, uint64_t size) __attribute__((preserve_most));

// -------------------------------------------------------------------------------------------------
// Values with a fixed layout.

typedef struct ArcString {
  void* owner;  // payload of a buffer, or null for static text
  const uint8_t* data;
  uint64_t length;
} ArcString;
ARC_RT_SIZE(ArcString, 24);
ARC_RT_OFFSET(ArcString, data, 8);
ARC_RT_OFFSET(ArcString, length, 16);

typedef struct ArcSlice {
  void* owner;
  void* data;
  uint64_t length;  // elements
} ArcSlice;
ARC_RT_SIZE(ArcSlice, 24);
ARC_RT_OFFSET(ArcSlice, data, 8);
ARC_RT_OFFSET(ArcSlice, length, 16);

typedef struct ArcVector {
  void* data;  // payload of a buffer, or null when nothing was ever allocated
  uint64_t length;
} ArcVector;
ARC_RT_SIZE(ArcVector, 16);
ARC_RT_OFFSET(ArcVector, length, 8);

typedef struct ArcClosure {
  void* code;
  void* environment;  // payload of a cell, or null
} ArcClosure;
ARC_RT_SIZE(ArcClosure, 16);
ARC_RT_OFFSET(ArcClosure, environment, 8);

// Borrowed bytes, for calls into the runtime.
typedef struct ArcStringView {
  const uint8_t* data;
  uint64_t length;
} ArcStringView;
ARC_RT_SIZE(ArcStringView, 16);
ARC_RT_OFFSET(ArcStringView, length, 8);

// -------------------------------------------------------------------------------------------------
// Panics. The position is the caller's return address, looked up in the line table. All are cold.

#define ARC_RT_EXIT_PANIC 101
#define ARC_RT_EXIT_LEAK 102        // checked flavour: objects alive at exit, misuse of the heap
#define ARC_RT_EXIT_BAD_CALL 64     // --compute: unknown entry or unusable arguments
#define ARC_RT_EXIT_PARENT_GONE 65  // --compute: the result stream was closed
#define ARC_RT_EXIT_OUTPUT 74       // standard output cannot be written

ARC_RT_NORETURN void arc_rt_panic(const uint8_t* message, uint64_t length);
// "integer overflow in addition", "... subtraction", ...: a function each, so that code need not
// say which; compiling such an argument took longer than compiling the call.
ARC_RT_NORETURN void arc_rt_panic_overflow_add(void);
ARC_RT_NORETURN void arc_rt_panic_overflow_sub(void);
ARC_RT_NORETURN void arc_rt_panic_overflow_mul(void);
ARC_RT_NORETURN void arc_rt_panic_overflow_div(void);
ARC_RT_NORETURN void arc_rt_panic_overflow_rem(void);
ARC_RT_NORETURN void arc_rt_panic_overflow_neg(void);
ARC_RT_NORETURN void arc_rt_panic_div_zero(void);                          // "division by zero"
ARC_RT_NORETURN void arc_rt_panic_bounds(int64_t index, uint64_t length);  // "index 7 out of bounds
ARC_RT_NORETURN void arc_rt_panic_bounds_u(uint64_t index, uint64_t length);  //  for length 3"
// "slice 5..2 out of bounds for length 3"
ARC_RT_NORETURN void arc_rt_panic_slice(int64_t low, int64_t high, uint64_t length);
ARC_RT_NORETURN void arc_rt_panic_null(void);    // "null dereference"
ARC_RT_NORETURN void arc_rt_panic_unwrap(void);  // "unwrapped a null optional"
ARC_RT_NORETURN void arc_rt_panic_cast(void);    // "value does not fit the target type of the cast"
ARC_RT_NORETURN void arc_rt_panic_shift(int64_t amount,
                                        uint32_t bits);  // "shift by 64 out of range
                                                         //  for a 64-bit value"
ARC_RT_NORETURN void arc_rt_panic_unreachable(void);     // "reached unreachable code"
// "assertion failed: TEXT"
ARC_RT_NORETURN void arc_rt_panic_assert(const uint8_t* text, uint64_t length);

// A panic unwinds: it runs the cleanups of all frames up to the innermost boundary of its thread.
// Boundaries are the program's main and a --compute child's entry (the process then ends with 101),
// a thread's entry (arc_rt_thread_join tells), and arc_rt_catch. arc_rt_once is none: the panic
// passes through it, and the next caller tries again. A panic out of a cleanup that runs for a
// panic ends the process; one that a cleanup catches itself does not.
//
// For that, generated functions
//   - have unwind tables (uwtable; sync ones are enough) and keep their frame pointer,
//   - name the personality below when they have cleanups, as `landingpad { ptr, i32 } cleanup`
//     whose code ends in `resume` of the same pair, that is, in _Unwind_Resume with its pointer,
//   - are not nounwind when they call what may panic, and reach it by `invoke` where cleanups are.
// Frames without a table are passed by their frame pointer; no cleanup may lie beyond one.
// Hardware faults and stack overflow do not unwind.

#define ARC_RT_PERSONALITY_SYMBOL "arc_rt_personality"
// Marks functions with cleanups. Its address is what matters: nobody calls it.
int32_t arc_rt_personality(void);
// Ends a cleanup: goes on with what its landing pad got. Called by code that LLVM generates.
ARC_RT_NORETURN void _Unwind_Resume(void* exception);

// What is known of a panic that was caught. Texts live until the release, and the record must not
// move until then: when no memory can be mapped they are in it, and cut.
typedef struct ArcPanicInfo {
  const uint8_t* report;  // "panic: MESSAGE\n  at FILE:LINE (in FUNC)\nstack trace:\n..."
  uint64_t report_length;
  const uint8_t* message;  // inside of the report, as is the trace
  uint64_t message_length;
  const uint8_t* trace;  // "stack trace:\n..."
  uint64_t trace_length;
  void* mapping;  // null: none
  uint64_t mapping_size;
  uint8_t short_report[128];
} ArcPanicInfo;
ARC_RT_SIZE(ArcPanicInfo, 192);
ARC_RT_OFFSET(ArcPanicInfo, message, 16);

// Calls function(argument). 0: it returned. 1: it panicked; *info, unless null, holds the report
// and is to be released. Nothing is written to standard error. May be nested, also in cleanups.
int32_t arc_rt_catch(void (*function)(void* argument), void* argument, ArcPanicInfo* info);
void arc_rt_panic_info_release(ArcPanicInfo* info);

// -------------------------------------------------------------------------------------------------
// Line table, written by arc-ld; weak: without it traces show addresses.
//
// `rows` are sorted by pc; the row of an address is the last one with pc <= address - 1 (a return
// address lies behind its call). A node is a position; `parent` leads to the call site into which
// the function was inlined. Functions whose name begins with "arc_rt_" or with the byte 0x01 are
// left out of traces.
//
//   ArcLineTable | ArcLineRow[row_count] | ArcLineNode[node_count] | char[string_bytes]

#define ARC_LINE_TABLE_MAGIC 0x31544C41u  // "ALT1"
#define ARC_LINE_TABLE_VERSION 1u
#define ARC_LINE_TABLE_SYMBOL "arc_rt_line_table"

typedef struct ArcLineRow {
  int32_t pc;     // address minus the address of _start
  uint32_t node;  // index + 1; 0: no position (a gap, or the end of a function)
} ArcLineRow;
ARC_RT_SIZE(ArcLineRow, 8);

typedef struct ArcLineNode {
  uint32_t function;  // offset of a NUL-terminated name in the strings
  uint32_t file;      // likewise
  uint32_t line;
  uint32_t parent;  // index + 1 of the call site's node when inlined; 0: none. Always < own index+1
                    // or 0 is not required, but chains are finite: readers stop after 64.
} ArcLineNode;
ARC_RT_SIZE(ArcLineNode, 16);

typedef struct ArcLineTable {
  uint32_t magic;
  uint32_t version;
  uint32_t row_count;
  uint32_t node_count;
  uint32_t string_bytes;
  uint32_t reserved;
} ArcLineTable;
ARC_RT_SIZE(ArcLineTable, 24);

// -------------------------------------------------------------------------------------------------
// Dispatch table of compute entries.
//
// The compiler emits one record per entry into section `.arc.dispatch` (flag SHF_ALLOC, read-only);
// arc-ld gathers them, and writes `arc_rt_dispatch_table` (weak: absent means no entries):
//
//   ArcDispatchTable | uint32_t displacement[displacement_count], padded to 8 | record[count]
//
// Lookup: h = arc_rt_dispatch_hash(seed, id);
//         d = displacement[(h >> 32) % displacement_count];
//         slot = arc_rt_dispatch_mix(h ^ (d * ARC_DISPATCH_GOLDEN)) % count;
// then compare the ids: the hash is perfect for the ids of the table only.

#define ARC_DISPATCH_RECORD_MAGIC 0x31524441u  // "ADR1"
#define ARC_DISPATCH_TABLE_MAGIC 0x31544441u   // "ADT1"
#define ARC_DISPATCH_TABLE_VERSION 1u
#define ARC_DISPATCH_SECTION ".arc.dispatch"
#define ARC_DISPATCH_TABLE_SYMBOL "arc_rt_dispatch_table"
#define ARC_DISPATCH_GOLDEN 0x9E3779B97F4A7C15ull

typedef struct ArcResultSink ArcResultSink;

// Generated by the compiler: decodes the payload, calls the body, encodes its result and hands it
// over by arc_rt_compute_result. `arguments` is 16-aligned and stays valid until the process ends.
typedef void (*ArcComputeEntry)(const uint8_t* arguments, uint64_t length, ArcResultSink* sink);
// The standard library's thread block: the layout is between the compiler and std/runtime.
typedef void (*ArcThreadEntry)(void* block);

typedef struct ArcDispatchRecord {
  uint32_t magic;
  uint32_t wire_version;
  uint64_t arguments_fingerprint;
  uint64_t result_fingerprint;
  const char* id;  // not NUL-terminated
  uint64_t id_length;
  ArcComputeEntry entry;        // null: the body's types do not travel (only threads can run it)
  ArcThreadEntry thread_entry;  // runs the body in this address space on a block of arguments
} ArcDispatchRecord;
ARC_RT_SIZE(ArcDispatchRecord, 56);
ARC_RT_OFFSET(ArcDispatchRecord, arguments_fingerprint, 8);
ARC_RT_OFFSET(ArcDispatchRecord, id, 24);
ARC_RT_OFFSET(ArcDispatchRecord, id_length, 32);
ARC_RT_OFFSET(ArcDispatchRecord, entry, 40);
ARC_RT_OFFSET(ArcDispatchRecord, thread_entry, 48);

typedef struct ArcDispatchTable {
  uint32_t magic;
  uint32_t version;
  uint64_t count;
  uint64_t seed;
  uint64_t displacement_count;  // at least 1 when count > 0
} ArcDispatchTable;
ARC_RT_SIZE(ArcDispatchTable, 32);

// The 64-bit finalizer of MurmurHash3: FNV alone leaves its high bits weak on short ids.
ARC_RT_CONSTEXPR static inline uint64_t arc_rt_dispatch_mix(uint64_t h) {
  h ^= h >> 33;
  h *= 0xFF51AFD7ED558CCDull;
  h ^= h >> 33;
  h *= 0xC4CEB9FE1A85EC53ull;
  h ^= h >> 33;
  return h;
}

// FNV-1a 64 with the seed folded into the offset basis, then mixed.
ARC_RT_CONSTEXPR static inline uint64_t arc_rt_dispatch_hash(uint64_t seed, const char* id,
                                                             uint64_t length) {
  uint64_t h = 0xCBF29CE484222325ull ^ seed;
  for (uint64_t i = 0; i < length; ++i) {
    h ^= (uint8_t)id[i];
    h *= 0x100000001B3ull;
  }
  return arc_rt_dispatch_mix(h);
}

ARC_RT_CONSTEXPR static inline uint64_t arc_rt_dispatch_slot(uint64_t h, uint32_t displacement,
                                                             uint64_t count) {
  return arc_rt_dispatch_mix(h ^ ((uint64_t)displacement * ARC_DISPATCH_GOLDEN)) % count;
}

// -------------------------------------------------------------------------------------------------
// Wire frames: this header, little-endian, then `length` bytes.

#define ARC_WIRE_VERSION 1u
#define ARC_WIRE_MAGIC "ARCW"
#define ARC_BUILD_ID_SYMBOL "arc_rt_build_id"
#define ARC_BUILD_ID_BYTES 16

typedef enum ArcWireKind {
  ARC_WIRE_VALUE = 0,
  ARC_WIRE_ARGUMENTS = 1,
  ARC_WIRE_RESULT = 2,
  // u32 code, u32 message length, message, u32 trace length, trace
  ARC_WIRE_PANIC = 3,
  ARC_WIRE_LOG = 4,
  ARC_WIRE_HEARTBEAT = 5,
} ArcWireKind;

typedef struct ArcWireHeader {
  uint8_t magic[4];
  uint16_t version;
  uint16_t kind;
  uint8_t build_id[ARC_BUILD_ID_BYTES];
  uint64_t fingerprint;
  uint64_t length;
} ArcWireHeader;
ARC_RT_SIZE(ArcWireHeader, 40);
ARC_RT_OFFSET(ArcWireHeader, version, 4);
ARC_RT_OFFSET(ArcWireHeader, kind, 6);
ARC_RT_OFFSET(ArcWireHeader, build_id, 8);
ARC_RT_OFFSET(ArcWireHeader, fingerprint, 24);
ARC_RT_OFFSET(ArcWireHeader, length, 32);

// The 16 bytes that arc-ld wrote (all zero when it wrote none).
const uint8_t* arc_rt_program_build_id(void);
// The record of an entry, or null.
const ArcDispatchRecord* arc_rt_dispatch_find(const char* id, uint64_t length);
// The record's thread entry; null when there is no such id.
ArcThreadEntry arc_rt_thread_entry(const char* id, uint64_t length);
// Writes the result frame. To be called once by an entry; exits with 65 when the parent is gone.
void arc_rt_compute_result(ArcResultSink* sink, const uint8_t* bytes, uint64_t length);
// Decoders call it for arguments that do not fit their type: message, exit 64.
ARC_RT_NORETURN void arc_rt_compute_bad_arguments(void);
// 1 in a --compute child.
int32_t arc_rt_is_compute_child(void);

// -------------------------------------------------------------------------------------------------
// Start and end.

// Generated by the compiler: the program's main. The value is the exit code.
int32_t arc_main(void);

const ArcStringView* arc_rt_args(uint64_t* count);         // argv, the program's name first
const ArcStringView* arc_rt_environment(uint64_t* count);  // "NAME=value"
// 0 and the value, or -ENOENT.
int64_t arc_rt_getenv(const uint8_t* name, uint64_t length, ArcStringView* value);
// Flushes standard output, then ends the process.
ARC_RT_NORETURN void arc_rt_exit(int32_t code);

// -------------------------------------------------------------------------------------------------
// Threads.

typedef struct ArcThread ArcThread;

typedef struct ArcThreadConfig {
  uint64_t stack_size;  // bytes, 0: 8 MiB of address space, paged in when touched
  int32_t priority;     // nice value relative to the process, 0: unchanged
  uint32_t flags;       // 0
  const uint8_t* name;  // at most 15 bytes are used; null: none
  uint64_t name_length;
} ArcThreadConfig;
ARC_RT_SIZE(ArcThreadConfig, 32);
ARC_RT_OFFSET(ArcThreadConfig, name, 16);

// 0 and *thread, or -errno. `config` may be null. Each thread ends in exactly one of: join followed
// by release, or detach.
int64_t arc_rt_thread_spawn(void (*entry)(void*), void* argument, const ArcThreadConfig* config,
                            ArcThread** thread);
// Waits. 0: it returned; 1: it panicked, and the report is there until release.
int64_t arc_rt_thread_join(ArcThread* thread);
void arc_rt_thread_report(ArcThread* thread, const uint8_t** text, uint64_t* length);
void arc_rt_thread_release(ArcThread* thread);  // after join
void arc_rt_thread_detach(ArcThread* thread);   // a panic of it then ends the process with 101
int64_t arc_rt_thread_id(void);                 // the kernel's id of the calling thread
void arc_rt_thread_yield(void);

// Runs `run(place)` exactly once over all threads; returns when it has been run. `state` is 0
// before and 2 (stored with release) after; generated code loads it with acquire and calls this
// unless it is
// 2. A run that needs itself panics: "initialization of a constant needs itself". When a run
// panics, the next caller tries again.
void arc_rt_once(uint32_t* state, void (*run)(void* place), void* place);
// A word of the calling thread, null at its start: generated drop code keeps its work list there,
// so that dropping long chains needs no deep recursion. Also in arc_rt_inline.bc.
void** arc_rt_drop_frames(void);
// What that word leads to, on the stack. A panic takes those out of the list whose functions it has
// left, before it runs the next cleanup.
typedef struct ArcDropFrame {
  void* identity;
  void* chain;
  struct ArcDropFrame* outer;
} ArcDropFrame;
ARC_RT_OFFSET(ArcDropFrame, outer, 16);

// A lock in one word, zero-initialized; and a word to wait on. The building blocks of std's sync.
void arc_rt_lock(uint32_t* lock);
int32_t arc_rt_try_lock(uint32_t* lock);
void arc_rt_unlock(uint32_t* lock);
// 0 woken (perhaps spuriously), -EAGAIN *word != expected, -ETIMEDOUT. Negative timeout: none.
int64_t arc_rt_futex_wait(const uint32_t* word, uint32_t expected, int64_t timeout_ns);
int64_t arc_rt_futex_wake(const uint32_t* word, uint32_t count);  // how many were woken

// -------------------------------------------------------------------------------------------------
// Processes.

// The child is killed when this process ends (not when the thread that spawned it does).
#define ARC_SPAWN_PDEATHSIG 1u
#define ARC_SPAWN_PROCESS_GROUP 2u  // the child leads a new process group
#define ARC_SPAWN_ENV_REPLACE 4u    // `environment` is the whole environment, not overrides
#define ARC_SPAWN_SEARCH_PATH 8u    // `path` without a slash is looked up in PATH
#define ARC_SPAWN_SESSION 16u       // the child leads a new session
#define ARC_SPAWN_FD_INHERIT (-1)
#define ARC_SPAWN_FD_NULL (-2)  // /dev/null

typedef enum ArcSpawnStep {
  ARC_SPAWN_STEP_NONE = 0,
  ARC_SPAWN_STEP_PREPARE = 1,  // arguments that cannot be passed, no memory
  ARC_SPAWN_STEP_CLONE = 2,
  ARC_SPAWN_STEP_PDEATHSIG = 3,
  ARC_SPAWN_STEP_GROUP = 4,
  ARC_SPAWN_STEP_STDIO = 5,
  ARC_SPAWN_STEP_CWD = 6,
  ARC_SPAWN_STEP_EXEC = 7,
} ArcSpawnStep;

typedef struct ArcSpawnRequest {
  ArcStringView path;         // used when exec_fd < 0
  const ArcStringView* argv;  // the program's name first
  uint64_t argc;
  // "NAME=value" sets, "NAME" removes; on top of the own environment unless ENV_REPLACE.
  const ArcStringView* environment;
  uint64_t environment_count;
  ArcStringView cwd;  // empty: the parent's
  int32_t exec_fd;    // a descriptor of the program, or -1
  int32_t fds[3];     // what becomes 0, 1, 2 of the child; ARC_SPAWN_FD_*
  uint32_t flags;     // ARC_SPAWN_*
  // Out:
  uint32_t failed_step;  // ArcSpawnStep
  int32_t* pidfd;        // null: none wanted; else receives a close-on-exec pidfd
} ArcSpawnRequest;
ARC_RT_SIZE(ArcSpawnRequest, 96);
ARC_RT_OFFSET(ArcSpawnRequest, argv, 16);
ARC_RT_OFFSET(ArcSpawnRequest, environment, 32);
ARC_RT_OFFSET(ArcSpawnRequest, cwd, 48);
ARC_RT_OFFSET(ArcSpawnRequest, exec_fd, 64);
ARC_RT_OFFSET(ArcSpawnRequest, fds, 68);
ARC_RT_OFFSET(ArcSpawnRequest, flags, 80);
ARC_RT_OFFSET(ArcSpawnRequest, failed_step, 84);
ARC_RT_OFFSET(ArcSpawnRequest, pidfd, 88);

// The child's pid, or -errno and failed_step. Standard output is flushed first.
int64_t arc_rt_process_spawn(ArcSpawnRequest* request);
// A close-on-exec O_PATH descriptor of the running image, opened at first use and never closed: it
// stays valid when the file is replaced or deleted. Without /proc it is what the path that started
// the program leads to.
int64_t arc_rt_self_executable_fd(void);

typedef enum ArcExitKind {
  ARC_EXIT_RUNNING = 0,  // only with ARC_WAIT_NO_HANG
  ARC_EXIT_CODE = 1,     // value: exit code
  ARC_EXIT_SIGNAL = 2,   // value: signal number
  ARC_EXIT_CORE = 3,     // value: signal number, a core was dumped
} ArcExitKind;

typedef struct ArcExitStatus {
  int32_t kind;
  int32_t value;
} ArcExitStatus;
ARC_RT_SIZE(ArcExitStatus, 8);

#define ARC_WAIT_NO_HANG 1u

// -------------------------------------------------------------------------------------------------
// System calls for the standard library. Flags and modes are Linux's values. Calls that can be
// interrupted are repeated (EINTR never comes out). O_CLOEXEC is always added by open and its kin:
// descriptors reach children only through ArcSpawnRequest.

typedef struct ArcFileStatus {
  uint64_t size;
  uint64_t inode;
  uint64_t device;
  int64_t modified_seconds;
  uint32_t modified_nanoseconds;
  uint32_t mode;  // st_mode
  uint32_t links;
  uint32_t owner;
} ArcFileStatus;
ARC_RT_SIZE(ArcFileStatus, 48);

typedef struct ArcPollEntry {  // the kernel's pollfd
  int32_t fd;
  int16_t events;
  int16_t revents;
} ArcPollEntry;
ARC_RT_SIZE(ArcPollEntry, 8);

int64_t arc_rt_sys_open(const uint8_t* path, uint64_t length, int32_t flags, uint32_t mode);
int64_t arc_rt_sys_openat(int32_t directory, const uint8_t* path, uint64_t length, int32_t flags,
                          uint32_t mode);
int64_t arc_rt_sys_read(int32_t fd, uint8_t* buffer, uint64_t capacity);
int64_t arc_rt_sys_write(int32_t fd, const uint8_t* data, uint64_t length);
int64_t arc_rt_sys_write_all(int32_t fd, const uint8_t* data, uint64_t length);  // 0 or -errno
int64_t arc_rt_sys_pread(int32_t fd, uint8_t* buffer, uint64_t capacity, int64_t offset);
int64_t arc_rt_sys_pwrite(int32_t fd, const uint8_t* data, uint64_t length, int64_t offset);
int64_t arc_rt_sys_close(int32_t fd);
int64_t arc_rt_sys_lseek(int32_t fd, int64_t offset, int32_t whence);
int64_t arc_rt_sys_fstat(int32_t fd, ArcFileStatus* status);
int64_t arc_rt_sys_stat(const uint8_t* path, uint64_t length, int32_t follow,
                        ArcFileStatus* status);
int64_t arc_rt_sys_ftruncate(int32_t fd, int64_t size);
int64_t arc_rt_sys_fsync(int32_t fd);
int64_t arc_rt_sys_pipe(int32_t* fds /*[2]: read end, write end*/);
int64_t arc_rt_sys_socketpair(int32_t* fds /*[2]*/);  // AF_UNIX, SOCK_STREAM
int64_t arc_rt_sys_dup(int32_t fd);
int64_t arc_rt_sys_dup_to(int32_t fd, int32_t target);
int64_t arc_rt_sys_fcntl(int32_t fd, int32_t command, int64_t argument);
int64_t arc_rt_sys_mkdir(const uint8_t* path, uint64_t length, uint32_t mode);
int64_t arc_rt_sys_rmdir(const uint8_t* path, uint64_t length);
int64_t arc_rt_sys_unlink(const uint8_t* path, uint64_t length);
int64_t arc_rt_sys_rename(const uint8_t* from, uint64_t from_length, const uint8_t* to,
                          uint64_t to_length);
int64_t arc_rt_sys_symlink(const uint8_t* target, uint64_t target_length, const uint8_t* path,
                           uint64_t length);
int64_t arc_rt_sys_chmod(const uint8_t* path, uint64_t length, uint32_t mode);
int64_t arc_rt_sys_readlink(const uint8_t* path, uint64_t length, uint8_t* buffer,
                            uint64_t capacity);
int64_t arc_rt_sys_getdents(int32_t fd, uint8_t* buffer, uint64_t capacity);  // linux_dirent64
int64_t arc_rt_sys_getcwd(uint8_t* buffer, uint64_t capacity);  // length without the NUL
int64_t arc_rt_sys_chdir(const uint8_t* path, uint64_t length);
int64_t arc_rt_sys_kill(int64_t pid, int32_t signal);
int64_t arc_rt_sys_getpid(void);
int64_t arc_rt_sys_getppid(void);
// The pid that ended (0 with NO_HANG: still running), or -errno. pid -1: any child.
int64_t arc_rt_sys_wait(int64_t pid, uint32_t flags, ArcExitStatus* status);
int64_t arc_rt_sys_nanosleep(int64_t nanoseconds);  // sleeps the whole time
// Nanoseconds of a clock (0 realtime, 1 monotonic), or -errno.
int64_t arc_rt_sys_clock(int32_t clock);
int64_t arc_rt_sys_getrandom(uint8_t* buffer, uint64_t length);  // fills it whole, returns 0
int64_t arc_rt_sys_isatty(int32_t fd);                           // 0 or 1
int64_t arc_rt_sys_mmap(void* address, uint64_t length, int32_t protection, int32_t flags,
                        int32_t fd, int64_t offset);
int64_t arc_rt_sys_munmap(void* address, uint64_t length);
int64_t arc_rt_sys_memfd_create(const uint8_t* name, uint64_t length, uint32_t flags);
int64_t arc_rt_sys_poll(ArcPollEntry* entries, uint64_t count, int64_t timeout_ns);  // < 0: none
int64_t arc_rt_sys_cpu_count(void);  // CPUs that the process may use
int64_t arc_rt_sys_uname(uint8_t* buffer /*390 bytes: six fields of 65*/);
int64_t arc_rt_sys_prctl(int32_t option, uint64_t a, uint64_t b, uint64_t c, uint64_t d);
int64_t arc_rt_sys_raw(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                       uint64_t f);
// The name of an errno value ("No such file or directory"); static text.
ArcStringView arc_rt_error_text(int64_t error);

// -------------------------------------------------------------------------------------------------
// Standard output and error.

// Line-buffered on a terminal, else block-buffered; flushed at exit, on panic and before a process
// is spawned. A closed pipe ends the process by SIGPIPE; any other failure ends it with "arc:
// cannot write to standard output: ..." and exit code 74.
void arc_rt_stdout_write(const uint8_t* data, uint64_t length);
void arc_rt_stdout_flush(void);
void arc_rt_stderr_write(const uint8_t* data, uint64_t length);  // unbuffered, one write per call

// -------------------------------------------------------------------------------------------------
// Numbers as text. Memory functions and mathematics are LLVM libc's: memcpy, memmove, memset,
// memcmp, sin, ... under their C names.

typedef enum ArcFloatFormat {
  ARC_FLOAT_SHORTEST = 0,  // fewest digits that read back as the same value: 0.1, 1e+300, 100.0
  ARC_FLOAT_FIXED = 1,     // `precision` digits behind the point
  ARC_FLOAT_EXPONENT = 2,  // d.ddde+XX
} ArcFloatFormat;

// Bytes written (at most `capacity`; shortest needs up to 32, fixed up to 325 + precision).
uint64_t arc_rt_format_f64(double value, uint8_t* buffer, uint64_t capacity, int32_t mode,
                           int32_t precision);
// As arc_rt_format_f64, shortest for 32-bit values.
uint64_t arc_rt_format_f32(float value, uint8_t* buffer, uint64_t capacity, int32_t mode,
                           int32_t precision);
uint64_t arc_rt_format_i64(int64_t value, uint8_t* buffer /*20 bytes*/);
uint64_t arc_rt_format_u64(uint64_t value, uint8_t* buffer /*20 bytes*/);
// The whole text must be a number. 0, -EINVAL, or -ERANGE (too large; *value is then an infinity).
int64_t arc_rt_parse_f64(const uint8_t* text, uint64_t length, double* value);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // ARC_RUNTIME_CORE_CONTRACT_H_
