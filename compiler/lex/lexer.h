// The lexer: a file's text to its tokens and comments, in one pass.
#ifndef ARC_COMPILER_LEX_LEXER_H_
#define ARC_COMPILER_LEX_LEXER_H_

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lex/token.h"
#include "compiler/source/source_manager.h"

namespace arc {

// Reads the whole file. Never fails: text that is no token is reported and becomes an `Error`
// token, an unterminated construct is closed with tokens of length 0, so that the parser always
// sees string pieces and interpolations in pairs.
LexedFile Lex(FileId file, const SourceManager& sources, DiagnosticEngine& diagnostics);

}  // namespace arc

#endif  // ARC_COMPILER_LEX_LEXER_H_
