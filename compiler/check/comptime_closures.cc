// Closures that leave comptime with what they captured.
//
// The type of a closure does not tell what it captured, so the library's walk over a value cannot
// write an environment by itself. A thunk whose value can hold functions gets a table of all
// closures that could be made while it runs: code, size of the environment, and a function that
// writes the captures, which is made when the first thunk needs it. Programs that run have none of
// it.
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/emitter.h"

namespace arc::check {

bool Checker::HoldsFunctions(Type* type) {
  llvm::SmallPtrSet<Type*, 8> seen;
  auto visit = [&](auto& self, Type* t) -> bool {
    if (!t || !seen.insert(t).second) return false;
    switch (t->kind) {
      case TypeKind::Function:
        return true;
      case TypeKind::Array:
        return self(self, t->element);
      case TypeKind::Tuple:
        return llvm::any_of(t->elements, [&](Type* part) { return self(self, part); });
      case TypeKind::Struct: {
        auto* s = static_cast<StructType*>(t);
        CompleteStruct(s);
        // What a container holds is an argument of it.
        return llvm::any_of(s->args, [&](const GenericArg& arg) { return self(self, arg.type); }) ||
               llvm::any_of(s->fields, [&](Field& f) { return self(self, f.type); });
      }
      case TypeKind::Enum:
      case TypeKind::Optional:
      case TypeKind::Result: {
        auto* e = static_cast<EnumType*>(t);
        CompleteEnum(e);
        return llvm::any_of(e->cases, [&](EnumCaseInfo& c) {
          return llvm::any_of(c.payload, [&](Field& f) { return self(self, f.type); });
        });
      }
      default:
        return false;
    }
  };
  return visit(visit, type);
}

void Checker::NoteClosure(const std::string& symbol, ClosureCaptures captures) {
  closures_[symbol] = std::move(captures);
}

// Emits `write(environment: *byte, to: *byte, leaving: *byte)`.
std::string Checker::EnvironmentWriter(const std::string& closure, ClosureCaptures& captures) {
  std::string symbol = closure + ".write";
  if (std::exchange(captures.has_writer, true)) return symbol;
  tir::FunctionInfo info;
  info.symbol = info.display_name = symbol;
  info.linkage = tir::Linkage::Internal;
  info.hide_in_traces = true;
  for (const char* name : {"leaving", "to", "environment"}) {
    tir::ParamInfo param;
    param.name = name;
    param.type = builder_.Ptr();
    info.params.push_back(param);
  }
  tir::Builder::InsertionState state = builder_.Save();
  tir::Function f = builder_.DeclareFunction(info);
  builder_.StartBody(f);
  Emitter emitter(*this, captures.context, nullptr, nullptr, nullptr);
  emitter.result_type_ = types_.void_type();
  tir::Type environment = builder_.Named(closure + ".environment");
  for (const auto& [type, field] : captures.fields) {
    auto part = [&](unsigned param) {
      return emitter.ScalarValue(
          builder_.FieldAddress(environment, builder_.Param(f, param), field),
          types_.Pointer(type));
    };
    emitter.CallLang("write_captured", {GenericArg{type}},
                     {part(1), part(2),
                      emitter.ScalarValue(builder_.Param(f, 0), types_.Pointer(types_.byte()))},
                     {});
  }
  emitter.PopCleanups(0);
  if (!builder_.Terminated()) builder_.Return();
  builder_.Restore(state);
  return symbol;
}

// Defines the table of a thunk all of whose bodies are there: a count, and for each closure what
// `_ClosureCase` in runtime/std/core/comptime.arc has. What it names is to be emitted yet.
void Checker::DefineClosures(ComptimeValue* value) {
  constexpr size_t kCaseWords = 4;
  comptime::Evaluation table;
  table.image_align = 8;
  std::string bytes;
  auto add_word = [&](uint64_t word) {
    for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(word >> (8 * i)));
  };
  struct Case {
    std::string closure, writer;
    uint64_t size;
  };
  std::vector<Case> cases;
  for (std::string& symbol : thunks_.ClosuresIn(value->thunk)) {
    auto known = closures_.find(symbol);
    if (known == closures_.end()) continue;
    std::string why;
    if (!llvm::all_of(known->second.fields,
                      [&](const auto& field) { return CanLeaveComptime(field.first, &why); }))
      continue;
    std::string writer = EnvironmentWriter(symbol, known->second);
    const uint64_t size = thunks_.SizeOf(builder_.Named(symbol + ".environment"));
    cases.push_back({std::move(symbol), std::move(writer), size});
  }
  add_word(cases.size());
  for (Case& one : cases) {
    const auto slot = static_cast<uint32_t>(bytes.size());
    table.links.push_back({slot, 0, std::move(one.closure)});
    table.links.push_back({slot + 16, 0, std::move(one.writer)});
    add_word(0);
    add_word(one.size);
    for (size_t i = 2; i < kCaseWords; ++i) add_word(0);
  }
  table.image = std::move(bytes);
  std::string error;
  thunks_.Define(value->closures, table, tir::Linkage::Internal, &error);
}

}  // namespace arc::check
