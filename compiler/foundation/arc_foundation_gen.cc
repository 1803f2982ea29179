// arc-foundation-gen TRIPLE OUTPUT: writes the foundation object of a target. A build tool: its
// output goes into the runtime's archive.

#include <string>
#include <system_error>

#include "compiler/foundation/object_emitter.h"
#include "llvm/Support/raw_ostream.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    llvm::errs() << "usage: arc-foundation-gen TRIPLE OUTPUT\n";
    return 2;
  }
  auto object = arc::foundation::EmitFoundationObject(argv[1]);
  if (!object) {
    llvm::errs() << "arc-foundation-gen: " << llvm::toString(object.takeError()) << "\n";
    return 1;
  }
  std::error_code error;
  llvm::raw_fd_ostream out(argv[2], error);
  if (!error) {
    out << llvm::StringRef(object->data(), object->size());
    out.close();
    error = out.error();
  }
  if (error) {
    llvm::errs() << "arc-foundation-gen: cannot write " << argv[2] << ": " << error.message()
                 << "\n";
    out.clear_error();
    return 1;
  }
  return 0;
}
