// Looking ahead without building anything. Every result is remembered by its opening token, so that
// all scans of a file together look at each token a bounded number of times.
#include "compiler/parse/parser_impl.h"

namespace arc::parse_internal {
namespace {

constexpr unsigned kMaxScanDepth = 200;

}  // namespace

std::optional<uint32_t> Parser::ScanBalanced(uint32_t open) {
  auto known = balanced_memo_.find(open);
  if (known != balanced_memo_.end()) {
    return known->second == 0 ? std::nullopt : std::optional<uint32_t>(known->second);
  }
  // Every bracket met on the way is settled too: closed at its partner, or failed.
  llvm::SmallVector<uint32_t, 32> stack;
  uint32_t index = open;
  for (;; ++index) {
    switch (tokens_[index].kind) {
      case TokenKind::LeftParen:
      case TokenKind::LeftBracket:
      case TokenKind::LeftBrace:
      case TokenKind::DollarBrace:
      case TokenKind::InterpolationBegin: {
        auto inner = balanced_memo_.find(index);
        if (inner == balanced_memo_.end()) {
          stack.push_back(index);
          continue;
        }
        if (inner->second == 0) break;
        index = inner->second - 1;
        continue;
      }
      case TokenKind::RightParen:
      case TokenKind::RightBracket:
      case TokenKind::RightBrace:
      case TokenKind::InterpolationEnd: {
        TokenKind opener = tokens_[stack.back()].kind;
        TokenKind closer = opener == TokenKind::LeftParen            ? TokenKind::RightParen
                           : opener == TokenKind::LeftBracket        ? TokenKind::RightBracket
                           : opener == TokenKind::InterpolationBegin ? TokenKind::InterpolationEnd
                                                                     : TokenKind::RightBrace;
        if (tokens_[index].kind != closer) break;
        balanced_memo_[stack.pop_back_val()] = index + 1;
        if (stack.empty()) return index + 1;
        continue;
      }
      case TokenKind::EndOfFile:
        break;
      default:
        continue;
    }
    break;
  }
  for (uint32_t failed : stack) balanced_memo_[failed] = 0;
  return std::nullopt;
}

Parser::ScanResult Parser::ScanTypeArguments(uint32_t open, unsigned depth) {
  auto known = type_argument_memo_.find(open);
  if (known != type_argument_memo_.end()) {
    if (known->second.end.index == 0) return std::nullopt;
    return known->second.end;
  }
  if (depth > kMaxScanDepth) return std::nullopt;
  ScanResult result = ScanTypeArgumentList(open, depth + 1);
  type_argument_memo_[open] = {result.value_or(ScanPosition{})};
  return result;
}

// Whether a generic argument ends here: at a comma, or at what closes the list.
bool Parser::EndsArgument(ScanPosition at) const {
  switch (KindAt(at.index)) {
    case TokenKind::Comma:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
      return at.split == 0;
    case TokenKind::GreaterGreater:
    case TokenKind::GreaterGreaterEqual:
      return at.split <= 1;
    default:
      return false;
  }
}

Parser::ScanResult Parser::ScanTypeArgumentList(uint32_t open, unsigned depth) {
  // In expressions a `<` with space before it compares with what looks like a sum.
  const bool values = !tokens_[open].space_before() && !tokens_[open].newline_before();
  ScanPosition at{open + 1, 0};
  while (true) {
    ScanResult argument = ScanType(at, depth, /*argument=*/true);
    if (values && (!argument || !EndsArgument(*argument))) argument = ScanValue(at, depth);
    if (!argument || !EndsArgument(*argument)) return std::nullopt;
    at = *argument;
    if (KindAt(at.index) == TokenKind::Comma) {
      ++at.index;
      continue;
    }
    uint32_t length = tokens_[std::min<size_t>(at.index, token_count_ - 1)].length;
    ++at.split;
    if (at.split == length) at = {at.index + 1, 0};
    return at;
  }
}

// A value among generic arguments, as `ParseGenericValue` reads it.
Parser::ScanResult Parser::ScanValue(ScanPosition at, unsigned depth) {
  if (depth > kMaxScanDepth) return std::nullopt;
  while (at.split == 0) {
    TokenKind kind = KindAt(at.index);
    const bool is_comptime = kind == TokenKind::KwComptime;
    if (is_comptime) kind = KindAt(++at.index);
    while (kind == TokenKind::Minus || kind == TokenKind::Tilde || kind == TokenKind::Bang)
      kind = KindAt(++at.index);
    if (kind == TokenKind::LeftParen || (is_comptime && kind == TokenKind::LeftBrace)) {
      std::optional<uint32_t> end = ScanBalanced(at.index);
      if (!end) return std::nullopt;
      at.index = *end;
    } else {
      ScanResult operand = ScanPrimaryType(at, depth, /*argument=*/true);
      if (!operand) return std::nullopt;
      at = *operand;
    }
    while (at.split == 0 && (KindAt(at.index) == TokenKind::LeftParen ||
                             KindAt(at.index) == TokenKind::LeftBracket)) {
      std::optional<uint32_t> end = ScanBalanced(at.index);
      if (!end) return std::nullopt;
      at.index = *end;
    }
    switch (KindAt(at.index)) {
      case TokenKind::Plus:
      case TokenKind::Minus:
      case TokenKind::Star:
      case TokenKind::Slash:
      case TokenKind::Percent:
      case TokenKind::Amp:
      case TokenKind::Pipe:
      case TokenKind::Caret:
      case TokenKind::LessLess:
        if (at.split != 0) return at;
        ++at.index;
        continue;
      default:
        return at;
    }
  }
  return std::nullopt;
}

// The cursor stands at the start of a generic argument that does not begin like a literal. Names
// are types unless an operator or a call follows.
bool Parser::AtValueArgument() {
  ScanResult type = ScanType({pos_, 0}, 0, /*argument=*/true);
  if (type && EndsArgument(*type)) return false;
  ScanResult value = ScanValue({pos_, 0}, 0);
  return value && EndsArgument(*value);
}

// The cursor stands on `func` inside of brackets: is it a type, as an intrinsic takes one?
bool Parser::AtFunctionType() {
  if (context_.newline_ends) return false;
  ScanResult type = ScanType({pos_, 0}, 0, /*argument=*/false);
  if (!type || type->split != 0) return false;
  TokenKind after = KindAt(type->index);
  return after == TokenKind::Comma || after == TokenKind::RightParen;
}

Parser::ScanResult Parser::ScanType(ScanPosition at, unsigned depth, bool argument) {
  if (depth > kMaxScanDepth) return std::nullopt;
  // Prefixes.
  while (at.split == 0) {
    if (KindAt(at.index) == TokenKind::Star) {
      ++at.index;
    } else if (KindAt(at.index) == TokenKind::LeftBracket) {
      std::optional<uint32_t> end = ScanBalanced(at.index);
      if (!end) return std::nullopt;
      at.index = *end;
    } else {
      break;
    }
  }
  ScanResult end = ScanPrimaryType(at, depth, argument);
  if (!end) return std::nullopt;
  at = *end;
  while (at.split == 0 &&
         (KindAt(at.index) == TokenKind::Question ||
          KindAt(at.index) == TokenKind::QuestionQuestion || KindAt(at.index) == TokenKind::Bang)) {
    ++at.index;
  }
  return at;
}

Parser::ScanResult Parser::ScanPrimaryType(ScanPosition at, unsigned depth, bool argument) {
  if (at.split != 0) return std::nullopt;
  switch (KindAt(at.index)) {
    case TokenKind::Identifier:
      ++at.index;
      while (KindAt(at.index) == TokenKind::Dot && KindAt(at.index + 1) == TokenKind::Identifier) {
        at.index += 2;
      }
      if (KindAt(at.index) == TokenKind::Less) return ScanTypeArguments(at.index, depth);
      return at;
    case TokenKind::LeftParen: {
      std::optional<uint32_t> end = ScanBalanced(at.index);
      if (!end) return std::nullopt;
      // `(` is followed by types: a call's arguments or a sum in parentheses are none.
      uint32_t index = at.index + 1;
      while (index + 1 < *end) {
        ScanResult element = ScanType({index, 0}, depth + 1, false);
        if (!element || element->split != 0) return std::nullopt;
        index = element->index;
        if (KindAt(index) != TokenKind::Comma) break;
        ++index;
      }
      if (index + 1 != *end) return std::nullopt;
      return ScanPosition{*end, 0};
    }
    case TokenKind::KwAsync:
      ++at.index;
      if (KindAt(at.index) != TokenKind::KwFunc) return std::nullopt;
      [[fallthrough]];
    case TokenKind::KwFunc: {
      ++at.index;
      if (KindAt(at.index) != TokenKind::LeftParen) return std::nullopt;
      std::optional<uint32_t> end = ScanBalanced(at.index);
      if (!end) return std::nullopt;
      at.index = *end;
      ScanResult result = ScanType(at, depth + 1, false);
      return result ? result : at;
    }
    case TokenKind::AtName:
      ++at.index;
      if (KindAt(at.index) == TokenKind::Less) {
        ScanResult end = ScanTypeArguments(at.index, depth);
        if (!end || end->split != 0) return end;
        at = *end;
      }
      if (KindAt(at.index) != TokenKind::LeftParen) return at;
      [[fallthrough]];
    case TokenKind::DollarBrace: {
      std::optional<uint32_t> end = ScanBalanced(at.index);
      if (!end) return std::nullopt;
      return ScanPosition{*end, 0};
    }
    case TokenKind::LeftBrace: {
      if (!argument) return std::nullopt;
      std::optional<uint32_t> end = ScanBalanced(at.index);
      if (!end) return std::nullopt;
      return ScanPosition{*end, 0};
    }
    case TokenKind::Minus:
      if (!argument || KindAt(at.index + 1) != TokenKind::Integer) return std::nullopt;
      return ScanPosition{at.index + 2, 0};
    case TokenKind::Integer:
    case TokenKind::Char:
    case TokenKind::String:
    case TokenKind::KwTrue:
    case TokenKind::KwFalse:
      if (!argument) return std::nullopt;
      return ScanPosition{at.index + 1, 0};
    default:
      return std::nullopt;
  }
}

// The cursor stands on `<` after a path. It starts type arguments if a list of them can be read and
// is followed by what can follow them, but cannot follow a comparison. A `<` with space before it
// compares.
bool Parser::AtGenericArguments() {
  if (tok_.space_before()) return false;
  ScanResult end = ScanTypeArguments(pos_, 0);
  if (!end || end->split != 0) return false;
  const Token& after = tokens_[std::min<size_t>(end->index, token_count_ - 1)];
  switch (after.kind) {
    case TokenKind::LeftParen:
    case TokenKind::LeftBrace:
    case TokenKind::Dot:
    case TokenKind::RightParen:
    case TokenKind::RightBracket:
    case TokenKind::RightBrace:
    case TokenKind::Comma:
    case TokenKind::Semicolon:
    case TokenKind::EndOfFile:
    case TokenKind::InterpolationEnd:
    case TokenKind::FormatText:
    case TokenKind::KwFunc:  // a compute expression: pool<4> func() { … }(…)
      return true;
    default:
      return after.newline_before() && context_.newline_ends;
  }
}

// The cursor stands on `{`: does it hold statements, shown by a word that only they begin with, or
// by `;`?
bool Parser::AtStatementsInBraces() {
  std::optional<uint32_t> end = ScanBalanced(pos_);
  if (!end) return false;
  for (uint32_t index = pos_ + 1; index + 1 < *end; ++index) {
    switch (KindAt(index)) {
      case TokenKind::KwReturn:
      case TokenKind::KwBreak:
      case TokenKind::KwContinue:
      case TokenKind::KwLet:
      case TokenKind::KwConst:
      case TokenKind::KwFor:
      case TokenKind::KwDefer:
      case TokenKind::Semicolon:
        return true;
      case TokenKind::LeftParen:
      case TokenKind::LeftBracket:
      case TokenKind::LeftBrace:
        if (std::optional<uint32_t> inner = ScanBalanced(index)) index = *inner - 1;
        break;
      default:
        break;
    }
  }
  return false;
}

// The cursor stands on `[` where an operand is expected: `[]int32`, `[4]int32` against a literal.
bool Parser::AtArrayType() {
  uint32_t index = pos_;
  while (KindAt(index) == TokenKind::LeftBracket) {
    std::optional<uint32_t> end = ScanBalanced(index);
    if (!end) return false;
    index = *end;
    if (tokens_[index].space_before()) return false;
  }
  // `[a]*b` is no product: arrays have none.
  return ScanType({index, 0}, 0, false).has_value();
}

bool Parser::AtArmOnNewLine() {
  if (arm_checked_at_ == pos_) return arm_found_;
  arm_checked_at_ = pos_;
  arm_found_ = false;
  uint32_t index = pos_;
  while (true) {
    if (KindAt(index) == TokenKind::Dot) {
      ++index;
      if (KindAt(index) != TokenKind::Identifier) return false;
      ++index;
      if (KindAt(index) == TokenKind::LeftParen) {
        std::optional<uint32_t> end = ScanBalanced(index);
        if (!end) return false;
        index = *end;
      }
    } else if (KindAt(index) == TokenKind::DotDot || KindAt(index) == TokenKind::DotDotEqual) {
      ++index;
      if (KindAt(index) == TokenKind::Minus) ++index;
      ++index;
    } else {
      return false;
    }
    TokenKind after = KindAt(index);
    if (after == TokenKind::FatArrow || after == TokenKind::KwIf) {
      arm_found_ = true;
      return true;
    }
    if (after != TokenKind::Pipe) return false;
    ++index;
  }
}

}  // namespace arc::parse_internal
