#include "compiler/check/types.h"

#include <algorithm>
#include <cstdio>

#include "compiler/check/text.h"
#include "llvm/ADT/SmallString.h"

namespace arc::check {

bool ConstValue::operator==(const ConstValue& o) const {
  if (kind != o.kind) return false;
  switch (kind) {
    case Kind::None:
      return true;
    case Kind::Image:
      return type == o.type && text == o.text;
    case Kind::Int:
      return llvm::APSInt::isSameValue(integer, o.integer);
    case Kind::Float:
      return real == o.real;
    case Kind::Bool:
      return boolean == o.boolean;
    case Kind::String:
      return text == o.text;
    case Kind::Type:
      return type_value == o.type_value;
  }
  return false;
}

std::string ConstValue::Spell() const {
  switch (kind) {
    case Kind::None:
      return "?";
    case Kind::Image:
      return text;
    case Kind::Int: {
      llvm::SmallString<32> s;
      integer.toString(s, 10);
      return std::string(s);
    }
    case Kind::Float: {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%.17g", real);
      return buffer;
    }
    case Kind::Bool:
      return boolean ? "true" : "false";
    case Kind::String:
      return "\"" + text + "\"";
    case Kind::Type:
      return type_value->name;
  }
  return "?";
}

std::string GenericArg::Spell() const { return type ? type->name : value.Spell(); }

const FuncDecl* StructType::FindMember(std::string_view member) const {
  for (const FuncDecl* f : decl->members)
    if (f->name.text == member && !f->is_init && !f->is_drop) return f;
  return nullptr;
}

int StructType::FindField(std::string_view field) const {
  for (size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == field) return static_cast<int>(i);
  return -1;
}

int EnumType::FindCase(std::string_view case_name) const {
  for (size_t i = 0; i < cases.size(); ++i)
    if (cases[i].name == case_name) return static_cast<int>(i);
  return -1;
}

const FuncDecl* EnumType::FindMember(std::string_view member) const {
  if (!decl) return nullptr;
  for (const FuncDecl* f : decl->members)
    if (f->name.text == member) return f;
  return nullptr;
}

template <typename T>
T* TypeTable::Make(TypeKind kind, std::string name) {
  auto* t = new T();
  t->kind = kind;
  t->name = std::move(name);
  storage_.emplace_back(t, [](Type* p) { delete static_cast<T*>(p); });
  return t;
}

void TypeTable::Contain(Type* outer, const Type* part) {
  outer->depth = std::max<uint16_t>(outer->depth, part->depth == 65535 ? 65535 : part->depth + 1);
  outer->parts = static_cast<uint16_t>(std::min(65535, outer->parts + part->parts));
}

void TypeTable::Contain(Type* outer, llvm::ArrayRef<GenericArg> args) {
  for (const GenericArg& a : args)
    if (a.type) Contain(outer, a.type);
}

namespace {
Type Simple(TypeKind kind, const char* name) {
  Type t;
  t.kind = kind;
  t.name = name;
  return t;
}
}  // namespace

TypeTable::TypeTable()
    : error_(Simple(TypeKind::Error, "<unresolved>")),
      void_(Simple(TypeKind::Void, "void")),
      never_(Simple(TypeKind::Never, "never")),
      bool_(Simple(TypeKind::Bool, "bool")),
      char_(Simple(TypeKind::Char, "char")),
      duration_(Simple(TypeKind::Duration, "duration")),
      null_(Simple(TypeKind::Null, "null")),
      type_(Simple(TypeKind::TypeType, "type")),
      f32_(Simple(TypeKind::Float, "float32")),
      f64_(Simple(TypeKind::Float, "float64")) {
  f32_.bits = 32;
  f64_.bits = 64;
  for (int s = 0; s < 2; ++s) {
    for (int i = 0; i < 4; ++i) {
      unsigned bits = 8u << i;
      Type* t = Make<Type>(TypeKind::Int, Cat(s ? "int" : "uint", bits));
      t->bits = static_cast<uint8_t>(bits);
      t->is_signed = s;
      ints_[s][i] = t;
      basic_[t->name] = t;
    }
  }
  for (int s = 0; s < 2; ++s) {
    Type* t = Make<Type>(TypeKind::Int, s ? "isize" : "usize");
    t->bits = 64;
    t->is_signed = s;
    t->is_size = true;
    (s ? isize_ : usize_) = t;
    basic_[t->name] = t;
  }
  for (Type* t : {&void_, &never_, &bool_, &char_, &duration_, &f32_, &f64_, &type_})
    basic_[t->name] = t;
  basic_["byte"] = ints_[0][0];
}

Type* TypeTable::Basic(std::string_view name) const {
  auto it = basic_.find(name);
  return it == basic_.end() ? nullptr : it->second;
}

std::vector<std::string_view> TypeTable::BasicNames() const {
  std::vector<std::string_view> names;
  for (const auto& entry : basic_) names.push_back(entry.first());
  return names;
}

Type* TypeTable::Int(unsigned bits, bool is_signed) {
  int i = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;
  return ints_[is_signed][i];
}

namespace {
std::string Prefixed(std::string prefix, const Type* element) {
  prefix += element->NeedsParenthesesBehindPrefix() ? Cat("(", element->name, ")") : element->name;
  return prefix;
}
}  // namespace

Type* TypeTable::Pointer(Type* element, bool nullable) {
  Type*& t = derived_[{element, nullable ? 1 : 0}];
  if (!t) {
    t = Make<Type>(TypeKind::Pointer, Prefixed("*", element) + (nullable ? "?" : ""));
    t->element = element;
    t->is_nullable = nullable;
    Contain(t, element);
  }
  return t;
}

Type* TypeTable::Array(Type* element, uint64_t count) {
  Type*& t = arrays_[{element, count}];
  if (!t) {
    t = Make<Type>(TypeKind::Array, Prefixed(Cat("[", count, "]"), element));
    t->element = element;
    t->count = count;
    Contain(t, element);
  }
  return t;
}

Type* TypeTable::Tuple(llvm::ArrayRef<Type*> elements) {
  if (elements.empty()) return &void_;
  std::string key = "(";
  std::string name = "(";
  for (Type* e : elements) {
    key += Cat(reinterpret_cast<uintptr_t>(e), ",");
    name += Cat(name.size() > 1 ? ", " : "", e->name);
  }
  Type*& t = composite_[key];
  if (!t) {
    t = Make<Type>(TypeKind::Tuple, name + (elements.size() == 1 ? ",)" : ")"));
    t->elements.assign(elements.begin(), elements.end());
    for (Type* e : elements) Contain(t, e);
  }
  return t;
}

Type* TypeTable::Function(llvm::ArrayRef<Type*> params, Type* result, bool is_async) {
  std::string key = is_async ? "af(" : "f(";
  std::string name = is_async ? "async func(" : "func(";
  for (size_t i = 0; i < params.size(); ++i) {
    key += Cat(reinterpret_cast<uintptr_t>(params[i]), ",");
    name += Cat(i ? ", " : "", params[i]->name);
  }
  key += Cat(")", reinterpret_cast<uintptr_t>(result));
  name += ")";
  if (!result->IsVoid()) name += Cat(" ", result->name);
  Type*& t = composite_[key];
  if (!t) {
    t = Make<Type>(TypeKind::Function, name);
    t->elements.assign(params.begin(), params.end());
    t->result = result;
    t->is_async = is_async;
    for (Type* p : params) Contain(t, p);
    Contain(t, result);
  }
  return t;
}

namespace {
// A function type's own result would swallow the suffix.
std::string Suffixed(const Type* element, const char* suffix) {
  if (element->kind == TypeKind::Function) return "(" + element->name + ")" + suffix;
  return element->name + suffix;
}
}  // namespace

EnumType* TypeTable::Optional(Type* element) {
  Type*& t = derived_[{element, 2}];
  if (!t) {
    auto* e = Make<EnumType>(TypeKind::Optional, Suffixed(element, "?"));
    e->element = element;
    Contain(e, element);
    e->completion = Completion::Done;
    e->cases.resize(2);
    e->cases[kNullCase].name = "null";
    e->cases[kSomeCase].name = "some";
    e->cases[kSomeCase].discriminant = 1;
    Field f;
    f.name = "value";
    f.type = element;
    e->cases[kSomeCase].payload.push_back(f);
    t = e;
  }
  return static_cast<EnumType*>(t);
}

EnumType* TypeTable::Result(Type* element) {
  Type*& t = derived_[{element, 3}];
  if (!t) {
    auto* e = Make<EnumType>(TypeKind::Result, Suffixed(element, "!"));
    e->element = element;
    Contain(e, element);
    e->cases.resize(2);
    e->cases[kOkCase].name = "ok";
    e->cases[kErrCase].name = "err";
    e->cases[kErrCase].discriminant = 1;
    if (!element->IsVoid()) {
      Field f;
      f.name = "value";
      f.type = element;
      e->cases[kOkCase].payload.push_back(f);
    }
    t = e;  // the err payload (std/core's error) is added by Checker::CompleteEnum
  }
  return static_cast<EnumType*>(t);
}

namespace {
std::string NominalKey(const void* decl, llvm::ArrayRef<GenericArg> args, Type* compute_result) {
  std::string key = Cat(reinterpret_cast<uintptr_t>(decl));
  for (const GenericArg& a : args) {
    if (a.type) {
      key += Cat(",t", reinterpret_cast<uintptr_t>(a.type));
    } else {
      key += Cat(",v", a.value.text.size(), ":", a.value.Spell());
      if (a.value.type_value) key += Cat("@", reinterpret_cast<uintptr_t>(a.value.type_value));
    }
  }
  if (compute_result) key += Cat(";", reinterpret_cast<uintptr_t>(compute_result));
  return key;
}
}  // namespace

StructType* TypeTable::Struct(const StructDecl* decl, DeclContext* context,
                              llvm::ArrayRef<GenericArg> args, Type* compute_result,
                              std::string name) {
  Type*& t = nominal_[NominalKey(decl, args, compute_result)];
  if (!t) {
    auto* s = Make<StructType>(TypeKind::Struct, std::move(name));
    s->decl = decl;
    s->context = context;
    s->args.assign(args.begin(), args.end());
    s->compute_result = compute_result;
    Contain(s, args);
    if (compute_result) Contain(s, compute_result);
    for (size_t i = 0; i < args.size() && i < decl->generics.size(); ++i)
      s->env.bindings.push_back({decl->generics[i].name.text, args[i]});
    t = s;
  }
  return static_cast<StructType*>(t);
}

EnumType* TypeTable::Enum(const EnumDecl* decl, DeclContext* context,
                          llvm::ArrayRef<GenericArg> args, std::string name) {
  Type*& t = nominal_[NominalKey(decl, args, nullptr)];
  if (!t) {
    auto* e = Make<EnumType>(TypeKind::Enum, std::move(name));
    e->decl = decl;
    e->context = context;
    e->args.assign(args.begin(), args.end());
    Contain(e, args);
    for (size_t i = 0; i < args.size() && i < decl->generics.size(); ++i)
      e->env.bindings.push_back({decl->generics[i].name.text, args[i]});
    t = e;
  }
  return static_cast<EnumType*>(t);
}

}  // namespace arc::check
