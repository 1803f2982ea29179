#include "compiler/diagnostics/snippet.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "compiler/source/concat.h"
#include "compiler/source/utf8.h"
#include "llvm/Support/Unicode.h"

namespace arc::diagnostics_internal {
namespace {

// A line longer than this many bytes is shown through a window.
constexpr size_t kMaxLineBytes = 300;
constexpr size_t kWindowBefore = 60;
constexpr std::string_view kEllipsis = "...";
// At most this many ranges over several lines get a bar of their own at the left; more would push
// the code away.
constexpr size_t kMaxBars = 4;

std::string_view StyleCode(Style style) {
  switch (style) {
    case Style::Plain:
      return "";
    case Style::Bold:
      return "\x1b[1m";
    case Style::Error:
      return "\x1b[1;31m";
    case Style::Warning:
      return "\x1b[1;33m";
    case Style::Note:
      return "\x1b[1;32m";
    case Style::Help:
      return "\x1b[1;36m";
    case Style::Frame:
    case Style::Secondary:
      return "\x1b[1;34m";
  }
  return "";
}

// A mark on its lines. Columns are bytes of the line, 0-based.
struct PlacedMark {
  const Mark* mark;
  FileId file;
  uint32_t first_line, last_line;
  size_t first_byte, last_byte;  // last_byte: one past the end, on last_line
  int bar = -1;                  // for marks over several lines

  bool multiline() const { return first_line != last_line; }
};

struct Underline {
  size_t begin, end;  // screen columns
  std::string_view label;
  bool primary;
  size_t order;  // of the marks
};

class Drawer {
 public:
  Drawer(const SourceManager& sources, Style primary_style, const TextRenderOptions& options,
         size_t frame_width, StyledOutput& out)
      : sources_(sources),
        primary_style_(primary_style),
        options_(options),
        frame_width_(frame_width),
        out_(out) {}

  void DrawFile(std::vector<PlacedMark> marks, bool first_file);

 private:
  void Frame(std::string_view number, std::string_view separator);
  void Bars(const std::vector<PlacedMark>& marks, uint32_t line, bool after_starts);
  void DrawLine(std::vector<PlacedMark>& marks, uint32_t line);
  void DrawUnderlines(const std::vector<PlacedMark>& marks, uint32_t line,
                      std::vector<Underline> underlines);
  void DrawMultilineEdge(const std::vector<PlacedMark>& marks, const PlacedMark& edge,
                         uint32_t line, size_t column, bool is_start);
  Style MarkStyle(bool primary) const { return primary ? primary_style_ : Style::Secondary; }

