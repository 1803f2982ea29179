// `@add_func(name, code)`: functions that the `comptime` blocks of a package add to it.
//
// A block leaves the list of what it added as its image (runtime/std/core/code.arc). Each entry
// becomes a declaration of the package, whose types are resolved, and whose body is emitted, in its
// quote (emit_code.cc). Blocks that may add something run before the bodies of the package; a name
// that is not found meanwhile makes those run that still wait.
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/emitter.h"

namespace arc::check {

using State = ComptimeValue::State;

namespace {

bool Mentions(const Package& package, const SourceManager& sources, std::string_view word) {
  return llvm::any_of(package.files, [&](const FileAst* file) {
    return sources.Text(file->file).find(word) != std::string_view::npos;
  });
}

// A name that a declaration can have.
bool IsName(std::string_view text) {
  if (text.empty()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
  }
  static constexpr std::string_view kKeywords[] = {
#define ARC_TOKEN(name, description)
#define ARC_PUNCTUATION(name, spelling)
#define ARC_KEYWORD(name, spelling) spelling,
#include "compiler/lex/token_kinds.def"
  };
  return !llvm::is_contained(kKeywords, text);
}

}  // namespace

// The blocks of the package that stand by themselves.
void Checker::CollectBlocks() {
  for (size_t i = 0; i < current_->files.size(); ++i) {
    for (const Decl* decl : current_->files[i]->decls) {
      auto* block = llvm::dyn_cast<ComptimeDecl>(decl);
      if (!block) continue;
      Block& b = blocks_.emplace_back();
      b.body.kind = ExprKind::Block;
      b.body.range = block->range;
      b.body.block = block->body;
      b.context = current_->contexts[i].get();
    }
  }
  if (blocks_.empty()) return;
  // Quotes of other packages' generators are in their interfaces, too.
  blocks_add_ = Mentions(*current_, sources_, "@add_func");
  for (auto& [path, package] : packages_) {
    if (package && !package->path.starts_with("std/"))
      blocks_add_ |= Mentions(*package, sources_, "@add_func");
  }
}

void Checker::EmitBlock(Block& block) {
  block.value = NewComptime(block.body.range);
  block.value->image = block.value->thunk + ".value";
  block.value->adds = blocks_add_;
  comptime_images_[block.value->image] = block.value;
  Emitter emitter(*this, block.context, nullptr, nullptr, nullptr);
  emitter.EmitThunk(block.value, &block.body, nullptr, /*exact=*/false, /*discard=*/true);
}

void Checker::CheckComptimeDecls() {
  if (blocks_add_) {
    RunBlocks();
    return;
  }
  for (Block& block : blocks_)
    if (!block.value) EmitBlock(block);
}

// Runs the blocks that have not run, when they may add something. True: there are more functions
// than before.
bool Checker::RunBlocks() {
  if (!blocks_add_ || stopped_) return false;
  const size_t before = added_order_.size();
  Work work{"", [&] {
              for (Block& block : blocks_)
                if (!block.value) EmitBlock(block);
              for (Block& block : blocks_)
                if (block.value && block.value->state == State::Emitted) Force(block.value);
            }};
  Do(&work);
  return added_order_.size() > before;
}

// Under the report of a name that is not there: the blocks that may add it and cannot have run,
// with the way from each to the code that asks for the name.
void Checker::NoteBlocks(DiagnosticBuilder& report) {
  for (const Block& block : blocks_) {
    if (!blocks_add_ || !block.value) continue;
    if (block.value->state == State::Failed) {
      report.Note(block.body.range, "this block, which has failed, might have added it");
    } else if (block.value->state == State::Emitting || block.value->state == State::Forced) {
      report.Note(
          block.body.range,
          "this block, which might add it, needs it before it can run: what a block adds is "
          "there for others");
      if (block.value->state == State::Forced && emitting_)
        NoteWay(report, block.value->thunk, emitting_->symbol);
    }
  }
}

// The list that a block has left in its image.
void Checker::DeclareAdded(ComptimeValue* value) {
  StructType* entry = LangStruct("added_function", {});
  StructType* list = entry ? VectorOf(entry) : nullptr;
  std::vector<ComptimeElement> elements;
  if (!list) return;
  CompleteStruct(entry);
  CompleteStruct(list);
  if (!ReadListAt(value, list, 0, &elements)) return;
  tir::Type type = Tir(entry);
  for (const ComptimeElement& element : elements) {
    ConstValue name =
        ReadScalarAt(value, StringType(), element.offset + thunks_.FieldOffset(type, 0));
    ConstValue place =
        ReadScalarAt(value, types_.Int(32, false), element.offset + thunks_.FieldOffset(type, 2));
    const uint64_t site = place.integer.getZExtValue();
    if (name.kind != ConstValue::Kind::String || site >= add_sites_.size()) continue;
    AddFunction(value, Keep(name.text), element.offset + thunks_.FieldOffset(type, 1),
                add_sites_[site]);
  }
}

void Checker::AddFunction(ComptimeValue* value, std::string_view name, uint64_t offset,
                          SourceRange site) {
  auto note_block = [&](DiagnosticBuilder& report) -> DiagnosticBuilder& {
    return report.Note(value->range, "by this block");
  };
  auto fail = [&](DiagnosticKind kind, std::string message) {
    auto report = Error(kind, site, std::move(message));
    note_block(report);
  };
  if (!IsName(name))
    return fail(DiagnosticKind::CannotAddFunction,
                Cat("`", name, "` cannot be the name of a function"));
  if (auto known = current_->names.find(name); known != current_->names.end()) {
    auto report = Error(DiagnosticKind::DuplicateDeclaration, site,
                        Cat("`", name, "` is declared twice in this package"));
    report.Label(known->second.decl->name.range, "first declared here");
    note_block(report);
    return;
  }
  // Who has asked for it already would have been given the other one.
  DeclContext* context = nullptr;
  for (const Block& block : blocks_)
    if (block.value == value) context = block.context;
  if (LookUp(name, context, nullptr).kind != SymbolRef::Kind::None)
    return fail(DiagnosticKind::CannotAddFunction,
                Cat("`", name,
                    "` has a meaning here already, which a function that is added "
                    "cannot take away"));
  auto added = std::make_unique<AddedFunction>();
  added->value = value;
  added->offset = offset;
  FuncDecl* decl = &added->decl;
  decl->kind = DeclKind::Func;
  decl->name = {name, site};
  bool ok = false;
  Emitter emitter(*this, context, nullptr, nullptr, nullptr);
  emitter.InAddedCode(*added, [&](const ClosureExpr* closure) {
    if (!closure)
      return fail(DiagnosticKind::CannotAddFunction,
                  Cat("the code of `", name, "` is no function: `code { func(x: T) R { … } }`"));
    decl->range = closure->range;
    decl->body = closure->body;
    ok = !closure->is_short && !closure->is_async;
    for (const Param& p : closure->params) {
      ok = ok && p.type && !p.default_value && !p.is_pack;
      if (!ok) break;
      Type* type = emitter.ResolveType(p.type);
      if (type->IsError()) return void(ok = false);
      added->params.push_back(p);
      added->params.back().type = Fixed(type, p.type->range);
    }
    if (!ok)
      return fail(DiagnosticKind::CannotAddFunction,
                  Cat("the function `", name,
                      "` that is added says the types of its parameters and "
                      "its result, and has no defaults: `func(x: T) R { … }`"));
    if (!closure->result) return;
    Type* result = emitter.ResolveType(closure->result);
    if (result->IsError()) return void(ok = false);
    decl->result = Fixed(result, closure->result->range);
  });
  if (!ok) return;
  decl->params = added->params;
  DeclEntry entry{decl, context};
  current_->names.try_emplace(name, entry);
  current_->order.push_back(entry);
  added_[decl] = added.get();
  added_order_.push_back(std::move(added));
  FuncInstance* f = Instance(decl, context, {}, nullptr, {}, nullptr, site);
  f->range = decl->range;
  Function(f);
}

// The type as a name that means it everywhere.
TypeExpr* Checker::Fixed(Type* type, SourceRange range) {
  auto named = std::make_unique<FixedType>();
  named->expr.kind = TypeExprKind::Named;
  named->expr.range = range;
  named->id = {Keep(Cat("$", fixed_types_.size())), range};
  named->expr.path = named->id;
  named->type = type;
  fixed_types_.push_back(std::move(named));
  return &fixed_types_.back()->expr;
}

Type* Checker::FixedTypeOf(std::string_view name) {
  size_t index = 0;
  if (llvm::StringRef(name.substr(1)).getAsInteger(10, index) || index >= fixed_types_.size())
    return nullptr;
  return fixed_types_[index]->type;
}

// Calls `use` in the quote of the function, through quotes that only hold another one; with null
// when it is none.
void Emitter::InAddedCode(const AddedFunction& added,
                          llvm::function_ref<void(const ClosureExpr*)> use) {
  Insertion from;
  from.value = added.value;
  from.site.emitter = this;
  auto enter = [&](auto& self, const Insertion& at, uint64_t offset) -> Value {
    return InQuote(at, offset, added.decl.name.range, [&](const BlockStmt* body) {
      const Expr* only = OnlyExpression(body);
      size_t index = 0;
      if (auto* splice = llvm::dyn_cast_or_null<SpliceExpr>(only)) {
        const Insertion* insertion = InsertionOf(splice, &index);
        if (insertion && IsCode(insertion->quote->splices[index].type))
          return self(self, *insertion, insertion->splices[index]);
      }
      use(llvm::dyn_cast_or_null<ClosureExpr>(only));
      return VoidValue();
    });
  };
  enter(enter, from, added.offset);
}

// --- for importers
// -------------------------------------------------------------------------------

namespace {

// Writes types as a file with its own imports names them.
class Spelling {
 public:
  Spelling(Checker& checker, const Package* package) : c_(checker), package_(package) {}

