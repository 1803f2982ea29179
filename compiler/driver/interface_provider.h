// Gives the checker the syntax trees of imported packages, read from interface files on demand.
#ifndef ARC_COMPILER_DRIVER_INTERFACE_PROVIDER_H_
#define ARC_COMPILER_DRIVER_INTERFACE_PROVIDER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/check.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/driver/compile.h"
#include "compiler/ir/interface.h"
#include "compiler/parse/ast_context.h"
#include "compiler/source/source_manager.h"

namespace mlir {
class MLIRContext;
}

namespace arc::driver {

class InterfaceProvider : public check::PackageProvider {
 public:
  // All arguments must outlive the provider. `files`: package path to interface file. `errors`:
  // package path to the reason why there is none.
  InterfaceProvider(mlir::MLIRContext& context, SourceManager& sources,
                    DiagnosticEngine& diagnostics, AstContext& ast,
                    const std::map<std::string, std::string>& files,
                    const std::map<std::string, std::string>& errors, const CodeReader& read_code)
      : context_(context),
        sources_(sources),
        diagnostics_(diagnostics),
        ast_(ast),
        files_(files),
        errors_(errors),
        read_code_(read_code) {}

  Files Load(std::string_view path) override;
  std::string PackageOf(std::string_view symbol) const override;
  Code LoadCode(std::string_view path) override;

  // What was loaded, by package path.
  std::vector<ImportedInterface> loaded() const;
  // Packages whose code was asked for, in that order.
  const std::vector<std::string>& code_read() const { return code_read_; }

 private:
  mlir::MLIRContext& context_;
  SourceManager& sources_;
  DiagnosticEngine& diagnostics_;
  AstContext& ast_;
  const std::map<std::string, std::string>& files_;
  const std::map<std::string, std::string>& errors_;
  const CodeReader& read_code_;
  std::map<std::string, std::string> hashes_;  // of interfaces loaded, by package path
  std::vector<std::string> code_read_;
};

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_INTERFACE_PROVIDER_H_
