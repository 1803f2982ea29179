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
  auto fail = [&](std::string_view what, const std::string& symbol) {
    value->state = State::Failed;
    auto report = ComptimeError(
        value, DiagnosticKind::ComptimeNeedsBody,
        Cat("this needs the ", what, " of `", SpellSymbol(symbol), "`, which is not there"));
    NoteWay(report, value->thunk, symbol);
    auto code = package_code_.find(provider_.PackageOf(symbol));
    if (code != package_code_.end() && !code->second.empty()) report.Note(code->second);
    return false;
  };
  if (!missing.globals.empty()) return fail("value", missing.globals.front());
  for (const std::string& symbol : missing.bodies) {
    if (!IsLibrary(symbol)) return fail("code", symbol);
  }
  return true;
}

bool Checker::NothingMissing(const comptime::ThunkModule::Missing& missing) const {
  auto in_evaluator = [&](const std::string& symbol) {
    return IsLibrary(symbol) && !bodies_.contains(symbol);
  };
  return missing.open.empty() && missing.images.empty() && missing.globals.empty() &&
         !missing.broken && llvm::all_of(missing.bodies, in_evaluator);
}

bool Checker::IsLibrary(std::string_view symbol) { return symbol.starts_with("std/"); }

}  // namespace arc::check
