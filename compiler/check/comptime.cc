// The fixed point of comptime: what runs during the build, when, and what its values are.
//
// An expression becomes a thunk when it is emitted (emit_comptime.cc), and waits. When all bodies
// are there, what waits is run in batches: in each all thunks that need no value of another one
// that waits. What needs a value at once (an array length, a generic argument, a condition of
// `comptime if`) forces it: the bodies that its thunk needs are emitted then and there.
#include <algorithm>
#include <tuple>
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/emitter.h"
#include "compiler/source/utf8.h"
#include "llvm/ADT/StringExtras.h"

namespace arc::check {

using State = ComptimeValue::State;

ComptimeValue* Checker::NewComptime(SourceRange range) {
  if (comptime_values_.empty() && options_.evaluator) options_.evaluator->Prepare();
  comptime_values_.push_back(std::make_unique<ComptimeValue>());
  ComptimeValue* value = comptime_values_.back().get();
  value->range = range;
  value->number = comptime_values_.size();
  // `comptime` is no name that users can declare.
  value->thunk = UniqueSymbol(Cat(current_->path, ".comptime"));
  value->user = emitting_;
  return value;
}

// Emits and runs what the thunk needs. False: it cannot run, which has been reported.
bool Checker::Prepare(ComptimeValue* value) {
  for (;;) {
    comptime::ThunkModule::Missing missing = thunks_.MissingFor(value->thunk);
    if (!missing.open.empty()) {
      value->state = State::Failed;
      ReportNeedsItself(value, missing.open.front());
      return false;
    }
    bool progress = false;
    for (const std::string& symbol : missing.bodies) {
      auto work = bodies_.find(symbol);
      if (work == bodies_.end() || !work->second->run) continue;
      Do(work->second);
      progress = true;
    }
    if (stopped_) return false;
    if (progress) continue;
    if (missing.broken) return false;  // which has been reported
    if (LoadCode(missing)) continue;
    if (!HasPackages(value, missing)) return false;
    if (!value->closures.empty() && !thunks_.IsDefined(value->closures)) {
      DefineClosures(value);
      continue;
    }
    if (missing.images.empty()) return true;
    for (const std::string& image : missing.images) {
      ComptimeValue* needed = comptime_images_.lookup(image);
      if (!needed || needed->state == State::Done) continue;
      if (!Force(needed)) {
        value->state = State::Failed;
        return false;
      }
    }
  }
}

bool Checker::Force(ComptimeValue* value) {
  if (value->state == State::Done) return true;
  if (value->state == State::Failed) return false;
  if (value->state != State::Emitted) {
    llvm::SmallVector<ComptimeValue*, 8> running;
    for (auto& other : comptime_values_)
      if (other->state == State::Forced || other->state == State::Emitting)
        running.push_back(other.get());
    ReportCycle(running, value);
    value->state = State::Failed;
    return false;
  }
  if (stopped_) return false;
  value->state = State::Forced;
  if (!Prepare(value)) {
    if (value->state == State::Forced) value->state = State::Failed;
    return false;
  }
  // Others that could run go with it.
  llvm::SmallVector<ComptimeValue*, 8> batch = {value};
  for (ComptimeValue* other : waiting_) {
    if (other == value || other->state != State::Emitted) continue;
    if (NothingMissing(thunks_.MissingFor(other->thunk))) batch.push_back(other);
  }
  Run(batch);
  return value->state == State::Done;
}

void Checker::EvaluateWaiting() {
  while (!waiting_.empty() && !diagnostics_.has_errors() && !stopped_) {
    llvm::SmallVector<ComptimeValue*, 16> batch;
    for (ComptimeValue* value : waiting_) {
      if (value->state != State::Emitted) continue;
      // The table of closures needs bodies that nothing else does.
      if (!value->closures.empty() && !Prepare(value)) continue;
      comptime::ThunkModule::Missing missing = thunks_.MissingFor(value->thunk);
      while (LoadCode(missing)) missing = thunks_.MissingFor(value->thunk);
      if (!HasPackages(value, missing)) continue;
      if (missing.images.empty()) batch.push_back(value);
    }
    if (batch.empty()) {
      llvm::SmallVector<ComptimeValue*, 16> left;
      for (ComptimeValue* value : waiting_)
        if (value->state == State::Emitted) left.push_back(value);
      if (!left.empty() && !diagnostics_.has_errors()) ReportCycle(left, left.front());
      break;
    }
    Run(batch);
    std::erase_if(waiting_, [](ComptimeValue* v) { return v->state != State::Emitted; });
  }
  if (diagnostics_.has_errors()) return;
  std::vector<std::string> thunks;
  for (auto& value : comptime_values_) thunks.push_back(value->thunk);
  std::vector<std::string> build_only = BuildOnly(thunks);
  if (diagnostics_.has_errors()) return;
  thunks.insert(thunks.end(), build_only.begin(), build_only.end());
  if (thunks.empty()) return;
  interface_values_ = InterfaceValues();
  thunks_.Remove(thunks);
}

void Checker::Run(llvm::ArrayRef<ComptimeValue*> batch) {
  auto fail = [&](std::string message) {
    for (ComptimeValue* value : batch) value->state = State::Failed;
    // Once; and code that is next to errors may be why.
    if (std::exchange(evaluator_failed_, true) || diagnostics_.has_errors()) return;
    ComptimeError(batch.front(), DiagnosticKind::ComptimeEvaluator, std::move(message));
  };
  if (!options_.evaluator)
    return fail("this runs during the build, and there is nothing here that runs it");
  std::vector<std::string> thunks;
  for (ComptimeValue* value : batch) thunks.push_back(value->thunk);
  std::string error;
  AnswerAhead();
  comptime::Answers sent = answers_;
  const std::string module = thunks_.CutOut(thunks);
  std::vector<comptime::Evaluation> results =
      options_.evaluator->Evaluate(module, thunks, sent, &error);
  // Those that ask about types run again with the answers.
  constexpr int kMostRounds = 10'000;
  for (int round = 0; round < kMostRounds && results.size() == batch.size(); ++round) {
    std::vector<size_t> again;
    std::vector<std::string> which;
    for (size_t i = 0; i < results.size(); ++i) {
      if (results[i].end != ARC_COMPTIME_NEEDS_ANSWER) continue;
      if (!AnswerAll(batch[i], results[i], sent)) continue;
      again.push_back(i);
      which.push_back(thunks[i]);
    }
    if (again.empty()) break;
    AnswerAhead();
    sent = answers_;
    std::vector<comptime::Evaluation> more =
        options_.evaluator->Evaluate(module, which, sent, &error);
    if (more.size() != which.size()) {
      results.clear();
      break;
    }
    for (size_t k = 0; k < again.size(); ++k) results[again[k]] = std::move(more[k]);
  }
  if (results.size() != batch.size())
    return fail(Cat("this cannot be run during the build: ", error));
  for (size_t i = 0; i < batch.size(); ++i) Finish(batch[i], results[i]);
}

// False: not all could be answered, and the evaluation has failed.
bool Checker::AnswerAll(ComptimeValue* value, comptime::Evaluation& result,
                        const comptime::Answers& sent) {
  const size_t errors_before = diagnostics_.error_count();
  FuncInstance* emitting = std::exchange(emitting_, value->user);
  bool is_new = false, known = true;
  llvm::SmallVector<uint32_t, 16> answered;
  for (const std::string& question : result.questions) {
    is_new |= !sent.contains(question);
    known = known && Answer(value, question, answered);
  }
  emitting_ = emitting;
  if (known && is_new && diagnostics_.error_count() == errors_before) return true;
  result.end = ARC_COMPTIME_NOT_RUN;
  result.message = "it asks what nobody can answer";
  if (diagnostics_.error_count() != errors_before) value->state = State::Failed;
  return false;
}

void Checker::Finish(ComptimeValue* value, comptime::Evaluation& result) {
  FuncInstance* emitting = std::exchange(emitting_, value->user);
  for (comptime::EvaluationOutput& output : result.outputs) {
    if (output.warning) {
      diagnostics_.Report(DiagnosticKind::ComptimeWarning, value->range, std::move(output.text));
    } else {
      said_.push_back({value, said_.size(), std::move(output.text)});
    }
  }
  value->run = {value->range,       result.end,          result.fuel_used, result.memory_peak,
                result.nanoseconds, result.image.size(), result.from_cache};
  if (value->state == State::Failed) {  // which has been reported
    emitting_ = emitting;
    return;
  }
  value->state = State::Done;
  if (result.end != ARC_COMPTIME_DONE) {
    value->state = State::Failed;
    ReportEnd(value, result);
  } else if (value->adds && !result.image.empty()) {
    std::string error;
    if (thunks_.Define(value->image, result, tir::Linkage::Internal, &error)) {
      DeclareAdded(value);
    } else {
      value->state = State::Failed;
      ComptimeError(value, DiagnosticKind::ComptimeCannotLeave,
                    Cat("the function `", SpellSymbol(error), "` cannot be put into code"));
    }
  } else if (!value->type->IsVoid()) {
    std::string error;
    if (!thunks_.Define(value->image, result, value->linkage, &error)) {
      value->state = State::Failed;
      ComptimeError(value, DiagnosticKind::ComptimeCannotLeave,
                    Cat("the function `", SpellSymbol(error), "` cannot be part of a constant"))
          .Note("write a function around it: `|x| f(x)`");
    }
  }
  emitting_ = emitting;
}

// In the order of the source; of one place, in the order of its instances, and in that of the run.
std::vector<ComptimeOutput> Checker::TakeComptimeOutputs() {
  llvm::sort(said_, [](const Said& a, const Said& b) {
    return std::tuple(a.value->range.begin, a.value->number, a.number) <
           std::tuple(b.value->range.begin, b.value->number, b.number);
  });
  std::vector<ComptimeOutput> outputs;
  for (Said& said : said_) outputs.push_back({said.value->range, std::move(said.text)});
  return outputs;
}

std::vector<ComptimeRun> Checker::TakeComptimeRuns() {
  std::vector<ComptimeRun> runs;
  llvm::SmallVector<const ComptimeValue*, 16> values;
  for (auto& value : comptime_values_)
    if (value->run.end != ARC_COMPTIME_NOT_RUN) values.push_back(value.get());
  llvm::sort(values, [](const ComptimeValue* a, const ComptimeValue* b) {
    return std::tuple(a->range.begin, a->number) < std::tuple(b->range.begin, b->number);
  });
  for (const ComptimeValue* value : values) runs.push_back(value->run);
  return runs;
}

// As a literal; empty when the text is not well-formed. What is not plain ASCII is escaped: no
// character is refused then.
std::string QuotedText(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    Utf8Scalar scalar = DecodeUtf8(text);
    if (scalar.length == 0) return "";
    if (scalar.value < 0x20 || scalar.value >= 0x7f) {
      quoted += "\\u{" + llvm::utohexstr(scalar.value) + "}";
    } else {
      const char c = static_cast<char>(scalar.value);
      if (c == '"' || c == '\\' || c == '$') quoted += '\\';
      quoted += c;
    }
    text.remove_prefix(scalar.length);
  }
  return quoted + "\"";
}

