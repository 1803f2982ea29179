// Prints types and patterns.
#include "compiler/parse/print_ast_impl.h"

namespace arc::parse_internal {

void Printer::Print(const TypeExpr* type) {
  auto wrap = [&](llvm::StringRef name, const TypeExpr* element) {
    Node(name, type->range) << '\n';
    Indent indent(*this);
    Print(element);
  };
  switch (type->kind) {
    case TypeExprKind::Named: {
      auto* named = llvm::cast<NamedTypeExpr>(type);
      Node("Type", type->range);
      Path(named->path);
      out_ << (named->has_arguments && named->arguments.empty() ? " <>\n" : "\n");
      Indent indent(*this);
      for (const TypeExpr* argument : named->arguments) Print(argument);
      return;
    }
    case TypeExprKind::Optional:
      wrap("OptionalType", llvm::cast<OptionalTypeExpr>(type)->element);
      return;
    case TypeExprKind::Result:
      wrap("ResultType", llvm::cast<ResultTypeExpr>(type)->element);
      return;
    case TypeExprKind::Array: {
      auto* array = llvm::cast<ArrayTypeExpr>(type);
      Node("ArrayType", type->range) << '\n';
      Indent indent(*this);
      Print(array->size);
      Print(array->element);
      return;
    }
    case TypeExprKind::Slice:
      wrap("SliceType", llvm::cast<SliceTypeExpr>(type)->element);
      return;
    case TypeExprKind::Pointer:
      wrap("PointerType", llvm::cast<PointerTypeExpr>(type)->element);
      return;
    case TypeExprKind::Tuple: {
      Node("TupleType", type->range) << '\n';
      Indent indent(*this);
      for (const TypeExpr* element : llvm::cast<TupleTypeExpr>(type)->elements) Print(element);
      return;
    }
    case TypeExprKind::Function: {
      auto* function = llvm::cast<FunctionTypeExpr>(type);
      Node("FunctionType", type->range) << (function->is_async ? " async\n" : "\n");
      Indent indent(*this);
      for (const TypeExpr* param : function->params) Print(param);
      Child("result", function->result);
      return;
    }
    case TypeExprKind::Value: {
      Node("ValueType", type->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<ValueTypeExpr>(type)->value);
      return;
    }
    case TypeExprKind::Error:
      Node("ErrorType", type->range) << '\n';
      return;
  }
}

void Printer::Print(const Pattern* pattern) {
  switch (pattern->kind) {
    case PatternKind::Wildcard:
      Node("Wildcard", pattern->range) << '\n';
      return;
    case PatternKind::Binding: {
      auto* binding = llvm::cast<BindingPattern>(pattern);
      Node("Binding", pattern->range);
      Name(binding->name);
      out_ << '\n';
      Indent indent(*this);
      if (binding->type != nullptr) Print(binding->type);
      return;
    }
    case PatternKind::Literal: {
      Node("LiteralPattern", pattern->range) << '\n';
      Indent indent(*this);
      Print(llvm::cast<LiteralPattern>(pattern)->value);
      return;
    }
    case PatternKind::Range: {
      auto* range = llvm::cast<RangePattern>(pattern);
      Node("RangePattern", pattern->range) << (range->inclusive ? " ..=\n" : " ..\n");
      Indent indent(*this);
      Child("low", range->low);
      Child("high", range->high);
      return;
    }
    case PatternKind::Case: {
      auto* node = llvm::cast<CasePattern>(pattern);
      Node("CasePattern", pattern->range);
      if (node->is_implicit) out_ << " implicit";
      Path(node->path);
      out_ << (node->has_payload ? " ()\n" : "\n");
      Indent indent(*this);
      for (const Pattern* element : node->payload) Print(element);
      return;
    }
    case PatternKind::Tuple: {
      Node("TuplePattern", pattern->range) << '\n';
      Indent indent(*this);
      for (const Pattern* element : llvm::cast<TuplePattern>(pattern)->elements) Print(element);
      return;
    }
    case PatternKind::Or: {
      Node("OrPattern", pattern->range) << '\n';
      Indent indent(*this);
      for (const Pattern* alternative : llvm::cast<OrPattern>(pattern)->alternatives) {
        Print(alternative);
      }
      return;
    }
    case PatternKind::Error:
      Node("ErrorPattern", pattern->range) << '\n';
      return;
  }
}

}  // namespace arc::parse_internal
