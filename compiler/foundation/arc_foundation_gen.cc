// arc-foundation-gen TRIPLE ENTRY SUPPORT: writes the foundation objects of a target: the program's
// entry, and everything else. A build tool: its output goes into the runtime's archive.

#include <string>
#include <system_error>

#include "compiler/foundation/object_emitter.h"
#include "llvm/Support/raw_ostream.h"

namespace {

bool WriteObject(const std::string& triple, arc::foundation::Part part, const char* path) {
  auto object = arc::foundation::EmitFoundationObject(triple, part);
  if (!object) {
    llvm::errs() << "arc-foundation-gen: " << llvm::toString(object.takeError()) << "\n";
    return false;
  }
  std::error_code error;
  llvm::raw_fd_ostream out(path, error);
  if (!error) {
    out << llvm::StringRef(object->data(), object->size());
    out.close();
    error = out.error();
    out.clear_error();
  }
  if (error) {
    llvm::errs() << "arc-foundation-gen: cannot write " << path << ": " << error.message() << "\n";
  }
  return !error;
}

}  // namespace

int main(int argc, char** argv) {
  using arc::foundation::Part;
  if (argc != 4) {
    llvm::errs() << "usage: arc-foundation-gen TRIPLE ENTRY SUPPORT\n";
    return 2;
  }
  const bool written =
      WriteObject(argv[1], Part::kEntry, argv[2]) && WriteObject(argv[1], Part::kSupport, argv[3]);
  return written ? 0 : 1;
}