// Numbers and texts, so that importers know them without running anything.
std::vector<InterfaceValue> Checker::InterfaceValues() {
  std::vector<InterfaceValue> values;
  for (auto& run : comptime_values_) {
    if (run->name.empty() || run->state != State::Done || !run->type) continue;
    ConstValue value = ReadScalar(run.get());
    std::string text;
    switch (value.kind) {
      case ConstValue::Kind::Int:
        // An untyped one is an int64.
        if (run->type->IsInteger()) text = Cat("cast<", run->type->name, ">(", value.Spell(), ")");
        break;
      case ConstValue::Kind::Bool:
        text = value.boolean ? "true" : "false";
        break;
      case ConstValue::Kind::String:
        if (value.text.size() <= kMaxInterfaceText) text = QuotedText(value.text);
        break;
      default:
        break;
    }
    if (!text.empty()) values.push_back({run->range, std::move(text)});
  }
  return values;
}

// --- values
// ----------------------------------------------------------------------------------------------------------

ConstValue Checker::ReadScalar(const ComptimeValue* value) {
  return value->type ? ReadScalarAt(value, value->type, 0) : ConstValue{};
}

ConstValue Checker::ReadScalarAt(const ComptimeValue* value, Type* type, uint64_t offset) {
  ConstValue constant;
  constant.type = type;
  auto bits_at = [&](uint64_t at, unsigned bits) {
    std::string_view bytes = thunks_.Bytes(value->image, at, bits / 8);
    uint64_t number = 0;
    for (size_t i = bytes.size(); i > 0; --i)
      number = number << 8 | static_cast<uint8_t>(bytes[i - 1]);
    return number;
  };
  auto integer = [&](unsigned bits, bool is_signed) {
    llvm::APInt number(bits, bits_at(offset, bits));
    constant.kind = ConstValue::Kind::Int;
    constant.integer = llvm::APSInt(is_signed ? number.sext(128) : number.zext(128), false);
  };
  switch (type->kind) {
    case TypeKind::Int:
      integer(type->bits, type->is_signed);
      return constant;
    case TypeKind::Char:
      integer(32, false);
      return constant;
    case TypeKind::Duration:
      integer(64, true);
      return constant;
    case TypeKind::TypeType:
      constant.type_value = TypeOfNumber(bits_at(offset, 32));
      if (constant.type_value) constant.kind = ConstValue::Kind::Type;
      return constant;
    case TypeKind::Bool:
      constant.kind = ConstValue::Kind::Bool;
      constant.boolean = bits_at(offset, 8) != 0;
      return constant;
    case TypeKind::Float: {
      constant.kind = ConstValue::Kind::Float;
      llvm::APInt number(type->bits, bits_at(offset, type->bits));
      constant.real =
          type->bits == 32 ? static_cast<double>(number.bitsToFloat()) : number.bitsToDouble();
      return constant;
    }
    case TypeKind::Enum: {
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      if (!e->is_plain) return {};
      integer(e->cases.size() <= 256 ? 8 : e->cases.size() <= 65536 ? 16 : 32, false);
      return constant;
    }
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      if (!IsLang(s, "string")) return {};
      CompleteStruct(s);
      const int data = s->FindField("_data"), length = s->FindField("_len");
      if (data < 0 || length < 0) return {};
      tir::Type t = Tir(s);
      constant.kind = ConstValue::Kind::String;
      uint64_t size = bits_at(offset + thunks_.FieldOffset(t, static_cast<unsigned>(length)), 64);
      int64_t target = thunks_.LinkAt(value->image,
                                      offset + thunks_.FieldOffset(t, static_cast<unsigned>(data)));
      if (size > 0 && target >= 0)
        constant.text = thunks_.Bytes(value->image, static_cast<uint64_t>(target), size);
      return constant.text.size() == size ? constant : ConstValue{};
    }
    default:
      return {};
  }
}

