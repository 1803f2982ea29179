// What compiled comptime code, the worker that runs it and the service share: the thunk's
// signature, the table of functions that it can call, the control block. C11 and C++20;
// docs/design/comptime.md explains it.

#ifndef ARC_COMPTIME_API_COMPTIME_API_H_
#define ARC_COMPTIME_API_COMPTIME_API_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ARC_COMPTIME_API_VERSION 1u

// Where things are in a worker.
#define ARC_COMPTIME_CONTROL_ADDRESS 0x10000000ull
#define ARC_COMPTIME_CODE_ADDRESS 0x20000000ull
#define ARC_COMPTIME_DATA_ADDRESS 0x30000000ull
#define ARC_COMPTIME_RESULT_ADDRESS 0x40000000ull
#define ARC_COMPTIME_HEAP_ADDRESS 0x100000000ull
#define ARC_COMPTIME_STACK_ADDRESS 0x10000000000ull  // the lower end; a guard lies below
#define ARC_COMPTIME_CODE_BYTES 0x10000000ull
#define ARC_COMPTIME_DATA_BYTES 0x10000000ull
#define ARC_COMPTIME_RESULT_BYTES 0x20000000ull

// The result that is being written; null for thunks without one. Opaque.
typedef struct ArcComptimeValue ArcComptimeValue;

// How an evaluation ended.
typedef enum ArcComptimeEnd {
  ARC_COMPTIME_NOT_RUN = 0,
  ARC_COMPTIME_DONE = 1,
  ARC_COMPTIME_PANIC = 2,
  ARC_COMPTIME_ERROR = 3,  // comptime_error(…): the message is the user's
  ARC_COMPTIME_OUT_OF_FUEL = 4,
  ARC_COMPTIME_OUT_OF_MEMORY = 5,
  ARC_COMPTIME_STACK_OVERFLOW = 6,
  ARC_COMPTIME_TOO_MUCH_OUTPUT = 7,
  ARC_COMPTIME_RESULT_TOO_LARGE = 8,
  ARC_COMPTIME_FAULT = 9,          // a signal; the message says which, and the address
  ARC_COMPTIME_EFFECT = 10,        // the message names what was tried
  ARC_COMPTIME_NEEDS_FILE = 11,    // the message is the path
  ARC_COMPTIME_WORKER_DIED = 12,   // killed from outside, or by the kernel (forbidden system call)
  ARC_COMPTIME_TIMED_OUT = 13,     // the clock behind the fuel
  ARC_COMPTIME_NEEDS_ANSWER = 14,  // of a question that is in the output
} ArcComptimeEnd;

// A file that the request holds. Paths are as the thunk names them.
typedef struct ArcComptimeFile {
  const uint8_t* path;
  uint64_t path_length;
  const uint8_t* data;
  uint64_t length;
} ArcComptimeFile;

// The functions that comptime code can call. They never return an error: what goes wrong ends the
// evaluation. Text is UTF-8, not NUL-terminated.
typedef struct ArcComptimeApi {
  uint32_t version;
  uint32_t size;  // of this struct in bytes
  void (*print)(const uint8_t* text, uint64_t length);
  void (*warn)(const uint8_t* text, uint64_t length);
  void (*error)(const uint8_t* text, uint64_t length);  // does not return
  // Zeroed memory of the result image: `align` is a power of two up to 64. The first call is for
  // the value itself.
  void* (*place)(ArcComptimeValue* result, uint64_t size, uint64_t align);
  // The word at `slot` (in the image, aligned) is the address `target` (in the image, or one behind
  // a place), and the same for a function of the program.
  void (*link)(ArcComptimeValue* result, void* slot, const void* target);
  void (*link_code)(ArcComptimeValue* result, void* slot, const void* code);
  // The content of a file: the request's, else the evaluation ends with NEEDS_FILE.
  const uint8_t* (*file)(const uint8_t* path, uint64_t path_length, uint64_t* length);
  // A question to the compiler (about types: compiler/check/type_answers.cc). The answer's bytes if
  // the request holds them: as the content of a file whose path is the question. Else null: the
  // question goes to the compiler when the evaluation ends, and *length is its number among those
  // that are not answered; the same question has the same number.
  const uint8_t* (*ask)(const uint8_t* question, uint64_t question_length, uint64_t* length);
  // Ends the evaluation with NEEDS_ANSWER: who asked for it runs it again with the answers.
  void (*wait)(void);  // does not return
} ArcComptimeApi;

