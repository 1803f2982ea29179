// Names of the closed sets in compile.h.

#include <optional>
#include <string_view>

#include "compiler/driver/compile.h"

namespace arc::driver {
namespace {

constexpr EmitKind kEmitKinds[] = {EmitKind::kTokens,   EmitKind::kAst,   EmitKind::kComptimeTrace,
                                   EmitKind::kTir,      EmitKind::kMlir,  EmitKind::kLlvm,
                                   EmitKind::kAssembly, EmitKind::kObject};
constexpr Optimization kOptimizations[] = {Optimization::kO0, Optimization::kO1, Optimization::kO2,
                                           Optimization::kO3, Optimization::kOs};

}  // namespace

std::string_view EmitKindName(EmitKind kind) {
  switch (kind) {
    case EmitKind::kTokens:
      return "tokens";
    case EmitKind::kAst:
      return "ast";
    case EmitKind::kComptimeTrace:
      return "comptime-trace";
    case EmitKind::kTir:
      return "tir";
    case EmitKind::kMlir:
      return "mlir";
    case EmitKind::kLlvm:
      return "llvm";
    case EmitKind::kAssembly:
      return "asm";
    case EmitKind::kObject:
      return "obj";
  }
}

std::string_view EmitKindExtension(EmitKind kind) {
  switch (kind) {
    case EmitKind::kTokens:
      return ".tokens";
    case EmitKind::kAst:
      return ".ast";
    case EmitKind::kComptimeTrace:
      return ".comptime-trace";
    case EmitKind::kTir:
      return ".tir";
    case EmitKind::kMlir:
      return ".mlir";
    case EmitKind::kLlvm:
      return ".ll";
    case EmitKind::kAssembly:
      return ".s";
    case EmitKind::kObject:
      return ".o";
  }
}

std::optional<EmitKind> EmitKindFromName(std::string_view name) {
  for (EmitKind kind : kEmitKinds) {
    if (EmitKindName(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view OptimizationName(Optimization optimization) {
  switch (optimization) {
    case Optimization::kO0:
      return "0";
    case Optimization::kO1:
      return "1";
    case Optimization::kO2:
      return "2";
    case Optimization::kO3:
      return "3";
    case Optimization::kOs:
      return "s";
  }
}

std::optional<Optimization> OptimizationFromName(std::string_view name) {
  for (Optimization optimization : kOptimizations) {
    if (OptimizationName(optimization) == name) return optimization;
  }
  return std::nullopt;
}

}  // namespace arc::driver
