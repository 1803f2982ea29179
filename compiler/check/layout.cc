// What types are made of: completion of structs and enums, recursion, triviality, wire types,
// fingerprints.
#include <algorithm>

#include "compiler/check/checker.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/xxhash.h"

namespace arc::check {

void Checker::CompleteStruct(StructType* s) {
  if (s->completion == Completion::Running && comptime_depth_ > s->completing_at && !stopped_) {
    ReportTypeNeedsItself(s);
    stopped_ = true;  // whoever needs the type now would report what it lacks
  }
  if (s->completion != Completion::No) return;
  s->completion = Completion::Running;
  s->completing_at = comptime_depth_;
  llvm::DenseMap<llvm::StringRef, SourceRange> seen;
  for (const FieldDecl& f : s->decl->fields) {
    Field field;
    field.name = f.name.text;
    field.decl = &f;
    field.default_value = f.default_value;
    field.type = f.type ? ResolveType(f.type, s->context, &s->env, nullptr) : types_.error();
    auto [it, inserted] = seen.try_emplace(field.name, f.name.range);
    if (!inserted && !field.name.empty()) {
      Error(DiagnosticKind::DuplicateDeclaration, f.name.range,
            Cat("field `", field.name, "` is declared twice"))
          .Label(it->second, "first declared here");
    }
    s->fields.push_back(field);
  }
  s->completion = Completion::Done;
  llvm::SmallPtrSet<Type*, 8> visited;
  for (Field& f : s->fields) {
    visited.clear();
    if (f.type == s || ContainsByValue(f.type, s, visited)) {
      Error(DiagnosticKind::InfiniteType, f.decl->name.range,
            Cat("`", s->name, "` contains itself and would have no end"))
          .Label(s->decl->name.range, "this struct")
          .Suggest(f.decl->type->range, Cat(sources_.Slice(f.decl->type->range), "?"),
                   "an optional breaks the cycle");
      f.type = types_.error();
    }
  }
  s->bytes = 0;
  for (Field& f : s->fields)
    s->bytes = std::min(2 * kMaxTypeBytes, s->bytes + SizeEstimate(f.type));
  if (s->bytes > kMaxTypeBytes) {
    Error(DiagnosticKind::LiteralOutOfRange, s->decl->name.range,
          Cat("`", s->name, "` is larger than 2^40 bytes"));
    for (Field& f : s->fields) f.type = types_.error();
    s->bytes = 1;
  }
  for (const FuncDecl* m : s->decl->members) {
    if (m->is_drop && (m->params.size() != 1 || !m->params[0].is_self || m->result)) {
      Error(DiagnosticKind::MisplacedSelf, m->range,
            Cat("`drop` takes `self p: *", s->decl->name.text,
                "` and nothing else, and gives nothing"));
    } else if (m->is_drop) {
      s->drop = Instance(m, s->context, {}, s, {}, nullptr, m->range);
    } else if (HasAttribute(m, "copy_hook")) {
      s->copy_hook = Instance(m, s->context, {}, s, {}, nullptr, m->range);
    }
  }
  s->shared_drop = s->drop && !s->copy_hook;
}

void Checker::CompleteEnum(EnumType* e) {
  if (e->kind == TypeKind::Result) {
    EnumCaseInfo& err = e->cases[kErrCase];
    if (err.payload.empty()) {
      Field f;
      f.name = "error";
      f.type = ErrorType();
      err.payload.push_back(f);
    }
    e->completion = Completion::Done;
  } else if (e->completion == Completion::No) {
    e->completion = Completion::Running;
    llvm::DenseMap<llvm::StringRef, SourceRange> seen;
    int64_t next = 0;
    for (const EnumCaseDecl& c : e->decl->cases) {
      EnumCaseInfo info;
      info.name = c.name.text;
      info.decl = &c;
      if (c.value) {
        ConstValue v = Evaluate(c.value, types_.Int(64, true), e->context, &e->env, nullptr, true);
        if (v.kind == ConstValue::Kind::Int) next = v.integer.getExtValue();
      }
      info.discriminant = next++;
      for (const Param& p : c.payload) {
        Field f;
        f.name = p.name.text;
        f.type = p.type ? ResolveType(p.type, e->context, &e->env, nullptr) : types_.error();
        info.payload.push_back(f);
      }
      auto [it, inserted] = seen.try_emplace(info.name, c.name.range);
      if (!inserted && !info.name.empty()) {
        Error(DiagnosticKind::DuplicateDeclaration, c.name.range,
              Cat("case `", info.name, "` is declared twice"))
            .Label(it->second, "first declared here");
      }
      e->cases.push_back(std::move(info));
    }
    e->completion = Completion::Done;
    e->is_plain = true;
    for (EnumCaseInfo& c : e->cases) e->is_plain &= c.payload.empty();
  }
  if (e->recursion == -1) {
    e->recursion = 0;
    llvm::SmallPtrSet<Type*, 8> visited;
    for (EnumCaseInfo& c : e->cases)
      for (Field& f : c.payload)
        if (f.type == e || ContainsByValue(f.type, e, visited)) e->recursion = 1;
    e->is_boxed = e->recursion == 1;
  }
}

void Checker::Complete(Type* type) {
  if (auto* s = AsStruct(type)) {
    CompleteStruct(s);
  } else if (auto* e = AsEnum(type)) {
    CompleteEnum(e);
  }
}

// Does a value of `type` hold one of `needle` inside its own storage? A struct that holds itself
// only through enums is fine: those enums are boxed. So the search for a struct stops at enums, the
// search for an enum goes through all.
bool Checker::ContainsByValue(Type* type, Type* needle, llvm::SmallPtrSetImpl<Type*>& seen) {
  if (type == needle) return true;
  switch (type->kind) {
    case TypeKind::Array:
      return ContainsByValue(type->element, needle, seen);
    case TypeKind::Tuple:
      for (Type* t : type->elements)
        if (ContainsByValue(t, needle, seen)) return true;
      return false;
    case TypeKind::Struct: {
      if (!seen.insert(type).second) return false;
      auto* s = static_cast<StructType*>(type);
      if (s->completion == Completion::No) CompleteStruct(s);
      for (size_t i = 0; i < s->fields.size(); ++i)
        if (ContainsByValue(s->fields[i].type, needle, seen)) return true;
      return false;
    }
    case TypeKind::Enum:
    case TypeKind::Optional:
    case TypeKind::Result: {
      if (needle->kind == TypeKind::Struct) return false;
      if (!seen.insert(type).second) return false;
      auto* e = static_cast<EnumType*>(type);
      if (e->completion == Completion::No) CompleteEnum(e);
      for (size_t c = 0; c < e->cases.size(); ++c)
        for (size_t i = 0; i < e->cases[c].payload.size(); ++i)
          if (ContainsByValue(e->cases[c].payload[i].type, needle, seen)) return true;
      return false;
    }
    default:
      return false;
  }
}

bool Checker::IsAggregate(Type* type) {
  switch (type->kind) {
    case TypeKind::Array:
    case TypeKind::Tuple:
    case TypeKind::Function:
    case TypeKind::Struct:
    case TypeKind::Optional:
    case TypeKind::Result:
      return true;
    case TypeKind::Enum: {
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      return !e->is_plain;
    }
    default:
      return false;
  }
}

bool Checker::EndsUnseen(Type* type, llvm::SmallPtrSetImpl<Type*>& seen) {
  if (IsTrivial(type) || !seen.insert(type).second) return true;
  auto all = [&](auto& list, auto type_of) {
    return llvm::all_of(list, [&](auto& one) { return EndsUnseen(type_of(one), seen); });
  };
  switch (type->kind) {
    case TypeKind::Array:
      return EndsUnseen(type->element, seen);
    case TypeKind::Tuple:
      return all(type->elements, [](Type* t) { return t; });
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      CompleteStruct(s);
      if (s->drop && !HasAttribute(s->drop->decl, "memory_only")) return false;
      for (const GenericArg& arg : s->args) {
        if (arg.type && !EndsUnseen(arg.type, seen)) return false;
      }
      return all(s->fields, [](Field& f) { return f.type; });
    }
    case TypeKind::Enum:
    case TypeKind::Optional:
    case TypeKind::Result: {
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      return llvm::all_of(e->cases, [&](EnumCaseInfo& c) {
        return all(c.payload, [](auto& field) { return field.type; });
      });
    }
    default:
      return false;  // a closure may hold anything
  }
}

