#include "compiler/driver/comptime_options.h"

#include <sys/auxv.h>
#include <unistd.h>

#include <charconv>
#include <climits>
#include <cstdint>
#include <limits>

#include "absl/status/status.h"
#include "compiler/source/concat.h"

namespace arc::driver {
namespace {

constexpr std::string_view kEvaluatorName = "arc-comptime";

// "4096", "64K", "512M", "2G".
bool ReadNumber(std::string_view text, bool with_unit, uint64_t& number) {
  unsigned shift = 0;
  if (with_unit && !text.empty()) {
    const char unit = text.back();
    shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
    if (shift != 0) text.remove_suffix(1);
  }
  const char* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end || number == 0) return false;
  if (number > std::numeric_limits<uint64_t>::max() >> shift) return false;
  number <<= shift;
  return true;
}

std::string Beside(std::string program) {
  const size_t slash = program.rfind('/');
  program.resize(slash == std::string::npos ? 0 : slash + 1);
  program += kEvaluatorName;
  return access(program.c_str(), X_OK) == 0 ? program : "";
}

}  // namespace

const std::vector<OptionSpec>& ComptimeOptionSpecs() {
  static const auto& specs = *new std::vector<OptionSpec>{
      {kComptimeEvaluator, "--comptime", OptionForm::kValue, "FILE",
       "the program that runs comptime code (default: arc-comptime beside this one)"},
      {kComptimeServer, "--comptime-server", OptionForm::kValue, "SOCKET",
       "let a running `arc-comptime --serve` do it"},
      {kComptimeFuel, "--comptime-fuel", OptionForm::kValue, "N",
       "limit of each evaluation: calls and rounds of loops"},
      {kComptimeMemory, "--comptime-memory", OptionForm::kValue, "SIZE", "the same: heap, as 512M"},
      {kComptimeStack, "--comptime-stack", OptionForm::kValue, "SIZE", "the same: stack"},
      {kComptimeOutput, "--comptime-output", OptionForm::kValue, "SIZE",
       "the same: what it prints"},
      {kComptimeResult, "--comptime-result", OptionForm::kValue, "SIZE", "the same: its value"},
      {kComptimeTime, "--comptime-time", OptionForm::kValue, "MS",
       "the same: milliseconds of processor time, for what takes no fuel"},
  };
  return specs;
}

absl::Status ReadComptimeOption(const ParsedOption& option, comptime::ClientOptions& comptime) {
  comptime::EvaluationLimits& limits = comptime.limits;
  const auto read = [&](bool with_unit, uint64_t& number) -> absl::Status {
    if (ReadNumber(option.value, with_unit, number)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        Concat("`", option.value, "` is no value for `", option.name, "`: expected ",
               with_unit ? "a size, as in 64K, 512M or 2G" : "a number above 0"));
  };
  switch (option.id) {
    case kComptimeEvaluator:
      comptime.evaluator = option.value;
      return absl::OkStatus();
    case kComptimeServer:
      comptime.server = option.value;
      return absl::OkStatus();
    case kComptimeFuel:
      return read(false, limits.fuel);
    case kComptimeMemory:
      return read(true, limits.memory_bytes);
    case kComptimeStack:
      return read(true, limits.stack_bytes);
    case kComptimeOutput:
      return read(true, limits.output_bytes);
    case kComptimeResult:
      return read(true, limits.result_bytes);
    case kComptimeTime:
      return read(false, limits.milliseconds);
    default:
      return absl::OkStatus();
  }
}

std::string DescribeLimits(const comptime::EvaluationLimits& limits) {
  return Concat(limits.fuel, " ", limits.memory_bytes, " ", limits.stack_bytes, " ",
                limits.output_bytes, " ", limits.result_bytes, " ", limits.milliseconds);
}

std::string FindEvaluator() {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives addresses as numbers
  if (const auto* called = reinterpret_cast<const char*>(getauxval(AT_EXECFN))) {
    if (std::string found = Beside(called); !found.empty()) return found;
  }
  char real[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", real, sizeof real - 1);
  return length > 0 ? Beside(std::string(real, static_cast<size_t>(length))) : "";
}

}  // namespace arc::driver
