// Types as values of code that runs during the build: the numbers that stand for them there, what
// is answered to questions about them (runtime/std/core/type.arc asks), the types that are built.
//
// Numbers are given in the order in which types become values, which the package alone decides: so
// requests are the same everywhere. A thunk that asks something ends, and runs again with the
// answer; answers stay, so that each question is answered once for a package.
#include <algorithm>
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"
#include "compiler/check/type_questions.h"
#include "llvm/ADT/StringExtras.h"

namespace arc::check {

namespace {

// The bytes of an answer: numbers are eight bytes, the lowest first; texts their length and bytes.
class AnswerWriter {
 public:
  AnswerWriter& Number(uint64_t n) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(n >> (8 * i));
    return *this;
  }
  AnswerWriter& Text(std::string_view text) {
    Number(text.size());
    bytes_ += text;
    return *this;
  }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

uint32_t Checker::TypeNumber(Type* type) {
  auto [at, inserted] = type_numbers_.try_emplace(type, 0);
  if (inserted) {
    numbered_types_.push_back(type);
    at->second = static_cast<uint32_t>(numbered_types_.size());
  }
  return at->second;
}

Type* Checker::TypeOfNumber(uint64_t number) {
  return number == 0 || number > numbered_types_.size() ? nullptr : numbered_types_[number - 1];
}

bool Checker::HoldsTypes(Type* type) {
  if (type->holds_types >= 0) return type->holds_types;
  llvm::SmallPtrSet<Type*, 8> seen;
  auto visit = [&](auto& self, Type* t) -> bool {
    if (t->holds_types >= 0) return t->holds_types;
    if (!seen.insert(t).second) return false;
    if (t->Is(TypeKind::TypeType)) return true;
    if (t->element && self(self, t->element)) return true;
    if (t->result && self(self, t->result)) return true;
    if (llvm::any_of(t->elements, [&](Type* part) { return self(self, part); })) return true;
    if (auto* s = AsStruct(t)) {
      for (const GenericArg& a : s->args)
        if (a.type && self(self, a.type)) return true;
      // One that is being completed is asked again.
      if (s->completion == Completion::No && s->context->package->is_interface &&
          s->context->package->path.starts_with("std/") && s->args.empty() &&
          !IsLang(s, "type_field") && !IsLang(s, "type_variant"))
        return false;
      CompleteStruct(s);
      return llvm::any_of(s->fields, [&](Field& f) { return f.type && self(self, f.type); });
    }
    if (auto* e = AsEnum(t)) {
      for (const GenericArg& a : e->args)
        if (a.type && self(self, a.type)) return true;
      CompleteEnum(e);
      for (EnumCaseInfo& c : e->cases)
        for (Field& f : c.payload)
          if (f.type && self(self, f.type)) return true;
    }
    return false;
  };
  const bool holds = visit(visit, type);
  auto* s = AsStruct(type);
  if (!s || s->completion == Completion::Done) type->holds_types = holds;
  return holds;
}

// --- rows
// -----------------------------------------------------------------------------------------------------------

std::string Checker::TypeRow(Type* type) {
  Complete(type);
  AnswerWriter row;
  row.Text(type->name).Text(KindName(*this, type));
  uint64_t size = 0, align = 1;
  if (!type->IsPlaceless() && !type->IsError() && !type->Is(TypeKind::Null)) {
    tir::Type t = Tir(type);
    size = thunks_.SizeOf(t);
    align = thunks_.AlignOf(t);
  }
  auto* s = AsStruct(type);
  auto* e = AsEnum(type);
  const uint64_t flags = (type->is_signed ? 1 : 0) | (IsTrivial(type) ? 2 : 0) |
                         (IsWire(type, nullptr) ? 4 : 0) | (HasZero(type) ? 8 : 0) |
                         (EndsUnseen(type) ? 16 : 0) | (type->is_size ? 32 : 0);
  row.Number(size).Number(align).Number(type->bits).Number(flags);
  Type* first = s && !s->args.empty() ? s->args[0].type : nullptr;
  Type* second = s && s->args.size() > 1 ? s->args[1].type : nullptr;
  Type* element = type->element ? type->element : first;
  for (Type* part : {element, first, second}) row.Number(part ? TypeNumber(part) : 0);
  row.Number(type->Is(TypeKind::Array) ? type->count
             : s                       ? s->fields.size()
             : e                       ? e->cases.size()
                                       : type->elements.size());
  row.Number(Fingerprint(type));
  row.Text(s && s->decl ? s->decl->doc : e && e->decl ? e->decl->doc : std::string_view());
  auto annotations = [&](auto* decl, DeclContext* context) {
    if (!decl) {
      row.Number(0);
      return;
    }
    row.Number(decl->attributes.size());
    for (const Attribute& a : decl->attributes) {
      row.Text(a.name.text);
      ConstValue value = a.args.empty()
                             ? ConstValue{}
                             : Evaluate(a.args[0], nullptr, context, nullptr, nullptr, false);
      row.Text(value.kind == ConstValue::Kind::String ? value.text
               : value                                ? value.Spell()
                                                      : std::string());
    }
  };
  auto field = [&](std::string_view name, size_t index, const Field* f, Type* of,
                   DeclContext* context) {
    const bool named = !name.empty();
    row.Text(named ? std::string(name) : std::to_string(index)).Number(TypeNumber(of));
    row.Number((named ? 1 : 0) | (f && f->default_value ? 2 : 0));
    row.Text(f && f->decl ? f->decl->doc : std::string_view());
    annotations(f ? f->decl : nullptr, context);
  };
  if (s) {
    annotations(s->decl, s->context);
    row.Number(s->fields.size());
    for (size_t i = 0; i < s->fields.size(); ++i)
      field(s->fields[i].name, i, &s->fields[i], s->fields[i].type, s->context);
  } else {
    annotations(e ? e->decl : nullptr, e ? e->context : nullptr);
    const bool tuple = type->Is(TypeKind::Tuple);
    row.Number(tuple ? type->elements.size() : 0);
    for (size_t i = 0; tuple && i < type->elements.size(); ++i)
      field("", i, nullptr, type->elements[i], nullptr);
  }
  row.Number(e ? e->cases.size() : 0);
  if (e) {
    for (const EnumCaseInfo& c : e->cases) {
      row.Text(c.name).Number(static_cast<uint64_t>(c.discriminant));
      row.Text(c.decl ? c.decl->doc : std::string_view());
      annotations(c.decl, e->context);
      row.Number(c.payload.size());
      for (size_t i = 0; i < c.payload.size(); ++i)
        field(c.payload[i].name, i, &c.payload[i], c.payload[i].type, e->context);
    }
  }
  // Of a function its parameters, then its result.
  row.Number(type->elements.size() + (type->result ? 1 : 0));
  for (Type* part : type->elements) row.Number(TypeNumber(part));
  if (type->result) row.Number(TypeNumber(type->result));
  return row.Take();
}

// --- questions
// -----------------------------------------------------------------------------------------------------------

void Checker::AnswerAhead() {
  // Of the types that are values somewhere, and of what they are made of.
  const size_t direct = numbered_types_.size();
  constexpr size_t kMostParts = 256;
  for (size_t i = answered_ahead_; i < numbered_types_.size() && i < direct + kMostParts; ++i) {
    Type* type = numbered_types_[i];
    auto* s = AsStruct(type);
    auto* e = AsEnum(type);
    // What nobody needed so far may have errors, which then are nobody's.
    const bool ready =
        (!s || s->completion == Completion::Done) && (!e || e->completion == Completion::Done);
    if (i >= direct && !ready) continue;
    if (type->IsError() || (s && s->completion == Completion::Running)) continue;
    std::string question = Cat("?row ", i + 1);
    if (answers_.contains(question)) continue;
    std::string row = TypeRow(type);
    answers_.emplace(std::move(question), std::move(row));
  }
  answered_ahead_ = direct;
}

// `answered`: the types that the questions before this one were after, by number.
bool Checker::Answer(ComptimeValue* value, const std::string& question,
                     llvm::SmallVectorImpl<uint32_t>& answered) {
  auto give = [&](std::string asked, std::string answer, uint32_t number) {
    answers_.try_emplace(std::move(asked), std::move(answer));
    answered.push_back(number);
    return true;
  };
  QuestionReader reader(question);
  auto give_type = [&](Type* type) {
    if (!type || type->IsError()) return false;
    const uint32_t number = TypeNumber(type);
    return give(reader.Known(), AnswerWriter().Number(number).Take(), number);
  };
  uint64_t number = 0;
  auto read_type = [&]() -> Type* {
    return reader.TypeNumber(answered, &number) ? TypeOfNumber(number) : nullptr;
  };
  if (reader.Word("?row")) {
    if (!reader.Number(&number)) return false;
    Type* type = TypeOfNumber(number);
    if (!type) return false;
    std::string row = TypeRow(type);
    return give(question, std::move(row), 0);
  }
  if (reader.Word("?method")) {
    if (!reader.Number(&number) || !TypeOfNumber(number) || current_->contexts.empty())
      return false;
    Type* type = TypeOfNumber(number);
    const bool has = HasMethod(type, reader.rest(), current_->contexts[0].get());
    return give(question, AnswerWriter().Number(has).Take(), 0);
  }
  if (reader.Word("?name")) {
    if (!reader.Number(&number) || number >= type_sites_.size()) return false;
    const TypeSite& site = type_sites_[number];
    Type* type = FindTypeNamed(reader.rest(), site.context, site.env);
    if (type && type->IsError()) return false;
    const uint32_t found = type ? TypeNumber(type) : 0;
    return give(question, AnswerWriter().Number(found).Take(), found);
  }
  if (reader.Word("?tuple")) {
    llvm::SmallVector<Type*, 8> parts;
    while (!reader.rest().empty()) {
      parts.push_back(read_type());
      if (!parts.back() || !Bounded(parts.back(), value->range)) return false;
    }
    return give_type(types_.Tuple(parts));
  }
  if (reader.Word("?pattern")) {
    if (!reader.Number(&number) || number >= type_sites_.size()) return false;
    const TypeSite site = type_sites_[number];
    GenericEnv env;
    env.outer = site.env;
    env.is_pattern = true;
    for (const std::string& hole : site.holes) {
      if (reader.Word("t")) {
        Type* type = read_type();
        if (!type) return false;
        env.bindings.push_back({hole, GenericArg{type}});
      } else {
        int64_t integer = 0;
        if (!reader.Word("i") || !reader.Signed(&integer)) return false;
        reader.Skip();
        env.bindings.push_back(
            {hole, GenericArg{nullptr, IntValue(integer, types_.Int(64, true))}});
      }
    }
    return site.pattern && give_type(ResolveType(site.pattern, site.context, &env, nullptr));
  }
  if (reader.Word("?struct"))
    return give_type(BuildType(value, reader, answered, /*is_enum=*/false));
  if (reader.Word("?enum")) return give_type(BuildType(value, reader, answered, /*is_enum=*/true));
  return false;
}

Type* Checker::FindTypeNamed(std::string_view name, DeclContext* context, const GenericEnv* env) {
  const size_t dot = name.find('.');
  SymbolRef ref;
  if (dot == std::string_view::npos) {
    ref = LookUp(name, context, env);
  } else {
    SymbolRef package = LookUp(name.substr(0, dot), context, env);
    if (package.kind != SymbolRef::Kind::Package) return nullptr;
    ref = LookUpIn(package.package, name.substr(dot + 1), context);
  }
  if (ref.kind == SymbolRef::Kind::Type) return ref.type;
  if (ref.kind == SymbolRef::Kind::Generic) return ref.generic->type;
  if (ref.kind != SymbolRef::Kind::Decl) return nullptr;
  if (llvm::isa<ConstDecl>(ref.entry.decl)) return TypeOfConst(ref.entry, {});
  return TypeOfDecl(ref.entry);
}

// Null: the constant is no type.
Type* Checker::TypeOfConst(DeclEntry entry, SourceRange use) {
  ConstValue value = ConstOf(entry, use);
  if (value) return value.kind == ConstValue::Kind::Type ? value.type_value : nullptr;
  if (consts_[entry.decl].broken) return types_.error();
  Type* type = ConstType(entry);
  if (type->IsError()) return type;
  ComptimeValue* run = ComptimeConst(entry);
  if (!run || !type->Is(TypeKind::TypeType)) return nullptr;
  if (!Force(run)) return types_.error();
  value = ReadScalar(run);
  return value.kind == ConstValue::Kind::Type ? value.type_value : types_.error();
}

// --- what exists during the build only
// ---------------------------------------------------------------------------------------------------------

// Where the program begins, also one of tests: what that calls is called when it runs. A package
// that is only checked has its `main`, too.
bool Checker::IsEntry(const FuncInstance* f) const {
  return f->site || f->lifted || f->is_internal ||
         (f->decl && !f->self_type && f->context->package == current_ &&
          f->decl->name.text == "main");
}

std::vector<std::string> Checker::BuildOnly(const std::vector<std::string>& thunks) {
  std::vector<std::string> symbols;
  llvm::StringMap<const FuncInstance*> instances;
  llvm::StringMap<SourceRange> places;  // where it works with types
  for (auto& f : instances_) {
    if (!f->function || !builder_.HasBody(f->function)) continue;
    instances[f->symbol] = f.get();
    SourceRange at = f->types_at;
    if (!at.valid() && f->decl &&
        (HoldsTypes(f->result) ||
         llvm::any_of(f->params, [&](ParamSig& p) { return HoldsTypes(p.type); })))
      at = f->range;
    if (!at.valid()) continue;
    if (f->context->package == current_ && current_->path.starts_with("std/")) continue;
    if (IsEntry(f.get())) {
      Error(DiagnosticKind::TypeAtRunTime, at, "types are values during the build only")
          .Note("what works with them is called in a `comptime` expression");
      continue;
    }
    symbols.push_back(f->symbol);
    places[f->symbol] = at;
  }
  if (symbols.empty()) return symbols;
  const std::vector<std::string> direct = symbols;
  std::vector<comptime::ThunkModule::Step> steps =
      thunks_.Spread(&symbols, thunks, [&](std::string_view symbol) {
        auto known = instances.find(symbol);
        if (known != instances.end())
          return IsEntry(known->second) || symbol.ends_with(".initializer");
        // Closures are named by the functions around them.
        if (const size_t closure = symbol.find(".func"); closure != std::string_view::npos) {
          known = instances.find(symbol.substr(0, closure));
          return known != instances.end() && IsEntry(known->second);
        }
        return symbol == "arc_main" || symbol.starts_with(Cat(current_->path, ".test"));
      });
  for (const std::string& symbol : symbols) {
    const FuncInstance* f = instances.lookup(symbol);
    if (f && f->decl && f->context->package == current_) kept_bodies_.push_back(f->decl);
  }
  llvm::StringSet<> reported;
  if (diagnostics_.has_errors()) return symbols;  // the same is said at the places themselves
  for (const comptime::ThunkModule::Step& step : steps) {
    if (!reported.insert(Cat(step.from, " ", step.to)).second) continue;
    auto report = Error(DiagnosticKind::TypeAtRunTime, RangeOf(step.file, step.line, step.column),
                        Cat("`", SpellSymbol(step.to),
                            "` works with types as values, which exist during the build only"));
    auto place = places.find(step.to);
    if (place == places.end()) {
      // Through others.
      for (const std::string& symbol : direct) {
        if (thunks_.Way(step.to, symbol).empty()) continue;
        place = places.find(symbol);
        break;
      }
    }
    if (place != places.end()) report.Label(place->second, "here");
    report.Note("call it in a `comptime` expression");
  }
  return symbols;
}

}  // namespace arc::check
