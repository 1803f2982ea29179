// Diagnostics for tools, one JSON object per line in the shape of rustc's: editors and CI systems
// have readers for it. Byte offsets count from the start of the file, columns are 1-based and count
// characters.
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/diagnostics/snippet.h"
#include "compiler/source/concat.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace arc {
namespace {

llvm::StringRef Ref(std::string_view text) { return {text.data(), text.size()}; }

// JSON texts are UTF-8; messages may quote sources that are not.
std::string Utf8(std::string_view text) { return llvm::json::fixUTF8(Ref(text)); }

llvm::StringRef Level(Severity severity) {
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

// Characters of the line before the byte column, plus 1.
uint32_t CharacterColumn(FileId file, LineColumn place, const SourceManager& sources) {
  std::string_view before = sources.Line(file, place.line).substr(0, place.column - 1);
  uint32_t column = 1;
  for (char c : before) column += (c & 0xC0) != 0x80;
  return column;
}

struct Span {
  SourceRange range;
  bool primary;
  std::string_view label;
  const std::string* replacement = nullptr;
};

// The lines of a span with the columns that it covers, as rustc's readers require. A span over very
// many lines shows its first ones, and a very long line its beginning.
void WriteLines(llvm::json::OStream& json, FileId file, LineColumn begin, LineColumn end,
                const SourceManager& sources) {
  constexpr uint32_t kMaxLines = 50;
  constexpr size_t kMaxLength = 2000;
  json.attributeArray("text", [&] {
    for (uint32_t line = begin.line; line <= end.line && line - begin.line < kMaxLines; ++line) {
      std::string_view text = sources.Line(file, line);
      uint32_t length =
          CharacterColumn(file, {line, static_cast<uint32_t>(text.size()) + 1}, sources);
      json.object([&] {
        json.attribute("text", Utf8(text.substr(0, kMaxLength)));
        json.attribute("highlight_start",
                       line == begin.line ? CharacterColumn(file, begin, sources) : 1);
        json.attribute("highlight_end",
                       line == end.line ? CharacterColumn(file, end, sources) : length);
      });
    }
  });
}

void WriteSpans(llvm::json::OStream& json, const std::vector<Span>& spans,
                const SourceManager& sources) {
  json.attributeArray("spans", [&] {
    for (const Span& span : spans) {
      LineColumn begin = sources.Decode(span.range.begin);
      if (begin.line == 0) continue;
      LineColumn end = diagnostics_internal::DecodeEnd(span.range, sources);
      FileId file = sources.FileOf(span.range.begin);
      SourceOffset base = sources.Begin(file);
      json.object([&] {
        json.attribute("file_name", Utf8(sources.Name(file)));
        json.attribute("byte_start", span.range.begin - base);
        json.attribute("byte_end", std::min(span.range.end, sources.End(file)) - base);
        json.attribute("line_start", begin.line);
        json.attribute("line_end", end.line);
        json.attribute("column_start", CharacterColumn(file, begin, sources));
        json.attribute("column_end", CharacterColumn(file, end, sources));
        json.attribute("is_primary", span.primary);
        if (span.label.empty()) {
          json.attribute("label", nullptr);
        } else {
          json.attribute("label", Utf8(span.label));
        }
        WriteLines(json, file, begin, end, sources);
        if (span.replacement == nullptr) {
          json.attribute("suggested_replacement", nullptr);
          json.attribute("suggestion_applicability", nullptr);
        } else {
          json.attribute("suggested_replacement", Utf8(*span.replacement));
          // Names that are only similar, and conversions: a person decides.
          json.attribute("suggestion_applicability", "MaybeIncorrect");
        }
        json.attribute("expansion", nullptr);
      });
    }
  });
}

void WriteChild(llvm::json::OStream& json, llvm::StringRef level, std::string_view message,
                const std::vector<Span>& spans, const SourceManager& sources) {
  json.object([&] {
    json.attribute("message", Utf8(message));
    json.attribute("code", nullptr);
    json.attribute("level", level);
    WriteSpans(json, spans, sources);
    json.attributeArray("children", [] {});
    json.attribute("rendered", nullptr);
  });
}

}  // namespace

void RenderJson(const Diagnostic& diagnostic, const SourceManager& sources,
                llvm::raw_ostream& out) {
  std::vector<Span> spans;
  if (diagnostic.range.valid()) spans.push_back({diagnostic.range, true, ""});
  for (const auto& label : diagnostic.labels) {
    if (!spans.empty() && label.range == diagnostic.range && spans.front().label.empty()) {
      spans.front().label = label.message;
    } else {
      spans.push_back({label.range, false, label.message});
    }
  }
  std::string rendered;
  llvm::raw_string_ostream rendered_stream(rendered);
  RenderText(diagnostic, sources, {}, rendered_stream);

  llvm::json::OStream json(out);
  json.object([&] {
    json.attribute("$message_type", "diagnostic");
    json.attribute("message", Utf8(diagnostic.message));
    json.attributeObject("code", [&] {
      json.attribute("code", DiagnosticCode(diagnostic.kind));
      json.attribute("explanation", nullptr);
    });
    json.attribute("level", Level(diagnostic.severity));
    WriteSpans(json, spans, sources);
    json.attributeArray("children", [&] {
      for (const auto& note : diagnostic.notes) {
        std::vector<Span> places;
        if (note.range.valid()) places.push_back({note.range, true, ""});
        WriteChild(json, "note", note.message, places, sources);
      }
      for (const auto& suggestion : diagnostic.suggestions) {
        WriteChild(json, "help", suggestion.message,
                   {{suggestion.range, true, "", &suggestion.replacement}}, sources);
      }
    });
    json.attribute("rendered", Utf8(rendered));
  });
  out << '\n';
}

void RenderJson(const DiagnosticEngine& engine, llvm::raw_ostream& out) {
  for (const Diagnostic* diagnostic : engine.Sorted()) {
    RenderJson(*diagnostic, engine.sources(), out);
  }
  auto closing = [&](size_t hidden, llvm::StringRef level) {
    if (hidden == 0) return;
    std::string message =
        Concat(hidden, " more ", level, hidden == 1 ? " is" : "s are", " not shown");
    llvm::json::OStream json(out);
    json.object([&] {
      json.attribute("$message_type", "diagnostic");
      json.attribute("message", message);
      json.attribute("code", nullptr);
      json.attribute("level", level);
      json.attributeArray("spans", [] {});
      json.attributeArray("children", [] {});
      json.attribute("rendered", Concat(level, ": ", message, "\n"));
    });
    out << '\n';
  };
  closing(engine.hidden_warning_count(), "warning");
  closing(engine.hidden_error_count(), "error");
}

}  // namespace arc
