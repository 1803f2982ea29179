// What is said about comptime code that has no value.
#include <utility>

#include "compiler/check/checker.h"

namespace arc::check {

namespace {
// What a stack shows of a recursion.
constexpr size_t kFirstFrames = 8, kLastFrames = 4;
}  // namespace

SourceRange Checker::RangeOf(std::string_view file, uint32_t line, uint32_t column) {
  if (line == 0) return {};
  // The last of a name: sources that come with a package's code, after its interface's texts.
  for (; files_named_ < sources_.file_count(); ++files_named_)
    files_by_name_[sources_.Name(FileId{files_named_})] = files_named_;
  auto known = files_by_name_.find(file);
  if (known == files_by_name_.end()) return {};
  FileId id{known->second};
  if (line > sources_.LineCount(id)) return {};
  uint32_t begin = sources_.LineBegin(id, line) + (column ? column - 1 : 0);
  if (begin > sources_.End(id)) begin = sources_.End(id);
  return {begin, begin};
}

DiagnosticBuilder Checker::ComptimeError(const ComptimeValue* value, DiagnosticKind kind,
                                         std::string message) {
  FuncInstance* emitting = std::exchange(emitting_, value->user);
  DiagnosticBuilder report = Error(kind, value->range, std::move(message));
  emitting_ = emitting;
  return report;
}

// The name of a function or constant as users know it.
std::string Checker::SpellSymbol(std::string_view symbol) {
  if (ComptimeValue* value = comptime_images_.lookup(symbol))
    return value->name.empty() ? "the value of a `comptime` expression"
                               : Cat("`", value->name, "`");
  for (auto& value : comptime_values_)
    if (value->thunk == symbol)
      return value->name.empty() ? "a `comptime` expression" : Cat("`", value->name, "`");
  std::string prefix = Cat(current_->path, ".");
  if (symbol.starts_with(prefix)) symbol.remove_prefix(prefix.size());
  return std::string(symbol);
}

void Checker::NoteWay(DiagnosticBuilder& report, const std::string& from, const std::string& to) {
  auto quoted = [&](const std::string& symbol) {
    std::string text = SpellSymbol(symbol);
    return text.find('`') == std::string::npos ? Cat("`", text, "`") : text;
  };
  std::vector<comptime::ThunkModule::Step> way = thunks_.Way(from, to);
  for (size_t i = 0; i < way.size(); ++i) {
    if (way.size() > kFirstFrames + kLastFrames + 1 && i == kFirstFrames) {
      report.Note(Cat("… and ", way.size() - kFirstFrames - kLastFrames, " more"));
      i = way.size() - kLastFrames;
    }
    report.Note(RangeOf(way[i].file, way[i].line, way[i].column),
                Cat(quoted(way[i].from), " needs ", quoted(way[i].to), " here"));
  }
}

// A value that needs a function whose body is being emitted, which waits for the value.
void Checker::ReportNeedsItself(const ComptimeValue* value, const std::string& open) {
  auto report = ComptimeError(value, DiagnosticKind::ComptimeCycle,
                              Cat("this must be known before `", SpellSymbol(open),
                                  "` can be compiled, and needs to run it"));
  NoteWay(report, value->thunk, open);
}

// A type that must be known for code that runs so that the type can be known.
void Checker::ReportTypeNeedsItself(const StructType* type) {
  auto report = Error(DiagnosticKind::ComptimeCycle, type->decl->name.range,
                      Cat("what runs during the build to complete `", type->name, "` needs it"));
  for (auto& value : comptime_values_) {
    if (value->state == ComptimeValue::State::Forced ||
        value->state == ComptimeValue::State::Emitting)
      report.Note(value->range, "this runs for it");
  }
  if (emitting_)
    report.Note(emitting_->range, Cat("`", SpellSymbol(emitting_->symbol), "` needs the type"));
}

// Values that need each other. Follows the needs of one after the other until one comes again.
void Checker::ReportCycle(llvm::ArrayRef<ComptimeValue*> values, const ComptimeValue* first) {
  llvm::SmallVector<const ComptimeValue*, 8> way = {first};
  for (;;) {
    const ComptimeValue* next = nullptr;
    for (const std::string& image : thunks_.MissingFor(way.back()->thunk).images) {
      ComptimeValue* needed = comptime_images_.lookup(image);
      if (needed && llvm::is_contained(values, needed)) {
        next = needed;
        break;
      }
    }
    if (!next) break;
    if (auto* at = llvm::find(way, next); at != way.end()) {
      way.erase(way.begin(), at);
      way.push_back(next);
      break;
    }
    way.push_back(next);
  }
  auto report = ComptimeError(way.front(), DiagnosticKind::ComptimeCycle,
                              way.front()->name.empty()
                                  ? "the value of this `comptime` expression needs itself"
                                  : Cat("the value of `", way.front()->name, "` needs itself"));
  for (size_t i = 0; i + 1 < way.size(); ++i) NoteWay(report, way[i]->thunk, way[i + 1]->image);
}

void Checker::ReportEnd(const ComptimeValue* value, const comptime::Evaluation& result) {
  DiagnosticKind kind = DiagnosticKind::ComptimeEvaluator;
  std::string message, note;
  switch (result.end) {
    case ARC_COMPTIME_PANIC:
      kind = DiagnosticKind::ComptimePanic;
      message = Cat("this panics during the build: ", result.message);
      break;
    case ARC_COMPTIME_ERROR:
      kind = DiagnosticKind::ComptimeErrorCall;
      message = result.message.empty() ? "this calls `comptime_error`" : result.message;
      break;
    case ARC_COMPTIME_OUT_OF_FUEL:
      kind = DiagnosticKind::ComptimeOutOfFuel;
      message = "this does not end during the build";
      note = "calls and rounds of loops are counted; `--comptime-fuel=N` allows more of them";
      break;
    case ARC_COMPTIME_TIMED_OUT:
      kind = DiagnosticKind::ComptimeOutOfFuel;
      message = "this takes too long during the build";
      note = "`--comptime-time=MS` allows more";
      break;
    case ARC_COMPTIME_OUT_OF_MEMORY:
      kind = DiagnosticKind::ComptimeOutOfMemory;
      message = "this needs more memory than there is for it during the build";
      note = "`--comptime-memory=SIZE` allows more";
      break;
    case ARC_COMPTIME_STACK_OVERFLOW:
      kind = DiagnosticKind::ComptimeStackOverflow;
      message = "this calls too deeply during the build: its stack is full";
      note = "`--comptime-stack=SIZE` allows more";
      break;
    case ARC_COMPTIME_TOO_MUCH_OUTPUT:
      kind = DiagnosticKind::ComptimeTooMuchOutput;
      message = "this prints too much during the build";
      note = "`--comptime-output=SIZE` allows more";
      break;
    case ARC_COMPTIME_RESULT_TOO_LARGE:
      kind = DiagnosticKind::ComptimeResultTooLarge;
      message = "the value is too large for a constant";
      note = "`--comptime-result=SIZE` allows more";
      break;
    case ARC_COMPTIME_FAULT:
      kind = DiagnosticKind::ComptimeFault;
      message = Cat("this crashes during the build: ", result.message);
      break;
    case ARC_COMPTIME_EFFECT:
      kind = DiagnosticKind::ComptimeEffect;
      message = Cat("this cannot be done during the build: ", result.message);
      note =
          "what runs during the build sees its arguments and constants, and nothing of the "
          "machine";
      break;
    case ARC_COMPTIME_NEEDS_FILE:
      kind = DiagnosticKind::ComptimeEffect;
      message = Cat("there is no file `", result.message, "` for this during the build");
      break;
    case ARC_COMPTIME_NEEDS_ANSWER:
      message = "this asks about types without end";
      break;
    case ARC_COMPTIME_WORKER_DIED:
      message = Cat("the process in which this runs was ended", result.message.empty() ? "" : ": ",
                    result.message);
      break;
    case ARC_COMPTIME_NOT_RUN:
    case ARC_COMPTIME_DONE:
      message = Cat("this was not run", result.message.empty() ? "" : ": ", result.message);
      break;
  }
  auto report = ComptimeError(value, kind, std::move(message));
  // The stack, without the thunk. What the library does inside of itself is one step.
  struct Shown {
    SourceRange range;
    std::string text;
    size_t again = 0;  // calls of the same function from the same place
  };
  llvm::SmallVector<Shown, 16> stack;
  bool in_library = false;
  for (const comptime::EvaluationFrame& frame : result.frames) {
    // Instances of its generic functions are this build's, and its business nevertheless.
    if (frame.library || frame.file.starts_with("std/")) {
      if (!in_library && !frame.function.empty())
        stack.push_back({{}, Cat("in the library's `", frame.function, "`")});
      in_library = true;
      continue;
    }
    in_library = false;
    const SourceRange range = RangeOf(frame.file, frame.line, frame.column);
    const bool is_thunk = frame.function == ThunkName(*value);
    std::string text = is_thunk ? "in the `comptime` expression, here"
                                : Cat("in `", SpellSymbol(frame.function), "`, here");
    if (!stack.empty() && stack.back().range == range && stack.back().text == text) {
      ++stack.back().again;
    } else {
      stack.push_back({range, std::move(text)});
    }
  }
  for (size_t i = 0; i < stack.size(); ++i) {
    if (stack.size() > kFirstFrames + kLastFrames + 1 && i == kFirstFrames) {
      report.Note(Cat("… and ", stack.size() - kFirstFrames - kLastFrames, " more calls"));
      i = stack.size() - kLastFrames;
    }
    if (stack[i].again) stack[i].text += Cat(", and ", stack[i].again, " more times in a row");
    report.Note(stack[i].range, std::move(stack[i].text));
  }
  if (!note.empty()) report.Note(std::move(note));
}

}  // namespace arc::check
