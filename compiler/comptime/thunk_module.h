// The comptime thunks of a module that is being built: what they need, how they are cut out of it
// for the evaluator, and how their values become part of it. Names no MLIR header.
//
// A thunk is a function of the module that evaluates one comptime expression; its value becomes an
// image, which code refers to by `tir.image_address` before it is defined.
#ifndef ARC_COMPILER_COMPTIME_THUNK_MODULE_H_
#define ARC_COMPILER_COMPTIME_THUNK_MODULE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "compiler/ir/tir_builder.h"
#include "comptime/client/evaluator.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace arc::comptime {

class ThunkModule {
 public:
  // `builder` outlives it, and is the only one that changes the module meanwhile.
  explicit ThunkModule(tir::Builder& builder);
  ~ThunkModule();
  ThunkModule(const ThunkModule&) = delete;
  ThunkModule& operator=(const ThunkModule&) = delete;

  // While a function is open its body is not complete: nothing that needs it can run.
  void SetOpen(std::string_view symbol, bool open);
  // The function's body has errors.
  void SetBroken(std::string_view symbol);

  // Code of another package, as its code file holds it: its functions can run from now on, and the
  // constants that it ran can be read. DataLoss: damaged.
  absl::Status AddPackageCode(std::string_view package, std::string_view bytes);

  // What running the function needs that is not there: directly, or through what it calls.
  struct Missing {
    // Of declared functions, which may be other objects'. Not C functions: those that the evaluator
    // has not either end the evaluation that calls them.
    std::vector<std::string> bodies;
    std::vector<std::string> open;
    std::vector<std::string> images;   // not defined yet
    std::vector<std::string> globals;  // constants of other objects
    bool broken = false;               // some of it has errors
  };
  Missing MissingFor(std::string_view symbol);

  // Functions that closures are made of while the function runs, or could be, in a fixed order.
  std::vector<std::string> ClosuresIn(std::string_view symbol);

  // One of the shortest ways from the function to a function or image, or from there on: each step
  // is an operation in `from` that names `to`. Empty when there is none.
  struct Step {
    std::string from, to;
    std::string file;  // of the operation; empty: unknown
    uint32_t line = 0, column = 0;
  };
  std::vector<Step> Way(std::string_view from, std::string_view to);

  // Adds to `symbols` what names one of them, directly or through others, but for the thunks; what
  // `is_root` is not added, and given with the operation that names one.
  std::vector<Step> Spread(std::vector<std::string>* symbols,
                           const std::vector<std::string>& thunks,
                           llvm::function_ref<bool(std::string_view)> is_root);

  // The thunks with all that they reach as a module of its own, in MLIR's bytecode. Nothing of it
  // may be missing but bodies of other objects' functions.
  std::string CutOut(const std::vector<std::string>& thunks);

  // --- values
  // Code that refers to an image is told here, so that it can be changed when the image is defined.
  // `load`: reads the scalar at `address`; none: null.
  void NoteUse(std::string_view image, tir::Value address, tir::Value load);

  // Defines the image `symbol`: loads of scalars become constants, internal images of equal content
  // become one. False, with *error, when it holds the address of a function that the module has
  // not.
  bool Define(std::string_view symbol, const Evaluation& value, tir::Linkage linkage,
              std::string* error);
  bool IsDefined(std::string_view symbol);
  bool IsImage(std::string_view symbol);

  // Bytes of a defined image; cut where it ends. Valid as long as the module.
  std::string_view Bytes(std::string_view image, uint64_t offset, uint64_t size);
  // The offset that the word at `slot` is the address of; -1: it is no address in the image.
  int64_t LinkAt(std::string_view image, uint64_t slot);

  // All of a defined image as text: images of equal texts are equal, links and code included.
  std::string Spelled(std::string_view image);

  // Layout of types that the module defines, for reading values out of images. Offsets and sizes
  // in bytes.
  uint64_t SizeOf(tir::Type type);
  uint64_t AlignOf(tir::Type type);
  uint64_t FieldOffset(tir::Type struct_type, unsigned field);

  // At the end, when nothing is being emitted: removes the thunks, what only they reach, and loads
  // that became constants.
  void Remove(const std::vector<std::string>& thunks);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPILER_COMPTIME_THUNK_MODULE_H_
