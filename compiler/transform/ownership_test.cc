#include "compiler/transform/ownership.h"

#include <gtest/gtest.h>

#include <string>

#include "compiler/ir/dialects.h"
#include "compiler/ir/tir.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace arc::transform {
namespace {

// A function of so many values, each made, copied and dropped in a block of its own.
std::string Program(int values) {
  std::string text = R"(
    tir.enum_def "List" { "Nil" = 0, "Cons" = 1 {"tail": !tir.named<"List">} } boxed
    tir.func internal @make(!tir.ptr "result" result !tir.named<"List">)
    tir.func exported @copy_all(%to: !tir.ptr "to") {
)";
  for (int i = 0; i < values; ++i) {
    text += "%v" + std::to_string(i) + " = tir.local !tir.named<\"List\">\n";
  }
  text += "cf.br ^b0\n";
  for (int i = 0; i < values; ++i) {
    const std::string value = "%v" + std::to_string(i);
    text += "^b" + std::to_string(i) + ":\n";
    text += "tir.call @make(" + value + ") : (!tir.ptr) -> ()\n";
    text += "tir.copy %to, " + value + " : !tir.named<\"List\">\n";
    text += "tir.drop " + value + " : !tir.named<\"List\">\n";
    text += i + 1 < values ? "cf.br ^b" + std::to_string(i + 1) + "\n" : "tir.return\n";
  }
  return text + "}\n";
}

struct Counts {
  int copies = 0, moves = 0, drops = 0;
};

Counts CountsAfterTransform(int values) {
  auto context = MakeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module =
      mlir::parseSourceString<mlir::ModuleOp>(Program(values), context.get());
  EXPECT_TRUE(module);
  InferOwnership(*module);
  std::string error;
  EXPECT_TRUE(VerifyOwnership(*module, &error)) << error;
  Counts counts;
  module->walk([&](mlir::Operation* op) {
    counts.copies += mlir::isa<ir::CopyOp>(op);
    counts.moves += mlir::isa<ir::MoveOp>(op);
    counts.drops += mlir::isa<ir::DropOp>(op);
  });
  return counts;
}

TEST(OwnershipTest, LastCopiesAreMoves) {
  Counts counts = CountsAfterTransform(20);
  EXPECT_EQ(counts.copies, 0);
  EXPECT_EQ(counts.moves, 20);
  EXPECT_EQ(counts.drops, 0);
}

// The states of all places in all blocks would take more memory than the function is worth.
TEST(OwnershipTest, HugeFunctionsStayAsTheyAre) {
  Counts counts = CountsAfterTransform(6000);
  EXPECT_EQ(counts.copies, 6000);
  EXPECT_EQ(counts.moves, 0);
  EXPECT_EQ(counts.drops, 6000);
}

}  // namespace
}  // namespace arc::transform
