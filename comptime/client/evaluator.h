// What the checker needs of comptime: something that evaluates thunks. The client of the service
// (client.h) is one.
#ifndef ARC_COMPTIME_CLIENT_EVALUATOR_H_
#define ARC_COMPTIME_CLIENT_EVALUATOR_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/shared_bytes.h"
#include "comptime/api/comptime_api.h"

namespace arc::comptime {

struct EvaluationFrame {
  std::string function;
  std::string file;  // as the module names it; empty: unknown
  uint32_t line = 0;
  uint32_t column = 0;
  bool library = false;
};

struct EvaluationOutput {
  bool warning = false;
  std::string text;
};

struct ImageLink {
  uint32_t slot = 0;    // offset of the word in the image
  uint32_t target = 0;  // offset in the image
  std::string symbol;   // of a function instead; else empty
};

struct Evaluation {
  ArcComptimeEnd end = ARC_COMPTIME_NOT_RUN;
  std::string message;
  std::vector<EvaluationFrame> frames;  // innermost first, the thunk last
  std::vector<EvaluationOutput> outputs;
  // With NEEDS_ANSWER: what has to be answered before it runs again.
  std::vector<std::string> questions;
  SharedBytes image;  // with DONE: the bytes of the value, then what it refers to
  uint32_t image_align = 1;
  std::vector<ImageLink> links;  // by slot
  uint64_t fuel_used = 0;
  uint64_t memory_peak = 0;
  uint64_t nanoseconds = 0;
  bool from_cache = false;
};

// "done", "panic", "out-of-fuel": one word each, for tables.
std::string_view EndName(ArcComptimeEnd end);

// Answers to questions (ArcComptimeApi::ask), by question.
using Answers = std::map<std::string, std::string>;

class Evaluator {
 public:
  virtual ~Evaluator() = default;

  // Runs the functions `thunks` of the module (TIR bytecode), each on its own; one outcome for
  // each, or none and *error when nothing could be run: no service, a module that it does not read.
  // May take as long as the limits allow.
  virtual std::vector<Evaluation> Evaluate(std::string_view module,
                                           const std::vector<std::string>& thunks,
                                           const Answers& answers, std::string* error) = 0;

  // Says that Evaluate will be called soon, so that a service can start meanwhile. Never blocks.
  virtual void Prepare() {}
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_CLIENT_EVALUATOR_H_
