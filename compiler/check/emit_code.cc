// Quotes: `code { … ${x} … }` while the program is built, and what becomes of them.
//
// A quote stays a tree. At comptime it is a number with the values of its splices (struct `code` of
// std/core). Where a `comptime` expression gives one, the tree is emitted there, as if it stood
// there, with the values in the places of the splices. Names keep their meaning: those in the quote
// are looked up where the quote stands, and what the quote declares nobody else sees.
#include <utility>

#include "compiler/check/emitter.h"
#include "llvm/Support/xxhash.h"

namespace arc::check {

namespace {

// Code that inserts code that inserts code…
constexpr unsigned kMostInsertions = 200;

}  // namespace

bool Checker::ReadCode(const ComptimeValue* value, uint64_t offset, CodeImage* code) {
  auto number = [&](uint64_t at, unsigned size) {
    uint64_t n = 0;
    for (char byte : llvm::reverse(thunks_.Bytes(value->image, at, size)))
      n = n << 8 | static_cast<uint8_t>(byte);
    return n;
  };
  StructType* s = LangStruct("code", {});
  if (!s) return false;
  CompleteStruct(s);
  const uint64_t splices = offset + thunks_.FieldOffset(Tir(s), 1);
  code->quote = number(offset, 8);
  const uint64_t count = number(splices + 8, 8);
  if (count == 0) return true;
  const int64_t places = thunks_.LinkAt(value->image, splices);
  for (uint64_t i = 0; places >= 0 && i < count; ++i) {
    const int64_t place = thunks_.LinkAt(value->image, static_cast<uint64_t>(places) + 8 * i);
    if (place < 0) return false;
    code->splices.push_back(static_cast<uint64_t>(place));
  }
  return places >= 0;
}

// Numbers of quotes begin with their package: other packages' functions may run here.
uint64_t Checker::QuotesOfPackage() const {
  return llvm::xxh3_64bits(llvm::StringRef(current_->path)) << 32;
}

bool Emitter::IsCode(const Type* type) { return type && c_.IsLang(type, "code"); }

Value Emitter::EmitQuote(const CodeExpr* expr, Want want) {
  auto quote = std::make_shared<Quote>();
  quote->expr = expr;
  quote->context = context_;
  quote->env = env_;
  quote->self_type = self_type_;
  // What is known of the names around the quote, and where it is written.
  for (const Emitter* e = this; e; e = e->made_in_) {
    if (!quote->within) quote->within = e->quoting_;
    for (const Local* local : e->locals_) {
      if (local->is_comptime || local->constant || local->comptime) {
        quote->known.push_back(local);
      } else if (!local->name.empty()) {
        quote->hidden.push_back({local->name, local->range});
      }
    }
    if (e->is_thunk_) {
      quote->site = e->thunk_;
      break;
    }
  }
  std::reverse(quote->known.begin(), quote->known.end());
  for (const Local*& local : quote->known) {
    c_.kept_locals_.push_back(std::make_shared<Local>(*local));
    local = c_.kept_locals_.back().get();
  }
  Quote* q = quote.get();
  const uint64_t number = c_.QuotesOfPackage() | c_.quotes_.size();
  c_.quotes_.push_back(std::move(quote));
  Type* u64 = c_.types().Int(64, false);
  Value made =
      CallLang("code_new", {},
               {ScalarValue(b_.ConstInt(Tir(u64), static_cast<int64_t>(number)), u64)}, want);
  if (made.IsError()) return made;
  Value place = ScalarValue(AsPlace(made), c_.types().Pointer(made.type));
  for (const SpliceExpr* splice : expr->splices) {
    const Quote* outer = std::exchange(quoting_, q);
    Value value = EmitExpr(splice->value, {});
    quoting_ = outer;
    if (value.IsError()) return value;
    Quote::Splice& known = q->splices.emplace_back();
    known.type = value.type;
    known.is_type = value.kind == Value::Kind::Type;
    std::string why;
    if (!known.is_type && (value.type->IsPlaceless() || value.type->Is(TypeKind::Null) ||
                           (!IsCode(value.type) && !c_.CanLeaveComptime(value.type, &why)))) {
      c_.Error(DiagnosticKind::ComptimeCannotLeave, splice->value->range,
               Cat("a `", value.type->name, "` cannot be put into code",
                   why.empty() ? "" : Cat(": ", why)));
      return ErrorValue();
    }
    if (known.is_type) {
      Type* none = c_.types().boolean();  // keeps the numbers of the others
      CallLang("code_add", {GenericArg{none}}, {place, ScalarValue(b_.ConstBool(false), none)}, {});
    } else {
      Value owned = Materialize(value);
      CallLang("code_add", {GenericArg{value.type}}, {place, owned}, {});
    }
  }
  return made;
}

Value Emitter::EmitInsertion(ComptimeValue* value, Want want, SourceRange range) {
  if (!c_.Force(value)) return ErrorValue();
  Insertion insertion;
  insertion.value = value;
  insertion.site.emitter = this;
  insertion.site.windows = windows_;
  insertion.site.windows.push_back({hidden_locals_, locals_.size()});
  insertion.site.parent = parent_;
  insertion.site_frame = insertion_;
  return EmitQuoted(insertion, 0, want, range);
}

const Expr* OnlyExpression(const BlockStmt* body) {
  if (body->stmts.size() != 1) return nullptr;
  auto* statement = llvm::dyn_cast<ExprStmt>(body->stmts[0]);
  return statement && !statement->has_semicolon ? statement->expr : nullptr;
}

Value Emitter::EmitQuoted(const Insertion& from, uint64_t offset, Want want, SourceRange range) {
  return InQuote(from, offset, range, [&](const BlockStmt* body) {
    // Without a scope of its own: it may be a place.
    const Expr* only = OnlyExpression(body);
    return only && !want.discard ? EmitExpr(only, want) : EmitBlockValue(body, want);
  });
}

Value Emitter::EmitSplicePlace(const SpliceExpr* expr) {
  size_t index = 0;
  const Insertion* insertion = InsertionOf(expr, &index);
  if (!insertion || !IsCode(insertion->quote->splices[index].type)) return EmitExpr(expr, {});
  const bool assigned = assigning_ == expr;
  return InQuote(*insertion, insertion->splices[index], expr->range, [&](const BlockStmt* body) {
    const Expr* only = OnlyExpression(body);
    if (!only) return EmitBlockValue(body, {});
    return assigned ? EmitTarget(only) : EmitPlaceMutable(only);
  });
}

Sight Emitter::SightOf(const Quote& quote, const Insertion& from) {
  for (Emitter* e = this; e && quote.within; e = e->made_in_) {
    size_t end = e->locals_.size();
    for (const Insertion* frame = e->insertion_; frame; frame = frame->outer) {
      if (frame->quote == quote.within) {
        Sight sight{e, frame->windows, frame->parent};
        sight.windows.push_back({frame->begin, end});
        sight.frame = frame;
        return sight;
      }
      end = frame->begin;
    }
  }
  return quote.site == from.value ? from.site : Sight();
}

Value Emitter::InQuote(const Insertion& from, uint64_t offset, SourceRange range,
                       llvm::function_ref<Value(const BlockStmt*)> emit) {
  Checker::CodeImage image;
  const bool is_read = c_.ReadCode(from.value, offset, &image);
  if (is_read && (image.quote ^ c_.QuotesOfPackage()) >> 32 != 0) {
    c_.Error(DiagnosticKind::ComptimeCannotLeave, range,
             "this gives code that was quoted when another package was compiled")
        .Note(
            "a function that gives or takes `code`, as its signature says, is compiled with each "
            "package that uses it");
    return ErrorValue();
  }
  image.quote &= ~uint32_t{0};
  if (!is_read || image.quote >= c_.quotes_.size() ||
      image.splices.size() != c_.quotes_[image.quote]->splices.size()) {
    c_.Error(DiagnosticKind::ComptimeEvaluator, range, "the code that this gives is damaged");
    return ErrorValue();
  }
  if (c_.insertions_.size() >= kMostInsertions) {
    c_.Error(DiagnosticKind::InstantiationTooDeep, range,
             Cat("code is put into code more than ", kMostInsertions, " deep here"));
    return ErrorValue();
  }
  const Quote& quote = *c_.quotes_[image.quote];
  Insertion here = from;
  here.quote = &quote;
  here.splices = image.splices;
  // Who is asked for a name, from here outwards, sees only what the quote sees.
  const Sight sight = SightOf(quote, from);
  struct Saved {
    Emitter* emitter;
    size_t hidden_locals;
    Windows windows;
    Emitter* parent;
  };
  llvm::SmallVector<Saved, 2> saved;
  for (Emitter* e = this;; e = e->made_in_) {
    saved.push_back({e, e->hidden_locals_, std::move(e->windows_), e->parent_});
    e->hidden_locals_ = e->locals_.size();
    e->windows_.clear();
    e->parent_ = sight.emitter && e != sight.emitter ? e->made_in_ : sight.parent;
    if (e == sight.emitter) e->windows_ = sight.windows;
    if (e == sight.emitter || !sight.emitter) break;
  }
  // Functions between here and there that the quote around this one has: their names, too, but not
  // those of quotes that were put into them.
  const Insertion* expected = sight.frame;
  for (Saved& state : llvm::reverse(saved)) {
    Emitter* e = state.emitter;
    if (e == sight.emitter) continue;
    if (!sight.frame || e->made_at_ != expected) break;
    size_t own = e->locals_.size();
    for (const Insertion* frame = e->insertion_; frame; frame = frame->outer) own = frame->begin;
    e->windows_.push_back({0, own});
    expected = nullptr;
  }
  here.written_in = sight.frame ? sight.frame : from.site_frame;
  here.is_written_elsewhere = !sight.emitter;
  here.outer = insertion_;
  here.begin = hidden_locals_;
  here.windows = windows_;
  here.parent = parent_;
  DeclContext* context = std::exchange(context_, quote.context);
  const GenericEnv* env = std::exchange(env_, quote.env);
  Type* self_type = std::exchange(self_type_, quote.self_type);
  insertion_ = &here;
  c_.insertions_.push_back(range);
  for (const Local* known : quote.known) {
    owned_locals_.push_back(std::make_unique<Local>(*known));
    owned_locals_.back()->used = true;
    locals_.push_back(owned_locals_.back().get());
  }
  Value result = emit(quote.expr->body);
  locals_.resize(here.begin);
  c_.insertions_.pop_back();
  insertion_ = here.outer;
  self_type_ = self_type;
  env_ = env;
  context_ = context;
  for (Saved& state : llvm::reverse(saved)) {
    state.emitter->hidden_locals_ = state.hidden_locals;
    state.emitter->windows_ = std::move(state.windows);
    state.emitter->parent_ = state.parent;
  }
  return result;
}

bool Emitter::SeesLabels(const Insertion* frame) const {
  for (const Insertion* f = insertion_; f != frame; f = f->written_in) {
    if (!f || f->is_written_elsewhere) return false;
  }
  return true;
}

const Insertion* Emitter::InsertionOf(const SpliceExpr* expr, size_t* index) const {
  for (const Emitter* e = this; e; e = e->made_in_) {
    for (const Insertion* frame = e->insertion_; frame; frame = frame->outer) {
      const auto& splices = frame->quote->expr->splices;
      for (*index = 0; *index < splices.size(); ++*index)
        if (splices[*index] == expr) return frame;
    }
  }
  return nullptr;
}

Value Emitter::EmitSplice(const SpliceExpr* expr, Want want) {
  size_t index = 0;
  const Insertion* insertion = InsertionOf(expr, &index);
  if (!insertion) {
    c_.Error(DiagnosticKind::MisplacedSplice, expr->range,
             "this has no value here: it belongs to quoted code around it");
    return ErrorValue();
  }
  const Quote::Splice& splice = insertion->quote->splices[index];
  if (splice.is_type) {
    Value v;
    v.kind = Value::Kind::Type;
    v.type = splice.type;
    return v;
  }
  const uint64_t offset = insertion->splices[index];
  if (IsCode(splice.type)) return EmitQuoted(*insertion, offset, want, expr->range);
  ConstValue constant = c_.ReadScalarAt(insertion->value, splice.type, offset);
  if (constant && splice.type->IsNumeric()) {
    // As a literal, it takes the type that is wanted if it fits.
    ConstValue fitting = Evaluate(expr, want.type);
    if (fitting) return EmitConst(fitting, fitting.type, want, expr->range);
  }
  return EmitImage(insertion->value, splice.type, static_cast<uint32_t>(offset), want, expr->range);
}

ConstValue Emitter::SpliceConstant(const SpliceExpr* expr) {
  size_t index = 0;
  const Insertion* insertion = InsertionOf(expr, &index);
  if (!insertion) return {};
  const Quote::Splice& splice = insertion->quote->splices[index];
  ConstValue value;
  if (splice.is_type) {
    value.kind = ConstValue::Kind::Type;
    value.type_value = splice.type;
    value.type = c_.types().type_type();
    return value;
  }
  if (IsCode(splice.type)) return {};
  return c_.ReadScalarAt(insertion->value, splice.type, insertion->splices[index]);
}

}  // namespace arc::check
