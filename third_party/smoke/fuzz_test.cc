// A fuzz test that cannot fail: it shows that cc_fuzz_test builds and runs in every configuration.

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  uint32_t sum = 0;
  for (size_t i = 0; i < size; ++i) sum += data[i];
  return sum > UINT32_MAX - 1 ? -1 : 0;
}