bool Checker::EndsUnseen(Type* type) {
  if (type->ends_unseen < 0) {
    llvm::SmallPtrSet<Type*, 8> seen;
    type->ends_unseen = EndsUnseen(type, seen);
  }
  return type->ends_unseen;
}

bool Checker::IsTrivial(Type* type) {
  if (type->trivial >= 0) return type->trivial;
  type->trivial = 1;  // against endless recursion; boxed enums are not trivial anyway
  bool trivial = true;
  switch (type->kind) {
    case TypeKind::Array:
      trivial = IsTrivial(type->element);
      break;
    case TypeKind::Tuple:
      for (Type* t : type->elements) trivial &= IsTrivial(t);
      break;
    case TypeKind::Function:
      trivial = false;
      break;
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      CompleteStruct(s);
      trivial = !s->drop && !s->copy_hook;
      for (Field& f : s->fields) trivial &= IsTrivial(f.type);
      break;
    }
    case TypeKind::Enum:
    case TypeKind::Optional:
    case TypeKind::Result: {
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      trivial = !e->is_boxed;
      for (EnumCaseInfo& c : e->cases)
        for (Field& f : c.payload) trivial &= IsTrivial(f.type);
      break;
    }
    default:
      break;
  }
  type->trivial = trivial;
  return trivial;
}

