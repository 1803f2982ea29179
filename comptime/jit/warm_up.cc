#include "comptime/jit/warm_up.h"

#include "compiler/ir/dialects.h"
#include "compiler/ir/tir_builder.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"

namespace arc::comptime {

std::string MakeWarmUpModule() {
  auto context = MakeContext();
  tir::Builder b(context.get(), "warm_up");
  b.AddFile("warm_up");
  const tir::Type i64 = b.Int(64, true);
  b.DefineStruct("warm_up.Pair", {{"x", i64}, {"y", i64}}, "", "", false);
  const tir::Type pair = b.Named("warm_up.Pair");

  tir::FunctionInfo info;
  info.symbol = info.display_name = "warm_up.sum";
  info.linkage = tir::Linkage::LinkOnce;
  info.params.push_back({.name = "n", .type = i64, .pointee = {}});
  info.result = i64;
  info.position = {.file = 0, .line = 1, .column = 1};
  tir::Function sum = b.DeclareFunction(info);
  b.StartBody(sum);
  b.SetPosition({.file = 0, .line = 2, .column = 1});
  tir::Value place = b.Local(pair, "pair", "Pair");
  b.Zero(pair, place);
  tir::Value i;
  tir::Block head = b.NewBlock(i64, &i), body = b.NewBlock(), done = b.NewBlock();
  b.Branch(head, b.ConstInt(i64, 0));
  b.Enter(head);
  b.CondBranch(b.Compare(tir::ComparePredicate::Less, i, b.Param(sum, 0)), body, done);
  b.Enter(body);
  tir::Value y = b.FieldAddress(pair, place, 1);
  b.Store(b.Binary(tir::BinaryKind::Add, b.Load(i64, y), i), y);
  b.Branch(head, b.Binary(tir::BinaryKind::Add, i, b.ConstInt(i64, 1)));
  b.Enter(done);
  b.Return(b.Load(i64, b.FieldAddress(pair, place, 1)));

  info = {};
  info.symbol = info.display_name = kWarmUpThunk;
  info.params.push_back({.name = "api", .type = b.Ptr(), .pointee = {}});
  info.params.push_back({.name = "result", .type = b.Ptr(), .pointee = {}});
  info.is_c_abi = true;
  info.position = {.file = 0, .line = 9, .column = 1};
  tir::Function thunk = b.DeclareFunction(info);
  b.StartBody(thunk);
  b.Store(b.Call(sum, {b.ConstInt(i64, 3)}), b.Param(thunk, 1));
  b.Return();

  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  (void)mlir::writeBytecodeToFile(b.Module(), stream);
  return bytes;
}

}  // namespace arc::comptime
