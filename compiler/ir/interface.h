// Interface files (`.arci`): what a package tells the packages that import it.
//
// An interface file is MLIR bytecode of a module with an attribute `tir.interface` (package, ABI
// version, sources of the declarations, imports, content hash) and, below it, functions whose
// bodies importers may inline. arc-opt reads it like any other module.
//
// The bytecode's producer string carries the version of this format and a checksum of what follows,
// so that a truncated or damaged file is told from a good one before MLIR's reader, which trusts
// its input, sees it. The checksum is no defence against a forged file: interfaces are build
// products, as trusted as objects.

#ifndef ARC_COMPILER_IR_INTERFACE_H_
#define ARC_COMPILER_IR_INTERFACE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mlir {
class MLIRContext;
class ModuleOp;
}  // namespace mlir

namespace arc {

struct InterfaceFile {
  std::string path;
  std::string text;
};

struct ImportedInterface {
  std::string package;
  std::string hash;  // content hash of the interface that was used
};

struct PackageInterface {
  std::string package;  // import path
  uint32_t abi_version = 0;
  std::vector<InterfaceFile> files;
  std::vector<ImportedInterface> imports;
  // SHA-256 in hexadecimal over all of the above and the functions. Filled by reading; writing
  // computes it.
  std::string content_hash;
};

// The hash that an interface with these contents has.
std::string InterfaceHash(const PackageInterface& interface);
std::string InterfaceHash(const PackageInterface& interface, mlir::ModuleOp functions);

// The bytes of an interface file. `functions`: a module whose operations become importable; it is
// not changed.
absl::StatusOr<std::string> SerializeInterface(const PackageInterface& interface);
absl::StatusOr<std::string> SerializeInterface(const PackageInterface& interface,
                                               mlir::ModuleOp functions);

// Replaces the file in one step, so that a reader never sees half of one.
absl::Status WriteInterface(const PackageInterface& interface, const std::string& path);
absl::Status WriteInterface(const PackageInterface& interface, mlir::ModuleOp functions,
                            const std::string& path);

// NotFound: no such file. InvalidArgument: no interface file, or one of another version. DataLoss:
// a damaged one. `context` may be null; passing one that exists saves making one.
absl::StatusOr<PackageInterface> ReadInterface(const std::string& path,
                                               mlir::MLIRContext* context = nullptr);
absl::StatusOr<PackageInterface> ParseInterface(std::string_view bytes, const std::string& name,
                                                mlir::MLIRContext* context = nullptr);

// The functions, in a module that the caller owns and must erase. `context` has the dialects.
absl::StatusOr<mlir::ModuleOp> ParseInterfaceFunctions(std::string_view bytes,
                                                       const std::string& name,
                                                       mlir::MLIRContext* context);

}  // namespace arc

#endif  // ARC_COMPILER_IR_INTERFACE_H_
