// What comptime code can ask for: output, the result's image, files.

#include "comptime/sandbox/worker/worker.h"

namespace arc::comptime {
namespace {

using rt::TextBuffer;
using rt::TraceStart;

// The result as far as it is written.
struct Result {
  uint64_t bytes;
  uint64_t limit;
  uint64_t align;
  uint64_t link_count;
};
constinit Result result = {};

constexpr uint64_t kResultBytes = ARC_COMPTIME_RESULT_BYTES;

uint8_t* Image() { return reinterpret_cast<uint8_t*>(ARC_COMPTIME_RESULT_ADDRESS); }

[[noreturn]] void Misuse(const char* what, const TraceStart& start) {
  TextBuffer<160> text;
  text.Put("comptime result: ").Put(what);
  End(ARC_COMPTIME_PANIC, text, start);
}

[[noreturn]] void TooLarge(const TraceStart& start) {
  TextBuffer<96> text;
  text.Put("the result is larger than ").PutUnsigned(result.limit).Put(" bytes");
  End(ARC_COMPTIME_RESULT_TOO_LARGE, text, start);
}

constexpr uint64_t kMostQuestions = 1024;
constexpr uint32_t kPrint = 0, kWarn = 1, kQuestion = 2;

void PutOutput(uint32_t kind, const uint8_t* text, uint64_t length, const TraceStart& start) {
  constexpr uint64_t kHeader = 2 * sizeof(uint32_t);
  ArcComptimeControl* control = Control();
  const uint64_t at = control->output_bytes;
  const uint64_t room = ARC_COMPTIME_OUTPUT_BYTES;
  // The limit is on text; the area has to hold the headers, too.
  static constinit uint64_t written = 0;
  const uint64_t allowed = control->output_limit;
  // Questions are no text of the program's.
  const bool counted = kind != kQuestion;
  if (at > room || room - at < kHeader || length > room - at - kHeader ||
      (counted && (written > allowed || length > allowed - written))) {
    TextBuffer<96> message;
    message.Put("more than ").PutUnsigned(allowed < room ? allowed : room);
    message.Put(" bytes of output");
    End(ARC_COMPTIME_TOO_MUCH_OUTPUT, message, start);
  }
  auto* to =
      reinterpret_cast<uint8_t*>(ARC_COMPTIME_CONTROL_ADDRESS + ARC_COMPTIME_OUTPUT_OFFSET) + at;
  const auto short_length = static_cast<uint32_t>(length);
  __builtin_memcpy(to, &kind, sizeof(kind));
  __builtin_memcpy(to + sizeof(kind), &short_length, sizeof(short_length));
  __builtin_memcpy(to + kHeader, text, length);
  control->output_bytes = at + kHeader + length;
  if (counted) written += length;
}

const ArcComptimeFile* FindFile(const uint8_t* path, uint64_t path_length) {
  const auto* files = reinterpret_cast<const ArcComptimeFile*>(Control()->files);
  for (uint64_t i = 0; i < Control()->file_count; ++i) {
    const ArcComptimeFile& file = files[i];
    if (file.path_length == path_length && rt::SameBytes(file.path, path, path_length))
      return &file;
  }
  return nullptr;
}

// Among the output; `number`: of the question, or of the next one.
bool FindQuestion(const uint8_t* text, uint64_t length, uint64_t& number) {
  const auto* at =
      reinterpret_cast<const uint8_t*>(ARC_COMPTIME_CONTROL_ADDRESS + ARC_COMPTIME_OUTPUT_OFFSET);
  const uint8_t* end = at + Control()->output_bytes;
  while (at < end) {
    uint32_t header[2];
    __builtin_memcpy(header, at, sizeof(header));
    at += sizeof(header);
    if (header[0] == kQuestion) {
      if (header[1] == length && rt::SameBytes(at, text, length)) return true;
      ++number;
    }
    at += header[1];
  }
  return false;
}

void AddLink(const ArcComptimeLink& link, const TraceStart& start) {
  const uint64_t room = (kResultBytes - result.bytes) / sizeof(ArcComptimeLink);
  if (result.link_count >= room) TooLarge(start);
  ++result.link_count;
  auto* end = reinterpret_cast<ArcComptimeLink*>(ARC_COMPTIME_RESULT_ADDRESS + kResultBytes);
  end[-static_cast<int64_t>(result.link_count)] = link;
}

uint32_t SlotOffset(const void* slot, const TraceStart& start) {
  const uint64_t offset = reinterpret_cast<uintptr_t>(slot) - ARC_COMPTIME_RESULT_ADDRESS;
  if (offset % 8 != 0 || result.bytes < 8 || offset > result.bytes - 8) {
    Misuse("a link is to be put outside of it", start);
  }
  // The word is the linker's: equal values have equal images.
  *reinterpret_cast<uint64_t*>(ARC_COMPTIME_RESULT_ADDRESS + offset) = 0;
  return static_cast<uint32_t>(offset);
}

}  // namespace

void ResultBegin() {
  const uint64_t limit = Control()->result_limit;
  result = {0, limit < kResultBytes ? limit : kResultBytes, 1, 0};
}

void ResultFinish() {
  Control()->image_bytes = result.bytes;
  Control()->image_align = result.align;
  Control()->link_count = result.link_count;
}

}  // namespace arc::comptime