namespace {
// Whether what was found out about the type stays true: its parts are known.
bool Settled(Type* type) {
  if (auto* s = AsStruct(type)) return s->completion == Completion::Done;
  if (auto* e = AsEnum(type)) return e->completion == Completion::Done;
  return true;
}
}  // namespace

bool Checker::HasZero(Type* type) {
  if (type->zero >= 0) return type->zero;
  bool zero = false;
  switch (type->kind) {
    case TypeKind::Error:
    case TypeKind::Void:
    case TypeKind::Bool:
    case TypeKind::Char:
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Duration:
    case TypeKind::Optional:
      return true;
    case TypeKind::Array:
      zero = type->count == 0 || HasZero(type->element);
      break;
    case TypeKind::Tuple:
      zero = llvm::all_of(type->elements, [this](Type* t) { return HasZero(t); });
      break;
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      if (IsLang(s, "string") || IsLang(s, "vector") || IsLang(s, "slice") || IsLang(s, "map") ||
          IsLang(s, "set"))
        return true;
      if (s->decl->is_compute) return false;
      CompleteStruct(s);
      zero =
          llvm::all_of(s->fields, [this](Field& f) { return f.default_value || HasZero(f.type); });
      break;
    }
    case TypeKind::Pointer:
      return type->is_nullable;
    default:
      return false;
  }
  if (Settled(type)) type->zero = zero;
  return zero;
}

namespace {
// A default value that says what the zero value of the field's type is anyway. (`0` for an `int64?`
// is not: that is a value, not null.)
bool IsZeroLiteral(Checker& c, const Expr* value, const Type* type) {
  switch (value->kind) {
    case ExprKind::IntLiteral:
      return type->IsNumeric() && llvm::cast<IntLiteralExpr>(value)->value->isZero();
    case ExprKind::BoolLiteral:
      return type->Is(TypeKind::Bool) && !llvm::cast<BoolLiteralExpr>(value)->value;
    case ExprKind::NullLiteral:
      return type->Is(TypeKind::Optional) || type->Is(TypeKind::Pointer);
    case ExprKind::StringLiteral:
      return c.IsLang(type, "string") && llvm::cast<StringLiteralExpr>(value)->value.empty();
    case ExprKind::Intrinsic:
      return type->Is(TypeKind::Pointer) &&
             llvm::cast<IntrinsicExpr>(value)->name.text == "null_ptr";
    default:
      return false;
  }
}
}  // namespace

bool Checker::ZeroIsBits(Type* type) {
  if (!HasZero(type)) return false;
  if (type->zero_bits >= 0) return type->zero_bits;
  bool bits = true;
  if (type->Is(TypeKind::Array)) {
    bits = type->count == 0 || ZeroIsBits(type->element);
  } else if (type->Is(TypeKind::Tuple)) {
    bits = llvm::all_of(type->elements, [this](Type* t) { return ZeroIsBits(t); });
  } else if (auto* s = AsStruct(type)) {
    CompleteStruct(s);
    bits = llvm::all_of(s->fields, [this](Field& f) {
      if (f.default_value) return IsZeroLiteral(*this, f.default_value, f.type);
      // Raw pointers without a value occur in the standard library's own containers.
      return f.type->Is(TypeKind::Pointer) || ZeroIsBits(f.type);
    });
  }
  if (Settled(type)) type->zero_bits = bits;
  return bits;
}

