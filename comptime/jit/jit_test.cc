#include "comptime/jit/jit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "comptime/jit/test_support.h"

namespace arc::comptime {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr uint64_t kStoreBytes = uint64_t{64} << 20;

bool HasPositions(Tier tier) { return tier != Tier::kFast && tier != Tier::kSimplified; }

class JitTest : public ::testing::TestWithParam<Tier> {
 protected:
  JitTest() : store_(slab_.view(), kStoreBytes), session_(store_, Library()) {}

  LibraryResolver Library() {
    return [this](absl::string_view symbol) { return slab_.Find(symbol); };
  }

  std::unique_ptr<JitSession::Module> Open(absl::string_view text,
                                           const std::vector<std::string>& thunks) {
    auto module = session_.Open(ToBytecode(text), thunks);
    EXPECT_TRUE(module.ok()) << module.status();
    return module.ok() ? *std::move(module) : nullptr;
  }

  // Compiles one thunk that writes an si64.
  uint64_t Compile(JitSession::Module& module, Tier tier, size_t thunk = 0) {
    auto addresses = module.Compile(tier, {thunk});
    EXPECT_TRUE(addresses.ok()) << addresses.status();
    return addresses.ok() ? addresses->front() : 0;
  }

  int64_t Result(absl::string_view text, Tier tier) {
    auto module = Open(text, {"thunk"});
    int64_t result = -1;
    EXPECT_TRUE(slab_.Run(Compile(*module, tier), &result));
    counts_ = module->counts();
    return result;
  }

  TestSlab slab_;
  CodeStore store_;
  JitSession session_;
  CompileCounts counts_;
};

INSTANTIATE_TEST_SUITE_P(Tiers, JitTest,
                         ::testing::Values(Tier::kFast, Tier::kTraced, Tier::kSimplified,
                                           Tier::kOptimized, Tier::kOptimizedTraced));

// fib(n), a loop around it, and a thunk.
constexpr char kFib[] = R"tir(
tir.func link_once @fib(%n: si64 "n") -> si64 name "fib(int64)" {
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
  %n = tir.const 15 : si64
  %r = tir.call @fib(%n) : (si64) -> si64
  tir.store %r, %result : si64
  tir.return
}
)tir";

TEST_P(JitTest, RunsAThunk) {
  EXPECT_EQ(Result(kFib, GetParam()), 610);
  EXPECT_EQ(counts_.functions_compiled, 2u);
  EXPECT_EQ(counts_.functions_reused, 0u);
}

TEST_P(JitTest, KeepsFunctionsForOtherModules) {
  EXPECT_EQ(Result(kFib, GetParam()), 610);
  // Another thunk; the function stands elsewhere in the file.
  std::string other = absl::StrReplaceAll(kFib, {{"const 15", "const 16"}});
  EXPECT_EQ(Result(absl::StrCat("\n\n\n", other), GetParam()), 987);
  EXPECT_EQ(counts_.functions_compiled, 1u);
  EXPECT_EQ(counts_.functions_reused, 1u);
  // One of the same name and other content is another.
  std::string changed = absl::StrReplaceAll(kFib, {{"const 2 :", "const 3 :"}});
  EXPECT_EQ(Result(changed, GetParam()), 217) << "f(n) = f(n - 1) + f(n - 3)";
  EXPECT_EQ(counts_.functions_reused, 0u);
  EXPECT_EQ(Result(kFib, GetParam()), 610);
}

