// arc-ld: links object files into a static program, with the tables of the Arc runtime.

#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "llvm/Config/llvm-config.h"
#include "toolchain/arc_ld/command_line.h"
#include "toolchain/arc_ld/link.h"

namespace arc::ld {
namespace {

void PrintError(absl::string_view message) {
  // lld's messages have continuation lines ">>> referenced by ..."; every other line is a message.
  for (absl::string_view line : absl::StrSplit(message, '\n', absl::SkipEmpty())) {
    absl::FPrintF(stderr, "%s%s\n", line.substr(0, 3) == ">>>" ? "" : "arc-ld: error: ", line);
  }
}

void PrintVerbose(const LinkOptions& options, const LinkResult& result) {
  absl::PrintF("inputs:\n");
  for (const std::string& name : result.linked) absl::PrintF("  %s\n", name);
  absl::PrintF("compute entries: %d\n", result.entries.size());
  for (const DispatchEntry& entry : result.entries) {
    absl::PrintF("  %s  arguments %016x  result %016x  entry 0x%x  thread entry 0x%x\n", entry.id,
                 entry.arguments_fingerprint, entry.result_fingerprint, entry.address,
                 entry.thread_address);
  }
  absl::PrintF("line table: %d rows, %d positions, %d bytes\n", result.line_table_rows,
               result.line_table_nodes, result.line_table_bytes);
  const std::string id(reinterpret_cast<const char*>(result.build_id.data()),
                       result.build_id.size());
  absl::PrintF("build id: %s\n", absl::BytesToHexString(id));
  absl::PrintF("%s: %d bytes, %d of them loaded, %d of code\n", options.output, result.file_bytes,
               result.loaded_bytes, result.text_bytes);
  absl::Duration total;
  absl::PrintF("times:\n");
  for (const LinkPhase& phase : result.phases) {
    absl::PrintF("  %-15s %8.3f ms\n", phase.name, absl::ToDoubleMilliseconds(phase.time));
    total += phase.time;
  }
  absl::PrintF("  %-15s %8.3f ms\n", "total", absl::ToDoubleMilliseconds(total));
}

int Main(int argc, char** argv) {
  absl::StatusOr<CommandLine> command =
      ParseCommandLine(std::vector<std::string>(argv + 1, argv + argc));
  if (!command.ok()) {
    PrintError(std::string(command.status().message()));
    return 1;
  }
  if (command->help) {
    absl::PrintF("%s", HelpText());
    return 0;
  }
  if (command->version) {
    absl::PrintF("arc-ld (LLVM %s)\n", LLVM_VERSION_STRING);
    return 0;
  }
  absl::StatusOr<LinkResult> result = Link(command->link);
  if (!result.ok()) {
    PrintError(std::string(result.status().message()));
    return 1;
  }
  for (const std::string& warning : result->warnings) {
    absl::FPrintF(stderr, "arc-ld: warning: %s\n", warning);
  }
  if (command->verbose) PrintVerbose(command->link, *result);
  return 0;
}

}  // namespace
}  // namespace arc::ld

int main(int argc, char** argv) {
  // The output is written under another name and renamed, so ending here leaves nothing half done.
  const int code = arc::ld::Main(argc, argv);
  std::fflush(nullptr);
  // What lld and LLVM hold need not be taken apart.
  _exit(code);
}
