// What making, verifying, lowering and emitting TIR costs, for a function of 40 operations that
// looks like checked source code: a loop over an array with arithmetic, a struct and calls.
//
//   bazel run --config=opt //compiler/lower:lowering_benchmark

#include <memory>
#include <string>

#include "benchmark/benchmark.h"
#include "compiler/ir/dialects.h"
#include "compiler/ir/tir_builder.h"
#include "compiler/lower/codegen.h"
#include "compiler/lower/lower.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"

namespace arc {
namespace {

constexpr int kOperations = 40;

void MakeFunction(tir::Builder& b, tir::Function f, uint32_t line) {
  tir::Type i64 = b.Int(64, true), u64 = b.Int(64, false);
  tir::Type point = b.Named("main.Point");
  auto at = [&] { b.SetPosition({.file = 0, .line = ++line, .column = 5}); };
  at();
  b.StartBody(f);
  tir::Value place = b.Local(point, "point", "Point");
  tir::Value sum = b.Local(i64, "sum", "int64");
  b.Store(b.ConstInt(i64, 0), sum);
  b.Zero(point, place);
  at();
  tir::Value i;
  tir::Block head = b.NewBlock(i64, &i), body = b.NewBlock(), done = b.NewBlock();
  b.Branch(head, b.ConstInt(i64, 0));
  b.Enter(head);
  b.CondBranch(b.Compare(tir::ComparePredicate::Less, i, b.Param(f, 1)), body, done);
  b.Enter(body);
  at();
  tir::Value index = b.IndexCheck(i, b.ConstInt(u64, 100));
  tir::Value element = b.Load(i64, b.ElementAddress(i64, b.Param(f, 0), index));
  at();
  tir::Value product = b.Binary(tir::BinaryKind::Mul, element, b.ConstInt(i64, 3));
  tir::Value x = b.FieldAddress(point, place, 0);
  b.Store(b.Binary(tir::BinaryKind::Add, b.Load(i64, x), product), x);
  at();
  b.Store(b.Binary(tir::BinaryKind::Add, b.Load(i64, sum), b.Load(i64, x)), sum);
  at();
  tir::Block odd = b.NewBlock(), next = b.NewBlock();
  tir::Value rest = b.Binary(tir::BinaryKind::Rem, element, b.ConstInt(i64, 2));
  b.CondBranch(b.Compare(tir::ComparePredicate::NotEqual, rest, b.ConstInt(i64, 0)), odd, next);
  b.Enter(odd);
  at();
  b.Store(b.Call(f, {b.Param(f, 0), rest}), sum);
  b.Branch(next);
  b.Enter(next);
  at();
  b.Branch(head, b.Binary(tir::BinaryKind::Add, i, b.ConstInt(i64, 1)));
  b.Enter(done);
  at();
  b.Return(b.Load(i64, sum));
}

std::unique_ptr<tir::Builder> MakeModule(mlir::MLIRContext* context, int64_t functions) {
  auto builder = std::make_unique<tir::Builder>(context, "main");
  tir::Type i64 = builder->Int(64, true);
  builder->AddFile("main.arc");
  builder->DefineStruct("main.Point", {{"x", i64}, {"y", i64}}, "", "", false);
  for (int64_t n = 0; n < functions; ++n) {
    tir::FunctionInfo info;
    info.symbol = "main.f" + std::to_string(n);
    info.display_name = info.symbol;
    info.linkage = tir::Linkage::Exported;
    info.params.push_back({.name = "xs", .type = builder->Ptr(), .pointee = {}});
    info.params.push_back({.name = "n", .type = i64, .pointee = {}});
    info.result = i64;
    info.position = {.file = 0, .line = static_cast<uint32_t>(20 * n + 1), .column = 1};
    MakeFunction(*builder, builder->DeclareFunction(info), info.position.line);
  }
  return builder;
}

void Report(benchmark::State& state) {
  state.counters["per_function"] = benchmark::Counter(
      static_cast<double>(state.range(0)),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  state.SetItemsProcessed(state.iterations() * state.range(0) * kOperations);
}

void BM_Build(benchmark::State& state) {
  auto context = MakeContext();
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(MakeModule(context.get(), state.range(0)));
  Report(state);
}
BENCHMARK(BM_Build)->Arg(1)->Arg(1000);

void BM_Verify(benchmark::State& state) {
  auto context = MakeContext();
  auto builder = MakeModule(context.get(), state.range(0));
  for ([[maybe_unused]] auto _ : state) VerifyModule(builder->Module(), nullptr);
  Report(state);
}
BENCHMARK(BM_Verify)->Arg(1000);

void BM_Lower(benchmark::State& state) {
  auto context = MakeContext();
  auto builder = MakeModule(context.get(), state.range(0));
  lower::LowerOptions options;
  options.debug = static_cast<lower::DebugInfo>(state.range(1));
  for ([[maybe_unused]] auto _ : state) {
    llvm::LLVMContext llvm_context;
    llvm_context.setDiscardValueNames(true);
    benchmark::DoNotOptimize(lower::LowerToLlvm(builder->Module(), llvm_context, options));
  }
  Report(state);
}
BENCHMARK(BM_Lower)->Args({1, 0})->Args({1000, 0})->Args({1000, 1})->Args({1000, 2});

void BM_Emit(benchmark::State& state) {
  auto context = MakeContext();
  auto builder = MakeModule(context.get(), state.range(0));
  lower::CodegenOptions codegen;
  codegen.level = static_cast<lower::OptimizationLevel>(state.range(1));
  lower::LowerOptions options;
  options.optimize = codegen.level != lower::OptimizationLevel::O0;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    auto llvm_context = std::make_unique<llvm::LLVMContext>();
    llvm_context->setDiscardValueNames(true);
    auto module = lower::LowerToLlvm(builder->Module(), *llvm_context, options);
    state.ResumeTiming();
    llvm::SmallVector<char, 0> bytes;
    if (!lower::EmitObject(*module, codegen, bytes).ok()) state.SkipWithError("not emitted");
    state.PauseTiming();
    module.reset();
    llvm_context.reset();
    state.ResumeTiming();
  }
  Report(state);
}
BENCHMARK(BM_Emit)->Args({1, 0})->Args({1000, 0})->Args({1000, 2})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace arc