// Sums stop at the bound, so that nothing overflows; a struct that is not complete counts as a
// byte.
uint64_t Checker::SizeEstimate(const Type* type) {
  constexpr uint64_t kEnough = 2 * kMaxTypeBytes;
  switch (type->kind) {
    case TypeKind::Bool:
      return 1;
    case TypeKind::Char:
      return 4;
    case TypeKind::Int:
    case TypeKind::Float:
      return type->bits / 8;
    case TypeKind::Duration:
    case TypeKind::Pointer:
      return 8;
    case TypeKind::Function:
      return 16;
    case TypeKind::Array: {
      if (type->count == 0) return 0;
      uint64_t element = SizeEstimate(type->element);
      return element > kEnough / type->count ? kEnough : element * type->count;
    }
    case TypeKind::Tuple: {
      uint64_t sum = 0;
      for (const Type* t : type->elements) sum = std::min(kEnough, sum + SizeEstimate(t));
      return sum;
    }
    case TypeKind::Struct:
      return static_cast<const StructType*>(type)->bytes;
    case TypeKind::Optional:
      return SizeEstimate(type->element);
    default:
      return 1;
  }
}

// Equality, order and hash come from the parts; functions and raw memory have none.
bool Checker::IsComparable(Type* type, llvm::SmallPtrSetImpl<Type*>& seen) {
  switch (type->kind) {
    case TypeKind::Function:
    case TypeKind::Void:
    case TypeKind::Never:
    case TypeKind::Null:
      return false;
    case TypeKind::Array:
      return IsComparable(type->element, seen);
    case TypeKind::Tuple:
      for (Type* t : type->elements)
        if (!IsComparable(t, seen)) return false;
      return true;
    case TypeKind::Struct: {
      if (!seen.insert(type).second) return true;
      auto* s = static_cast<StructType*>(type);
      CompleteStruct(s);
      for (const GenericArg& a : s->args)
        if (a.type && !IsComparable(a.type, seen)) return false;
      if (KindName(*this, type) != "struct") return true;
      for (Field& f : s->fields)
        if (!IsComparable(f.type, seen)) return false;
      return true;
    }
    case TypeKind::Enum:
    case TypeKind::Optional:
    case TypeKind::Result: {
      if (!seen.insert(type).second) return true;
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      for (EnumCaseInfo& c : e->cases)
        for (Field& f : c.payload)
          if (!IsComparable(f.type, seen)) return false;
      return true;
    }
    default:
      return true;
  }
}

std::optional<bool> Checker::Predicate(std::string_view name, Type* type) {
  if (name == "ordered" && HoldsTypes(type)) return false;
  if (name == "ordered" || name == "equatable" || name == "hashable") {
    llvm::SmallPtrSet<Type*, 8> seen;
    return IsComparable(type, seen);
  }
  if (name == "numeric") return type->IsNumeric();
  if (name == "integer") return type->IsInteger();
  if (name == "floating") return type->Is(TypeKind::Float);
  if (name == "signed") return type->IsInteger() && type->is_signed;
  if (name == "unsigned") return type->IsInteger() && !type->is_signed;
  if (name == "wire") return IsWire(type, nullptr);
  if (name == "transferable") return CanCross(type, Border::Task, nullptr);
  if (name == "shareable") return CanCross(type, Border::Shared, nullptr);
  return std::nullopt;
}

bool Checker::IsBits(Type* type, unsigned* unit) {
  unsigned own = 0;
  if (!unit) unit = &own;
  switch (type->kind) {
    case TypeKind::Int:
    case TypeKind::Float:
      if (*unit == 0) *unit = type->bits;
      return *unit == type->bits;  // parts of one size leave no padding
    case TypeKind::Array:
      return IsBits(type->element, unit);
    case TypeKind::Tuple:
      for (Type* t : type->elements)
        if (!IsBits(t, unit)) return false;
      return true;
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      CompleteStruct(s);
      if (s->drop || s->copy_hook || s->fields.empty()) return false;
      for (Field& f : s->fields)
        if (!IsBits(f.type, unit)) return false;
      return true;
    }
    default:
      return false;
  }
}

