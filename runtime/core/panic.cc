// Panics: the message forms and what a report consists of.
//
//   panic: MESSAGE
//     at FILE:LINE (in FUNC)
//   stack trace:
//     0: FUNC
//          at FILE:LINE
//
// The report is made when the panic begins, while the frames are there; what happens then is
// unwind.h's.

#include "runtime/core/panic.h"

#include "runtime/core/compute.h"
#include "runtime/core/io.h"
#include "runtime/core/sys.h"
#include "runtime/core/thread_block.h"
#include "runtime/core/unwind.h"

namespace arc::rt {
namespace {

constexpr size_t kMaxFrames = 256;
// Room for position and trace beside the message: a mapping costs what is touched of it.
constexpr size_t kTraceCapacity = size_t{64} * 1024;

constexpr char kHeadline[] = "panic: ";
constexpr size_t kHeadlineLength = sizeof(kHeadline) - 1;

void PutReport(TextWriter& out, const uint8_t* message, size_t length, const uintptr_t* frames,
               size_t count) {
  out.Put(kHeadline).Put(message, length).Put("\n");
  PutPosition(out, frames, count);
  PutTrace(out, frames, count);
}

void WriteReport(const uint8_t* message, size_t length, const uintptr_t* frames, size_t count) {
  uint8_t buffer[4096];
  TextWriter out(buffer, sizeof(buffer), WriteError);
  PutReport(out, message, length, frames, count);
  out.Drain();
}

// The report goes into mapped memory, since the heap may be what broke; its beginning into `info`
// when there is none left.
void StoreReport(ArcPanicInfo* info, const uint8_t* message, size_t length, const uintptr_t* frames,
                 size_t count) {
  const size_t wanted = length + kTraceCapacity;
  info->mapping = MapMemory(wanted);
  info->mapping_size = info->mapping != nullptr ? wanted : 0;
  TextWriter out(
      info->mapping != nullptr ? static_cast<uint8_t*>(info->mapping) : info->short_report,
      info->mapping != nullptr ? wanted : sizeof(info->short_report));
  out.Put(kHeadline).Put(message, length);
  info->message = out.data() + kHeadlineLength;
  info->message_length = out.size() - kHeadlineLength;
  out.Put("\n");
  PutPosition(out, frames, count);
  info->trace = out.data() + out.size();
  const size_t before = out.size();
  PutTrace(out, frames, count);
  info->trace_length = out.size() - before;
  info->report = out.data();
  info->report_length = out.size();
}

// What was on its way to a boundary is shown before the process ends elsewhere.
void ShowPending(const CatchFrame* target) {
  if (!target->reports) WriteError(target->info->report, target->info->report_length);
}

// A panic while a cleanup of an earlier one runs: nobody can tell what state things are in.
[[noreturn]] void EndDoublePanic(const CatchFrame* target, const uint8_t* message, size_t length,
                                 const uintptr_t* frames, size_t count) {
  const ArcPanicInfo& first = *target->info;
  FlushOutputIfFree();
  ShowPending(target);
  TextBuffer<1024> headline;
  headline.Put("panic while a panic unwinds: ").Put(first.message, first.message_length);
  TextBuffer<1100> line;
  line.Put("fatal: ").Put(headline.data(), headline.size()).Put("\n");
  WriteError(line.data(), line.size());
  WriteReport(message, length, frames, count);
  if (arc_rt_is_compute_child() != 0) {
    headline.Put("; then ").Put(message, length);
    SendPanic(ARC_RT_EXIT_PANIC, headline.data(), headline.size(), first.trace, first.trace_length);
  }
  ExitProcess(ARC_RT_EXIT_PANIC);
}

}  // namespace

void Panic(const uint8_t* message, size_t length, TraceStart start) {
  uintptr_t frames[kMaxFrames];
  const size_t count = WalkFrames(start, frames, kMaxFrames);
  CatchFrame* target = CurrentThread()->catch_frame;
  if (target == nullptr) {
    FlushOutputIfFree();
    WriteReport(message, length, frames, count);
    ExitProcess(ARC_RT_EXIT_PANIC);
  }
  if (target->unwinding) EndDoublePanic(target, message, length, frames, count);
  target->unwinding = true;
  if (target->reports) {
    FlushOutputIfFree();
    WriteReport(message, length, frames, count);
  }
  StoreReport(target->info, message, length, frames, count);
  _Unwind_Resume(target);
}

void EndUnwindable(CatchFrame* target, const TextWriter& reason) {
  FlushOutputIfFree();
  ShowPending(target);
  TextBuffer<256> line;
  line.Put("fatal: ").Put(reason.data(), reason.size()).Put("\n");
  WriteError(line.data(), line.size());
  EndPanickedProcess(*target->info, ARC_RT_EXIT_PANIC);
}

void EndPanickedProcess(const ArcPanicInfo& info, int32_t code) {
  FlushOutputIfFree();
  if (arc_rt_is_compute_child() != 0) {
    SendPanic(code, info.message, info.message_length, info.trace, info.trace_length);
  }
  ExitProcess(code);
}

}  // namespace arc::rt

extern "C" void arc_rt_panic_info_release(ArcPanicInfo* info) {
  if (info->mapping != nullptr) arc::rt::UnmapMemory(info->mapping, info->mapping_size);
  info->mapping = nullptr;
  info->report = nullptr;
  info->report_length = 0;
}
