// Compiles the thunks of TIR modules, and what they call, into the slab.
#ifndef ARC_COMPTIME_JIT_JIT_H_
#define ARC_COMPTIME_JIT_JIT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "comptime/jit/code_store.h"
#include "comptime/jit/symbolizer.h"

namespace arc::comptime {

// The library that code links with; see Image.
using LibraryResolver = std::function<std::optional<uint64_t>(absl::string_view symbol)>;

// A thread's compiler: what is expensive to make and can be used again. Not thread-safe; the store
// is shared.
class JitSession {
 public:
  // `store` outlives the session, its modules and all code.
  JitSession(CodeStore& store, LibraryResolver library);
  ~JitSession();

  class Module;
  // `bytecode` may come from anywhere. InvalidArgument: it is no module, does not verify, or a
  // thunk is not there. One module at a time.
  absl::StatusOr<std::unique_ptr<Module>> Open(absl::string_view bytecode,
                                               absl::Span<const std::string> thunks);

  // Compiles a module of its own, so that the first one of others finds everything made and in
  // memory.
  void WarmUp();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct CompileCounts {
  uint32_t functions_compiled = 0;
  uint32_t functions_reused = 0;
};

class JitSession::Module {
 public:
  ~Module();

  // The content of a thunk and of all that it refers to.
  const ContentKey& Key(size_t thunk) const;

  // Compiles those thunks (indices), and gives their addresses. Code of one tier calls code of that
  // tier only. The code stays until the module goes. NotFound: a function that nobody defines, with
  // its name as the message.
  absl::StatusOr<std::vector<uint64_t>> Compile(Tier tier, absl::Span<const size_t> thunks);

  // The frames at an address of code, inlined ones first; empty: hidden, or not of this module. Of
  // a return address one less is the call.
  std::vector<CodeFrame> Describe(uint64_t address) const;
  // The function of the module at `address`, as TIR names it; empty: none.
  std::string FunctionAt(uint64_t address) const;

  const CompileCounts& counts() const { return counts_; }

 private:
  friend class JitSession;
  struct State;
  explicit Module(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  CompileCounts counts_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_JIT_H_