bool Checker::ReadListAt(const ComptimeValue* value, Type* type, uint64_t offset,
                         std::vector<ComptimeElement>* elements) {
  auto add = [&](Type* element, uint64_t at, uint64_t count) {
    const uint64_t size = thunks_.SizeOf(Tir(element));
    for (uint64_t i = 0; i < count; ++i) elements->push_back({element, at + i * size});
  };
  if (type->Is(TypeKind::Array)) {
    add(type->element, offset, type->count);
    return true;
  }
  if (type->Is(TypeKind::Tuple)) {
    tir::Type t = Tir(type);
    for (unsigned i = 0; i < type->elements.size(); ++i)
      elements->push_back({type->elements[i], offset + thunks_.FieldOffset(t, i)});
    return true;
  }
  if (!IsLang(type, "vector") && !IsLang(type, "slice")) return false;
  auto* s = AsStruct(type);
  CompleteStruct(s);
  const int data = s->FindField("_data"), length = s->FindField("_len");
  if (data < 0 || length < 0) return false;
  tir::Type t = Tir(s);
  std::string_view bytes = thunks_.Bytes(
      value->image, offset + thunks_.FieldOffset(t, static_cast<unsigned>(length)), 8);
  uint64_t count = 0;
  for (size_t i = bytes.size(); i > 0; --i) count = count << 8 | static_cast<uint8_t>(bytes[i - 1]);
  int64_t target =
      thunks_.LinkAt(value->image, offset + thunks_.FieldOffset(t, static_cast<unsigned>(data)));
  if (count > 0 && target < 0) return false;
  add(s->args[0].type, static_cast<uint64_t>(std::max<int64_t>(target, 0)), count);
  return true;
}

