#include "compiler/lex/lexer.h"

#include <chrono>
#include <string>

#include "compiler/lex/literals.h"
#include "gtest/gtest.h"
#include "llvm/Support/raw_ostream.h"

namespace arc {
namespace {

class LexerTest : public testing::Test {
 protected:
  // "Kind(text)" of every token but the last; a `^` before it marks a line end, `~` a recovered
  // token.
  std::string Tokens(std::string text) {
    file_ = sources_.AddBuffer("a.arc", std::move(text));
    lexed_ = Lex(file_, sources_, diagnostics_);
    std::string out;
    for (const Token& token : lexed_.tokens) {
      if (token.kind == TokenKind::EndOfFile) break;
      if (!out.empty()) out += ' ';
      bool first = &token == &lexed_.tokens[0];
      if (token.newline_before() && !first) out += '^';
      if (token.recovered()) out += '~';
      out += TokenKindName(token.kind);
      if (TokenKindSpelling(token.kind).empty()) {
        out += '(';
        out += sources_.Slice(token.range());
        out += ')';
      }
    }
    return out;
  }
  // "CODE line:col-col message" per diagnostic.
  std::string Errors() {
    std::string out;
    for (const Diagnostic* diagnostic : diagnostics_.Sorted()) {
      LineColumn begin = sources_.Decode(diagnostic->range.begin);
      out += DiagnosticCode(diagnostic->kind) + " " + std::to_string(begin.line) + ":" +
             std::to_string(begin.column) + "+" + std::to_string(diagnostic->range.size()) + " " +
             diagnostic->message + "\n";
    }
    diagnostics_.Clear();
    return out;
  }

