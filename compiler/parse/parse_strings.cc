// Strings: the tokens of a literal to its value, or to its texts and interpolated expressions.
#include "compiler/lex/literals.h"
#include "compiler/parse/parser_impl.h"
#include "compiler/source/concat.h"

namespace arc::parse_internal {
namespace {

std::string_view WithoutQuotes(std::string_view text, bool raw, bool multiline, bool closed) {
  size_t quotes = multiline ? 3 : 1;
  text.remove_prefix(std::min(text.size(), quotes + (raw ? 1 : 0)));
  if (closed) text.remove_suffix(std::min(text.size(), quotes));
  return text;
}

}  // namespace

// The value of a String token. A view of the source if nothing needs decoding.
std::string_view Parser::StringValue(const Token& token) {
  bool raw = (token.flags & token_flags::kRaw) != 0;
  bool multiline = (token.flags & token_flags::kMultiline) != 0;
  std::string_view text = WithoutQuotes(Text(token), raw, multiline, !token.recovered());
  if (multiline) return CopyText(DecodeMultiline({{text, false}}, raw)[0]);
  if ((token.flags & token_flags::kEscapes) != 0) return CopyText(DecodeEscapes(text));
  return text;
}

Expr* Parser::ParseString() {
  if (At(TokenKind::StringBegin)) return ParseInterpolatedString();
  auto* node = New<StringLiteralExpr>(ExprKind::StringLiteral, tok_.range());
  node->value = StringValue(tok_);
  Next();
  return node;
}

Expr* Parser::ParseInterpolatedString() {
  SourceOffset begin = tok_.offset;
  bool multiline = (tok_.flags & token_flags::kMultiline) != 0;
  Next();
  llvm::SmallVector<InterpolationPart, 8> parts;
  std::vector<MultilinePiece> pieces;  // parallel to `parts`, for multi-line literals
  while (!At(TokenKind::StringEnd) && !At(TokenKind::EndOfFile)) {
    if (At(TokenKind::StringText)) {
      InterpolationPart part{};
      std::string_view text = Text(tok_);
      if (multiline) {
        pieces.push_back({text, false});
      } else if ((tok_.flags & token_flags::kEscapes) != 0) {
        part.text = CopyText(DecodeEscapes(text));
      } else {
        part.text = text;
      }
      parts.push_back(part);
      Next();
      continue;
    }
    SourceRange open = tok_.range();
    Next();  // InterpolationBegin: the lexer gives nothing else between the pieces of a string
    InterpolationPart part{};
    bool outer_panic = panic_;
    if (At(TokenKind::InterpolationEnd) || At(TokenKind::FormatText)) {
      if (!tok_.recovered()) {
        Complain(DiagnosticKind::EmptyInterpolation, Join(open, tok_.range()),
                 "the interpolation holds no expression")
            .Note("write `\\$` for a dollar sign before `{`");
      }
      part.value = ErrorExpr(tok_.offset);
    } else {
      ContextScope context(*this, BracketContext());
      part.value = ParseExpr();
    }
    if (At(TokenKind::FormatText)) {
      part.format = Text(tok_).substr(1);
      part.format_range = {tok_.offset + 1, tok_.end()};
      Next();
    }
    if (!Accept(TokenKind::InterpolationEnd)) {
      Error(DiagnosticKind::ExpectedToken, tok_.range(),
            Concat("expected `}` after the expression, found ", Found()))
          .Label(open, "to close this interpolation");
      // To its end; strings inside it have ends of their own.
      for (unsigned depth = 1; depth != 0 && !At(TokenKind::EndOfFile); Next()) {
        if (At(TokenKind::InterpolationBegin)) ++depth;
        if (At(TokenKind::InterpolationEnd)) --depth;
      }
    }
    panic_ = outer_panic;
    parts.push_back(part);
    if (multiline) pieces.push_back({{}, true});
  }
  Accept(TokenKind::StringEnd);
  if (multiline) {
    std::vector<std::string> texts = DecodeMultiline(pieces, /*raw=*/false);
    for (size_t i = 0; i < parts.size(); ++i) parts[i].text = CopyText(texts[i]);
    llvm::erase_if(parts, [](const InterpolationPart& part) {
      return part.value == nullptr && part.text.empty();
    });
  }
  auto* node = New<InterpolatedStringExpr>(ExprKind::InterpolatedString, From(begin));
  node->parts = Copy(parts);
  return node;
}

}  // namespace arc::parse_internal