// All of the value, so that equal texts of one type are equal values.
bool Checker::SpellAt(const ComptimeValue* value, Type* type, uint64_t offset, std::string* text) {
  if (text->size() > kMaxInterfaceText) return false;
  if (ConstValue scalar = ReadScalarAt(value, type, offset)) {
    if (scalar.kind == ConstValue::Kind::String) {
      std::string quoted = QuotedText(scalar.text);
      if (quoted.empty()) return false;
      *text += quoted;
    } else if (auto* e = AsEnum(type)) {
      const uint64_t index = scalar.integer.getZExtValue();
      if (index >= e->cases.size()) return false;
      *text += Cat(e->name, ".", e->cases[index].name);
    } else {
      *text += scalar.Spell();
    }
    return true;
  }
  std::vector<ComptimeElement> elements;
  if (ReadListAt(value, type, offset, &elements)) {
    const bool tuple = type->Is(TypeKind::Tuple);
    *text += tuple ? "(" : "[";
    for (size_t i = 0; i < elements.size(); ++i) {
      if (i) *text += ", ";
      if (!SpellAt(value, elements[i].type, elements[i].offset, text)) return false;
    }
    *text += tuple ? ")" : "]";
    return true;
  }
  auto* s = AsStruct(type);
  // What is more than its fields cannot be told by them.
  if (!s || s->drop || s->copy_hook) return false;
  CompleteStruct(s);
  tir::Type t = Tir(s);
  *text += Cat(s->name, "{");
  for (size_t i = 0; i < s->fields.size(); ++i) {
    *text += Cat(i ? ", " : "", s->fields[i].name, ": ");
    if (!SpellAt(value, s->fields[i].type,
                 offset + thunks_.FieldOffset(t, static_cast<unsigned>(i)), text))
      return false;
  }
  *text += "}";
  return text->size() <= kMaxInterfaceText;
}

