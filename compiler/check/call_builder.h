// One call of a declared function: its arguments matched to parameters, its generic arguments
// inferred.
#ifndef ARC_COMPILER_CHECK_CALL_BUILDER_H_
#define ARC_COMPILER_CHECK_CALL_BUILDER_H_

#include "compiler/check/emitter.h"
#include "llvm/ADT/STLExtras.h"

namespace arc::check {

class CallBuilder {
 public:
  CallBuilder(Emitter& emitter, Emitter::Callee& callee, Want want, SourceRange range)
      : e_(emitter),
        c_(emitter.c_),
        callee_(callee),
        decl_(callee.decl),
        want_(want),
        range_(range) {
    if (auto* s = AsStruct(callee.self_type)) owner_ = &s->env;
    if (auto* e = AsEnum(callee.self_type)) owner_ = &e->env;
  }

  Value Build(llvm::ArrayRef<Argument> arguments);

 private:
  using Arg = Emitter::Arg;
  // An argument as written, or one part of a pack or tuple that is spread.
  struct Given {
    const Argument* argument;
    Local* part;
    int field = -1;  // of the tuple
  };

  bool Spread(llvm::ArrayRef<Argument> arguments, llvm::SmallVectorImpl<Given>& out);
  bool Match(llvm::ArrayRef<Argument> arguments);
  void MatchNamed(const Identifier& name, const Arg& arg);

  bool IsBound(std::string_view name) const;
  bool AllBound() const;
  bool IsUnboundGeneric(std::string_view name) const;
  bool MentionsUnbound(const TypeExpr* type) const;
  Type* Resolve(const TypeExpr* type);  // under the generic arguments known so far
  bool BindWritten();
  void BindComptime(bool last);
  Type* PartialHint(const Param& param, const Expr* expr);
  void EvaluateSlot(size_t k, bool last);
  void Settle(Arg& arg);
  void UnifySlot(size_t k);
  bool EvaluateArguments();
  void Stabilize(Arg& arg, size_t k);

  FuncInstance* MakeInstance();
  bool PassReceiver(FuncInstance* instance);
  bool EmitDefaults(FuncInstance* instance);

  Emitter& e_;
  Checker& c_;
  Emitter::Callee& callee_;
  const FuncDecl* decl_;
  Want want_;
  SourceRange range_;
  const GenericEnv* owner_ = nullptr;  // of the struct or enum that the function is a member of
  size_t fixed_ = 0;                   // parameters before the pack
  llvm::SmallVector<Arg, 8> slots_;    // one for each of them
  llvm::SmallVector<Arg, 8> pack_args_;
  llvm::SmallVector<GenericBinding, 4> bound_;
  bool failed_ = false;
  bool diverges_ = false;  // an argument never gives a value: the call is not reached
};

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_CALL_BUILDER_H_
