// Other packages' code and constants in what runs during the build. The standard library is in the
// evaluator; of other packages the driver gives what they were checked to, when it is needed.
#include <utility>

#include "compiler/check/checker.h"

namespace arc::check {

using State = ComptimeValue::State;

// Gets the code of the packages that declare what is missing. True: there is more than before.
bool Checker::LoadCode(const comptime::ThunkModule::Missing& missing) {
  bool progress = false;
  auto load = [&](std::string_view symbol) {
    if (IsLibrary(symbol)) return;
    const std::string package = provider_.PackageOf(symbol);
    if (package.empty() || package == current_->path) return;
    auto [known, inserted] = package_code_.try_emplace(package);
    if (!inserted) return;
    PackageProvider::Code code = provider_.LoadCode(package);
    known->second = std::move(code.error);
    if (!known->second.empty()) return;
    absl::Status added = thunks_.AddPackageCode(package, code.bytes);
    if (added.ok()) {
      progress = true;
    } else {
      known->second = std::string(added.message());
    }
  };
  for (const std::string& symbol : missing.bodies) load(symbol);
  for (const std::string& symbol : missing.globals) load(symbol);
  return progress;
}

// Whether all that other objects define is there by now. Reports what is not.
bool Checker::HasPackages(ComptimeValue* value, const comptime::ThunkModule::Missing& missing) {
  auto fail = [&](DiagnosticKind kind, std::string message, const std::string& symbol) {
    value->state = State::Failed;
    auto report = ComptimeError(value, kind, std::move(message));
    NoteWay(report, value->thunk, symbol);
    auto code = package_code_.find(provider_.PackageOf(symbol));
    if (code != package_code_.end() && !code->second.empty()) report.Note(code->second);
    return false;
  };
  if (!missing.globals.empty()) {
    const std::string& symbol = missing.globals.front();
    return fail(DiagnosticKind::ComptimeNeedsBody,
                Cat("this needs the value of `", SpellSymbol(symbol), "`, which is not there"),
                symbol);
  }
  for (const std::string& symbol : missing.bodies) {
    if (IsLibrary(symbol)) continue;
    return fail(DiagnosticKind::ComptimeNeedsBody,
                Cat("this needs the code of `", SpellSymbol(symbol), "`, which is not there"),
                symbol);
  }
  for (const std::string& symbol : missing.c_functions) {
    if (IsLibraryC(symbol)) continue;
    return fail(
        DiagnosticKind::ComptimeEffect,
        Cat("this calls the C function `", symbol, "`, which is not there during the build"),
        symbol);
  }
  return true;
}

bool Checker::NothingMissing(const comptime::ThunkModule::Missing& missing) const {
  auto in_evaluator = [&](const std::string& symbol) {
    return IsLibrary(symbol) && !bodies_.contains(symbol);
  };
  return missing.open.empty() && missing.images.empty() && missing.globals.empty() &&
         !missing.broken && llvm::all_of(missing.bodies, in_evaluator) &&
         llvm::all_of(missing.c_functions, IsLibraryC);
}

bool Checker::IsLibrary(std::string_view symbol) { return symbol.starts_with("std/"); }

// Mathematics, and what the library asks of the evaluator.
bool Checker::IsLibraryC(std::string_view symbol) { return symbol.starts_with("arc_"); }

}  // namespace arc::check
