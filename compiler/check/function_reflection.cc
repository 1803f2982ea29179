// Functions by reflection: the lists `@methods(T)`, `@functions()`, `@tests()`, `@params(f)`, what
// is told about their items, and calls of what they name.
#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
#include "compiler/check/emitter.h"

namespace arc::check {

namespace {

Local ItemOf(FunctionHandle handle) {
  Local item;
  item.is_comptime = true;
  item.function = handle;
  return item;
}

// Where its parameters begin that a caller of `v.f(…)` writes.
size_t FirstParam(const FunctionHandle& f) {
  return f.owner && !f.decl->params.empty() && f.decl->params[0].is_self ? 1 : 0;
}

bool HasPack(const FuncDecl* decl) { return !decl->params.empty() && decl->params.back().is_pack; }

}  // namespace

std::optional<FunctionHandle> Emitter::FunctionOf(const Expr* expr) {
  auto* n = llvm::dyn_cast<NameExpr>(expr);
  Local* local = n ? FindLocal(n->name) : nullptr;
  return local ? local->function : std::nullopt;
}

// Functions that are generic beyond their receiver have no types to tell: no instance.
FunctionHandle Checker::HandleOf(DeclEntry entry, Type* owner,
                                 llvm::ArrayRef<GenericBinding> bindings, bool is_member) {
  auto* decl = llvm::cast<FuncDecl>(entry.decl);
  FunctionHandle handle;
  handle.decl = decl;
  handle.context = entry.context;
  handle.owner = owner;
  if (bindings.size() == decl->generics.size() && !HasPack(decl) && !decl->is_async)
    handle.instance = Instance(decl, entry.context, bindings, is_member ? owner : nullptr, {},
                               nullptr, decl->name.range);
  return handle;
}

// Those that stand in the type, then those that its package declares outside of it.
std::vector<FunctionHandle> Checker::MethodsOf(Type* type, DeclContext* from) {
  std::vector<FunctionHandle> methods;
  DeclContext* home = ContextOf(type);
  if (!home) return methods;
  auto is_visible = [&](const FuncDecl* f) {
    return !f->name.text.starts_with('_') || (from && from->package == home->package);
  };
  llvm::ArrayRef<FuncDecl*> members;
  if (auto* s = AsStruct(type)) members = s->decl->members;
  if (auto* e = AsEnum(type); e && e->decl) members = e->decl->members;
  for (const FuncDecl* f : members) {
    const bool is_method = !f->params.empty() && f->params[0].is_self && !f->is_init && !f->is_drop;
    if (is_method && is_visible(f)) methods.push_back(HandleOf({f, home}, type, {}, true));
  }
  for (const DeclEntry& entry : home->package->order) {
    auto* f = llvm::dyn_cast<FuncDecl>(entry.decl);
    if (!f || f->params.empty() || !f->params[0].is_self || !is_visible(f)) continue;
    llvm::SmallVector<GenericBinding, 4> bound, sorted;
    if (!TakesReceiver(entry, type, bound)) continue;
    // Not what any type has.
    auto* receiver = llvm::dyn_cast_or_null<NamedTypeExpr>(f->params[0].type);
    if (receiver && receiver->path.size() == 1 &&
        llvm::any_of(f->generics,
                     [&](const GenericParam& g) { return g.name.text == receiver->path[0].text; }))
      continue;
    for (const GenericParam& g : f->generics)
      for (const GenericBinding& b : bound)
        if (b.name == g.name.text) sorted.push_back(b);
    methods.push_back(HandleOf(entry, type, sorted, false));
  }
  return methods;
}

// In the order of the source.
std::vector<FunctionHandle> Checker::FunctionsOf(Package* package, DeclContext* from) {
  std::vector<FunctionHandle> functions;
  if (package == current_) RunBlocks();
  for (size_t i = 0; i < package->order.size(); ++i) {
    const DeclEntry entry = package->order[i];
    auto* f = llvm::dyn_cast<FuncDecl>(entry.decl);
    if (!f || (!f->params.empty() && f->params[0].is_self) || !f->extern_abi.empty()) continue;
    if (f->name.text.starts_with('_') && from->package != package) continue;
    functions.push_back(HandleOf(entry, nullptr, {}, false));
  }
  return functions;
}

// A test block as a function without parameters that gives `void!`, so that `?` passes errors on.
FunctionHandle Checker::TestOf(const TestDecl* test, DeclContext* context) {
  FunctionHandle& known = test_functions_[test];
  if (known.decl) return known;
  auto decl = std::make_unique<FuncDecl>();
  decl->kind = DeclKind::Func;
  decl->range = test->range;
  decl->name = {test->title, test->title_range};
  decl->doc = test->doc;
  decl->attributes = test->attributes;
  decl->body = test->body;
  instances_.push_back(std::make_unique<FuncInstance>());
  FuncInstance* f = instances_.back().get();
  f->decl = decl.get();
  f->context = context;
  f->result = types_.Result(types_.void_type());
  f->symbol = Cat(UniqueSymbol(Cat(context->package->path, ".test")), ".body");
  f->display = Cat("test \"", test->title, "\"");
  f->range = test->range;
  f->is_internal = true;
  known.decl = decl.get();
  known.context = context;
  known.instance = f;
  made_decls_.push_back(std::move(decl));
  return known;
}

// Of the package that is compiled as a test program; none of others.
std::vector<FunctionHandle> Checker::TestsOf(Package* package) {
  std::vector<FunctionHandle> tests;
  if (package != current_ || !options_.test_mode) return tests;
  for (size_t i = 0; i < package->files.size(); ++i) {
    for (const Decl* decl : package->files[i]->decls) {
      auto* test = llvm::dyn_cast<TestDecl>(decl);
      if (test && !test->is_async) tests.push_back(TestOf(test, package->contexts[i].get()));
    }
  }
  return tests;
}

// The package that a list is asked of: that of the text around, or one that is named.
Package* Emitter::PackageOf(const IntrinsicExpr* expr) {
  if (expr->args.empty()) return context_->package;
  ConstValue path = Evaluate(expr->args[0].value, c_.StringType());
  if (path.kind != ConstValue::Kind::String) {
    c_.Error(DiagnosticKind::IntrinsicArguments, expr->range,
             Cat("`@", expr->name.text,
                 "` takes the path of a package, as a text that is known "
                 "while compiling"));
    return nullptr;
  }
  auto known = c_.packages_.find(path.text);
  if (known != c_.packages_.end() && known->second) return known->second.get();
  c_.Error(DiagnosticKind::UnknownPackage, expr->args[0].value->range,
           Cat("there is no package `", path.text, "` here"));
  return nullptr;
}

// False: it is none of these lists, or it was reported (`recognized`).
bool Emitter::FunctionList(const IntrinsicExpr* expr, std::vector<Local>* items, bool* recognized) {
  std::string_view name = expr->name.text;
  std::vector<FunctionHandle> handles;
  auto bad = [&](std::string_view text) {
    c_.Error(DiagnosticKind::IntrinsicArguments, expr->range, Cat("`@", name, "` ", text));
    return false;
  };
  if (name == "methods") {
    *recognized = true;
    Type* type = !expr->type_args.empty() ? ResolveType(expr->type_args[0])
                 : !expr->args.empty()    ? TypeFromExpr(expr->args[0].value)
                                          : nullptr;
    if (!type) return bad("takes a type");
    if (type->IsError()) return false;
    handles = c_.MethodsOf(type, context_);
  } else if (name == "functions" || name == "tests") {
    *recognized = true;
    Package* package = PackageOf(expr);
    if (!package) return false;
    handles = name == "tests" ? c_.TestsOf(package) : c_.FunctionsOf(package, context_);
  } else if (name == "params") {
    *recognized = true;
    std::optional<FunctionHandle> of =
        expr->args.size() == 1 ? FunctionOf(expr->args[0].value) : std::nullopt;
    if (!of || of->param >= 0)
      return bad("takes a function of `comptime for … in @methods(T)` or `@functions()`");
    for (size_t i = FirstParam(*of); i < of->decl->params.size(); ++i) {
      handles.push_back(*of);
      handles.back().param = static_cast<int>(i);
    }
  } else {
    return false;
  }
  for (const FunctionHandle& handle : handles) items->push_back(ItemOf(handle));
  return true;
}

ConstValue Checker::FoldFunctionMember(const FunctionHandle& f, std::string_view member) {
  auto known_type = [&](Type* type) {
    return type->IsError() ? ConstValue{} : TypeValue(type, types_.type_type());
  };
  if (f.param >= 0) {
    const Param& param = f.decl->params[static_cast<size_t>(f.param)];
    if (member == "name") return StringValue(param.name.text);
    if (member == "index") return IntValue(f.param - static_cast<int64_t>(FirstParam(f)), nullptr);
    if (member == "has_default") return BoolValue(param.default_value, types_.boolean());
    if (member == "is_comptime") return BoolValue(param.is_comptime, types_.boolean());
    if (member == "is_pack") return BoolValue(param.is_pack, types_.boolean());
    if (member == "type" && f.instance)
      return known_type(f.instance->params[static_cast<size_t>(f.param)].type);
    return {};
  }
  if (member == "name") return StringValue(f.decl->name.text);
  if (member == "doc") return StringValue(f.decl->doc);
  if (member == "arity")
    return IntValue(static_cast<int64_t>(f.decl->params.size() - FirstParam(f)), nullptr);
  if (member == "is_generic") return BoolValue(!f.instance, types_.boolean());
  if (member == "is_mutating")
    return BoolValue(FirstParam(f) == 1 &&
                         llvm::isa_and_nonnull<PointerTypeExpr>(f.decl->params[0].type) &&
                         !HasAttribute(f.decl, "readonly"),
                     types_.boolean());
  if (member == "result" && f.instance) return known_type(f.instance->result);
  return {};
}

// `@params_type(f)`: the tuple of the types of its parameters.
ConstValue Checker::ParamsType(const FunctionHandle& f) {
  if (!f.instance) return {};
  llvm::SmallVector<Type*, 4> types;
  for (size_t i = FirstParam(f); i < f.instance->params.size(); ++i)
    types.push_back(f.instance->params[i].type);
  return TypeValue(types_.Tuple(types), types_.type_type());
}

// `v.@method(m)(…)`, `v.@method("name")(…)`, as if the name stood there.
Value Emitter::EmitReflectedMethodCall(const CallExpr* call, const IntrinsicMemberExpr* callee,
                                       Want want) {
  std::string_view name;
  if (callee->args.size() == 1) {
    if (std::optional<FunctionHandle> f = FunctionOf(callee->args[0].value)) {
      if (f->owner && f->param < 0) name = f->decl->name.text;
    } else {
      ConstValue text = Evaluate(callee->args[0].value, c_.StringType());
      if (text.kind == ConstValue::Kind::String) name = c_.Keep(text.text);
    }
  }
  if (name.empty()) {
    c_.Error(DiagnosticKind::IntrinsicArguments, callee->range,
             "`.@method` takes a method of `comptime for … in @methods(T)`, or its name");
    return ErrorValue();
  }
  auto* member = new (made_exprs_.Allocate<MemberExpr>()) MemberExpr();
  member->kind = ExprKind::Member;
  member->range = callee->range;
  member->base = callee->base;
  member->member = {name, callee->name.range};
  return EmitMethodCall(call, member, {}, want);
}

// The function that `@function(f)` names; null: reported.
FuncInstance* Emitter::ReflectedFunction(const IntrinsicExpr* expr) {
  std::optional<FunctionHandle> f =
      expr->args.size() == 1 ? FunctionOf(expr->args[0].value) : std::nullopt;
  if (f && f->param < 0 && f->instance) return f->instance;
  c_.Error(DiagnosticKind::IntrinsicArguments, expr->range,
           f && f->param < 0
               ? Cat("`", f->decl->name.text, "` is generic, and is no value")
               : "`@function` takes a function of `comptime for … in @functions()` or "
                 "`@methods(T)`");
  return nullptr;
}

}  // namespace arc::check
