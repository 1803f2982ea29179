#ifndef ARC_TOOLCHAIN_ARC_LD_LLD_RUNNER_H_
#define ARC_TOOLCHAIN_ARC_LD_LLD_RUNNER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace arc::ld {

// A file in memory that lld can read by a path. Closed by the destructor.
class MemoryFile {
 public:
  // `shown_as` replaces the path in messages.
  static absl::StatusOr<MemoryFile> Create(std::string shown_as, absl::string_view contents);
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&& other) noexcept;
  ~MemoryFile();

  std::string path() const;
  const std::string& shown_as() const { return shown_as_; }

 private:
  MemoryFile(int descriptor, std::string shown_as)
      : descriptor_(descriptor), shown_as_(std::move(shown_as)) {}

  int descriptor_;
  std::string shown_as_;
};

struct LldOutcome {
  bool succeeded = false;
  // The linked program, when it succeeded.
  std::string program;
  std::string map;  // when asked for
  // lld died rather than reported: an input made it read where nothing was.
  bool crashed = false;
  // lld's own words: diagnostics, and what was asked for on its standard output (--trace).
  std::string diagnostics;
  std::string standard_output;
};

// Runs lld's ELF linker. `arguments` are those of ld.lld without its name, output and threads;
// `tool` is the name it gives itself in messages.
//
// With one thread it runs in this process, and what kills it (a fatal error, a fault) is caught.
// Its own threads cannot be guarded so: with more than one, or 0 for as many as useful, it runs in
// a forked child, and when that dies again with one thread here, for the message.
//
// Runs are serialized, since lld keeps global state. After one that left this state unusable all
// later runs fail with FailedPrecondition. A process in which one was caught is to end by _exit:
// lld's pools hold objects that were never finished, and destructors would take them apart.
absl::StatusOr<LldOutcome> RunLld(absl::string_view tool, std::vector<std::string> arguments,
                                  int threads, bool want_map);

// Runs `function` so that a fatal signal in it ends the function instead of the process. Whatever
// it held is leaked. Returns whether it ended by itself. Only faults of the calling thread are
// caught.
bool RunGuarded(void (*function)(void*), void* argument);

template <typename Function>
bool RunGuarded(Function& function) {
  return RunGuarded([](void* argument) { (*static_cast<Function*>(argument))(); }, &function);
}

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_LLD_RUNNER_H_
