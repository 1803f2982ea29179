#include "compiler/check/checker.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "compiler/check/emitter.h"
#include "compiler/parse/parser.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

namespace arc::check {

CheckResult CheckPackage(const CheckOptions& options, const std::vector<const FileAst*>& files,
                         const SourceManager& sources, DiagnosticEngine& diagnostics,
                         tir::Builder& builder, PackageProvider& provider) {
  Checker checker(options, sources, diagnostics, builder, provider);
  CheckResult result;
  result.ok = checker.Run(files);
  result.imported_packages = checker.imported_packages();
  result.test_names = checker.test_names();
  result.added_functions = checker.added_text();
  result.comptime_outputs = checker.TakeComptimeOutputs();
  result.comptime_runs = checker.TakeComptimeRuns();
  result.interface_values = checker.TakeInterfaceValues();
  result.kept_bodies = checker.TakeKeptBodies();
  return result;
}

Checker::Checker(const CheckOptions& options, const SourceManager& sources,
                 DiagnosticEngine& diagnostics, tir::Builder& builder, PackageProvider& provider)
    : options_(options),
      sources_(sources),
      diagnostics_(diagnostics),
      builder_(builder),
      provider_(provider),
      thunks_(builder) {}

Checker::~Checker() = default;

tir::SourcePosition Checker::Position(SourceRange range) {
  if (!range.valid()) return {};
  FileId file = sources_.FileOf(range.begin);
  uint32_t id = static_cast<uint32_t>(file);
  if (id != last_file_) {
    auto [it, inserted] = tir_files_.try_emplace(id, 0);
    if (inserted) it->second = builder_.AddFile(sources_.Name(file));
    last_file_ = id;
    last_tir_file_ = it->second;
  }
  LineColumn at = sources_.Decode(range.begin);
  return {last_tir_file_, at.line, at.column};
}

namespace {
// As users write it: `Box<int64>.get`, `max<string>`, `print(int64, string)`.
std::string SpelledInstance(const FuncInstance* f) {
  if (!f->decl) return f->display;
  std::string text;
  if (f->self_type) text = f->self_type->name + ".";
  text += f->decl->is_init ? "init" : f->decl->is_drop ? "drop" : std::string(f->decl->name.text);
  if (!f->env.bindings.empty()) {
    text += "<";
    for (const GenericBinding& b : f->env.bindings)
      text += Cat(text.ends_with('<') ? "" : ", ", b.arg.Spell());
    text += ">";
  }
  if (f->pack_begin >= 0) {
    text += "(";
    for (size_t i = static_cast<size_t>(f->pack_begin); i < f->params.size(); ++i)
      text += Cat(text.ends_with('(') ? "" : ", ", f->params[i].type->name);
    text += ")";
  }
  return text;
}
}  // namespace

DiagnosticBuilder Checker::Error(DiagnosticKind kind, SourceRange range, std::string message) {
  // Types that nest without end have names without end.
  auto shorten = [](std::string text) {
    constexpr size_t kMost = 600;
    if (text.size() <= kMost) return text;
    return Cat(std::string_view(text).substr(0, kMost / 2), "…",
               std::string_view(text).substr(text.size() - kMost / 2));
  };
  DiagnosticBuilder report = diagnostics_.Report(kind, range, shorten(std::move(message)));
  if (stopped_) report.Cancel();  // what is missing now is missing because checking stopped
  // The chain of instances up to code that is not generic, shortened in the middle.
  int shown = 0;
  for (FuncInstance* f = emitting_; f && f->IsGeneric() && shown < 6; f = f->user, ++shown)
    report.Note(f->use,
                Cat("in `", shorten(SpelledInstance(f)), f->use.valid() ? "`, used here" : "`"));
  for (SourceRange place : llvm::reverse(llvm::ArrayRef(insertions_).take_back(4)))
    report.Note(place, "in code that is put here");
  return report;
}

// The place in this package's text that led to what happens at `range` in another one's.
SourceRange Checker::OwnPlace(SourceRange range) {
  auto own = [this](SourceRange r) {
    return r.valid() && llvm::any_of(current_->contexts, [&](const auto& context) {
             return context->file == sources_.FileOf(r.begin);
           });
  };
  for (FuncInstance* f = emitting_; f && !own(range); f = f->user)
    if (f->use.valid()) range = f->use;
  return range;
}

bool Checker::HasAttribute(const Decl* decl, std::string_view name) {
  for (const Attribute& a : decl->attributes)
    if (a.name.text == name) return true;
  return false;
}

// --- packages
// ------------------------------------------------------------------------------------------------------

void Checker::Declare(Package* package, const std::vector<const FileAst*>& files) {
  package->files = files;
  auto add = [&](const Decl* decl, DeclContext* context) {
    if (!decl->name) return;
    DeclEntry entry{decl, context};
    package->order.push_back(entry);
    if (auto* f = llvm::dyn_cast<FuncDecl>(decl); f && !f->params.empty() && f->params[0].is_self) {
      // Methods of different types may share a name; two for one type are found when they are
      // looked up.
      package->methods[f->name.text].push_back(entry);
      return;
    }
    auto [it, inserted] = package->names.try_emplace(decl->name.text, entry);
    if (!inserted) {
      Error(DiagnosticKind::DuplicateDeclaration, decl->name.range,
            Cat("`", decl->name.text, "` is declared twice in this package"))
          .Label(it->second.decl->name.range, "first declared here");
    }
  };
  for (const FileAst* file : files) {
    auto context = std::make_unique<DeclContext>();
    context->package = package;
    context->file = file->file;
    for (const Decl* decl : file->decls) {
      if (auto* e = llvm::dyn_cast<ExternDecl>(decl)) {
        for (const FuncDecl* f : e->functions) add(f, context.get());
      } else {
        add(decl, context.get());
      }
      for (const Attribute& a : decl->attributes) {
        if (a.name.text != "lang" || a.args.empty()) continue;
        if (auto* s = llvm::dyn_cast<StringLiteralExpr>(a.args[0]))
          lang_[s->value] = {decl, context.get()};
      }
    }
    package->contexts.push_back(std::move(context));
  }
}

Package* Checker::LoadPackage(std::string_view path, SourceRange use) {
  auto it = packages_.find(path);
  if (it != packages_.end()) return it->second.get();
  PackageProvider::Files loaded = provider_.Load(path);
  if (loaded.files.empty()) {
    Error(DiagnosticKind::UnknownPackage, use,
          loaded.error.empty() ? Cat("there is no package `", path, "`") : loaded.error);
    packages_[path] = nullptr;
    return nullptr;
  }
  auto package = std::make_unique<Package>();
  Package* p = package.get();
  p->path = std::string(path);
  p->is_interface = true;
  packages_[path] = std::move(package);
  Declare(p, loaded.files);
  ResolveImports(p, false);
  imported_order_.push_back(p->path);
  return p;
}

void Checker::ResolveImports(Package* package, bool report) {
  for (size_t i = 0; i < package->files.size(); ++i) {
    DeclContext* context = package->contexts[i].get();
    for (const ImportDecl* import : package->files[i]->imports) {
      if (report && import->path == options_.package_path) {
        Error(DiagnosticKind::ImportCycle, import->path_range, "a package cannot import itself");
        continue;
      }
      Package* target = LoadPackage(import->path, import->path_range);
      if (!target) continue;
      std::string_view alias = import->name.text;
      if (alias.empty()) {
        alias = import->path;
        size_t slash = alias.rfind('/');
        if (slash != std::string_view::npos) alias = alias.substr(slash + 1);
      }
      auto [it, inserted] =
          context->imports.try_emplace(alias, DeclContext::Import{target, import, false});
      if (!inserted && report && it->second.package != target) {
        Error(DiagnosticKind::DuplicateDeclaration, import->path_range,
              Cat("two imports are named `", alias, "`"))
            .Label(it->second.decl->range, "the other one")
            .Note("give one of them another name: `import NAME \"path\"`");
      }
    }
  }
}

// --- names
// -----------------------------------------------------------------------------------------------------------

SymbolRef Checker::LookUpIn(Package* package, std::string_view name, DeclContext* from) {
  SymbolRef ref;
  auto it = package->names.find(name);
  if (it == package->names.end()) return ref;
  if (name.starts_with('_') && from && from->package != package) return ref;
  ref.kind = SymbolRef::Kind::Decl;
  ref.entry = it->second;
  return ref;
}

SymbolRef Checker::LookUp(std::string_view name, DeclContext* context, const GenericEnv* env) {
  SymbolRef ref;
  if (name.starts_with('$')) {  // no name of the source
    ref.type = FixedTypeOf(name);
    if (ref.type) ref.kind = SymbolRef::Kind::Type;
    return ref;
  }
  if (env) {
    if (const GenericArg* arg = env->Find(name)) {
      ref.kind = SymbolRef::Kind::Generic;
      ref.generic = arg;
      return ref;
    }
  }
  ref = LookUpIn(context->package, name, context);
  if (ref.kind != SymbolRef::Kind::None) return ref;
  if (auto it = context->imports.find(name); it != context->imports.end()) {
    it->second.used = true;
    ref.kind = SymbolRef::Kind::Package;
    ref.package = it->second.package;
    return ref;
  }
  if (Type* basic = types_.Basic(name)) {
    ref.kind = SymbolRef::Kind::Type;
    ref.type = basic;
    return ref;
  }
  for (Package* p : prelude_) {
    ref = LookUpIn(p, name, context);
    if (ref.kind != SymbolRef::Kind::None) return ref;
  }
  return ref;
}

DeclEntry Checker::Lang(std::string_view item) {
  auto it = lang_.find(item);
  return it == lang_.end() ? DeclEntry{} : it->second;
}

bool Checker::IsLang(const Type* type, std::string_view item) {
  if (!type || type->kind != TypeKind::Struct) return false;
  return Lang(item).decl == static_cast<const StructType*>(type)->decl;
}

StructType* Checker::LangStruct(std::string_view item, llvm::ArrayRef<GenericArg> args) {
  DeclEntry entry = Lang(item);
  if (!entry) return nullptr;
  return AsStruct(InstantiateNominal(entry, args, nullptr));
}

FuncInstance* Checker::LangFunction(std::string_view item, llvm::ArrayRef<GenericArg> args) {
  DeclEntry entry = Lang(item);
  auto* decl = entry ? llvm::dyn_cast<FuncDecl>(entry.decl) : nullptr;
  if (!decl) {
    Error(DiagnosticKind::MissingLangItem, {},
          Cat("the standard library has no `@lang(\"", item, "\")` function"));
    return nullptr;
  }
  llvm::SmallVector<GenericBinding, 4> bindings;
  for (size_t i = 0; i < args.size() && i < decl->generics.size(); ++i)
    bindings.push_back({decl->generics[i].name.text, args[i]});
  return Instance(decl, entry.context, bindings, nullptr, {}, nullptr, {});
}

StructType* Checker::StringType() {
  if (!string_type_) string_type_ = LangStruct("string", {});
  return string_type_;
}
StructType* Checker::ErrorType() {
  if (!error_type_) error_type_ = LangStruct("error", {});
  return error_type_;
}
StructType* Checker::VectorOf(Type* element) { return LangStruct("vector", {GenericArg{element}}); }
StructType* Checker::SliceOf(Type* element) { return LangStruct("slice", {GenericArg{element}}); }

std::vector<std::string_view> Checker::VisibleNames(DeclContext* context) {
  std::vector<std::string_view> names = types_.BasicNames();
  auto add = [&](Package* p) {
    for (const DeclEntry& e : p->order)
      if (p == context->package || !e.decl->name.text.starts_with('_'))
        names.push_back(e.decl->name.text);
  };
  add(context->package);
  for (Package* p : prelude_) add(p);
  for (auto& [alias, import] : context->imports) names.push_back(alias);
  return names;
}

std::string Checker::DidYouMean(std::string_view name,
                                const std::vector<std::string_view>& candidates) {
  std::string_view best;
  unsigned best_distance = (static_cast<unsigned>(name.size()) + 1) / 3;
  for (std::string_view c : candidates) {
    if (c == name) continue;
    unsigned d = llvm::StringRef(name).edit_distance(c, true, best_distance);
    if (d < best_distance || (d == best_distance && best.empty())) {
      if (d > best_distance || d >= name.size()) continue;
      best_distance = d;
      best = c;
    }
  }
  return std::string(best);
}

// --- instances
// -------------------------------------------------------------------------------------------------------

std::string Checker::UniqueSymbol(std::string base) {
  int n = symbol_counts_[base]++;
  return n == 0 ? base : Cat(base, ".", n);
}

std::string Checker::GlobalSymbol(DeclEntry entry) {
  return Cat(entry.context->package->path, ".", entry.decl->name.text);
}

DeclContext* Checker::ContextOf(Type* type) {
  if (auto* s = AsStruct(type)) return s->context;
  if (auto* e = AsEnum(type)) return e->context;
  return nullptr;
}

const FuncDecl* Checker::FindInit(StructType* type) {
  for (const FuncDecl* f : type->decl->members)
    if (f->is_init) return f;
  return nullptr;
}

namespace {
void AppendArgKey(std::string* key, const GenericArg& a) {
  if (a.type) {
    *key += Cat("t", reinterpret_cast<uintptr_t>(a.type), ",");
  } else {
    const std::string value = a.value.Spell();
    const Type* type = a.value.type_value;  // which may share its name
    *key += Cat("v", value.size(), ":", value,
                type ? Cat("@", reinterpret_cast<uintptr_t>(type)) : "", ",");
  }
}
}  // namespace

FuncInstance* Checker::Instance(const FuncDecl* decl, DeclContext* context,
                                llvm::ArrayRef<GenericBinding> generics, Type* self_type,
                                llvm::ArrayRef<Type*> pack, ComputeSite* site, SourceRange use) {
  std::string key =
      Cat(reinterpret_cast<uintptr_t>(decl), "/", reinterpret_cast<uintptr_t>(self_type), "/",
          reinterpret_cast<uintptr_t>(site), "/");
  for (const GenericBinding& b : generics) AppendArgKey(&key, b.arg);
  for (Type* t : pack) key += Cat("p", reinterpret_cast<uintptr_t>(t), ",");
  FuncInstance*& slot = instance_index_[key];
  if (slot) return slot;
  instances_.push_back(std::make_unique<FuncInstance>());
  FuncInstance* f = instances_.back().get();
  slot = f;
  f->decl = decl;
  f->context = context;
  f->self_type = self_type;
  f->site = site;
  f->range = decl->name.range.valid() ? decl->name.range : decl->range;
  if (auto* s = AsStruct(self_type)) {
    f->env.outer = &s->env;
  } else if (auto* e = AsEnum(self_type)) {
    f->env.outer = &e->env;
  }
  f->env.bindings.assign(generics.begin(), generics.end());
  for (const Param& p : decl->params) {
    if (p.is_pack) {
      f->pack_begin = static_cast<int>(f->params.size());
      for (Type* t : pack) f->params.push_back({p.name.text, t, &p});
      continue;
    }
    // Comptime parameters are bound in the environment; nothing is passed for them.
    Type* type = p.is_comptime ? types_.void_type()
                 : p.type      ? ResolveType(p.type, context, &f->env, nullptr)
                               : types_.error();
    f->params.push_back({p.name.text, type, &p});
  }
  f->result =
      decl->result ? ResolveType(decl->result, context, &f->env, nullptr) : types_.void_type();

  // The symbol: package, owner, name, arguments.
  std::string symbol;
  if (!decl->extern_abi.empty()) {
    symbol = std::string(decl->name.text);
  } else {
    symbol = context->package->path + ".";
    if (self_type) symbol = SymbolOf(self_type) + ".";
    symbol += decl->is_init ? "init" : decl->is_drop ? "drop" : std::string(decl->name.text);
    // Methods outside of their type may share a name.
    if (!self_type && !decl->params.empty() && decl->params[0].is_self && !f->params.empty())
      symbol += Cat("(", SymbolOf(f->params[0].type), ")");
    if (!generics.empty()) {
      symbol += "<";
      for (size_t i = 0; i < generics.size(); ++i) {
        if (i) symbol += ",";
        symbol += SymbolOf(generics[i].arg);
      }
      symbol += ">";
    }
    if (f->pack_begin >= 0) {
      symbol += "(";
      for (Type* t : pack) symbol += SymbolOf(t) + ",";
      symbol += ")";
    }
    if (site) symbol += Cat("@", site->id);
  }
  f->symbol = symbol;
  f->display = symbol;
  f->use = use;
  f->user = emitting_;
  if (f->IsGeneric() || site) f->depth = 1 + (emitting_ ? emitting_->depth : 0);
  if (f->depth > kMaxInstanceDepth && !stopped_) {
    Error(DiagnosticKind::InstantiationTooDeep, OwnPlace(use.valid() ? use : f->range),
          Cat("generic instances need each other more than ", kMaxInstanceDepth,
              " deep here; the last one is of `", decl->name.text, "`"))
        .Label(f->range, "declared here")
        .Note("each of them calls the next one with other generic arguments");
    stopped_ = true;
  }
  return f;
}

tir::FunctionInfo Checker::InfoFor(const std::vector<ParamSig>& params, Type* result) {
  tir::FunctionInfo info;
  if (IsAggregate(result)) {
    tir::ParamInfo p;
    p.name = "result";
    p.type = builder_.Ptr();
    p.pointee = Tir(result);
    p.is_result_place = true;
    info.params.push_back(p);
  } else if (!result->IsVoid() && !result->IsNever() && !result->IsError()) {
    info.result = Tir(result);
  }
  info.is_noreturn = result->IsNever();
  for (const ParamSig& sig : params) {
    if (sig.type->IsVoid()) continue;
    tir::ParamInfo p;
    p.name = std::string(sig.name);
    if (IsAggregate(sig.type)) {
      p.type = builder_.Ptr();
      p.pointee = Tir(sig.type);
      p.is_borrowed = true;
    } else {
      p.type = Tir(sig.type);
    }
    info.params.push_back(std::move(p));
  }
  return info;
}

bool Checker::TakesOver(const FuncInstance* f, Type* type) {
  return f->decl && IsAggregate(type) && HasAttribute(f->decl, "consumes") &&
         f->context->package->path.starts_with("std/") && !IsTrivial(type);
}

tir::Function Checker::Function(FuncInstance* f) {
  if (f->function) return f->function;
  tir::FunctionInfo info = InfoFor(f->params, f->result);
  unsigned at = IsAggregate(f->result) ? 1 : 0;
  for (const ParamSig& sig : f->params) {
    if (sig.type->IsVoid()) continue;
    tir::ParamInfo& p = info.params[at++];
    if (!TakesOver(f, sig.type)) continue;
    p.is_borrowed = false;
    p.is_owned = true;
  }
  info.symbol = f->symbol;
  info.display_name = f->display;
  info.position = Position(f->range);
  const bool is_instance = !f->env.bindings.empty() || f->pack_begin >= 0 || f->site != nullptr ||
                           (f->env.outer && !f->env.outer->bindings.empty());
  const bool own = f->context->package == current_;
  bool has_body = f->lifted || (f->decl && HasBody(*f->decl));
  info.linkage = f->is_internal ? tir::Linkage::Internal
                 : is_instance  ? tir::Linkage::LinkOnce
                                : tir::Linkage::Exported;
  if (f->decl) {
    info.is_c_abi = !f->decl->extern_abi.empty();
    info.always_inline = HasAttribute(f->decl, "inline");
    info.no_inline = HasAttribute(f->decl, "noinline");
    info.is_cold = HasAttribute(f->decl, "cold");
    info.hide_in_traces = HasAttribute(f->decl, "hidden");
    if (!own && !is_instance && has_body)
      info.linkage = tir::Linkage::LinkOnce;  // @inline bodies travel
  }
  f->function = builder_.DeclareFunction(info);
  if (has_body && !f->emitted && !stopped_) {
    f->emitted = true;
    Queue(f->symbol, [this, f] { EmitInstance(f); });
  }
  return f->function;
}

void Checker::EmitInstance(FuncInstance* f) {
  if (builder_.HasBody(f->function)) return;
  Emitter emitter(*this, f->context, &f->env, f->self_type, nullptr);
  FuncInstance* outer = std::exchange(emitting_, f);
  if (const AddedFunction* added = added_.lookup(f->decl)) {
    emitter.InAddedCode(*added, [&](const ClosureExpr*) { emitter.EmitFunction(f); });
  } else {
    emitter.EmitFunction(f);
  }
  emitting_ = outer;
}

void Checker::DrainQueue() {
  // In the order of use, which gives each instance the shortest chain of users. When instances ask
  // for more and more others the newest go first: what has no end shows as a chain that is too
  // long.
  constexpr size_t kManyWaiting = 8192;
  while (!queue_.empty() && !stopped_) {
    const bool many = queue_.size() > kManyWaiting;
    std::unique_ptr<Work> work = std::move(many ? queue_.back() : queue_.front());
    if (many) {
      queue_.pop_back();
    } else {
      queue_.pop_front();
    }
    Do(work.get());
    if (!work->symbol.empty()) bodies_.erase(work->symbol);
  }
  queue_.clear();
  bodies_.clear();
}

void Checker::Queue(std::string symbol, llvm::unique_function<void()> run) {
  queue_.push_back(std::make_unique<Work>(std::move(symbol), std::move(run)));
  Work* work = queue_.back().get();
  if (!work->symbol.empty()) bodies_[work->symbol] = work;
}

// A body may be emitted while another one is: when its code is to run now.
void Checker::Do(Work* work) {
  if (!work->run) return;
  auto run = std::move(work->run);
  work->run = {};
  tir::Builder::InsertionState state = builder_.Save();
  FuncInstance* emitting = std::exchange(emitting_, nullptr);
  auto defaults = std::exchange(active_defaults, {});
  const bool met_broken = std::exchange(met_broken_, false);
  if (!work->symbol.empty()) thunks_.SetOpen(work->symbol, true);
  ++comptime_depth_;
  const size_t errors_before = diagnostics_.error_count();
  run();
  --comptime_depth_;
  if (!work->symbol.empty() && diagnostics_.error_count() != errors_before)
    thunks_.SetBroken(work->symbol);
  if (!work->symbol.empty()) thunks_.SetOpen(work->symbol, false);
  met_broken_ = met_broken;
  active_defaults = std::move(defaults);
  emitting_ = emitting;
  builder_.Restore(state);
}

bool Checker::Spend(SourceRange range) {
  if (budget_ > 0) {
    --budget_;
    return true;
  }
  if (!stopped_) {
    Error(DiagnosticKind::InstantiationTooDeep, OwnPlace(range),
          "this package expands to more code than the compiler takes")
        .Note(
            "default values, `defer`, `comptime for` and generic instances are expanded where they "
            "are used; functions that are not generic are not");
    stopped_ = true;
  }
  return false;
}

// --- methods declared outside of their type
// ----------------------------------------------------------------------------

bool Checker::TakesReceiver(const DeclEntry& method, Type* receiver,
                            llvm::SmallVectorImpl<GenericBinding>& bound) {
  auto* f = llvm::cast<FuncDecl>(method.decl);
  const TypeExpr* pattern = f->params[0].type;
  if (auto* p = llvm::dyn_cast_or_null<PointerTypeExpr>(pattern)) pattern = p->element;
  if (!pattern) return false;
  // A receiver is never wrapped or converted, as inference would: `T?` takes optionals, `T!`
  // results, `[]T` slices only.
  if (llvm::isa<OptionalTypeExpr>(pattern) && !receiver->Is(TypeKind::Optional)) return false;
  if (llvm::isa<ResultTypeExpr>(pattern) && !receiver->Is(TypeKind::Result)) return false;
  if (llvm::isa<SliceTypeExpr>(pattern) && !IsLang(receiver, "slice")) return false;
  if (f->written_generics == 0)
    return ResolveType(pattern, method.context, nullptr, nullptr) == receiver;
  return Unify(pattern, receiver, f->generics, method.context, nullptr, bound);
}

DeclEntry Checker::FindOutsideMethod(Type* type, std::string_view name, DeclContext* context) {
  Type* target = type->Is(TypeKind::Pointer) ? type->element : type;
  auto search = [&](Package* package) -> DeclEntry {
    auto it = package->methods.find(name);
    if (it == package->methods.end()) return {};
    if (name.starts_with('_') && package != context->package) return {};
    for (const DeclEntry& entry : it->second) {
      llvm::SmallVector<GenericBinding, 4> bound;
      if (TakesReceiver(entry, target, bound)) return entry;
    }
    return {};
  };
  if (DeclEntry e = search(context->package)) return e;
  if (DeclContext* home = ContextOf(target); home && home->package != context->package)
    if (DeclEntry e = search(home->package)) return e;
  for (Package* p : prelude_)
    if (DeclEntry e = search(p)) return e;
  for (auto& [alias, import] : context->imports)
    if (DeclEntry e = search(import.package)) return e;
  return {};
}

bool Checker::HasMethod(Type* type, std::string_view name, DeclContext* context) {
  if (auto* s = AsStruct(type); s && s->FindMember(name)) return true;
  if (auto* e = AsEnum(type); e && e->FindMember(name)) return true;
  // A method that the type's own package or this one declares outside; the prelude's generic
  // helpers do not count.
  Package* home = ContextOf(type) ? ContextOf(type)->package : nullptr;
  DeclEntry found = FindOutsideMethod(type, name, context);
  return found && (found.context->package == home || found.context->package == current_);
}

// Generic bodies that nothing instantiates are not checked, so that a package they alone use is
// looked for in the text.
namespace {
bool MentionsPackage(std::string_view text, std::string_view alias) {
  std::string needle = Cat(alias, ".");
  for (size_t at = text.find(needle); at != std::string_view::npos;
       at = text.find(needle, at + 1)) {
    char before = at ? text[at - 1] : ' ';
    if (!std::isalnum(static_cast<unsigned char>(before)) && before != '_' && before != '.' &&
        before != '"')
      return true;
  }
  return false;
}
}  // namespace

// --- the whole package
// -----------------------------------------------------------------------------------------------

bool Checker::Run(const std::vector<const FileAst*>& files) {
  auto own = std::make_unique<Package>();
  current_ = own.get();
  current_->path = options_.package_path;
  packages_[options_.package_path] = std::move(own);
  // Enough for every program that is not made to be large, and in proportion to the text.
  budget_ = 2'000'000;
  for (const FileAst* file : files) budget_ += 16 * sources_.Text(file->file).size();
  for (const std::string& path : options_.prelude)
    if (Package* p = LoadPackage(path, {})) prelude_.push_back(p);
  Declare(current_, files);
  ResolveImports(current_, true);
  // While std/core itself is compiled its own declarations are the lang items.
  if (!Lang("string")) {
    if (diagnostics_.error_count() == 0)
      Error(DiagnosticKind::MissingLangItem, {}, "the standard library's core package is missing");
    return false;
  }
  CollectBlocks();
  CheckDeclarations();
  CheckComptimeDecls();
  DrainQueue();
  if (options_.test_mode) {
    EmitTestMain();
  } else if (options_.is_program) {
    EmitMain();
  }
  DrainQueue();
  EvaluateWaiting();
  added_text_ = AddedText();
  for (auto& context : current_->contexts) {
    for (auto& [alias, import] : context->imports) {
      if (!import.used && !std::string_view(alias).starts_with('_') &&
          !MentionsPackage(sources_.Text(context->file), alias))
        diagnostics_.Report(
            DiagnosticKind::UnusedImport, import.decl->range,
            Cat("package `", std::string_view(alias), "` is imported and not used"));
    }
  }
  return diagnostics_.error_count() == 0;
}

void Checker::CheckDeclarations() {
  for (const FileAst* file : current_->files) {
    for (const Decl* decl : file->decls) CheckAttributes(decl);
  }
  for (size_t i = 0; i < current_->order.size(); ++i) {
    const DeclEntry entry = current_->order[i];
    const Decl* decl = entry.decl;
    if (auto* f = llvm::dyn_cast<FuncDecl>(decl)) {
      if (!f->generics.empty() || added_.contains(f)) continue;
      bool pack = false;
      for (const Param& p : f->params) pack |= p.is_pack;
      if (pack) continue;
      Function(Instance(f, entry.context, {}, nullptr, {}, nullptr, f->range));
    } else if (auto* s = llvm::dyn_cast<StructDecl>(decl)) {
      if (!s->generics.empty() || s->is_compute) continue;
      auto* type = AsStruct(InstantiateNominal(entry, {}, nullptr));
      if (!type) continue;
      CompleteStruct(type);
      for (const FuncDecl* m : s->members) {
        bool pack = false;
        for (const Param& p : m->params) pack |= p.is_pack;
        if (!m->generics.empty() || pack) continue;
        Function(Instance(m, entry.context, {}, type, {}, nullptr, m->range));
      }
      Tir(type);
    } else if (auto* e = llvm::dyn_cast<EnumDecl>(decl)) {
      if (!e->generics.empty()) continue;
      auto* type = AsEnum(InstantiateNominal(entry, {}, nullptr));
      if (!type) continue;
      CompleteEnum(type);
      for (const FuncDecl* m : e->members)
        if (m->generics.empty())
          Function(Instance(m, entry.context, {}, type, {}, nullptr, m->range));
      Tir(type);
    } else if (llvm::isa<ConstDecl>(decl)) {
      ConstType(entry);
    } else if (auto* alias = llvm::dyn_cast<TypeAliasDecl>(decl)) {
      if (alias->generics.empty()) ResolveType(alias->type, entry.context, nullptr, nullptr);
    }
  }
}

}  // namespace arc::check