  std::string Of(Type* type) {
    switch (type->kind) {
      case TypeKind::Struct: {
        auto* s = static_cast<StructType*>(type);
        if (c_.IsLang(s, "slice")) return "[]" + Prefixed(s->args[0].type);
        return Nominal(s->decl, s->context, s->args, s->compute_result);
      }
      case TypeKind::Enum: {
        auto* e = static_cast<EnumType*>(type);
        return Nominal(e->decl, e->context, e->args, nullptr);
      }
      case TypeKind::Optional:
        return Suffixed(type->element) + "?";
      case TypeKind::Result:
        return Suffixed(type->element) + "!";
      case TypeKind::Pointer:
        return "*" + Prefixed(type->element);
      case TypeKind::Array:
        return Cat("[", type->count, "]", Prefixed(type->element));
      case TypeKind::Tuple:
        return Cat("(", List(type->elements), ")");
      case TypeKind::Function:
        return Cat("func(", List(type->elements), ")",
                   type->result->IsVoid() ? "" : " " + Of(type->result));
      default:
        return type->name;
    }
  }

  std::string imports;

 private:
  std::string Prefixed(Type* t) {
    return t->NeedsParenthesesBehindPrefix() ? Cat("(", Of(t), ")") : Of(t);
  }
  std::string Suffixed(Type* t) { return t->Is(TypeKind::Function) ? Cat("(", Of(t), ")") : Of(t); }
  std::string List(llvm::ArrayRef<Type*> types) {
    std::string text;
    for (Type* t : types) text += Cat(text.empty() ? "" : ", ", Of(t));
    return text;
  }
  std::string Nominal(const Decl* decl, DeclContext* context, llvm::ArrayRef<GenericArg> args,
                      Type* compute_result) {
    std::string text;
    const Package* home = context->package;
    if (home != package_ && !c_.IsPrelude(home)) {
      auto [alias, is_new] = aliases_.try_emplace(home, Cat("p", aliases_.size()));
      if (is_new) imports += Cat("import ", alias->second, " \"", home->path, "\"\n");
      text = alias->second + ".";
    }
    text += decl->name.text;
    if (compute_result) return Cat(text, "<", Of(compute_result), ">");
    if (args.empty()) return text;
    text += "<";
    for (const GenericArg& arg : args) {
      if (!text.ends_with('<')) text += ", ";
      text += arg.type ? Of(arg.type) : Cat("{", c_.SymbolOf(arg), "}");
    }
    return text + ">";
  }

  Checker& c_;
  const Package* package_;
  llvm::DenseMap<const Package*, std::string> aliases_;
};

}  // namespace

// The functions that were added as a file of the package's interface; empty when there are none.
std::string Checker::AddedText() {
  if (added_order_.empty()) return "";
  Spelling spelling(*this, current_);
  std::string functions;
  for (const auto& added : added_order_) {
    FuncInstance* f = Instance(&added->decl, current_->names[added->decl.name.text].context, {},
                               nullptr, {}, nullptr, added->decl.range);
    functions += Cat("func ", added->decl.name.text, "(");
    for (size_t i = 0; i < f->params.size(); ++i)
      functions += Cat(i ? ", " : "", f->params[i].name, ": ", spelling.Of(f->params[i].type));
    functions += ")";
    if (!f->result->IsVoid()) functions += " " + spelling.Of(f->result);
    functions += " {}\n";
  }
  return Cat("// Added by `comptime` blocks of the package.\n", spelling.imports, functions);
}

}  // namespace arc::check