// What is not hot is not compiled again when the rest is.
TEST_F(JitTest, OptimizedCodeCallsFastCodeWhereItIsCold) {
  constexpr char kText[] = R"tir(
tir.func link_once @once(%n: si64 "n") -> si64 {
  %one = tir.const 1 : si64
  %r = tir.add_wrap %n, %one : si64
  tir.return %r : si64
}
tir.func link_once @spin(%n: si64 "n") -> si64 {
  %zero = tir.const 0 : si64
  %one = tir.const 1 : si64
  cf.br ^head(%zero : si64)
^head(%i: si64):
  %more = tir.compare less %i, %n : si64
  cf.cond_br %more, ^body, ^done
^body:
  %j = tir.add_wrap %i, %one : si64
  cf.br ^head(%j : si64)
^done:
  tir.return %i : si64
}
tir.func internal @thunk(%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %n = tir.const 1000 : si64
  %a = tir.call @spin(%n) : (si64) -> si64
  %b = tir.call @once(%a) : (si64) -> si64
  tir.store %b, %result : si64
  tir.return
}
)tir";
  auto module = Open(kText, {"thunk"});
  for (Tier tier : {Tier::kFast, Tier::kSimplified, Tier::kOptimized}) {
    const CompileCounts before = module->counts();
    int64_t result = -1;
    EXPECT_TRUE(slab_.Run(Compile(*module, tier), &result));
    EXPECT_EQ(result, 1001);
    const uint32_t compiled = module->counts().functions_compiled - before.functions_compiled;
    const uint32_t reused = module->counts().functions_reused - before.functions_reused;
    EXPECT_EQ(compiled, tier == Tier::kFast ? 3u : 2u);
    EXPECT_EQ(reused, tier == Tier::kFast ? 0u : 1u);
  }
  EXPECT_EQ(store_.functions(), 4u) << "spin three times, once once";
}

TEST_P(JitTest, TheSlabIsEmptyWhenNothingIsKept) {
  const uint64_t before = store_.memory().used();
  EXPECT_EQ(Result(kFib, GetParam()), 610);
  EXPECT_GT(store_.memory().used(), before);
  const uint64_t kept = store_.memory().used();
  for (int i = 0; i < 50; ++i) {
    Result(absl::StrReplaceAll(kFib, {{"const 15", absl::StrCat("const ", i % 20)}}), GetParam());
    ASSERT_EQ(store_.memory().used(), kept) << "thunks go";
  }
  EXPECT_EQ(store_.functions(), 1u);
  store_.Clear();
  EXPECT_EQ(store_.memory().used(), before);
  EXPECT_EQ(store_.functions(), 0u);
}

TEST_P(JitTest, AFullStoreForgets) {
  CodeStore small(slab_.view(), /*max_bytes=*/1);
  JitSession session(small, Library());
  for (int i = 2; i < 6; ++i) {
    std::string text = absl::StrReplaceAll(kFib, {{"const 2 :", absl::StrCat("const ", i, " :")}});
    auto module = session.Open(ToBytecode(text), std::vector<std::string>{"thunk"});
    ASSERT_TRUE(module.ok());
    int64_t result = -1;
    EXPECT_TRUE(slab_.Run(Compile(**module, GetParam()), &result));
    EXPECT_LE(small.functions(), 1u);
  }
}

TEST_P(JitTest, FuelEndsLoopsAndRecursion) {
  auto module = Open(kFib, {"thunk"});
  uint64_t thunk = Compile(*module, GetParam());
  int64_t result = 0;
  EXPECT_FALSE(slab_.Run(thunk, &result, /*fuel=*/500));
  EXPECT_TRUE(slab_.Run(thunk, &result, /*fuel=*/5000));
  const int64_t used = 5000 - slab_.control().fuel;
  EXPECT_GT(used, 500);
  EXPECT_FALSE(slab_.Run(thunk, &result, used - 1)) << "the same number each time";
  EXPECT_TRUE(slab_.Run(thunk, &result, used));
}

TEST_P(JitTest, FuelDoesNotDependOnWhatIsKept) {
  auto first = Open(kFib, {"thunk"});
  int64_t result = 0;
  ASSERT_TRUE(slab_.Run(Compile(*first, GetParam()), &result, 1'000'000));
  const int64_t left = slab_.control().fuel;
  auto second = Open(kFib, {"thunk"});
  ASSERT_TRUE(slab_.Run(Compile(*second, GetParam()), &result, 1'000'000));
  EXPECT_EQ(second->counts().functions_reused, 1u);
  EXPECT_EQ(slab_.control().fuel, left);
}

