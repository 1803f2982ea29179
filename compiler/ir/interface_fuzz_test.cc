// Interface files from anywhere: reading gives a status, never a crash.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "compiler/ir/dialects.h"
#include "compiler/ir/interface.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static mlir::MLIRContext* context = arc::MakeContext().release();
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)arc::ParseInterface(bytes, "fuzz", context).ok();
  return 0;
}
