#include "compiler/parse/spelling.h"

namespace arc {

std::string_view Spelling(UnaryOp op) {
  switch (op) {
    case UnaryOp::Negate:
      return "-";
    case UnaryOp::Not:
      return "!";
    case UnaryOp::BitNot:
      return "~";
    case UnaryOp::AddressOf:
      return "&";
    case UnaryOp::Dereference:
      return "*";
  }
  return "?";
}

std::string_view Spelling(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add:
      return "+";
    case BinaryOp::Sub:
      return "-";
    case BinaryOp::Mul:
      return "*";
    case BinaryOp::Div:
      return "/";
    case BinaryOp::Rem:
      return "%";
    case BinaryOp::AddWrap:
      return "+%";
    case BinaryOp::SubWrap:
      return "-%";
    case BinaryOp::MulWrap:
      return "*%";
    case BinaryOp::AddSat:
      return "+|";
    case BinaryOp::SubSat:
      return "-|";
    case BinaryOp::MulSat:
      return "*|";
    case BinaryOp::BitAnd:
      return "&";
    case BinaryOp::BitOr:
      return "|";
    case BinaryOp::BitXor:
      return "^";
    case BinaryOp::Shl:
      return "<<";
    case BinaryOp::Shr:
      return ">>";
    case BinaryOp::LogicalAnd:
      return "&&";
    case BinaryOp::LogicalOr:
      return "||";
    case BinaryOp::Equal:
      return "==";
    case BinaryOp::NotEqual:
      return "!=";
    case BinaryOp::Less:
      return "<";
    case BinaryOp::LessEqual:
      return "<=";
    case BinaryOp::Greater:
      return ">";
    case BinaryOp::GreaterEqual:
      return ">=";
    case BinaryOp::Coalesce:
      return "??";
  }
  return "?";
}

}  // namespace arc
