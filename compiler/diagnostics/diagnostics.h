// Diagnostics of one compilation: reported anywhere, kept, sorted, deduplicated, rendered at the
// end.
//
//   diagnostics.Report(DiagnosticKind::ExpectedType, range, "expected a type, found `;`")
//       .Label(name_range, "for this parameter")
//       .Suggest(range, "int64", "write its type");
//
// A message starts with a small letter, has no full stop, and puts source text into backquotes. It
// says what is wrong; labels say what a place has to do with it; notes give rules; suggestions are
// edits that a tool may apply.
#ifndef ARC_COMPILER_DIAGNOSTICS_DIAGNOSTICS_H_
#define ARC_COMPILER_DIAGNOSTICS_DIAGNOSTICS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "compiler/source/source_manager.h"

namespace llvm {
class raw_ostream;
}

namespace arc {

enum class Severity : uint8_t { Error, Warning, Note };

enum class DiagnosticKind : uint16_t {
#define ARC_DIAGNOSTIC(number, severity, name) name = number,
#include "compiler/diagnostics/diagnostic_kinds.def"
};

Severity DefaultSeverity(DiagnosticKind kind);
// `ExpectedType`
std::string_view DiagnosticName(DiagnosticKind kind);
// `ARC0042`
std::string DiagnosticCode(DiagnosticKind kind);
// Every registered kind, by number.
const std::vector<DiagnosticKind>& AllDiagnosticKinds();

struct DiagnosticLabel {
  SourceRange range;
  std::string message;
};
struct DiagnosticNote {
  SourceRange range;  // invalid: a note without a place
  std::string message;
};
struct DiagnosticSuggestion {
  SourceRange range;  // empty range: insert there
  std::string replacement;
  std::string message;
};

struct Diagnostic {
  DiagnosticKind kind;
  Severity severity;
  SourceRange range;  // invalid: no place in a source
  std::string message;
  std::vector<DiagnosticLabel> labels;
  std::vector<DiagnosticNote> notes;
  std::vector<DiagnosticSuggestion> suggestions;
};

class DiagnosticEngine;

// Collects the parts of one diagnostic and hands it to the engine when it dies.
class DiagnosticBuilder {
 public:
  DiagnosticBuilder(DiagnosticBuilder&& other) noexcept;
  DiagnosticBuilder(const DiagnosticBuilder&) = delete;
  DiagnosticBuilder& operator=(const DiagnosticBuilder&) = delete;
  ~DiagnosticBuilder();

  // A further place on which something is said. A label on the main range puts its text beside the
  // carets.
  DiagnosticBuilder& Label(SourceRange range, std::string message);
  DiagnosticBuilder& Note(std::string message);
  DiagnosticBuilder& Note(SourceRange range, std::string message);
  // An edit that repairs the error: `replacement` in the place of `range`.
  DiagnosticBuilder& Suggest(SourceRange range, std::string replacement, std::string message);
  // Forgets the diagnostic.
  void Cancel();

 private:
  friend class DiagnosticEngine;
  DiagnosticBuilder(DiagnosticEngine* engine, Diagnostic diagnostic)
      : engine_(engine), diagnostic_(std::move(diagnostic)) {}

  DiagnosticEngine* engine_;  // null: cancelled or moved from
  Diagnostic diagnostic_;
};

// Thread-compatible; phases that run in parallel use an engine each and `Merge` them afterwards.
class DiagnosticEngine {
 public:
  // How many errors the renderers show; one line then says how many more there are.
  static constexpr size_t kDefaultErrorLimit = 100;

  explicit DiagnosticEngine(const SourceManager& sources) : sources_(sources) {}
  DiagnosticEngine(const DiagnosticEngine&) = delete;
  DiagnosticEngine& operator=(const DiagnosticEngine&) = delete;

  // Reports with the severity that the kind is registered with.
  DiagnosticBuilder Report(DiagnosticKind kind, SourceRange range, std::string message);

  // Distinct errors so far, those beyond the limit too.
  size_t error_count() const { return error_count_; }
  size_t warning_count() const { return warning_count_; }
  bool has_errors() const { return error_count_ != 0; }

  void set_error_limit(size_t limit) { error_limit_ = limit; }
  size_t error_limit() const { return error_limit_; }

  const SourceManager& sources() const { return sources_; }

  // In the order of their places, those without a place first; equal places keep the order of
  // reporting. At most `error_limit()` errors, and as many warnings.
  std::vector<const Diagnostic*> Sorted() const;
  // Errors and warnings that `Sorted` leaves out.
  size_t hidden_error_count() const;
  size_t hidden_warning_count() const;

  // In the order of reporting.
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

  // Takes over the diagnostics of an engine on the same sources.
  void Merge(DiagnosticEngine&& other);
  void Clear();

 private:
  friend class DiagnosticBuilder;
  struct Key {
    DiagnosticKind kind;
    uint32_t begin;
    uint32_t end;
    friend bool operator==(const Key&, const Key&) = default;
    template <typename H>
    friend H AbslHashValue(H state, const Key& key) {
      return H::combine(std::move(state), static_cast<uint16_t>(key.kind), key.begin, key.end);
    }
  };

  void Emit(Diagnostic diagnostic);

  const SourceManager& sources_;
  std::vector<Diagnostic> diagnostics_;
  absl::flat_hash_set<Key>
      seen_;  // kinds with a place; a placeless diagnostic is never a duplicate
  size_t error_count_ = 0;
  size_t warning_count_ = 0;
  size_t error_limit_ = kDefaultErrorLimit;
};

struct TextRenderOptions {
  bool color = false;
  // Display columns of a tab.
  unsigned tab_width = 4;
};

// One diagnostic, or all of them with a closing line, in the form that people read.
void RenderText(const Diagnostic& diagnostic, const SourceManager& sources,
                const TextRenderOptions& options, llvm::raw_ostream& out);
void RenderText(const DiagnosticEngine& engine, const TextRenderOptions& options,
                llvm::raw_ostream& out);

// One JSON object per line, in the shape of rustc's `--error-format=json`.
void RenderJson(const Diagnostic& diagnostic, const SourceManager& sources, llvm::raw_ostream& out);
void RenderJson(const DiagnosticEngine& engine, llvm::raw_ostream& out);

}  // namespace arc

#endif  // ARC_COMPILER_DIAGNOSTICS_DIAGNOSTICS_H_
