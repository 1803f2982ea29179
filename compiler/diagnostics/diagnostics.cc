#include "compiler/diagnostics/diagnostics.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

namespace arc {
namespace {

// Past this many kept diagnostics only counts go up: a file of garbage must not fill the memory.
// Far above any limit of shown errors, so that sorting still finds the first ones in source order
// in practice.
constexpr size_t kMaxKept = 10000;

}  // namespace

Severity DefaultSeverity(DiagnosticKind kind) {
  switch (kind) {
#define ARC_DIAGNOSTIC(number, severity, name) \
  case DiagnosticKind::name:                   \
    return Severity::severity;
#include "compiler/diagnostics/diagnostic_kinds.def"
  }
  return Severity::Error;
}

std::string_view DiagnosticName(DiagnosticKind kind) {
  switch (kind) {
#define ARC_DIAGNOSTIC(number, severity, name) \
  case DiagnosticKind::name:                   \
    return #name;
#include "compiler/diagnostics/diagnostic_kinds.def"
  }
  return "?";
}

std::string DiagnosticCode(DiagnosticKind kind) {
  return absl::StrFormat("ARC%04d", static_cast<int>(kind));
}

const std::vector<DiagnosticKind>& AllDiagnosticKinds() {
  static const auto* const kinds = new std::vector<DiagnosticKind>{
#define ARC_DIAGNOSTIC(number, severity, name) DiagnosticKind::name,
#include "compiler/diagnostics/diagnostic_kinds.def"
  };
  return *kinds;
}

DiagnosticBuilder::DiagnosticBuilder(DiagnosticBuilder&& other) noexcept
    : engine_(std::exchange(other.engine_, nullptr)), diagnostic_(std::move(other.diagnostic_)) {}

DiagnosticBuilder::~DiagnosticBuilder() {
  if (engine_ != nullptr) engine_->Emit(std::move(diagnostic_));
}

DiagnosticBuilder& DiagnosticBuilder::Label(SourceRange range, std::string message) {
  diagnostic_.labels.push_back({range, std::move(message)});
  return *this;
}

DiagnosticBuilder& DiagnosticBuilder::Note(std::string message) {
  diagnostic_.notes.push_back({{}, std::move(message)});
  return *this;
}

DiagnosticBuilder& DiagnosticBuilder::Note(SourceRange range, std::string message) {
  diagnostic_.notes.push_back({range, std::move(message)});
  return *this;
}

DiagnosticBuilder& DiagnosticBuilder::Suggest(SourceRange range, std::string replacement,
                                              std::string message) {
  diagnostic_.suggestions.push_back({range, std::move(replacement), std::move(message)});
  return *this;
}

void DiagnosticBuilder::Cancel() { engine_ = nullptr; }

DiagnosticBuilder DiagnosticEngine::Report(DiagnosticKind kind, SourceRange range,
                                           std::string message) {
  return DiagnosticBuilder(this,
                           {kind, DefaultSeverity(kind), range, std::move(message), {}, {}, {}});
}

void DiagnosticEngine::Emit(Diagnostic diagnostic) {
  if (diagnostic.range.valid() &&
      !seen_.insert({diagnostic.kind, diagnostic.range.begin, diagnostic.range.end}).second) {
    return;
  }
  if (diagnostic.severity == Severity::Error) ++error_count_;
  if (diagnostic.severity == Severity::Warning) ++warning_count_;
  if (diagnostics_.size() < kMaxKept) diagnostics_.push_back(std::move(diagnostic));
}

std::vector<const Diagnostic*> DiagnosticEngine::Sorted() const {
  std::vector<const Diagnostic*> sorted;
  sorted.reserve(diagnostics_.size());
  for (const Diagnostic& diagnostic : diagnostics_) sorted.push_back(&diagnostic);
  // Global offsets grow with the order of files, so this is order of files, then of places.
  // All stand in one vector, so their addresses are the order of reporting.
  std::sort(sorted.begin(), sorted.end(), [](const Diagnostic* a, const Diagnostic* b) {
    return a->range.begin != b->range.begin ? a->range.begin < b->range.begin : a < b;
  });
  // Errors and warnings are counted apart: many warnings must not hide an error.
  size_t errors = 0;
  size_t warnings = 0;
  std::erase_if(sorted, [&](const Diagnostic* diagnostic) {
    if (diagnostic->severity == Severity::Error) return ++errors > error_limit_;
    return diagnostic->severity == Severity::Warning && ++warnings > error_limit_;
  });
  return sorted;
}

size_t DiagnosticEngine::hidden_error_count() const {
  return error_count_ > error_limit_ ? error_count_ - error_limit_ : 0;
}

size_t DiagnosticEngine::hidden_warning_count() const {
  return warning_count_ > error_limit_ ? warning_count_ - error_limit_ : 0;
}

void DiagnosticEngine::Merge(DiagnosticEngine&& other) {
  size_t lost_errors = other.error_count_;
  size_t lost_warnings = other.warning_count_;
  for (Diagnostic& diagnostic : other.diagnostics_) {
    if (diagnostic.severity == Severity::Error) --lost_errors;
    if (diagnostic.severity == Severity::Warning) --lost_warnings;
    Emit(std::move(diagnostic));
  }
  // What the other engine had counted without keeping it.
  error_count_ += lost_errors;
  warning_count_ += lost_warnings;
  other.Clear();
}

void DiagnosticEngine::Clear() {
  diagnostics_.clear();
  seen_.clear();
  error_count_ = 0;
  warning_count_ = 0;
}

}  // namespace arc
