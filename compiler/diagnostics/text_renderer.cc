// Diagnostics as people read them:
//
//   error[ARC0042]: expected a type, found `;`
//    --> shapes.arc:3:8
//     |
//   3 |     x: ;
//     |     -  ^ expected a type
//     |     |
//     |     this field
//     |
//     = note: every field has a type
//   help: write its type
//     |
//   3 |     x: int64;
//     |        +++++
#include <algorithm>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/diagnostics/snippet.h"
#include "compiler/source/concat.h"

namespace arc {
namespace {

using diagnostics_internal::DecodeEnd;
using diagnostics_internal::DisplayLine;
using diagnostics_internal::DrawSnippet;
using diagnostics_internal::LineNumberWidth;
using diagnostics_internal::Mark;
using diagnostics_internal::Style;
using diagnostics_internal::StyledOutput;

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "error";
}

Style SeverityStyle(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return Style::Error;
    case Severity::Warning:
      return Style::Warning;
    case Severity::Note:
      return Style::Note;
  }
  return Style::Error;
}

// Messages quote source text, which may hold control characters; a terminal must not obey them.
std::string Printable(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
    if (control) {
      out += "\xEF\xBF\xBD";
    } else {
      out += c;
    }
  }
  return out;
}

// The line as it reads after the edit, with marks under the new text.
void DrawSuggestion(const DiagnosticSuggestion& suggestion, const SourceManager& sources,
                    const TextRenderOptions& options, size_t width, StyledOutput& out) {
  LineColumn begin = sources.Decode(suggestion.range.begin);
  if (begin.line == 0) return;
  LineColumn end = DecodeEnd(suggestion.range, sources);
  bool one_line = begin.line == end.line && suggestion.replacement.find('\n') == std::string::npos;
  if (!one_line) return;  // the message alone says it
  FileId file = sources.FileOf(suggestion.range.begin);
  std::string line(sources.Line(file, begin.line));
  size_t at = std::min<size_t>(begin.column - 1, line.size());
  line.replace(at, std::min<size_t>(suggestion.range.size(), line.size() - at),
               suggestion.replacement);
  size_t after = at + suggestion.replacement.size();
  DisplayLine display(line, options.tab_width, at, after);

  out.Spaces(width);
  out.Write(" |", Style::Frame);
  out.NewLine();
  std::string number = std::to_string(begin.line);
  out.Spaces(width - std::min(width, number.size()));
  out.Write(number, Style::Frame);
  out.Write(" | ", Style::Frame);
  out.Write(display.text());
  out.NewLine();
  size_t first = display.Column(at);
  size_t last = display.Column(after);
  if (last > first) {
    out.Spaces(width);
    out.Write(" | ", Style::Frame);
    out.Spaces(first);
    out.Write(std::string(last - first, suggestion.range.size() == 0 ? '+' : '~'), Style::Help);
    out.NewLine();
  }
}

}  // namespace

void RenderText(const Diagnostic& diagnostic, const SourceManager& sources,
                const TextRenderOptions& options, llvm::raw_ostream& stream) {
  StyledOutput out(stream, options.color);
  size_t width = LineNumberWidth(diagnostic.range, sources);
  for (const auto& label : diagnostic.labels) {
    width = std::max(width, LineNumberWidth(label.range, sources));
  }
  for (const auto& note : diagnostic.notes) {
    width = std::max(width, LineNumberWidth(note.range, sources));
  }
  for (const auto& suggestion : diagnostic.suggestions) {
    width = std::max(width, LineNumberWidth(suggestion.range, sources));
  }

  Style style = SeverityStyle(diagnostic.severity);
  out.Write(Concat(SeverityName(diagnostic.severity), "[", DiagnosticCode(diagnostic.kind), "]"),
            style);
  out.Write(Concat(": ", Printable(diagnostic.message)), Style::Bold);
  out.NewLine();

  // A label on the main range belongs to its carets; the others are marks of their own.
  std::vector<Mark> marks;
  bool shown = diagnostic.range.valid();
  if (shown) marks.push_back({diagnostic.range, "", true});
  std::vector<std::string> labels;
  labels.reserve(diagnostic.labels.size());
  for (const auto& label : diagnostic.labels) {
    labels.push_back(Printable(label.message));
    if (label.range == diagnostic.range && shown && marks.front().label.empty()) {
      marks.front().label = labels.back();
    } else {
      marks.push_back({label.range, labels.back(), false});
    }
  }
  DrawSnippet(marks, sources, style, options, width, out);

  bool separated = !shown;
  for (const auto& note : diagnostic.notes) {
    if (note.range.valid()) continue;
    if (!separated) {
      out.Spaces(width);
      out.Write(" |", Style::Frame);
      out.NewLine();
      separated = true;
    }
    out.Spaces(width);
    out.Write(" = ", Style::Frame);
    out.Write("note", Style::Bold);
    out.Write(Concat(": ", Printable(note.message)));
    out.NewLine();
  }
  for (const auto& note : diagnostic.notes) {
    if (!note.range.valid()) continue;
    out.Write("note", Style::Note);
    out.Write(Concat(": ", Printable(note.message)), Style::Bold);
    out.NewLine();
    DrawSnippet({{note.range, "", true}}, sources, Style::Note, options, width, out);
  }
  for (const auto& suggestion : diagnostic.suggestions) {
    out.Write("help", Style::Help);
    out.Write(Concat(": ", Printable(suggestion.message)), Style::Bold);
    out.NewLine();
    DrawSuggestion(suggestion, sources, options, width, out);
  }
}

void RenderText(const DiagnosticEngine& engine, const TextRenderOptions& options,
                llvm::raw_ostream& stream) {
  bool first = true;
  for (const Diagnostic* diagnostic : engine.Sorted()) {
    if (!first) stream << '\n';
    first = false;
    RenderText(*diagnostic, engine.sources(), options, stream);
  }
  auto closing = [&](size_t hidden, std::string_view level, Style style) {
    if (hidden == 0) return;
    StyledOutput out(stream, options.color);
    out.NewLine();
    out.Write(level, style);
    out.Write(Concat(": ", hidden, " more ", level, hidden == 1 ? " is" : "s are", " not shown"),
              Style::Bold);
    out.NewLine();
  };
  closing(engine.hidden_warning_count(), "warning", Style::Warning);
  closing(engine.hidden_error_count(), "error", Style::Error);
}

}  // namespace arc
