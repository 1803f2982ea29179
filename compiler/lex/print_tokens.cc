#include "compiler/lex/token.h"
#include "llvm/Support/raw_ostream.h"

namespace arc {

void PrintTokens(const LexedFile& file, const SourceManager& sources, llvm::raw_ostream& out) {
  auto print_place = [&](SourceOffset offset) {
    LineColumn place = sources.Decode(offset);
    out << place.line << ':' << place.column;
  };
  for (const Token& token : file.tokens) {
    print_place(token.offset);
    out << '-';
    print_place(token.end());
    out << ' ' << llvm::StringRef(TokenKindName(token.kind));
    if (token.newline_before()) out << " newline";
    if (token.recovered()) out << " recovered";
    if (token.length != 0) {
      out << " `";
      out.write_escaped(llvm::StringRef(sources.Slice(token.range())));
      out << '`';
    }
    out << '\n';
  }
}

}  // namespace arc