  const SourceManager& sources_;
  Style primary_style_;
  const TextRenderOptions& options_;
  size_t frame_width_;
  StyledOutput& out_;
  size_t bar_count_ = 0;
};

void Drawer::Frame(std::string_view number, std::string_view separator) {
  out_.Spaces(frame_width_ - number.size());
  out_.Write(number, Style::Frame);
  out_.Write(separator, Style::Frame);
}

// The left bars of ranges that are open on this line. `after_starts`: on rows under the line, where
// the ranges that start on it are open already and those that end on it are still open.
void Drawer::Bars(const std::vector<PlacedMark>& marks, uint32_t line, bool after_starts) {
  if (bar_count_ == 0) return;
  for (size_t bar = 0; bar < bar_count_; ++bar) {
    const PlacedMark* open = nullptr;
    for (const PlacedMark& mark : marks) {
      if (mark.bar != static_cast<int>(bar)) continue;
      bool started = after_starts ? mark.first_line <= line : mark.first_line < line;
      if (started && mark.last_line >= line) open = &mark;
    }
    if (open != nullptr) {
      out_.Write("|", MarkStyle(open->mark->primary));
    } else {
      out_.Write(" ");
    }
  }
  out_.Write(" ");
}

// ` ____^` at the start of a range over several lines, `|____^ label` at its end.
void Drawer::DrawMultilineEdge(const std::vector<PlacedMark>& marks, const PlacedMark& edge,
                               uint32_t line, size_t column, bool is_start) {
  Frame("", " | ");
  Style style = MarkStyle(edge.mark->primary);
  for (size_t bar = 0; bar < bar_count_; ++bar) {
    if (bar == static_cast<size_t>(edge.bar)) {
      out_.Write(is_start ? " " : "|", style);
      continue;
    }
    if (bar > static_cast<size_t>(edge.bar)) {
      out_.Write("_", style);
      continue;
    }
    bool open = std::any_of(marks.begin(), marks.end(), [&](const PlacedMark& mark) {
      return mark.bar == static_cast<int>(bar) && mark.first_line < line && mark.last_line >= line;
    });
    out_.Write(open ? "|" : " ", Style::Secondary);
  }
  out_.Write(std::string(column + 1, '_'), style);
  out_.Write(edge.mark->primary ? "^" : "-", style);
  if (!is_start && !edge.mark->label.empty()) {
    out_.Write(" ");
    out_.Write(edge.mark->label, style);
  }
  out_.NewLine();
}

void Drawer::DrawUnderlines(const std::vector<PlacedMark>& marks, uint32_t line,
                            std::vector<Underline> underlines) {
  std::sort(underlines.begin(), underlines.end(), [](const Underline& a, const Underline& b) {
    return std::tie(a.begin, a.order) < std::tie(b.begin, b.order);
  });
  size_t width = 0;
  for (const Underline& underline : underlines) width = std::max(width, underline.end);

  // The row of carets: primary marks win over others where they overlap.
  std::string row(width, ' ');
  for (bool primary : {false, true}) {
    for (const Underline& underline : underlines) {
      if (underline.primary != primary) continue;
      std::fill(row.begin() + underline.begin, row.begin() + underline.end, primary ? '^' : '-');
    }
  }
  // The label of the last mark stands beside the row if nothing reaches beyond it.
  const Underline& last = underlines.back();
  bool inline_label = last.end == width && !last.label.empty();
  Frame("", " | ");
  Bars(marks, line, /*after_starts=*/false);
  for (size_t at = 0; at < row.size();) {
    size_t end = row.find_first_not_of(row[at], at);
    if (end == std::string::npos) end = row.size();
    Style style = row[at] == ' ' ? Style::Plain : MarkStyle(row[at] == '^');
    out_.Write(std::string_view(row).substr(at, end - at), style);
    at = end;
  }
  if (inline_label) {
    out_.Write(" ");
    out_.Write(last.label, MarkStyle(last.primary));
  }
  out_.NewLine();

  // The other labels hang below, from right to left.
  std::vector<const Underline*> hanging;
  for (const Underline& underline : underlines) {
    if (underline.label.empty() || (inline_label && &underline == &last)) continue;
    hanging.push_back(&underline);
  }
  bool connect = true;
  while (!hanging.empty()) {
    const Underline& current = *hanging.back();
    for (bool text_row : {false, true}) {
      if (!text_row && !connect) continue;
      Frame("", " | ");
      Bars(marks, line, false);
      size_t column = 0;
      for (const Underline* above : hanging) {
        bool is_current = above->begin == current.begin;
        if (above->begin < column || (is_current && text_row)) continue;
        out_.Spaces(above->begin - column);
        out_.Write("|", MarkStyle(above->primary));
        column = above->begin + 1;
      }
      if (text_row) {
        out_.Spaces(current.begin - column);
        out_.Write(current.label, MarkStyle(current.primary));
      }
      out_.NewLine();
    }
    // Two labels on one column follow each other without a connecting row.
    hanging.pop_back();
    connect = hanging.empty() || hanging.back()->begin != current.begin;
  }
}

void Drawer::DrawLine(std::vector<PlacedMark>& marks, uint32_t line) {
  FileId file = marks.front().file;
  std::string_view text = sources_.Line(file, line);
  size_t focus_begin = text.size();
  size_t focus_end = 0;
  for (const PlacedMark& mark : marks) {
    if (mark.first_line == line) {
      focus_begin = std::min(focus_begin, mark.first_byte);
      focus_end = std::max(focus_end, mark.multiline() ? mark.first_byte + 1 : mark.last_byte);
    } else if (mark.last_line == line) {
      focus_begin = std::min(focus_begin, mark.last_byte > 0 ? mark.last_byte - 1 : 0);
      focus_end = std::max(focus_end, mark.last_byte);
    }
  }
  if (focus_end == 0) focus_begin = 0;
  DisplayLine display(text, options_.tab_width, focus_begin, focus_end);

  Frame(std::to_string(line), " | ");
  Bars(marks, line, /*after_starts=*/false);
  out_.Write(display.text());
  out_.NewLine();

  for (const PlacedMark& mark : marks) {
    if (mark.bar < 0 || mark.first_line != line) continue;
    DrawMultilineEdge(marks, mark, line, display.Column(mark.first_byte), /*is_start=*/true);
  }
  std::vector<Underline> underlines;
  for (const PlacedMark& mark : marks) {
    if (mark.multiline() && (mark.bar >= 0 || mark.first_line != line)) continue;
    if (mark.first_line != line) continue;
    size_t begin = display.Column(mark.first_byte);
    // A range over several lines that found no bar is marked on its first line alone.
    size_t end = display.Column(mark.multiline() ? text.size() : mark.last_byte);
    underlines.push_back(
        {begin, std::max(end, begin + 1), mark.mark->label, mark.mark->primary, underlines.size()});
  }
  if (!underlines.empty()) DrawUnderlines(marks, line, std::move(underlines));
  for (const PlacedMark& mark : marks) {
    if (mark.bar < 0 || mark.last_line != line) continue;
    size_t last = mark.last_byte > 0 ? mark.last_byte - 1 : 0;
    DrawMultilineEdge(marks, mark, line, display.Column(last), /*is_start=*/false);
  }
}

void Drawer::DrawFile(std::vector<PlacedMark> marks, bool first_file) {
  bar_count_ = 0;
  for (PlacedMark& mark : marks) {
    if (mark.multiline() && bar_count_ < kMaxBars) mark.bar = static_cast<int>(bar_count_++);
  }
  auto main = std::find_if(marks.begin(), marks.end(),
                           [](const PlacedMark& mark) { return mark.mark->primary; });
  if (main == marks.end()) main = marks.begin();
  LineColumn place = sources_.Decode(main->mark->range.begin);
  out_.Spaces(frame_width_);
  out_.Write(first_file ? "--> " : "::: ", Style::Frame);
  out_.Write(Concat(sources_.Name(main->file), ":", place.line, ":", place.column));
  out_.NewLine();
  Frame("", " |");
  out_.NewLine();

  std::vector<uint32_t> lines;
  for (const PlacedMark& mark : marks) {
    lines.push_back(mark.first_line);
    if (mark.bar >= 0) lines.push_back(mark.last_line);
  }
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  uint32_t previous = 0;
  for (uint32_t line : lines) {
    if (previous != 0 && line == previous + 2) {
      DrawLine(marks, previous + 1);  // one line between reads better than dots
    } else if (previous != 0 && line > previous + 2) {
      out_.Write(kEllipsis, Style::Frame);
      if (bar_count_ != 0) {
        out_.Spaces(frame_width_);
        Bars(marks, previous + 1, /*after_starts=*/false);
      }
      out_.NewLine();
    }
    DrawLine(marks, line);
    previous = line;
  }
}

}  // namespace

void StyledOutput::Write(std::string_view text, Style style) {
  if (!color_ || style == Style::Plain || text.empty()) {
    out_ << llvm::StringRef(text);
    return;
  }
  out_ << llvm::StringRef(StyleCode(style)) << llvm::StringRef(text) << "\x1b[0m";
}

DisplayLine::DisplayLine(std::string_view line, unsigned tab_width, size_t focus_begin,
                         size_t focus_end) {
  size_t window_end = line.size();
  if (line.size() > kMaxLineBytes) {
    if (focus_end > kMaxLineBytes) {
      window_begin_ = focus_begin > kWindowBefore ? focus_begin - kWindowBefore : 0;
    }
    window_end = std::min(line.size(), window_begin_ + kMaxLineBytes);
    // Do not cut through a character.
    while (window_begin_ > 0 && (line[window_begin_] & 0xC0) == 0x80) --window_begin_;
    while (window_end < line.size() && (line[window_end] & 0xC0) == 0x80) ++window_end;
  }
  if (window_begin_ > 0) text_ += kEllipsis;
  size_t column = text_.size();
  for (size_t at = window_begin_; at < window_end;) {
    Utf8Scalar scalar = DecodeUtf8(line.substr(at, 4));
    size_t length = std::max<size_t>(scalar.length, 1);
    columns_.insert(columns_.end(), length, column);
    if (line[at] == '\t') {
      size_t width = tab_width == 0 ? 1 : tab_width - column % tab_width;
      text_.append(width, ' ');
      column += width;
    } else {
      llvm::StringRef bytes(line.data() + at, length);
      int width = scalar.length == 0 ? -1 : llvm::sys::unicode::columnWidthUTF8(bytes);
      if (width < 0) {  // control characters, wrong UTF-8
        text_ += "\xEF\xBF\xBD";
        column += 1;
      } else {
        text_.append(bytes.data(), bytes.size());
        column += static_cast<size_t>(width);
      }
    }
    at += length;
  }
  columns_.push_back(column);
  if (window_end < line.size()) text_ += kEllipsis;
}

size_t DisplayLine::Column(size_t byte) const {
  size_t local = byte > window_begin_ ? byte - window_begin_ : 0;
  return columns_[std::min(local, columns_.size() - 1)];
}

LineColumn DecodeEnd(SourceRange range, const SourceManager& sources) {
  LineColumn begin = sources.Decode(range.begin);
  if (range.end <= range.begin) return begin;
  LineColumn last = sources.Decode(range.end - 1);
  if (last.line == 0) return begin;
  return {last.line, last.column + 1};
}

size_t LineNumberWidth(SourceRange range, const SourceManager& sources) {
  if (!range.valid()) return 1;
  return std::to_string(DecodeEnd(range, sources).line).size();
}

void DrawSnippet(const std::vector<Mark>& marks, const SourceManager& sources, Style primary_style,
                 const TextRenderOptions& options, size_t frame_width, StyledOutput& out) {
  // Marks by file, in the order in which the files appear: the primary mark comes first in `marks`.
  std::vector<std::pair<FileId, std::vector<PlacedMark>>> files;
  for (const Mark& mark : marks) {
    if (!mark.range.valid()) continue;
    LineColumn begin = sources.Decode(mark.range.begin);
    if (begin.line == 0) continue;
    LineColumn end = DecodeEnd(mark.range, sources);
    PlacedMark placed{&mark,
                      sources.FileOf(mark.range.begin),
                      begin.line,
                      std::max(begin.line, end.line),
                      begin.column - 1u,
                      end.column - 1u};
    auto file = std::find_if(files.begin(), files.end(),
                             [&](const auto& entry) { return entry.first == placed.file; });
    if (file == files.end()) {
      files.push_back({placed.file, {}});
      file = files.end() - 1;
    }
    file->second.push_back(placed);
  }
  Drawer drawer(sources, primary_style, options, frame_width, out);
  bool first = true;
  for (auto& [file, placed] : files) {
    drawer.DrawFile(std::move(placed), first);
    first = false;
  }
}

}  // namespace arc::diagnostics_internal
