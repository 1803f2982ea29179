// Draws source lines with marks under them: the part of a rendered diagnostic that shows code.
#ifndef ARC_COMPILER_DIAGNOSTICS_SNIPPET_H_
#define ARC_COMPILER_DIAGNOSTICS_SNIPPET_H_

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source_manager.h"
#include "llvm/Support/raw_ostream.h"

namespace arc::diagnostics_internal {

enum class Style : uint8_t { Plain, Bold, Error, Warning, Note, Help, Frame, Secondary };

// Writes text with ANSI colours, or plainly.
class StyledOutput {
 public:
  StyledOutput(llvm::raw_ostream& out, bool color) : out_(out), color_(color) {}
  void Write(std::string_view text, Style style = Style::Plain);
  void Spaces(size_t count) { out_.indent(static_cast<unsigned>(count)); }
  void NewLine() { out_ << '\n'; }

 private:
  llvm::raw_ostream& out_;
  bool color_;
};

struct Mark {
  SourceRange range;
  std::string_view label;
  bool primary;
};

// One line of source as it appears on a screen: tabs expanded, unprintable characters replaced, and
// only a window of a very long line (a generated megabyte on one line must not be printed per
// error).
class DisplayLine {
 public:
  // `focus_begin`, `focus_end`: bytes of the line that the window must show.
  DisplayLine(std::string_view line, unsigned tab_width, size_t focus_begin, size_t focus_end);

  std::string_view text() const { return text_; }
  // Screen column (0-based) of a byte of the line; bytes outside the window are clamped to it.
  size_t Column(size_t byte) const;

 private:
  std::string text_;
  size_t window_begin_ = 0;
  std::vector<size_t> columns_;  // of each byte in the window, and of the one after it
};

// Draws the marks' lines, file after file, `primary_file` first, with a header for each file.
// `frame_width` is the width of the line numbers.
void DrawSnippet(const std::vector<Mark>& marks, const SourceManager& sources, Style primary_style,
                 const TextRenderOptions& options, size_t frame_width, StyledOutput& out);

// Width of the largest line number that `DrawSnippet` prints for the marks.
size_t LineNumberWidth(SourceRange range, const SourceManager& sources);

// The last byte of a range as a place: a range that ends after a newline ends on the line before
// it.
LineColumn DecodeEnd(SourceRange range, const SourceManager& sources);

}  // namespace arc::diagnostics_internal

#endif  // ARC_COMPILER_DIAGNOSTICS_SNIPPET_H_