// A global that is initialized at first use, a constant one, strings, glue of a type.
TEST_P(JitTest, DataAndGlue) {
  slab_.Define("arc_rt_once",
               reinterpret_cast<const void*>(+[](uint32_t* state, void (*run)(void*), void* place) {
                 run(place);
                 *state = 2;
               }));
  static int dropped;
  dropped = 0;
  slab_.Define("drop_hook", reinterpret_cast<const void*>(+[](void*) { ++dropped; }));
  constexpr char kText[] = R"tir(
tir.struct_def "T" {"a": si64, "b": si64, "c": si64} drop @drop_hook copy_hook @drop_hook
tir.struct_def "Two" {"x": !tir.named<"T">, "y": !tir.named<"T">}
tir.func internal @drop_hook(!tir.ptr) c_abi
tir.func internal @other() -> si64
tir.global internal @lazy : si64 initializer @initialize
tir.global internal @known : si64 initializer @constant
tir.func internal @initialize(%place: !tir.ptr "place") {
  %c = tir.global_address @known
  %one = tir.load %c : si64
  %v = tir.add_wrap %one, %one : si64
  tir.store %v, %place : si64
  tir.return
}
tir.func internal @constant(%place: !tir.ptr "place") {
  %v = tir.const 20 : si64
  tir.store %v, %place : si64
  tir.return
}
tir.func internal @use(%x: !tir.ptr "x" borrowed !tir.named<"Two">) -> si64 {
  %g = tir.global_address @lazy
  %v = tir.load %g : si64
  %s = tir.string_data "AB"
  %c = tir.load %s : ui8
  %i = tir.cast lossless %c : ui8 to si64
  %sum = tir.add_wrap %v, %i : si64
  tir.return %sum : si64
}
tir.func internal @thunk(%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %two = tir.local !tir.named<"Two">
  tir.zero %two : !tir.named<"Two">
  %r = tir.call @use(%two) : (!tir.ptr) -> si64
  tir.drop %two : !tir.named<"Two">
  tir.store %r, %result : si64
  tir.return
}
)tir";
  EXPECT_EQ(Result(kText, GetParam()), 40 + 'A');
  EXPECT_EQ(dropped, 2);
  EXPECT_EQ(Result(kText, GetParam()), 40 + 'A');
  EXPECT_EQ(dropped, 4);
  EXPECT_EQ(counts_.functions_compiled, 1u) << "the thunk";
}

TEST_P(JitTest, AFunctionThatNobodyDefines) {
  auto module = Open(R"tir(
tir.func internal @missing() -> si64
tir.func internal @thunk(%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %r = tir.call @missing() : () -> si64
  tir.store %r, %result : si64
  tir.return
}
)tir",
                     {"thunk"});
  auto addresses = module->Compile(GetParam(), {0});
  EXPECT_EQ(addresses.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(addresses.status().message(), "missing");
}

// Positions are those of the module that asks, though the function was compiled for another.
TEST_P(JitTest, TracesOfKeptFunctions) {
  static uint64_t from;
  slab_.Define("look", reinterpret_cast<const void*>(+[] {
                 // The frame that called through the jump.
                 from = reinterpret_cast<uint64_t>(__builtin_return_address(0));
               }));
  const std::string text = R"tir(
tir.func internal @look() c_abi
tir.func link_once @deep(%n: si64 "n") -> si64 name "deep(int64)" no_inline {
  tir.call @look() : () -> ()
  tir.call @look() : () -> ()
  tir.return %n : si64
}
tir.func internal @thunk(%api: !tir.ptr "api", %result: !tir.ptr "result") name "block" c_abi {
  %n = tir.const 1 : si64
  %r = tir.call @deep(%n) : (si64) -> si64
  tir.store %r, %result : si64
  tir.return
}
)tir";
  for (int moved : {0, 7}) {
    auto module =
        Open(absl::StrCat(std::string(static_cast<size_t>(moved), '\n'), text), {"thunk"});
    int64_t result = 0;
    ASSERT_TRUE(slab_.Run(Compile(*module, GetParam()), &result));
    EXPECT_EQ(module->counts().functions_reused, moved ? 1u : 0u);
    std::vector<CodeFrame> frames = module->Describe(from - 1);
    if (!HasPositions(GetParam())) {
      EXPECT_THAT(frames, IsEmpty());
      continue;
    }
    ASSERT_THAT(frames, SizeIs(1));
    EXPECT_EQ(frames[0].function, "deep(int64)");
    EXPECT_EQ(frames[0].file, "test.mlir");
    EXPECT_EQ(frames[0].line, 5u + static_cast<unsigned>(moved));
    EXPECT_EQ(frames[0].column, 3u);
    EXPECT_THAT(module->Describe(0x1234), IsEmpty());
    EXPECT_EQ(module->FunctionAt(0x1234), "");
  }
}

