// What compiling costs: a thunk on its own, many at once, the same with ORC; and what running costs
// in each tier.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "compiler/ir/dialects.h"
#include "compiler/lower/codegen.h"
#include "compiler/lower/lower.h"
#include "comptime/jit/jit.h"
#include "comptime/jit/test_support.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"

namespace arc::comptime {
namespace {

// `count` thunks of some instructions each, that all call one function.
std::string Thunks(int count) {
  std::string text = R"tir(
tir.func link_once @twice(%n: si64 "n") -> si64 {
  %r = tir.add_wrap %n, %n : si64
  tir.return %r : si64
}
)tir";
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&text, "tir.func internal @thunk", i,
                    R"tir((%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %n = tir.const )tir",
                    i, R"tir( : si64
  %r = tir.call @twice(%n) : (si64) -> si64
  tir.store %r, %result : si64
  tir.return
}
)tir");
  }
  return text;
}

constexpr char kLoops[] = R"tir(
tir.func link_once @fib(%n: si64 "n") -> si64 {
  %two = tir.const 2 : si64
  %small = tir.compare less %n, %two : si64
  cf.cond_br %small, ^leaf, ^node
^leaf:
  tir.return %n : si64
^node:
  %one = tir.const 1 : si64
  %a = tir.sub_wrap %n, %one : si64
  %x = tir.call @fib(%a) : (si64) -> si64
  %b = tir.sub_wrap %n, %two : si64
  %y = tir.call @fib(%b) : (si64) -> si64
  %sum = tir.add_wrap %x, %y : si64
  tir.return %sum : si64
}
tir.func internal @thunk(%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %n = tir.const 30 : si64
  %r = tir.call @fib(%n) : (si64) -> si64
  tir.store %r, %result : si64
  tir.return
}
)tir";

struct Fixture {
  TestSlab slab;
  CodeStore store{slab.view(), uint64_t{64} << 20};
  JitSession session{store, [this](absl::string_view symbol) { return slab.Find(symbol); }};
};

void Batch(benchmark::State& state, Tier tier) {
  Fixture fixture;
  const int count = static_cast<int>(state.range(0));
  const std::string bytecode = ToBytecode(Thunks(count));
  std::vector<std::string> names;
  std::vector<size_t> indices;
  for (int i = 0; i < count; ++i) {
    names.push_back(absl::StrCat("thunk", i));
    indices.push_back(static_cast<size_t>(i));
  }
  for (auto _ : state) {
    auto module = fixture.session.Open(bytecode, names);
    auto addresses = (*module)->Compile(tier, indices);
    benchmark::DoNotOptimize(addresses->back());
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void OpenOnly(benchmark::State& state) {
  Fixture fixture;
  const int count = static_cast<int>(state.range(0));
  const std::string bytecode = ToBytecode(Thunks(count));
  for (auto _ : state) {
    auto module = fixture.session.Open(bytecode, {});
    benchmark::DoNotOptimize(module);
  }
  state.SetItemsProcessed(state.iterations() * count);
}

// The same thunks in one ORC session that lives on, each batch in a dylib of its own.
void Orc(benchmark::State& state) {
  const int count = static_cast<int>(state.range(0));
  const std::string bytecode = ToBytecode(Thunks(count));
  auto context = MakeContext();
  Fixture fixture;  // initializes the targets
  fixture.session.WarmUp();
  auto jit = llvm::cantFail(
      llvm::orc::LLJITBuilder()
          .setNumCompileThreads(0)
          .setJITTargetMachineBuilder(llvm::orc::JITTargetMachineBuilder(llvm::Triple(CodeTriple()))
                                          .setCodeGenOptLevel(llvm::CodeGenOptLevel::None))
          .create());
  int number = 0;
  for (auto _ : state) {
    mlir::Block block;
    const mlir::ParserConfig config(context.get(), /*verifyAfterParse=*/false);
    (void)mlir::readBytecodeFile(llvm::MemoryBufferRef(bytecode, ""), &block, config);
    auto module = mlir::cast<mlir::ModuleOp>(block.front());
    lower::LowerOptions options;
    options.refer_to_abi_version = false;
    options.at_comptime = true;
    auto llvm_context = std::make_unique<llvm::LLVMContext>();
    auto lowered = lower::LowerToLlvm(module, *llvm_context, options);
    for (llvm::Function& function : *lowered) {
      function.setLinkage(llvm::GlobalValue::ExternalLinkage);
      function.setVisibility(llvm::GlobalValue::DefaultVisibility);
      function.setComdat(nullptr);
    }
    auto& library = llvm::cantFail(jit->createJITDylib(absl::StrCat("batch", number++)));
    llvm::cantFail(jit->addIRModule(
        library, llvm::orc::ThreadSafeModule(std::move(lowered), std::move(llvm_context))));
    auto address = llvm::cantFail(jit->lookup(library, absl::StrCat("thunk", count - 1)));
    benchmark::DoNotOptimize(address);
    llvm::cantFail(jit->getExecutionSession().removeJITDylib(library));
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void Run(benchmark::State& state, Tier tier) {
  Fixture fixture;
  auto module = fixture.session.Open(ToBytecode(kLoops), std::vector<std::string>{"thunk"});
  auto addresses = (*module)->Compile(tier, {0});
  for (auto _ : state) {
    int64_t result = 0;
    fixture.slab.Run(addresses->front(), &result, int64_t{1} << 40);
    benchmark::DoNotOptimize(result);
  }
}

BENCHMARK(OpenOnly)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Batch, Fast, Tier::kFast)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Batch, Optimized, Tier::kOptimized)
    ->Arg(1)
    ->Arg(1000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(Orc)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Run, Fast, Tier::kFast)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Run, Optimized, Tier::kOptimized)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace arc::comptime
