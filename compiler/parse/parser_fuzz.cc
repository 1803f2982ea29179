#include <cstddef>
#include <cstdint>

#include "compiler/parse/parser_fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  arc::CheckFrontEndOn({reinterpret_cast<const char*>(data), size});
  return 0;
}
