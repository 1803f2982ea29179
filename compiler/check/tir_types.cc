// Types of the language as TIR knows them: symbols, names for debuggers, definitions.
#include <algorithm>

#include "compiler/check/checker.h"
#include "llvm/ADT/StringExtras.h"

namespace arc::check {

// Texts as literals, so that different lists of arguments are different symbols.
std::string Checker::SymbolOf(const GenericArg& arg) {
  if (arg.type) return SymbolOf(arg.type);
  if (arg.value.kind == ConstValue::Kind::Type) return SymbolOf(arg.value.type_value);
  if (arg.value.kind != ConstValue::Kind::String) return arg.value.Spell();
  std::string quoted = QuotedText(arg.value.text);
  return quoted.empty() ? Cat("#", llvm::toHex(arg.value.text)) : quoted;
}

std::string Checker::SymbolOf(const Type* type) {
  auto args_of = [&](llvm::ArrayRef<GenericArg> args) {
    std::string s;
    if (args.empty()) return s;
    s = "<";
    for (size_t i = 0; i < args.size(); ++i) {
      if (i) s += ",";
      s += SymbolOf(args[i]);
    }
    return s + ">";
  };
  auto prefixed = [&](std::string prefix, const Type* element) {
    prefix += element->NeedsParenthesesBehindPrefix() ? Cat("(", SymbolOf(element), ")")
                                                      : SymbolOf(element);
    return prefix;
  };
  auto suffixed = [&](const Type* element, const char* suffix) {
    std::string s = SymbolOf(element);
    return element->Is(TypeKind::Function) ? Cat("(", s, ")", suffix) : s + suffix;
  };
  switch (type->kind) {
    case TypeKind::Struct: {
      auto* s = static_cast<const StructType*>(type);
      std::string text =
          Cat(s->context->package->path, ".", s->decl->name.text, s->built, args_of(s->args));
      if (s->compute_result) text += Cat("<", SymbolOf(s->compute_result), ">");
      return text;
    }
    case TypeKind::Enum: {
      auto* e = static_cast<const EnumType*>(type);
      return Cat(e->context->package->path, ".", e->decl->name.text, e->built, args_of(e->args));
    }
    case TypeKind::Optional:
      return suffixed(type->element, "?");
    case TypeKind::Result:
      return suffixed(type->element, "!");
    case TypeKind::Pointer:
      return prefixed("*", type->element);
    case TypeKind::Array:
      return prefixed(Cat("[", type->count, "]"), type->element);
    case TypeKind::Tuple: {
      std::string s = "(";
      for (Type* t : type->elements) s += SymbolOf(t) + ",";
      return s + ")";
    }
    case TypeKind::Function: {
      std::string s = type->is_async ? "async func(" : "func(";
      for (Type* t : type->elements) s += SymbolOf(t) + ",";
      return s + ")" + SymbolOf(type->result);
    }
    default:
      return type->name;
  }
}

namespace {

// Whether TIR's type of a field tells debuggers all about it.
bool SaysAll(const Type* type) {
  switch (type->kind) {
    case TypeKind::Char:
    case TypeKind::Duration:
    case TypeKind::Pointer:
    case TypeKind::Function:
      return false;
    case TypeKind::Int:
      return !type->is_size;
    case TypeKind::Enum:
      return !static_cast<const EnumType*>(type)->is_plain;
    case TypeKind::Array:
      return SaysAll(type->element);
    default:
      return true;
  }
}

}  // namespace

std::string_view Checker::DebugName(Type* type) {
  Tir(type);  // completes it
  if (SaysAll(type)) return type->name;
  if (type->debug_name.empty()) {
    type->debug_name = SymbolOf(type);
    Type* inner = type;
    while (inner->Is(TypeKind::Pointer) || inner->Is(TypeKind::Array)) inner = inner->element;
    // Debuggers follow the name to a definition, which may be needed by nothing else.
    if (inner->Is(TypeKind::Enum)) DefinePlainEnum(static_cast<EnumType*>(inner));
  }
  return type->debug_name;
}

tir::Type Checker::Tir(Type* type) {
  if (type->tir) {
    return type->tir;
  }
  tir::Type t;
  switch (type->kind) {
    case TypeKind::Error:
      t = builder_.Int(32, true);
      break;
    case TypeKind::Void:
    case TypeKind::Never:
    case TypeKind::Null:
      t = builder_.Int(8, false);
      break;
    case TypeKind::Bool:
      t = builder_.Bool();
      break;
    case TypeKind::Char:
    case TypeKind::TypeType:  // a number, see TypeNumber
      t = builder_.Int(32, false);
      break;
    case TypeKind::Duration:
      t = builder_.Int(64, true);
      break;
    case TypeKind::Int:
      t = builder_.Int(type->bits, type->is_signed);
      break;
    case TypeKind::Float:
      t = type->bits == 32 ? builder_.F32() : builder_.F64();
      break;
    case TypeKind::Pointer:
      t = builder_.Ptr();
      break;
    case TypeKind::Function:
      t = builder_.Closure();
      break;
    case TypeKind::Array:
      t = builder_.Array(type->count, Tir(type->element));
      break;
    case TypeKind::Tuple:
    case TypeKind::Struct:
    case TypeKind::Optional:
    case TypeKind::Result:
      t = builder_.Named(SymbolOf(type));
      break;
    case TypeKind::Enum: {
      auto* e = static_cast<EnumType*>(type);
      CompleteEnum(e);
      if (e->is_plain) {
        t = builder_.Int(e->cases.size() <= 256 ? 8 : e->cases.size() <= 65536 ? 16 : 32, false);
      } else {
        t = builder_.Named(SymbolOf(type));
      }
      break;
    }
  }
  type->tir = t;
  DefineTir(type);
  return t;
}

tir::StructField Checker::FieldOf(std::string name, Type* type) {
  tir::Type t = Tir(type);  // before SaysAll: it completes the type
  return {std::move(name), t, SaysAll(type) ? std::string_view() : DebugName(type)};
}

void Checker::DefinePlainEnum(EnumType* type) {
  CompleteEnum(type);
  if (!type->is_plain) return;
  std::vector<tir::EnumCase> cases;
  for (EnumCaseInfo& c : type->cases) {
    cases.push_back({std::string(c.name), {}, c.discriminant});
  }
  builder_.DefineEnum(SymbolOf(type), cases, /*boxed=*/false);
}

void Checker::DefineTir(Type* type) {
  if (type->Is(TypeKind::Tuple)) {
    llvm::SmallVector<tir::StructField, 4> fields;
    for (size_t i = 0; i < type->elements.size(); ++i)
      fields.push_back(FieldOf(std::to_string(i), type->elements[i]));
    builder_.DefineStruct(SymbolOf(type), fields, "", "", false);
  } else if (auto* s = AsStruct(type)) {
    if (s->tir_defined) return;
    s->tir_defined = true;
    CompleteStruct(s);
    llvm::SmallVector<tir::StructField, 8> fields;
    for (Field& f : s->fields) fields.push_back(FieldOf(std::string(f.name), f.type));
    std::string drop, hook;
    if (s->drop) {
      Function(s->drop);
      drop = s->drop->symbol;
    }
    if (s->copy_hook) {
      Function(s->copy_hook);
      hook = s->copy_hook->symbol;
    }
    builder_.DefineStruct(SymbolOf(type), fields, drop, hook, s->shared_drop,
                          s->drop && EndsUnseen(type));
  } else if (auto* e = AsEnum(type)) {
    if (e->tir_defined) return;
    e->tir_defined = true;
    CompleteEnum(e);
    if (e->is_plain) return;
    std::vector<tir::EnumCase> cases;
    for (EnumCaseInfo& c : e->cases) {
      tir::EnumCase out;
      out.name = std::string(c.name);
      out.discriminant = c.discriminant;
      for (size_t i = 0; i < c.payload.size(); ++i) {
        std::string field(c.payload[i].name);
        out.payload.push_back(
            FieldOf(field.empty() ? std::to_string(i) : std::move(field), c.payload[i].type));
      }
      cases.push_back(std::move(out));
    }
    builder_.DefineEnum(SymbolOf(type), cases, e->is_boxed);
  }
}

}  // namespace arc::check