using namespace arc::comptime;  // NOLINT(google-build-using-namespace)

extern "C" {

void arc_comptime_print(const uint8_t* text, uint64_t length) {
  PutOutput(kPrint, text, length, ARC_RT_TRACE_FROM_CALLER());
}

void arc_comptime_warn(const uint8_t* text, uint64_t length) {
  PutOutput(kWarn, text, length, ARC_RT_TRACE_FROM_CALLER());
}

void arc_comptime_error(const uint8_t* text, uint64_t length) {
  End(ARC_COMPTIME_ERROR, text, length, ARC_RT_TRACE_FROM_CALLER());
}

void* arc_comptime_place(ArcComptimeValue* /*value*/, uint64_t size, uint64_t align) {
  const TraceStart start = ARC_RT_TRACE_FROM_CALLER();
  if (align == 0 || align > 64 || (align & (align - 1)) != 0)
    Misuse("an impossible alignment", start);
  const uint64_t at = (result.bytes + align - 1) & ~(align - 1);
  if (at > result.limit || size > result.limit - at) TooLarge(start);
  if (at + size > kResultBytes - result.link_count * sizeof(ArcComptimeLink)) TooLarge(start);
  // An earlier evaluation may have written here.
  __builtin_memset(Image() + result.bytes, 0, at + size - result.bytes);
  result.bytes = at + size;
  if (align > result.align) result.align = align;
  return Image() + at;
}

void arc_comptime_link(ArcComptimeValue* /*value*/, void* slot, const void* target) {
  const TraceStart start = ARC_RT_TRACE_FROM_CALLER();
  const uint64_t offset = reinterpret_cast<uintptr_t>(target) - ARC_COMPTIME_RESULT_ADDRESS;
  if (offset > result.bytes) Misuse("a link leads out of it", start);
  AddLink({SlotOffset(slot, start), static_cast<uint32_t>(offset), 0}, start);
}

void arc_comptime_link_code(ArcComptimeValue* /*value*/, void* slot, const void* code) {
  const TraceStart start = ARC_RT_TRACE_FROM_CALLER();
  if (code == nullptr) Misuse("a link to no function", start);
  AddLink({SlotOffset(slot, start), 0, reinterpret_cast<uintptr_t>(code)}, start);
}

const uint8_t* arc_comptime_file(const uint8_t* path, uint64_t path_length, uint64_t* length) {
  if (const ArcComptimeFile* file = FindFile(path, path_length)) {
    *length = file->length;
    return file->data;
  }
  if (path_length > sizeof(Control()->message)) {
    End(ARC_COMPTIME_PANIC, "a file's path is too long", ARC_RT_TRACE_FROM_CALLER());
  }
  End(ARC_COMPTIME_NEEDS_FILE, path, path_length, ARC_RT_TRACE_FROM_CALLER());
}

const uint8_t* arc_comptime_ask(const uint8_t* question, uint64_t question_length,
                                uint64_t* length) {
  if (const ArcComptimeFile* answer = FindFile(question, question_length)) {
    *length = answer->length;
    return answer->data;
  }
  uint64_t number = 0;
  if (!FindQuestion(question, question_length, number)) {
    // Each looks through those before it, and what grows without end is better said by who answers.
    if (number >= kMostQuestions) arc_comptime_wait();
    PutOutput(kQuestion, question, question_length, ARC_RT_TRACE_FROM_CALLER());
  }
  *length = number;
  return nullptr;
}

void arc_comptime_wait() { End(ARC_COMPTIME_NEEDS_ANSWER, "", ARC_RT_TRACE_FROM_CALLER()); }

const ArcComptimeApi* arc_comptime_api() {
  static const ArcComptimeApi api = {
      ARC_COMPTIME_API_VERSION, sizeof(ArcComptimeApi), arc_comptime_print, arc_comptime_warn,
      arc_comptime_error,       arc_comptime_place,     arc_comptime_link,  arc_comptime_link_code,
      arc_comptime_file,        arc_comptime_ask,       arc_comptime_wait,
  };
  return &api;
}

}  // extern "C"
