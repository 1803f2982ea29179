// Names that the language has and this version of the compiler has not.
#include "compiler/check/checker.h"

namespace arc::check {

namespace {
struct Missing {
  std::string_view name;
  std::string_view note;  // what to use instead
};
constexpr std::string_view kThreads = "start threads with `thread func…` and join them";
// docs/reference/not_yet.md lists them for users.
constexpr Missing kMissing[] = {
    {"chan", kThreads},
    {"Tx", kThreads},
    {"Rx", kThreads},
    {"Task", kThreads},
    {"after", kThreads},
    {"pmap", kThreads},
    {"pfilter", kThreads},
    {"preduce", kThreads},
    {"container", "`process func…` runs in a process of its own; other templates can be written"},
    {"cloud", "`process func…` runs in a process of its own; other templates can be written"},
};
}  // namespace

bool Checker::ReportNotAvailable(std::string_view name, SourceRange range) {
  for (const Missing& missing : kMissing) {
    if (missing.name != name) continue;
    Error(DiagnosticKind::NotAvailable, range,
          Cat("`", name, "` is not available in this version of the compiler"))
        .Note(std::string(missing.note));
    return true;
  }
  return false;
}

}  // namespace arc::check
