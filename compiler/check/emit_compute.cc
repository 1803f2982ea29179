// Compute expressions: the body is lifted to a named entry point, and the template's `init` is
// called with the site.
//
// Each site gets two entries in the dispatch record, both called by the runtime with the C
// convention: the thread entry runs the body on a block of arguments in this address space, the
// wire entry decodes arguments and encodes the result. The wire entry exists only when all types of
// the body travel (a parameter that is a pointer followed by its length travels as that many
// elements).
#include <utility>

#include "compiler/check/emitter.h"

namespace arc::check {

ComputeSite* Checker::NewComputeSite(std::string_view template_name, const ComputeExpr* expr) {
  sites_.push_back(std::make_unique<ComputeSite>());
  ComputeSite* site = sites_.back().get();
  site->expr = expr;
  site->range = expr->range;
  std::string stem = Cat(current_->path, ".__", template_name, "_");
  site->id = Cat(stem, compute_counts_[stem]++);
  return site;
}

// The name of a parameter whose type does not travel, with the reason; empty when all do.
namespace {
struct WireBlame {
  const Param* param = nullptr;
  std::string why;
};
WireBlame FindNonWire(Checker& c, const std::vector<ParamSig>& params, Type* result) {
  WireBlame blame;
  for (size_t i = 0; i < params.size(); ++i) {
    Type* t = params[i].type;
    if (t->Is(TypeKind::Pointer) && i + 1 < params.size() &&
        params[i + 1].type == c.types().usize()) {
      if (c.IsWire(t->element, &blame.why)) {
        ++i;
        continue;
      }
      blame.param = params[i].decl;
      return blame;
    }
    if (!c.IsWire(t, &blame.why)) {
      blame.param = params[i].decl;
      return blame;
    }
  }
  if (!c.IsWire(result, &blame.why)) blame.why = Cat("the result: ", blame.why);
  return blame;
}
}  // namespace

// `serialize` in the `init` of a template says that the arguments leave this process.
bool Checker::CheckTravels(ComputeSite* site) {
  WireBlame blame = FindNonWire(*this, site->function->params, site->function->result);
  if (blame.why.empty()) return true;
  SourceRange at = blame.param ? blame.param->range : site->expr->func_range;
  Error(DiagnosticKind::NotWireType, at, Cat("this cannot travel to another process: ", blame.why))
      .Label(site->expr->func_range, "the body runs outside of this process' memory")
      .Note(
          "numbers, bool, char, string, vector, map, set, arrays, optionals, results, tuples, "
          "slices, and structs and "
          "enums of these travel; so does `data: *T, len: usize`");
  return false;
}

void Checker::EmitComputeEntries(ComputeSite* site) {
  FuncInstance* body = site->function;
  tir::Builder& b = builder_;
  tir::Builder::InsertionState state = b.Save();
  llvm::SmallVector<Type*, 4> types;
  for (ParamSig& p : body->params) types.push_back(p.type);
  // A block or frame always holds a tuple, also for one argument.
  Type* tuple = types_.Tuple(types);
  Type* result = body->result;
  WireBlame blame = FindNonWire(*this, body->params, result);
  const bool wire = blame.why.empty();

  auto declare = [&](std::string symbol, llvm::ArrayRef<const char*> names) {
    tir::FunctionInfo info;
    info.symbol = info.display_name = std::move(symbol);
    info.linkage = tir::Linkage::Internal;
    info.is_c_abi = true;
    info.hide_in_traces = true;
    for (const char* name : names) {
      tir::ParamInfo p;
      p.name = name;
      p.type = std::string_view(name) == "length" ? b.Int(64, false) : b.Ptr();
      info.params.push_back(p);
    }
    return b.DeclareFunction(info);
  };
  // Calls the body on the parts of the tuple at `arguments`; the result goes to a fresh place.
  auto call_body = [&](Emitter& e, tir::Value arguments) {
    llvm::SmallVector<Value, 6> values;
    for (unsigned i = 0; i < types.size(); ++i)
      values.push_back(e.PlaceValue(b.FieldAddress(Tir(tuple), arguments, i), types[i]));
    return e.CallInstance(body, values, {});
  };

  std::string thread_symbol = site->id + ".thread_entry";
  {
    tir::Function f = declare(thread_symbol, {"block"});
    b.StartBody(f);
    Emitter e(*this, body->context, nullptr, nullptr, nullptr);
    e.result_type_ = types_.void_type();
    // std/runtime made the block and put the arguments into it; it takes the result and settles who
    // frees the block.
    GenericArg args_type{types.empty() ? types_.void_type() : tuple};
    StructType* block = LangStruct("thread_block", {args_type});
    if (block) {
      CompleteStruct(block);
      Value base = e.ScalarValue(b.Param(f, 0), types_.Pointer(block));
      tir::Value arguments;
      int field = block->FindField("args");
      if (!types.empty() && field >= 0) {
        arguments = b.Local(Tir(tuple), "", "");
        b.Move(Tir(tuple), arguments,
               b.FieldAddress(Tir(block), base.v, static_cast<unsigned>(field)));
        e.PushDrop(tuple, arguments);
      }
      Value value = call_body(e, arguments);
      if (!b.Terminated()) {
        if (result->IsVoid()) {
          e.CallLang("thread_done", {args_type}, {base}, {});
        } else if (!result->IsNever()) {
          e.CallLang("thread_result", {args_type, GenericArg{result}}, {base, value}, {});
        }
      }
      e.PopCleanups(0);
    }
    if (!b.Terminated()) b.Return();
  }
  std::string wire_symbol;
  if (wire) {
    wire_symbol = site->id + ".wire_entry";
    tir::Function f = declare(wire_symbol, {"bytes", "length", "sink"});
    b.StartBody(f);
    Emitter e(*this, body->context, nullptr, nullptr, nullptr);
    e.result_type_ = types_.void_type();
    e.SetPosition(body->range);
    Value bytes = e.ScalarValue(b.Param(f, 0), types_.Pointer(types_.byte()));
    Value length = e.ScalarValue(b.Param(f, 1), types_.usize());
    Value sink = e.ScalarValue(b.Param(f, 2), types_.Pointer(types_.byte()));
    Value args = e.VoidValue();
    if (!types.empty()) args = e.CallLang("decode_args", {GenericArg{tuple}}, {bytes, length}, {});
    tir::Value place = types.empty() ? tir::Value{} : e.AsPlace(args);
    Value value = call_body(e, place);
    if (!b.Terminated()) {
      if (result->IsVoid()) {
        e.CallLang("send_void", {}, {sink}, {});
      } else if (!result->IsNever()) {
        e.CallLang("send_result", {GenericArg{result}}, {sink, value}, {});
      }
      // What lies behind `data: *T, len: usize` belongs to the decoder.
      if (place && Lang("release_args"))
        e.CallLang("release_args", {GenericArg{tuple}},
                   {e.ScalarValue(place, types_.Pointer(tuple))}, {});
    }
    e.PopCleanups(0);
    if (!b.Terminated()) b.Return();
  }
  b.ComputeEntry(site->id, wire_symbol, thread_symbol, types.empty() ? 0 : Fingerprint(tuple),
                 Fingerprint(result));
  b.Restore(state);
}

// The body as a function of its own, with an id and entries. An expression that is looked at twice
// (for its type, then for its code) is one site.
ComputeSite* Emitter::LiftBody(const ComputeExpr* expr, std::string_view template_name) {
  if (ComputeSite* known = c_.site_index_.lookup({expr, env_})) return known;
  auto owned = std::make_unique<FuncInstance>();
  FuncInstance* body = owned.get();
  c_.instances_.push_back(std::move(owned));
  body->context = context_;
  body->env.outer = env_;
  body->lifted = expr;
  body->range = expr->func_range;
  body->use = expr->range;
  body->user = c_.emitting_;
  body->depth = c_.emitting_ ? c_.emitting_->depth : 0;
  for (const Param& p : expr->params) {
    if (!p.type) {
      c_.Error(DiagnosticKind::CannotInferType, p.range,
               Cat("the type of parameter `", p.name.text, "` is missing"))
          .Note("the body is a function of its own: `func(x: T) R { … }`");
      return nullptr;
    }
    Type* type = ResolveType(p.type);
    if (type->IsError()) return nullptr;
    body->params.push_back({p.name.text, type, &p});
  }
  body->result = expr->result ? ResolveType(expr->result) : c_.types().void_type();
  if (body->result->IsError()) return nullptr;
  ComputeSite* site = c_.NewComputeSite(template_name, expr);
  site->function = body;
  body->symbol = body->display = site->id;
  tir::FunctionInfo info = c_.InfoFor(body->params, body->result);
  info.symbol = info.display_name = body->symbol;
  info.position = c_.Position(body->range);
  info.linkage = tir::Linkage::Internal;
  info.no_inline = true;
  body->function = b_.DeclareFunction(info);
  body->emitted = true;
  // It captures nothing. The names around it are kept to say so when the body uses one.
  std::vector<std::pair<std::string_view, SourceRange>> names;
  for (Emitter* e = this; e; e = e->parent_)
    for (Local* l : e->locals_)
      if (!l->constant && !l->name.empty()) names.push_back({l->name, l->range});
  c_.Queue("", [checker = &c_, body, site, names] {
    Emitter e(*checker, body->context, &body->env, nullptr, nullptr);
    e.outer_names_ = names;
    e.EmitFunction(body);
    checker->EmitComputeEntries(site);
  });
  c_.site_index_[{expr, env_}] = site;
  return site;
}

Value Emitter::EmitCompute(const ComputeExpr* expr, Want want) {
  SymbolRef ref = ResolvePath(expr->templ, nullptr);
  const StructDecl* decl =
      ref.kind == SymbolRef::Kind::Decl ? llvm::dyn_cast<StructDecl>(ref.entry.decl) : nullptr;
  if (!decl || !decl->is_compute) {
    if (ref.kind == SymbolRef::Kind::None &&
        c_.ReportNotAvailable(c_.sources().Slice(expr->templ->range), expr->templ->range))
      return ErrorValue();
    auto report = c_.Error(
        decl ? DiagnosticKind::NotComputeTemplate : DiagnosticKind::UnknownName, expr->templ->range,
        Cat("`", c_.sources().Slice(expr->templ->range), "` is not a compute template"));
    if (decl) report.Label(decl->name.range, "a template is declared as `struct NAME<compute>`");
    return ErrorValue();
  }
  if (expr->params.size() > expr->args.size()) {
    c_.Error(DiagnosticKind::MissingArgument, expr->range,
             Cat("the body takes ", expr->params.size(), " arguments, ", expr->args.size(),
                 " values are given"));
    return ErrorValue();
  }
  ComputeSite* site = LiftBody(expr, decl->name.text);
  if (!site) return ErrorValue();
  FuncInstance* body = site->function;
  // Arguments: those of `init` first, then those of the call, whose types are the parameters' of
  // the body.
  StructType* type = AsStruct(c_.InstantiateNominal(ref.entry, {}, body->result));
  c_.CompleteStruct(type);
  const FuncDecl* init = c_.FindInit(type);
  if (!init) {
    c_.Error(DiagnosticKind::NotComputeTemplate, expr->templ->range,
             Cat("`", decl->name.text, "` has no `init`"))
        .Label(decl->name.range, "a compute template needs `init(self p: *NAME<compute>, …)`");
    return ErrorValue();
  }
  size_t init_args = expr->args.size() - expr->params.size();
  std::vector<Local> temps(expr->params.size());
  llvm::SmallVector<Argument, 8> args;
  for (size_t i = 0; i < init_args; ++i) args.push_back(expr->args[i]);
  // Call arguments are converted to the body's parameters and handed over as a pack of locals.
  owned_locals_.push_back(std::make_unique<Local>());
  Local* pack = owned_locals_.back().get();
  pack->name = "arguments of a compute call";
  pack->is_pack = true;
  pack->type = c_.types().void_type();
  size_t locals = locals_.size();
  for (size_t i = 0; i < expr->params.size(); ++i) {
    Value v = EmitConverted(expr->args[init_args + i].value, body->params[i].type);
    if (v.IsError()) return v;
    v = Materialize(v);
    owned_locals_.push_back(std::make_unique<Local>());
    Local* item = owned_locals_.back().get();
    item->type = body->params[i].type;
    item->place = AsPlace(v);
    item->is_own = v.owned;
    item->cleanup = v.cleanup;
    item->owner = this;
    pack->pack.push_back(item);
  }
  Argument spread;
  NameExpr* name = new (made_exprs_.Allocate<NameExpr>()) NameExpr();
  name->kind = ExprKind::Name;
  name->range = expr->range;
  name->name = pack->name;
  spread.value = name;
  spread.is_spread = true;
  locals_.push_back(pack);
  args.push_back(spread);
  Value out = EmitInit(type, args, want, expr->range, site);
  locals_.resize(locals);
  return out;
}

}  // namespace arc::check