bool Checker::IsWire(Type* type, std::string* why) {
  if (type->wire >= 0 && (type->wire == 1 || !why)) return type->wire;
  type->wire = 1;
  bool wire = true;
  auto blame = [&](std::string text) {
    if (why && why->empty()) *why = std::move(text);
    wire = false;
  };
  switch (type->kind) {
    case TypeKind::TypeType:
      blame("types exist during the build only");
      break;
    case TypeKind::Pointer:
      blame(Cat("`", type->name, "` is a raw pointer into this process' memory"));
      break;
    case TypeKind::Function:
      blame(Cat("`", type->name, "` is code, which only means something in this process"));
      break;
    case TypeKind::Array:
      wire = IsWire(type->element, why);
      break;
    case TypeKind::Tuple:
      for (Type* t : type->elements) wire &= IsWire(t, why);
      break;
    case TypeKind::Struct: {
      auto* s = static_cast<StructType*>(type);
      for (const GenericArg& a : s->args)
        if (a.type) wire &= IsWire(a.type, why);
      for (const char* item : {"string", "vector", "slice", "map", "set", "error"})
        if (IsLang(s, item)) {
          type->wire = wire;
          return wire;
        }
      CompleteStruct(s);
      if (s->drop || s->decl->is_compute) {
        blame(Cat("`", s->name, "` owns a resource of this process (it has a `drop`)"));
        break;
      }
      for (Field& f : s->fields) wire &= IsWire(f.type, why);
      break;
    }
    case TypeKind::Enum:
    case TypeKind::Optional:
    case TypeKind::Result: {
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      for (EnumCaseInfo& c : e->cases)
        for (Field& f : c.payload) wire &= IsWire(f.type, why);
      break;
    }
    default:
      break;
  }
  type->wire = wire;
  return wire;
}

std::string_view Checker::KindName(Checker& c, Type* type) {
  switch (type->kind) {
    case TypeKind::Error:
      return "error";
    case TypeKind::Void:
      return "void";
    case TypeKind::Never:
      return "never";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Char:
      return "char";
    case TypeKind::Int:
      return "int";
    case TypeKind::Float:
      return "float";
    case TypeKind::Duration:
      return "duration";
    case TypeKind::Pointer:
      return "pointer";
    case TypeKind::Array:
      return "array";
    case TypeKind::Tuple:
      return "tuple";
    case TypeKind::Function:
      return "function";
    case TypeKind::Enum:
      return "enum";
    case TypeKind::Optional:
      return "optional";
    case TypeKind::Result:
      return "result";
    case TypeKind::Null:
      return "null";
    case TypeKind::TypeType:
      return "type";
    case TypeKind::Struct:
      for (const char* item : {"string", "vector", "slice", "map", "set"})
        if (c.IsLang(type, item)) return item;
      return "struct";
  }
  return "error";
}

// --- fingerprints
// ------------------------------------------------------------------------------------------------------

void Checker::AppendFingerprint(Type* type, std::string* out, llvm::SmallVectorImpl<Type*>& stack) {
  for (size_t i = 0; i < stack.size(); ++i) {
    if (stack[i] == type) {
      *out += Cat("^", stack.size() - i);
      return;
    }
  }
  stack.push_back(type);
  std::string_view kind = KindName(*this, type);
  if (auto* s = AsStruct(type); s && kind != "struct") {
    *out += kind;
    *out += "<";
    for (const GenericArg& a : s->args) AppendFingerprint(a.type, out, stack), *out += ",";
    *out += ">";
  } else if (s) {
    CompleteStruct(s);
    *out += Cat("struct ", s->name, "{");
    for (Field& f : s->fields) {
      *out += Cat(f.name, ":");
      AppendFingerprint(f.type, out, stack);
      *out += ",";
    }
    *out += "}";
  } else if (auto* e = AsEnum(type)) {
    CompleteEnum(e);
    *out += Cat(kind, " ", e->kind == TypeKind::Enum ? e->name : "", "{");
    for (EnumCaseInfo& c : e->cases) {
      *out += Cat(c.name, "(");
      for (Field& f : c.payload) AppendFingerprint(f.type, out, stack), *out += ",";
      *out += ")";
    }
    *out += "}";
  } else if (type->Is(TypeKind::Tuple) && type->elements.size() == 1) {
    AppendFingerprint(type->elements[0], out,
                      stack);  // one value and a pack of one are the same frame
  } else if (type->Is(TypeKind::Tuple)) {
    *out += "(";
    for (Type* t : type->elements) AppendFingerprint(t, out, stack), *out += ",";
    *out += ")";
  } else if (type->Is(TypeKind::Array)) {
    *out += Cat("[", type->count, "]");
    AppendFingerprint(type->element, out, stack);
  } else {
    *out += type->name;
  }
  stack.pop_back();
}

uint64_t Checker::Fingerprint(Type* type) {
  std::string text;
  llvm::SmallVector<Type*, 8> stack;
  AppendFingerprint(type, &text, stack);
  return llvm::xxh3_64bits(text);
}

}  // namespace arc::check
