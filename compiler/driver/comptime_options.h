// Options about code that runs during the build, which arcc and arc share. Whoever starts the build
// gives them: limits that packages could choose for themselves would be none.
#ifndef ARC_COMPILER_DRIVER_COMPTIME_OPTIONS_H_
#define ARC_COMPILER_DRIVER_COMPTIME_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "compiler/driver/option_parser.h"
#include "comptime/client/client.h"

namespace arc::driver {

// Numbers of the options; other options of a command line keep out of [kFirst, kEnd).
enum ComptimeOption : int {
  kFirstComptimeOption = 1000,
  kComptimeEvaluator = kFirstComptimeOption,
  kComptimeServer,
  kComptimeFuel,
  kComptimeMemory,
  kComptimeStack,
  kComptimeOutput,
  kComptimeResult,
  kComptimeTime,
  kEndComptimeOption,
};

const std::vector<OptionSpec>& ComptimeOptionSpecs();

inline bool IsComptimeOption(const ParsedOption& option) {
  return option.id >= kFirstComptimeOption && option.id < kEndComptimeOption;
}

// Reads one of them. The error names the option.
absl::Status ReadComptimeOption(const ParsedOption& option, comptime::ClientOptions& comptime);

// The limits as a part of a cache's key: equal where results are.
std::string DescribeLimits(const comptime::EvaluationLimits& limits);

// The evaluator beside the running program, as it is installed: in the folder of the program as it
// was called, else in that of its real file. Empty: there is none.
std::string FindEvaluator();

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_COMPTIME_OPTIONS_H_
