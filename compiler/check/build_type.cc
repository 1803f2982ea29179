// Types that are built during the build: `@struct_type(name, fields)`, `@enum_type(name,
// variants)`.
//
// A definition becomes a declaration, as if it stood where the type is asked for, with types in the
// places of type expressions: what is known of types that are written is known of it, too. What
// makes it one type is all of the definition, its name and the package that asks: the same
// everywhere, whoever runs it.
#include <algorithm>

#include "compiler/check/checker.h"
#include "compiler/check/type_questions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

namespace arc::check {

namespace {

struct AttributeDefinition {
  std::string name, value;
};
struct FieldDefinition {
  std::string name, doc;
  Type* type = nullptr;
  std::vector<AttributeDefinition> attributes;
};
struct VariantDefinition {
  std::string name, doc;
  int64_t value = 0;
  std::vector<AttributeDefinition> attributes;
  std::vector<FieldDefinition> fields;
};

constexpr uint64_t kMostParts = 1 << 16;

bool ReadAttributes(QuestionReader& reader, std::vector<AttributeDefinition>* out) {
  uint64_t count = 0;
  if (!reader.Number(&count) || count > kMostParts) return false;
  for (uint64_t i = 0; i < count; ++i) {
    AttributeDefinition& a = out->emplace_back();
    if (!reader.Text(&a.name) || !reader.Text(&a.value)) return false;
  }
  return true;
}

bool ReadFields(Checker& checker, QuestionReader& reader, llvm::ArrayRef<uint32_t> answered,
                std::vector<FieldDefinition>* out) {
  uint64_t count = 0;
  if (!reader.Number(&count) || count > kMostParts) return false;
  for (uint64_t i = 0; i < count; ++i) {
    FieldDefinition& f = out->emplace_back();
    uint64_t type = 0;
    if (!reader.Text(&f.name) || !reader.TypeNumber(answered, &type) || !reader.Text(&f.doc) ||
        !ReadAttributes(reader, &f.attributes))
      return false;
    f.type = checker.TypeOfNumber(type);
    if (!f.type) return false;
  }
  return true;
}

bool ReadVariants(Checker& checker, QuestionReader& reader, llvm::ArrayRef<uint32_t> answered,
                  std::vector<VariantDefinition>* out) {
  uint64_t count = 0;
  if (!reader.Number(&count) || count > kMostParts) return false;
  for (uint64_t i = 0; i < count; ++i) {
    VariantDefinition& v = out->emplace_back();
    if (!reader.Text(&v.name) || !reader.Text(&v.doc) || !reader.Signed(&v.value)) return false;
    reader.Skip();
    if (!ReadAttributes(reader, &v.attributes) || !ReadFields(checker, reader, answered, &v.fields))
      return false;
  }
  return true;
}

bool IsKeywordText(std::string_view text) {
#define ARC_KEYWORD(kind, word) \
  if (text == word) return true;
#include "compiler/lex/token_kinds.def"
  return false;
}

bool IsName(std::string_view text) {
  if (text.empty() || text == "_" || llvm::isDigit(text[0])) return false;
  if (!llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_'; })) return false;
  return !IsKeywordText(text);
}

// Makes trees that live as long as the checker.
class TreeMaker {
 public:
  TreeMaker(llvm::BumpPtrAllocator& memory, SourceRange range) : memory_(memory), range_(range) {}

  std::string_view Text(std::string_view text) {
    char* copy = static_cast<char*>(memory_.Allocate(text.size() + 1, 1));
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
  }
  Identifier Name(std::string_view text) { return {Text(text), range_}; }
  template <typename T>
  T* New() {
    return new (memory_.Allocate(sizeof(T), alignof(T))) T();
  }
  template <typename T>
  List<T> Copy(const std::vector<T>& items) {
    T* copy = static_cast<T*>(memory_.Allocate(sizeof(T) * items.size() + 1, alignof(T)));
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
  }
  List<Attribute> Attributes(const std::vector<AttributeDefinition>& definitions) {
    std::vector<Attribute> out;
    for (const AttributeDefinition& d : definitions) {
      Attribute a;
      a.name = Name(d.name);
      a.range = range_;
      if (!d.value.empty()) {
        auto* value = New<StringLiteralExpr>();
        value->kind = ExprKind::StringLiteral;
        value->range = range_;
        value->value = Text(d.value);
        a.args = Copy(std::vector<Expr*>{value});
      }
      out.push_back(a);
    }
    return Copy(out);
  }
  // A name that the type's environment binds to the type.
  TypeExpr* TypeName(Type* type, GenericEnv& env) {
    std::string_view name = Text(Cat("#", env.bindings.size()));
    env.bindings.push_back({name, GenericArg{type}});
    auto* named = New<NamedTypeExpr>();
    named->kind = TypeExprKind::Named;
    named->range = range_;
    named->path = Copy(std::vector<Identifier>{{name, range_}});
    return named;
  }

 private:
  llvm::BumpPtrAllocator& memory_;
  SourceRange range_;
};

}  // namespace

Type* Checker::BuildType(ComptimeValue* value, QuestionReader& reader,
                         llvm::ArrayRef<uint32_t> answered, bool is_enum) {
  uint64_t number = 0;
  std::string name;
  if (!reader.Number(&number) || number >= type_sites_.size() || !reader.Text(&name))
    return nullptr;
  const TypeSite site = type_sites_[number];
  std::vector<FieldDefinition> fields;
  std::vector<VariantDefinition> variants;
  if (is_enum ? !ReadVariants(*this, reader, answered, &variants)
              : !ReadFields(*this, reader, answered, &fields))
    return nullptr;

  auto wrong = [&](std::string message) -> Type* {
    ComptimeError(value, DiagnosticKind::TypeCannotBeBuilt, std::move(message))
        .Label(site.range, "it is built here");
    return nullptr;
  };
  const std::string what = is_enum ? "enum" : "struct";
  if (!IsName(name)) return wrong(Cat("`", name, "` cannot be the name of a type"));
  auto check_names = [&](const auto& parts, std::string_view part, std::string_view owner) {
    llvm::StringSet<> seen;
    for (const auto& p : parts) {
      if (!IsName(p.name)) {
        wrong(Cat("`", p.name, "` cannot be the name of a ", part, " of `", owner, "`"));
        return false;
      }
      if (!seen.insert(p.name).second) {
        wrong(Cat("`", owner, "` has two ", part, "s named `", p.name, "`"));
        return false;
      }
    }
    return true;
  };
  auto check_types = [&](const std::vector<FieldDefinition>& parts) {
    for (const FieldDefinition& f : parts) {
      if (!f.type->IsPlaceless() && !f.type->Is(TypeKind::Null)) continue;
      wrong(Cat("field `", f.name, "` of `", name, "` cannot be a `", f.type->name,
                "`: there are no values of it"));
      return false;
    }
    return true;
  };
  if (!check_names(fields, "field", name) || !check_types(fields) ||
      !check_names(variants, "case", name))
    return nullptr;
  if (is_enum && variants.empty()) return wrong(Cat("the enum `", name, "` has no cases"));
  bool numbered = false, payloads = false;
  for (VariantDefinition& v : variants) {
    // Fields without names are numbered by reflection.
    bool named = false;
    for (size_t i = 0; i < v.fields.size(); ++i)
      named |= !v.fields[i].name.empty() && v.fields[i].name != std::to_string(i);
    if (!named) {
      for (FieldDefinition& f : v.fields) f.name.clear();
    } else if (!check_names(v.fields, "field", Cat(name, ".", v.name))) {
      return nullptr;
    }
    if (!check_types(v.fields)) return nullptr;
    numbered |= v.value != 0;
    payloads |= !v.fields.empty();
  }

  // All that makes it what it is.
  std::string key = Cat(what, " ", site.context->package->path, " ", name, "\n");
  auto add_attributes = [&](const std::vector<AttributeDefinition>& attributes) {
    for (const AttributeDefinition& a : attributes)
      key += Cat("@", a.name.size(), ":", a.name, a.value.size(), ":", a.value);
  };
  auto add_fields = [&](const std::vector<FieldDefinition>& parts) {
    for (const FieldDefinition& f : parts) {
      const std::string type = SymbolOf(f.type);
      key += Cat("field ", f.name, " ", type.size(), ":", type, " ", f.doc.size(), ":", f.doc);
      add_attributes(f.attributes);
      key += "\n";
    }
  };
  add_fields(fields);
  for (const VariantDefinition& v : variants) {
    key += Cat("case ", v.name, " ", v.value, " ", v.doc.size(), ":", v.doc);
    add_attributes(v.attributes);
    key += "\n";
    add_fields(v.fields);
  }
  Type*& known = built_types_[key];
  if (known) return known;

  TreeMaker make(built_trees_, site.range);
  GenericEnv env;
  auto set_up = [&](Decl* decl, DeclKind kind) {
    decl->kind = kind;
    decl->range = site.range;
    decl->name = make.Name(name);
  };
  Type* built = nullptr;
  if (is_enum) {
    auto* decl = make.New<EnumDecl>();
    set_up(decl, DeclKind::Enum);
    std::vector<EnumCaseDecl> cases;
    for (const VariantDefinition& v : variants) {
      EnumCaseDecl c = {};
      c.name = make.Name(v.name);
      c.range = site.range;
      c.doc = make.Text(v.doc);
      c.attributes = make.Attributes(v.attributes);
      std::vector<Param> payload;
      for (const FieldDefinition& f : v.fields) {
        Param p;
        if (!f.name.empty()) p.name = make.Name(f.name);
        p.type = make.TypeName(f.type, env);
        p.range = site.range;
        payload.push_back(p);
      }
      c.payload = make.Copy(payload);
      if (numbered && !payloads) {
        auto* literal = make.New<IntLiteralExpr>();
        literal->kind = ExprKind::IntLiteral;
        literal->range = site.range;
        const uint64_t magnitude =
            v.value < 0 ? 0 - static_cast<uint64_t>(v.value) : static_cast<uint64_t>(v.value);
        literal->value = new (built_trees_) llvm::APInt(64, magnitude);
        c.value = literal;
        if (v.value < 0) {
          auto* negative = make.New<UnaryExpr>();
          negative->kind = ExprKind::Unary;
          negative->range = site.range;
          negative->op = UnaryOp::Negate;
          negative->operand = literal;
          c.value = negative;
        }
      }
      cases.push_back(c);
    }
    decl->cases = make.Copy(cases);
    EnumType* type = types_.Enum(decl, site.context, {}, name);
    type->env = std::move(env);
    built = type;
  } else {
    auto* decl = make.New<StructDecl>();
    set_up(decl, DeclKind::Struct);
    std::vector<FieldDecl> declared;
    for (const FieldDefinition& f : fields) {
      FieldDecl d = {};
      d.name = make.Name(f.name);
      d.type = make.TypeName(f.type, env);
      d.doc = make.Text(f.doc);
      d.attributes = make.Attributes(f.attributes);
      d.range = site.range;
      declared.push_back(d);
    }
    decl->fields = make.Copy(declared);
    StructType* type = types_.Struct(decl, site.context, {}, nullptr, name);
    type->env = std::move(env);
    built = type;
  }
  // Two definitions may have one name.
  const llvm::XXH128_hash_t hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(key));
  built->built = Cat("#", llvm::utohexstr(hash.high64), llvm::utohexstr(hash.low64));
  for (const FieldDefinition& f : fields)
    if (!Bounded(f.type, site.range)) return nullptr;
  known = built;
  Complete(built);
  return built;
}

}  // namespace arc::check
