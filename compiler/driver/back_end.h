// From a verified TIR module to what --emit asks for.
#ifndef ARC_COMPILER_DRIVER_BACK_END_H_
#define ARC_COMPILER_DRIVER_BACK_END_H_

#include <map>
#include <string>

#include "compiler/driver/compile.h"

namespace mlir {
class ModuleOp;
}

namespace arc::driver {

// Adds to `outputs` each of options.emit that is made from the module. The message of a failure,
// which is the compiler's own fault; empty if there is none.
std::string RunBackEnd(mlir::ModuleOp module, const CompileOptions& options,
                       std::map<EmitKind, std::string>& outputs);

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_BACK_END_H_