// Thunks have the same name for users.
TEST_P(JitTest, TracesOfThunks) {
  if (!HasPositions(GetParam())) return;
  static uint64_t from;
  slab_.Define("look", reinterpret_cast<const void*>(+[] {
                 from = reinterpret_cast<uint64_t>(__builtin_return_address(0));
               }));
  std::string text = "tir.func internal @look() c_abi\n";
  for (int i = 0; i < 3; ++i) {
    absl::StrAppend(&text, "tir.func internal @t", i,
                    R"tir((%api: !tir.ptr "api", %result: !tir.ptr "result") name "comptime" c_abi {
  tir.call @look() : () -> ()
  tir.store %api, %result : !tir.ptr
  tir.return
}
)tir");
  }
  auto module = Open(text, {"t0", "t1", "t2"});
  for (size_t thunk : {2, 0, 1}) {
    int64_t result = 0;
    ASSERT_TRUE(slab_.Run(Compile(*module, GetParam(), thunk), &result));
    std::vector<CodeFrame> frames = module->Describe(from - 1);
    ASSERT_THAT(frames, SizeIs(1));
    EXPECT_EQ(frames[0].function, "comptime");
    EXPECT_EQ(frames[0].line, 3 + 5 * thunk);
  }
}

TEST_P(JitTest, FunctionsByAddress) {
  auto module = Open(R"tir(
tir.struct_def "Small" {"a": si64}
tir.func link_once @target(%s: !tir.ptr "s" borrowed !tir.named<"Small">) {
  tir.return
}
tir.func internal @thunk(%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %f = tir.func_address @target
  tir.store %f, %result : !tir.ptr
  tir.return
}
)tir",
                     {"thunk"});
  uint64_t address = 0;
  uint64_t thunk = Compile(*module, GetParam());
  ASSERT_TRUE(slab_.Run(thunk, &address));
  EXPECT_EQ(module->FunctionAt(address), "target");
  EXPECT_EQ(module->FunctionAt(thunk), "thunk");
}

TEST_P(JitTest, ManyThunksOfAModule) {
  constexpr int kCount = 300;
  std::string text;
  std::vector<std::string> names;
  std::vector<size_t> indices;
  for (int i = 0; i < kCount; ++i) {
    names.push_back(absl::StrCat("thunk", i));
    indices.push_back(static_cast<size_t>(i));
    absl::StrAppend(&text, "tir.func internal @", names.back(),
                    R"tir((%api: !tir.ptr "api", %result: !tir.ptr "result") c_abi {
  %r = tir.const )tir",
                    i, R"tir( : si64
  tir.store %r, %result : si64
  tir.return
}
)tir");
  }
  auto module = Open(text, names);
  auto addresses = module->Compile(GetParam(), indices);
  ASSERT_TRUE(addresses.ok());
  for (int i = 0; i < kCount; ++i) {
    int64_t result = -1;
    ASSERT_TRUE(slab_.Run((*addresses)[static_cast<size_t>(i)], &result));
    EXPECT_EQ(result, i);
  }
}

TEST_F(JitTest, WhatIsNoModule) {
  const std::vector<std::string> thunk = {"thunk"};
  auto error = [&](absl::string_view bytes) {
    auto module = session_.Open(bytes, thunk);
    EXPECT_EQ(module.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(module.status().message());
  };
  EXPECT_THAT(error(""), HasSubstr("no bytecode"));
  EXPECT_THAT(error("tir.func"), HasSubstr("no bytecode"));
  EXPECT_THAT(error("ML\xefRxyz"), HasSubstr("cut off"));
  const std::string good = ToBytecode(kFib);
  EXPECT_THAT(error(absl::string_view(good).substr(0, good.size() / 2)),
              HasSubstr("beyond the end"));
  EXPECT_THAT(error(ToBytecode("")), HasSubstr("no thunk"));
  // Not what a thunk looks like.
  EXPECT_THAT(error(ToBytecode(absl::StrReplaceAll(kFib, {{"c_abi", ""}}))), HasSubstr("no thunk"));
}

}  // namespace
}  // namespace arc::comptime