  SourceManager sources_;
  DiagnosticEngine diagnostics_{sources_};
  FileId file_{};
  LexedFile lexed_;
};

TEST_F(LexerTest, NamesAndKeywords) {
  EXPECT_EQ(Tokens("func _a b9 funcs r"),
            "KwFunc Identifier(_a) Identifier(b9) Identifier(funcs) Identifier(r)");
  EXPECT_EQ(Tokens("type test code init self spawn select"),
            "Identifier(type) Identifier(test) Identifier(code) Identifier(init) Identifier(self) "
            "Identifier(spawn) Identifier(select)");
  EXPECT_EQ(Tokens("async await break catch comptime const continue defer else enum extern false "
                   "for func if import in let match namespace null return struct true"),
            "KwAsync KwAwait KwBreak KwCatch KwComptime KwConst KwContinue KwDefer KwElse KwEnum "
            "KwExtern KwFalse KwFor KwFunc KwIf KwImport KwIn KwLet KwMatch KwNamespace KwNull "
            "KwReturn KwStruct KwTrue");
  EXPECT_EQ(Errors(), "");
}

TEST_F(LexerTest, EveryPunctuationIsOneToken) {
  for (int kind = 0; kind <= static_cast<int>(TokenKind::KwTrue); ++kind) {
    std::string spelling(TokenKindSpelling(static_cast<TokenKind>(kind)));
    if (spelling.empty()) continue;
    EXPECT_EQ(Tokens(spelling), TokenKindName(static_cast<TokenKind>(kind))) << spelling;
  }
}

TEST_F(LexerTest, TheLongestTokenWins) {
  EXPECT_EQ(Tokens("a+%=b"), "Identifier(a) PlusPercentEqual Identifier(b)");
  EXPECT_EQ(Tokens("a>>=b"), "Identifier(a) GreaterGreaterEqual Identifier(b)");
  EXPECT_EQ(Tokens("0..=n"), "Integer(0) DotDotEqual Identifier(n)");
  EXPECT_EQ(Tokens("args...)"), "Identifier(args) Ellipsis RightParen");
  EXPECT_EQ(Tokens("a???"), "Identifier(a) QuestionQuestion Question");
}

TEST_F(LexerTest, LineEndsAreFlags) {
  EXPECT_EQ(Tokens("a\nb /* \n */ c // x\r\nd"),
            "Identifier(a) ^Identifier(b) ^Identifier(c) ^Identifier(d)");
}

TEST_F(LexerTest, CommentsAreKeptAside) {
  Tokens("/// doc\n//// not doc\na // line\n/* block /* nested */ */ b");
  ASSERT_EQ(lexed_.comments.size(), 4u);
  EXPECT_EQ(lexed_.comments[0].kind, CommentKind::Doc);
  EXPECT_EQ(lexed_.comments[0].next_token, 0u);
  EXPECT_EQ(lexed_.comments[1].kind, CommentKind::Line);
  EXPECT_EQ(lexed_.comments[2].next_token, 1u);
  EXPECT_EQ(lexed_.comments[3].kind, CommentKind::Block);
  EXPECT_EQ(sources_.Slice(lexed_.comments[3].range), "/* block /* nested */ */");
  EXPECT_EQ(Tokens("#!/usr/bin/env arc run\na"), "Identifier(a)");
}

TEST_F(LexerTest, UnterminatedComments) {
  EXPECT_EQ(Tokens("a /* b /* c */ d"), "Identifier(a)");
  EXPECT_EQ(Errors(), "ARC0007 1:3+2 unterminated block comment\n");
}

TEST_F(LexerTest, Numbers) {
  EXPECT_EQ(Tokens("42 1_000_000 0xff 0o755 0b1010 1.5 2e-9 1e5 1_0.2_5"),
            "Integer(42) Integer(1_000_000) Integer(0xff) Integer(0o755) Integer(0b1010) "
            "Float(1.5) Float(2e-9) Float(1e5) Float(1_0.2_5)");
  EXPECT_EQ(Tokens("8_KB 8_MB 2_GB 10_ns 5_us 250_ms 5_s 2_min 1.5_s"),
            "Integer(8_KB) Integer(8_MB) Integer(2_GB) Duration(10_ns) Duration(5_us) "
            "Duration(250_ms) Duration(5_s) Duration(2_min) Duration(1.5_s)");
  EXPECT_EQ(Tokens("0..n 1.foo t.0.1 a.0e"),
            "Integer(0) DotDot Identifier(n) Integer(1) Dot Identifier(foo) Identifier(t) Dot "
            "Integer(0) Dot Integer(1) Identifier(a) Dot ~Integer(0e)");
  EXPECT_EQ(Errors(), "ARC0013 1:21+1 unknown suffix `e` of a number\n");
}

TEST_F(LexerTest, WrongNumbersAreOneErrorEach) {
  EXPECT_EQ(Tokens("0b12 0o8 0xg 0x 0b_ 1e 1e+ 0XFF"),
            "~Integer(0b12) ~Integer(0o8) ~Integer(0xg) ~Integer(0x) ~Integer(0b_) ~Float(1e) "
            "~Float(1e+) ~Integer(0XFF)");
  EXPECT_EQ(Errors(),
            "ARC0011 1:4+1 `2` is not a binary digit\n"
            "ARC0011 1:8+1 `8` is not an octal digit\n"
            "ARC0011 1:12+1 `g` is not a hexadecimal digit\n"
            "ARC0012 1:14+2 a hexadecimal number needs digits after `0x`\n"
            "ARC0012 1:17+3 a binary number needs digits after `0b`\n"
            "ARC0012 1:22+1 the exponent has no digits\n"
            "ARC0012 1:25+2 the exponent has no digits\n"
            "ARC0011 1:28+2 the prefix of a hexadecimal number is written in small letters\n");
  EXPECT_EQ(Tokens("1u8 1_kb 1KB 1_ 1.5_KB 5x 1_min2"),
            "~Integer(1u8) ~Integer(1_kb) ~Integer(1KB) ~Integer(1_) ~Float(1.5_KB) ~Integer(5x) "
            "~Integer(1_min2)");
  EXPECT_EQ(Errors(),
            "ARC0013 1:2+2 unknown suffix `u8` of a number\n"
            "ARC0013 1:6+3 unknown suffix `_kb` of a number\n"
            "ARC0013 1:11+2 unknown suffix `KB` of a number\n"
            "ARC0013 1:15+1 a number does not end with `_`\n"
            "ARC0013 1:20+3 unknown suffix `_KB` of a number\n"
            "ARC0013 1:25+1 unknown suffix `x` of a number\n"
            "ARC0013 1:28+5 unknown suffix `_min2` of a number\n");
  EXPECT_EQ(Tokens("1e999 99999999999_GB 0.5_ns 9999999999999_s"),
            "~Float(1e999) ~Integer(99999999999_GB) ~Duration(0.5_ns) ~Duration(9999999999999_s)");
  EXPECT_EQ(Errors(),
            "ARC0015 1:1+5 the number is too large for `float64`\n"
            "ARC0014 1:7+14 the size does not fit into `usize`\n"
            "ARC0016 1:22+6 a duration is a whole number of nanoseconds, up to about 292 years\n"
            "ARC0016 1:29+15 a duration is a whole number of nanoseconds, up to about 292 years\n");
}

TEST_F(LexerTest, LongNumbersAreNotQuadratic) {
  auto start = std::chrono::steady_clock::now();
  Tokens(std::string(1'000'000, '9') + " " + "0x" + std::string(1'000'000, 'f'));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  EXPECT_NE(Errors().find("too many digits"), std::string::npos);
}

TEST_F(LexerTest, Chars) {
  EXPECT_EQ(Tokens(R"('a' '\n' '\'' '\u{1F600}' 'é')"),
            R"(Char('a') Char('\n') Char('\'') Char('\u{1F600}') Char('é'))");
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(Tokens("'' 'ab' '\\q' x"), "~Char('') ~Char('ab') ~Char('\\q') Identifier(x)");
  EXPECT_EQ(Errors(),
            "ARC0009 1:1+2 empty character literal\n"
            "ARC0009 1:4+4 a character literal holds exactly one character\n"
            "ARC0010 1:10+2 unknown escape `\\q`\n");
  EXPECT_EQ(Tokens("don't stop\nb"), "Identifier(don) ~Char('t) Identifier(stop) ^Identifier(b)");
  EXPECT_EQ(Errors(), "ARC0008 1:4+2 unterminated character literal\n");
  EXPECT_EQ(Tokens("'"), "~Char(')");
  EXPECT_EQ(Errors(), "ARC0008 1:1+1 unterminated character literal\n");
}

TEST_F(LexerTest, PlainStrings) {
  EXPECT_EQ(Tokens(R"("a" "" "\"" "$ {" "\${x}" r"\d${x}")"),
            R"(String("a") String("") String("\"") String("$ {") String("\${x}") )"
            R"(String(r"\d${x}"))");
  EXPECT_EQ(Tokens("\"\"\"\na \"b\" \"\"\n\"\"\" x"),
            "String(\"\"\"\na \"b\" \"\"\n\"\"\") Identifier(x)");
  EXPECT_EQ(Errors(), "");
}