ConstValue Checker::ReadConst(ComptimeValue* value, Type* type, uint64_t offset) {
  if (ConstValue scalar = ReadScalarAt(value, type, offset)) return scalar;
  if (type->IsVoid()) return {};
  ConstValue constant;
  if (!SpellAt(value, type, offset, &constant.text)) {
    // What has no spelling (payloads, maps, functions) is told by its bytes: those of equal values
    // are equal.
    if (constant.text.size() > kMaxInterfaceText) return {};
    constant.text = Cat(SymbolOf(type), "#", thunks_.Spelled(value->image));
    if (offset > 0) constant.text += Cat("+", offset);
    if (constant.text.size() > kMaxInterfaceText) return {};
  }
  constant.kind = ConstValue::Kind::Image;
  constant.type = type;
  constant.image = value;
  constant.offset = offset;
  return constant;
}

// The rules of `_write_at` in runtime/std/core/comptime.arc, which says the rest.
bool Checker::CanLeaveComptime(Type* type, std::string* why) {
  llvm::SmallPtrSet<Type*, 8> seen;
  auto visit = [&](auto& self, Type* t) -> bool {
    if (t->IsError() || !seen.insert(t).second) return true;
    auto blame = [&](std::string text) {
      *why = std::move(text);
      return false;
    };
    switch (t->kind) {
      case TypeKind::Pointer:
        return blame(Cat("the memory that a `", t->name, "` leads to ends with the evaluation"));
      case TypeKind::Array:
        return self(self, t->element);
      case TypeKind::Tuple:
        return llvm::all_of(t->elements, [&](Type* part) { return self(self, part); });
      case TypeKind::Struct: {
        auto* s = static_cast<StructType*>(t);
        CompleteStruct(s);
        // Code leaves by itself, for the place where it is put.
        if (IsLang(s, "code") && t != type)
          return blame(
              "code is put where a `comptime` expression gives it, and is part of nothing");
        if (s->FindMember("_write_to_image")) return true;
        for (const char* item : {"string", "vector", "slice", "map", "set"}) {
          if (!IsLang(s, item)) continue;
          return llvm::all_of(
              s->args, [&](const GenericArg& arg) { return !arg.type || self(self, arg.type); });
        }
        if (s->copy_hook || s->FindMember("_copied"))
          return blame(Cat("what a `", s->name, "` stands for ends with the evaluation"));
        if (s->drop)
          return blame(Cat("`", s->name, "` has a `drop` of its own, and a constant does not end"));
        return llvm::all_of(s->fields, [&](Field& f) { return self(self, f.type); });
      }
      case TypeKind::Enum:
      case TypeKind::Optional:
      case TypeKind::Result: {
        auto* e = static_cast<EnumType*>(t);
        CompleteEnum(e);
        return llvm::all_of(e->cases, [&](EnumCaseInfo& c) {
          return llvm::all_of(c.payload, [&](Field& f) { return self(self, f.type); });
        });
      }
      default:
        return true;
    }
  };
  return visit(visit, type);
}

}  // namespace arc::check
