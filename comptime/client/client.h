// Evaluates comptime code in a service: a child of this process, or one that is shared.
//
// A service holds nothing that could be lost. When it goes away in the middle of a batch, the batch
// runs once more in a new one.
#ifndef ARC_COMPTIME_CLIENT_CLIENT_H_
#define ARC_COMPTIME_CLIENT_CLIENT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "comptime/client/evaluator.h"

namespace arc::comptime {

// Of each evaluation; zero: the service's own.
struct EvaluationLimits {
  uint64_t fuel = 0;
  uint64_t memory_bytes = 0;
  uint64_t stack_bytes = 0;
  uint64_t output_bytes = 0;
  uint64_t result_bytes = 0;
  uint64_t milliseconds = 0;  // of processor time, behind the fuel
};

struct ClientOptions {
  // The program arc-comptime; empty: there is none.
  std::string evaluator;
  // The socket of a running service; empty: the child is used. When nobody serves there, or a
  // service of another toolchain, the child is used, too.
  std::string server;
  EvaluationLimits limits;
};

// The content of a file that comptime code asks for, by the path as it says it; an error's message
// is for users: why it may not have it.
using FileReader = std::function<absl::StatusOr<std::string>(const std::string& path)>;

// Thread-safe. One serves a whole process.
class Client : public Evaluator {
 public:
  explicit Client(ClientOptions options);
  ~Client() override;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  std::vector<Evaluation> Evaluate(std::string_view module, const std::vector<std::string>& thunks,
                                   const Answers& answers, std::string* error) override;
  // With files: evaluations that ask for one run again with its content. One that may not have it
  // ends with ARC_COMPTIME_EFFECT and the reader's message.
  std::vector<Evaluation> Evaluate(std::string_view module, const std::vector<std::string>& thunks,
                                   const FileReader& read_file, const Answers& answers,
                                   std::string* error);

  // Starts the service on a thread of its own.
  void Prepare() override;

  // How many services were started or connected to so far.
  int connections_made() const;

 private:
  class State;
  // Shared with the thread that starts a service.
  const std::shared_ptr<State> state_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_CLIENT_CLIENT_H_