TEST_F(LexerTest, Interpolation) {
  EXPECT_EQ(Tokens(R"("a${x}b")"),
            R"(StringBegin(") StringText(a) InterpolationBegin(${) Identifier(x) )"
            R"(InterpolationEnd(}) StringText(b) StringEnd("))");
  EXPECT_EQ(
      Tokens(R"("${f({"k": 1}[i], "${n:>3}"):08x}")"),
      R"(StringBegin(") InterpolationBegin(${) Identifier(f) LeftParen LeftBrace String("k") )"
      R"(Colon Integer(1) RightBrace LeftBracket Identifier(i) RightBracket Comma )"
      R"(StringBegin(") InterpolationBegin(${) Identifier(n) FormatText(:>3) )"
      R"(InterpolationEnd(}) StringEnd(") RightParen FormatText(:08x) InterpolationEnd(}) )"
      R"(StringEnd("))");
  EXPECT_EQ(Errors(), "");
}

TEST_F(LexerTest, FormatsBeginWithTheFirstColonOutsideOfBrackets) {
  EXPECT_EQ(Tokens(R"("${x::>8}")"),
            R"(StringBegin(") InterpolationBegin(${) Identifier(x) FormatText(::>8) )"
            R"(InterpolationEnd(}) StringEnd("))");
  EXPECT_EQ(Tokens(R"("${P{a: 1}.a}")"),
            R"(StringBegin(") InterpolationBegin(${) Identifier(P) LeftBrace Identifier(a) Colon )"
            R"(Integer(1) RightBrace Dot Identifier(a) InterpolationEnd(}) StringEnd("))");
}

TEST_F(LexerTest, InterpolationInMultilineStringsMayHaveLines) {
  EXPECT_EQ(Tokens("\"\"\"\n${f(\n1)}\"\"\""),
            "StringBegin(\"\"\") StringText(\n) InterpolationBegin(${) Identifier(f) LeftParen "
            "^Integer(1) RightParen InterpolationEnd(}) StringEnd(\"\"\")");
  EXPECT_EQ(Errors(), "");
}

TEST_F(LexerTest, UnterminatedStringsEndWithTheirLine) {
  EXPECT_EQ(Tokens("\"abc\nd"), "~String(\"abc) ^Identifier(d)");
  EXPECT_EQ(Errors(), "ARC0005 1:1+1 unterminated string\n");
  EXPECT_EQ(Tokens("\"a${b}c\nd"),
            "StringBegin(\") StringText(a) InterpolationBegin(${) Identifier(b) "
            "InterpolationEnd(}) StringText(c) ~StringEnd() ^Identifier(d)");
  EXPECT_EQ(Errors(), "ARC0005 1:1+1 unterminated string\n");
  EXPECT_EQ(Tokens("\"\"\"a\nb"), "~String(\"\"\"a\nb)");
  EXPECT_EQ(Errors(), "ARC0005 1:1+3 unterminated string\n");
}

