// What reflection tells about fields, cases and types besides their types: names, documentation,
// attributes, defaults. All of it is known while checking.
#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {

// What stands before the declaration of a field, case, struct or enum.
struct Annotations {
  llvm::ArrayRef<Attribute> attributes;
  std::string_view doc;
  DeclContext* context = nullptr;  // what names in the attributes mean
};

template <typename D>
Annotations Of(const D* decl, DeclContext* context) {
  if (!decl) return {};
  return {llvm::ArrayRef<Attribute>(decl->attributes.begin(), decl->attributes.end()), decl->doc,
          context};
}

// The field that the handle is of; null for an element of a tuple.
const Field* FieldBehind(const FieldHandle& handle) {
  if (handle.case_index >= 0)
    return &AsEnum(handle.owner)->cases[handle.case_index].payload[handle.index];
  StructType* s = AsStruct(handle.owner);
  return s ? &s->fields[handle.index] : nullptr;
}

}  // namespace

ConstValue Checker::FoldFieldMember(const FieldHandle& handle, std::string_view member) {
  const Field* field = FieldBehind(handle);
  if (member == "name")
    return StringValue(field && !field->name.empty() ? std::string(field->name)
                                                     : std::to_string(handle.index));
  if (member == "index") return IntValue(handle.index, nullptr);
  if (member == "type")
    return TypeValue(field ? field->type : handle.owner->elements[handle.index],
                     types_.type_type());
  if (member == "doc")
    return StringValue(field && field->decl ? field->decl->doc : std::string_view());
  if (member == "is_named") return BoolValue(field && !field->name.empty(), types_.boolean());
  if (member == "has_default")
    return BoolValue(field && field->default_value != nullptr, types_.boolean());
  return {};
}

ConstValue Checker::FoldVariantMember(const FieldHandle& handle, std::string_view member) {
  const EnumCaseInfo& c = AsEnum(handle.owner)->cases[handle.case_index];
  if (member == "name") return StringValue(c.name);
  if (member == "index") return IntValue(handle.case_index, nullptr);
  if (member == "value") return IntValue(c.discriminant, types_.Int(64, true));
  if (member == "doc") return StringValue(c.decl ? c.decl->doc : std::string_view());
  if (member == "arity") return IntValue(static_cast<int64_t>(c.payload.size()), nullptr);
  if (member == "is_named")
    return BoolValue(!c.payload.empty() && !c.payload[0].name.empty(), types_.boolean());
  return {};
}

std::optional<ConstValue> Checker::FoldAnnotations(const IntrinsicExpr* expr, DeclContext* context,
                                                   const GenericEnv* env, Emitter* emitter) {
  std::string_view name = expr->name.text;
  const bool wants_attribute = name == "attribute" || name == "has_attribute";
  if (!wants_attribute && name != "doc" && name != "payload_type" && name != "params_type")
    return std::nullopt;
  const Expr* of = expr->args.empty() ? nullptr : expr->args[0].value;
  std::optional<FieldHandle> field, variant;
  if (of && emitter) {
    field = emitter->FieldOf(of);
    variant = emitter->VariantOf(of);
  }
  std::optional<FunctionHandle> function = of && emitter ? emitter->FunctionOf(of) : std::nullopt;
  if (name == "params_type") return function ? ParamsType(*function) : ConstValue();
  if (name == "payload_type") {
    if (!variant) return ConstValue();
    llvm::SmallVector<Type*, 4> elements;
    for (const Field& f : AsEnum(variant->owner)->cases[variant->case_index].payload)
      elements.push_back(f.type);
    return TypeValue(types_.Tuple(elements), types_.type_type());
  }
  Annotations found;
  if (field) {
    const Field* f = FieldBehind(*field);
    StructType* s = AsStruct(field->owner);
    if (f) found = Of(f->decl, s ? s->context : nullptr);
  } else if (function) {
    if (function->param < 0) found = Of(function->decl, function->context);
  } else if (variant) {
    EnumType* e = AsEnum(variant->owner);
    found = Of(e->cases[variant->case_index].decl, e->context);
  } else {
    Type* type = nullptr;
    if (!expr->type_args.empty()) {
      type = ResolveType(expr->type_args[0], context, env, emitter);
    } else if (of) {
      type = Evaluate(of, types_.type_type(), context, env, emitter, false).type_value;
    }
    if (!type || type->IsError()) return ConstValue();
    if (StructType* s = AsStruct(type)) found = Of(s->decl, s->context);
    if (EnumType* e = AsEnum(type)) found = Of(e->decl, e->context);
  }
  if (name == "doc") return StringValue(found.doc);
  if (expr->args.empty()) return ConstValue();
  ConstValue wanted = Evaluate(expr->args.back().value, nullptr, context, env, emitter, false);
  if (wanted.kind != ConstValue::Kind::String) return ConstValue();
  for (const Attribute& a : found.attributes) {
    if (a.name.text != wanted.text) continue;
    if (name == "has_attribute") return BoolValue(true, types_.boolean());
    if (a.args.empty()) break;
    return Evaluate(a.args[0], nullptr, found.context, nullptr, nullptr, true);
  }
  return name == "has_attribute" ? BoolValue(false, types_.boolean()) : StringValue("");
}

}  // namespace arc::check