typedef void (*ArcComptimeThunk)(const ArcComptimeApi* api, ArcComptimeValue* result);

// Exported by the image, for the library and for thunks.
const ArcComptimeApi* arc_comptime_api(void);
void arc_comptime_out_of_fuel(void);  // does not return

// The functions of the table as symbols, which is what Arc code calls.
void arc_comptime_print(const uint8_t* text, uint64_t length);
void arc_comptime_warn(const uint8_t* text, uint64_t length);
void arc_comptime_error(const uint8_t* text, uint64_t length);  // does not return
void* arc_comptime_place(ArcComptimeValue* result, uint64_t size, uint64_t align);
void arc_comptime_link(ArcComptimeValue* result, void* slot, const void* target);
void arc_comptime_link_code(ArcComptimeValue* result, void* slot, const void* code);
const uint8_t* arc_comptime_file(const uint8_t* path, uint64_t path_length, uint64_t* length);
const uint8_t* arc_comptime_ask(const uint8_t* question, uint64_t question_length,
                                uint64_t* length);
void arc_comptime_wait(void);  // does not return

typedef struct ArcComptimeLink {
  uint32_t slot;    // offset in the image
  uint32_t target;  // offset in the image; of code: 0
  uint64_t code;    // address of the function, or 0
} ArcComptimeLink;

// The control block: the first page of the shared memory at ARC_COMPTIME_CONTROL_ADDRESS. The
// service fills in the request, sets `turn` and wakes the worker; the worker fills in the rest,
// sets it back and wakes the service. Whatever stands here after a worker ran is not to be trusted.
#define ARC_COMPTIME_MAX_FRAMES 64u
typedef struct ArcComptimeControl {
  int64_t fuel;   // first: generated code counts it down at ARC_COMPTIME_CONTROL_ADDRESS
  uint32_t turn;  // futex: 0 the service's, 1 the worker's
  uint32_t end;   // ArcComptimeEnd
  // The request.
  uint64_t thunk;
  uint64_t memory_limit;  // bytes of heap
  uint64_t stack_limit;   // bytes of stack
  uint64_t output_limit;  // bytes of text that print and warn may write
  uint64_t result_limit;  // bytes of image
  uint64_t files;  // address in the worker of ArcComptimeFile[file_count], in the area of files
  uint64_t file_count;
  // The answer.
  uint64_t memory_peak;   // bytes
  uint64_t output_bytes;  // in the output area: records of {u32 kind (0 print, 1 warn, 2 question),
                          // u32 length, text}
  uint64_t image_bytes;   // in the result area, from its beginning
  uint64_t image_align;
  uint64_t link_count;  // ArcComptimeLink, in the result area, downwards from its end
  uint32_t message_length;
  uint32_t frame_count;
  // Return addresses, innermost first; of a fault its own address + 1, so that the byte before is
  // in the instruction for all of them. A zero stands for frames that were left out: of a stack
  // that is deeper the innermost and the outermost ones are here.
  uint64_t frames[ARC_COMPTIME_MAX_FRAMES];
  uint8_t message[2048];
} ArcComptimeControl;

#define ARC_COMPTIME_OUTPUT_OFFSET 0x1000ull  // of the output area, from the control block
#define ARC_COMPTIME_OUTPUT_BYTES 0x100000ull
// The area of files, likewise; workers read it. Everything up to the slab belongs to it.
#define ARC_COMPTIME_FILES_OFFSET 0x200000ull
#define ARC_COMPTIME_FILES_BYTES 0xFE00000ull

#ifdef __cplusplus
}  // extern "C"
static_assert(sizeof(ArcComptimeControl) <= ARC_COMPTIME_OUTPUT_OFFSET);
static_assert(offsetof(ArcComptimeControl, fuel) == 0);
#endif

#endif  // ARC_COMPTIME_API_COMPTIME_API_H_