TEST_F(LexerTest, UnterminatedInterpolationsAreOneError) {
  EXPECT_EQ(Tokens("\"a${b \"${c\nd"),
            "StringBegin(\") StringText(a) InterpolationBegin(${) Identifier(b) StringBegin(\") "
            "InterpolationBegin(${) Identifier(c) ~InterpolationEnd() ~StringEnd() "
            "~InterpolationEnd() ~StringEnd() ^Identifier(d)");
  EXPECT_EQ(Errors(), "ARC0006 1:3+2 unterminated interpolation\n");
  EXPECT_EQ(Tokens("\"a${b:>8\" + c"),
            "StringBegin(\") StringText(a) InterpolationBegin(${) Identifier(b) FormatText(:>8) "
            "~InterpolationEnd() ~StringEnd() Plus Identifier(c)");
  EXPECT_EQ(Errors(), "ARC0006 1:3+2 unterminated interpolation\n");
}

TEST_F(LexerTest, WrongEscapes) {
  Tokens(R"("\q \x4 \xFF \u{} \u41 \u{D800} \u{110000} \u{12 ok")");
  EXPECT_EQ(Errors(),
            "ARC0010 1:2+2 unknown escape `\\q`\n"
            "ARC0010 1:5+3 `\\x` needs two hexadecimal digits\n"
            "ARC0010 1:9+4 `\\x` reaches up to 7F; write `\\u{…}` for other characters\n"
            "ARC0010 1:14+4 `\\u{}` holds no digits\n"
            "ARC0010 1:19+2 `\\u` is followed by `{`: `\\u{1F600}`\n"
            "ARC0010 1:24+8 not a Unicode scalar value: 0 to 10FFFF without D800 to DFFF\n"
            "ARC0010 1:33+10 not a Unicode scalar value: 0 to 10FFFF without D800 to DFFF\n"
            "ARC0010 1:44+5 `\\u{` holds hexadecimal digits and ends with `}`\n");
}

TEST_F(LexerTest, UnexpectedCharactersAreOneErrorPerRun) {
  EXPECT_EQ(Tokens("a # b"), "Identifier(a) ~Error(#) Identifier(b)");
  EXPECT_EQ(Errors(), "ARC0001 1:3+1 unexpected character `#`\n");
  EXPECT_EQ(Tokens("größe = 1"), "Identifier(gr) ~Error(öße) Equal Integer(1)");
  EXPECT_EQ(Errors(), "ARC0001 1:3+5 unexpected character `öße`\n");
  EXPECT_EQ(Tokens("“x”"), "~Error(“) Identifier(x) ~Error(”)");
  EXPECT_EQ(Errors(),
            "ARC0001 1:1+3 unexpected character U+201C (left double quotation mark)\n"
            "ARC0001 1:5+3 unexpected character U+201D (right double quotation mark)\n");
  EXPECT_EQ(Tokens("\x01"), "~Error(\x01)");
  EXPECT_EQ(Errors(), "ARC0001 1:1+1 unexpected character U+0001\n");
  EXPECT_EQ(Tokens("@ x @y"), "~Error(@) Identifier(x) AtName(@y)");
  EXPECT_EQ(Errors(), "ARC0017 1:1+1 expected a name after `@`\n");
}

TEST_F(LexerTest, EncodingIsCheckedOncePerFile) {
  Tokens(std::string("a\0b\0 c", 6));
  EXPECT_EQ(Errors(), "ARC0003 1:2+1 the file contains a NUL byte\n");
  EXPECT_EQ(Tokens("a \xFF\xFE // \xC0"), "Identifier(a) ~Error(\xFF\xFE)");
  EXPECT_EQ(Errors(), "ARC0002 1:3+1 the file is not valid UTF-8\n");
  Tokens("// \xE2\x80\xAE reversed\n\"\xE2\x81\xA6\"");
  EXPECT_EQ(Errors(),
            "ARC0004 1:4+3 the file contains the invisible character U+202E, which changes the "
            "direction of text\n");
}

TEST_F(LexerTest, ByteOrderMarkIsSkipped) {
  EXPECT_EQ(Tokens("\xEF\xBB\xBFlet"), "KwLet");
  EXPECT_EQ(Errors(), "");
}

TEST_F(LexerTest, PrintTokens) {
  Tokens("let x\n");
  std::string out;
  llvm::raw_string_ostream stream(out);
  PrintTokens(lexed_, sources_, stream);
  EXPECT_EQ(out,
            "1:1-1:4 KwLet newline `let`\n1:5-1:6 Identifier `x`\n2:1-2:1 EndOfFile newline\n");
}

// ---- Values
// -----------------------------------------------------------------------------------------------

uint64_t Integer(std::string_view text) { return DecodeInteger(text).value.getZExtValue(); }

TEST(Literals, Integers) {
  EXPECT_EQ(Integer("1_000"), 1000u);
  EXPECT_EQ(Integer("0xfF_f"), 0xFFFu);
  EXPECT_EQ(Integer("0o755"), 0755u);
  EXPECT_EQ(Integer("0b1010"), 10u);
  EXPECT_EQ(Integer("8_KB"), 8192u);
  EXPECT_EQ(Integer("2_GB"), uint64_t{2} << 30);
  EXPECT_TRUE(DecodeInteger("8_KB").is_size);
  EXPECT_FALSE(DecodeInteger("8").is_size);
  EXPECT_EQ(Integer("18446744073709551615"), UINT64_MAX);
  llvm::APInt wide = DecodeInteger("18446744073709551616").value;
  EXPECT_EQ(wide.getActiveBits(), 65u);
}

TEST(Literals, FloatsAndDurations) {
  EXPECT_EQ(DecodeFloat("1_0.2_5"), 10.25);
  EXPECT_EQ(DecodeFloat("2e-9"), 2e-9);
  auto duration = [](std::string_view text) {
    int64_t value = -1;
    EXPECT_TRUE(DecodeDuration(text, value)) << text;
    return value;
  };
  EXPECT_EQ(duration("10_ns"), 10);
  EXPECT_EQ(duration("250_ms"), 250'000'000);
  EXPECT_EQ(duration("2_min"), 120'000'000'000);
  EXPECT_EQ(duration("1.5_s"), 1'500'000'000);
  EXPECT_EQ(duration("0.5_min"), 30'000'000'000);
  EXPECT_EQ(duration("0.25_min"), 15'000'000'000);
  EXPECT_EQ(duration("1.500000000000_s"), 1'500'000'000);
  int64_t value;
  EXPECT_FALSE(DecodeDuration("0.1_ns", value));
  EXPECT_FALSE(DecodeDuration("1.0000000001_s", value));
}

TEST(Literals, Escapes) {
  EXPECT_EQ(DecodeEscapes(R"(a\n\t\x41\u{E9}\\\"\'\$)"), "a\n\tA\xC3\xA9\\\"'$");
  EXPECT_EQ(DecodeEscapes(R"(a\qb)"), "ab");
  EXPECT_EQ(DecodeEscapes("a\\"), "a");
}

std::string Multiline(std::string_view text) { return DecodeMultiline({{text, false}}, false)[0]; }

TEST(Literals, MultilineStrings) {
  EXPECT_EQ(Multiline("\n    a\n      b\n    "), "a\n  b");
  EXPECT_EQ(Multiline("\n    a\n\n    b\n  "), "  a\n\n  b");   // the closing line counts
  EXPECT_EQ(Multiline("\n    a\n   \n    b\n    "), "a\n\nb");  // blank lines do not
  EXPECT_EQ(Multiline("a \"b\""), "a \"b\"");
  EXPECT_EQ(Multiline("\r\n  a\r\n  b\r\n  "), "a\nb");
  EXPECT_EQ(Multiline("\n  a\n  b"), "a\nb");
  EXPECT_EQ(Multiline("\n"), "");
  EXPECT_EQ(Multiline("\n\n"), "");
  EXPECT_EQ(Multiline("\n  a\\n\\tb\n  "), "a\n\tb");  // escapes are content
  EXPECT_EQ(Multiline("first\n  second\n  "), "first\nsecond");
  std::vector<std::string> parts =
      DecodeMultiline({{"\n    a ", false}, {"", true}, {"\n      b\n    ", false}}, false);
  EXPECT_EQ(parts[0], "a ");
  EXPECT_EQ(parts[2], "\n  b");
  parts = DecodeMultiline({{"\n  ", false}, {"", true}, {"  \n    b\n    ", false}}, false);
  EXPECT_EQ(parts[0], "");
  EXPECT_EQ(parts[2], "  \n  b");
}

}  // namespace
}  // namespace arc
