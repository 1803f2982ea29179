// What the test programs share. A program holds many scenarios; its first argument names one.

#ifndef ARC_RUNTIME_CORE_TESTS_SUPPORT_H_
#define ARC_RUNTIME_CORE_TESTS_SUPPORT_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/contract.h"

namespace arc::rt::testing {

inline const uint8_t* Bytes(const char* text) { return reinterpret_cast<const uint8_t*>(text); }

inline uint64_t Length(const char* text) {
  uint64_t length = 0;
  while (text[length] != 0) ++length;
  return length;
}

inline ArcStringView View(const char* text) { return {Bytes(text), Length(text)}; }

inline void Print(const char* text) { arc_rt_stdout_write(Bytes(text), Length(text)); }
inline void Print(ArcStringView text) { arc_rt_stdout_write(text.data, text.length); }
inline void Print(int64_t value) {
  uint8_t digits[20];
  arc_rt_stdout_write(digits, arc_rt_format_i64(value, digits));
}

template <typename... Parts>
void PrintLine(Parts... parts) {
  (Print(parts), ...);
  Print("\n");
}

// Ends the scenario with a message when a condition does not hold.
#define REQUIRE(condition)                                                                  \
  do {                                                                                      \
    if (!(condition)) {                                                                     \
      ::arc::rt::testing::PrintLine("line ", int64_t{__LINE__}, ": not true: " #condition); \
      arc_rt_exit(1);                                                                       \
    }                                                                                       \
  } while (false)

// The argument at `index`, empty when there is none.
inline ArcStringView Argument(uint64_t index) {
  uint64_t count;
  const ArcStringView* arguments = arc_rt_args(&count);
  return index < count ? arguments[index] : ArcStringView{nullptr, 0};
}

inline bool Same(ArcStringView a, const char* b) {
  if (a.length != Length(b)) return false;
  for (uint64_t i = 0; i < a.length; ++i) {
    if (a.data[i] != static_cast<uint8_t>(b[i])) return false;
  }
  return true;
}

inline int64_t ToNumber(ArcStringView text) {
  int64_t value = 0;
  for (uint64_t i = 0; i < text.length; ++i) value = value * 10 + (text.data[i] - '0');
  return value;
}

struct Scenario {
  const char* name;
  void (*run)();
};

template <size_t n>
int32_t RunScenario(const Scenario (&scenarios)[n]) {
  const ArcStringView wanted = Argument(1);
  for (const Scenario& scenario : scenarios) {
    if (Same(wanted, scenario.name)) {
      scenario.run();
      return 0;
    }
  }
  PrintLine("no scenario ", wanted);
  return 2;
}

}  // namespace arc::rt::testing

#endif  // ARC_RUNTIME_CORE_TESTS_SUPPORT_H_
