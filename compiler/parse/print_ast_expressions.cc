// Prints expressions.
#include "compiler/parse/print_ast_impl.h"
#include "compiler/parse/spelling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

namespace arc::parse_internal {
void Printer::Print(const Expr* expr) {
  // Unary nodes of one operand share their form.
  auto wrap = [&](llvm::StringRef name, const Expr* operand) {
    Node(name, expr->range) << '\n';
    Indent indent(*this);
    Print(operand);
  };
  switch (expr->kind) {
    case ExprKind::IntLiteral: {
      auto* literal = llvm::cast<IntLiteralExpr>(expr);
      llvm::SmallString<32> text;
      literal->value->toStringUnsigned(text);
      Node("Int", expr->range) << ' ' << text << (literal->is_size ? " size\n" : "\n");
      return;
    }
    case ExprKind::FloatLiteral:
      Node("Float", expr->range) << ' '
                                 << llvm::format("%.17g", llvm::cast<FloatLiteralExpr>(expr)->value)
                                 << '\n';
      return;
    case ExprKind::DurationLiteral:
      Node("Duration", expr->range)
          << ' ' << llvm::cast<DurationLiteralExpr>(expr)->nanoseconds << "ns\n";
      return;
    case ExprKind::CharLiteral:
      Node("Char", expr->range) << " U+"
                                << llvm::utohexstr(llvm::cast<CharLiteralExpr>(expr)->value)
                                << '\n';
      return;
    case ExprKind::StringLiteral:
      Node("String", expr->range) << ' ';
      Quoted(llvm::cast<StringLiteralExpr>(expr)->value) << '\n';
      return;
    case ExprKind::InterpolatedString: {
      Node("Interpolated", expr->range) << '\n';
      Indent indent(*this);
      for (const InterpolationPart& part : llvm::cast<InterpolatedStringExpr>(expr)->parts) {
        if (part.value == nullptr) {
          Role("text ");
          Quoted(part.text) << '\n';
          continue;
        }
        Role("value");
        if (part.format_range.valid()) {
          out_ << " format ";
          Quoted(part.format);
        }
        out_ << '\n';
        Indent value_indent(*this);
        Print(part.value);
      }
      return;
    }
    case ExprKind::BoolLiteral:
      Node("Bool", expr->range) << (llvm::cast<BoolLiteralExpr>(expr)->value ? " true\n"
                                                                             : " false\n");
      return;
    case ExprKind::NullLiteral:
      Node("Null", expr->range) << '\n';
      return;
    case ExprKind::Name:
      Node("Name", expr->range) << ' ' << Ref(llvm::cast<NameExpr>(expr)->name) << '\n';
      return;
    case ExprKind::Member: {
      auto* member = llvm::cast<MemberExpr>(expr);
      Node("Member", expr->range) << " ." << Ref(member->member.text) << '\n';
      Indent indent(*this);
      Print(member->base);
      return;
    }
    case ExprKind::TupleMember: {
      auto* member = llvm::cast<TupleMemberExpr>(expr);
      Node("TupleMember", expr->range) << " ." << member->index << '\n';
      Indent indent(*this);
      Print(member->base);
      return;
    }
    case ExprKind::IntrinsicMember: {
      auto* member = llvm::cast<IntrinsicMemberExpr>(expr);
      Node("IntrinsicMember", expr->range) << " .@" << Ref(member->name.text) << '\n';
      Indent indent(*this);
      Print(member->base);
      Arguments(member->args);
      return;
    }
    case ExprKind::ImplicitMember:
      Node("ImplicitMember", expr->range)
          << " ." << Ref(llvm::cast<ImplicitMemberExpr>(expr)->member.text) << '\n';
      return;
    case ExprKind::Call: {
      auto* call = llvm::cast<CallExpr>(expr);
      Node("Call", expr->range) << '\n';
      Indent indent(*this);
      Print(call->callee);
      Arguments(call->args);
      return;
    }
    case ExprKind::Index: {
      auto* index = llvm::cast<IndexExpr>(expr);
      Node("Index", expr->range) << '\n';
      Indent indent(*this);
      Print(index->base);
      Print(index->index);
      return;
    }
    case ExprKind::GenericApply: {
      auto* apply = llvm::cast<GenericApplyExpr>(expr);
      Node("GenericApply", expr->range) << '\n';
      Indent indent(*this);
      Print(apply->base);
      for (const TypeExpr* argument : apply->arguments) Print(argument);
      return;
    }
    case ExprKind::Unary: {
      auto* unary = llvm::cast<UnaryExpr>(expr);
      Node("Unary", expr->range) << ' ' << Ref(Spelling(unary->op)) << '\n';
      Indent indent(*this);
      Print(unary->operand);
      return;
    }
    case ExprKind::Binary: {
      auto* binary = llvm::cast<BinaryExpr>(expr);
      Node("Binary", expr->range) << ' ' << Ref(Spelling(binary->op)) << '\n';
      Indent indent(*this);
      Print(binary->lhs);
      Print(binary->rhs);
      return;
    }
    case ExprKind::Range: {
      auto* range = llvm::cast<RangeExpr>(expr);
      Node("Range", expr->range) << (range->inclusive ? " ..=\n" : " ..\n");
      Indent indent(*this);
      Child("low", range->low);
      Child("high", range->high);
      return;
    }
    case ExprKind::ArrayLiteral: {
      Node("Array", expr->range) << '\n';
      Indent indent(*this);
      for (const Expr* element : llvm::cast<ArrayLiteralExpr>(expr)->elements) Print(element);
      return;
    }
    case ExprKind::MapLiteral: {
      Node("Map", expr->range) << '\n';
      Indent indent(*this);
      for (const MapEntry& entry : llvm::cast<MapLiteralExpr>(expr)->entries) {
        Role("entry\n");
        Indent entry_indent(*this);
        Print(entry.key);
        Print(entry.value);
      }
      return;
    }
    case ExprKind::SetLiteral: {
      Node("Set", expr->range) << '\n';
      Indent indent(*this);
      for (const Expr* element : llvm::cast<SetLiteralExpr>(expr)->elements) Print(element);
      return;
    }
    case ExprKind::StructLiteral: {
      auto* literal = llvm::cast<StructLiteralExpr>(expr);
      Node("StructLiteral", expr->range) << '\n';
      Indent indent(*this);
      Print(literal->type);
      for (const FieldInit& field : literal->fields) {
        Role("field");
        Name(field.name);
        out_ << '\n';
        Indent field_indent(*this);
        if (field.value != nullptr) Print(field.value);
      }
      return;
    }
    case ExprKind::Tuple: {
      Node("Tuple", expr->range) << '\n';
      Indent indent(*this);
      for (const Expr* element : llvm::cast<TupleExpr>(expr)->elements) Print(element);
      return;
    }
    case ExprKind::Closure: {
      auto* closure = llvm::cast<ClosureExpr>(expr);
      Node("Closure", expr->range);
      if (closure->is_short) out_ << " short";
      if (closure->is_async) out_ << " async";
      out_ << '\n';
      Indent indent(*this);
      Params(closure->params);
      Child("result", closure->result);
      if (closure->body != nullptr) Print(closure->body);
      if (closure->value != nullptr) Print(closure->value);
      return;
    }
    case ExprKind::If: {
      auto* node = llvm::cast<IfExpr>(expr);
      Node("If", expr->range) << (node->is_comptime ? " comptime\n" : "\n");
      Indent indent(*this);
      Head(node->condition);
      Print(node->then_block);
      Child("else", node->else_branch);
      return;
    }
    case ExprKind::Match: {
      auto* match = llvm::cast<MatchExpr>(expr);
      Node("Match", expr->range) << (match->is_comptime ? " comptime\n" : "\n");
      Indent indent(*this);
      Print(match->subject);
      for (const MatchArm& arm : match->arms) {
        Node("Arm", arm.range) << '\n';
        Indent arm_indent(*this);
        Print(arm.pattern);
        Child("guard", arm.guard);
        Print(arm.body);
      }
      return;
    }
    case ExprKind::Block:
      Print(llvm::cast<BlockExpr>(expr)->block);  // a block prints alike in both roles
      return;
    case ExprKind::Try:
      wrap("Try", llvm::cast<TryExpr>(expr)->operand);
      return;
    case ExprKind::Unwrap:
      wrap("Unwrap", llvm::cast<UnwrapExpr>(expr)->operand);
      return;
    case ExprKind::Catch: {
      auto* node = llvm::cast<CatchExpr>(expr);
      Node("Catch", expr->range);
      Name(node->error_name);
      out_ << '\n';
      Indent indent(*this);
      Print(node->operand);
      Print(node->handler);
      return;
    }
    case ExprKind::Await:
      wrap("Await", llvm::cast<AwaitExpr>(expr)->operand);
      return;
    case ExprKind::Spawn:
      wrap("Spawn", llvm::cast<SpawnExpr>(expr)->operand);
      return;
    case ExprKind::Compute: {
      auto* compute = llvm::cast<ComputeExpr>(expr);
      Node("Compute", expr->range) << '\n';
      Indent indent(*this);
      Print(compute->templ);
      Params(compute->params);
      Child("result", compute->result);
      Print(compute->body);
      Arguments(compute->args);
      return;
    }
    case ExprKind::Intrinsic: {
      auto* intrinsic = llvm::cast<IntrinsicExpr>(expr);
      Node("Intrinsic", expr->range)
          << " @" << Ref(intrinsic->name.text) << (intrinsic->has_parens ? " ()\n" : "\n");
      Indent indent(*this);
      for (const TypeExpr* type : intrinsic->type_args) Print(type);
      Arguments(intrinsic->args);
      return;
    }
    case ExprKind::Comptime:
      wrap("ComptimeExpr", llvm::cast<ComptimeExpr>(expr)->value);
      return;
    case ExprKind::Code: {
      Node("Code", expr->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<CodeExpr>(expr)->body);
      return;
    }
    case ExprKind::Splice:
      wrap("Splice", llvm::cast<SpliceExpr>(expr)->value);
      return;
    case ExprKind::Type: {
      Node("TypeAs", expr->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<TypeAsExpr>(expr)->type);
      return;
    }
    case ExprKind::Error:
      Node("ErrorExpr", expr->range) << '\n';
      return;
  }
}

}  // namespace arc::parse_internal
