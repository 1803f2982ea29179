#include "comptime/jit/heat.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "compiler/ir/dialects.h"
#include "compiler/ir/tir.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace arc::comptime {
namespace {

// The functions of a module, by their names.
class HeatTest : public ::testing::Test {
 protected:
  struct Found {
    std::map<std::string, Heat> heat;
    std::map<std::string, ContentKey> keys;
  };

  // The thunk is the function `thunk`.
  Found Find(const std::string& text) {
    auto context = MakeContext();
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, context.get());
    EXPECT_TRUE(module);
    Found found;
    if (!module) return found;
    AttributeHashes attributes;
    const ModuleIndex index(*module, attributes);
    const int thunk = index.Find("thunk");
    EXPECT_GE(thunk, 0);
    const HeatMap map = FindHeat(index, {static_cast<unsigned>(thunk)});
    for (size_t i = 0; i < index.nodes().size(); ++i) {
      if (auto function = mlir::dyn_cast<ir::FuncOp>(index.nodes()[i].op)) {
        found.heat[function.getSymName().str()] = map.heat[i];
        found.keys[function.getSymName().str()] = map.keys[i];
        if (map.heat[i] == Heat::kCold) {
          EXPECT_EQ(map.keys[i], index.nodes()[i].key);
        } else {
          EXPECT_NE(map.keys[i], index.nodes()[i].key);
        }
      }
    }
    return found;
  }

  // A function that calls others: `repeated` in a loop, `once` in front of it; without `repeated`
  // there is no loop.
  static std::string Function(const std::string& name, const std::string& once,
                              const std::string& repeated = "", const std::string& more = "") {
    std::string text = absl::StrCat("tir.func link_once @", name, "()", more, " {\n");
    auto call = [&](const std::string& callee) {
      if (!callee.empty()) absl::StrAppend(&text, "  tir.call @", callee, "() : () -> ()\n");
    };
    call(once);
    if (!repeated.empty()) {
      text += "  cf.br ^head\n^head:\n";
      call(repeated == "nothing" ? "" : repeated);
      text += "  %c = tir.const true\n  cf.cond_br %c, ^head, ^done\n^done:\n";
    }
    return text + "  tir.return\n}\n";
  }
  static std::string Thunk(const std::string& calls) {
    return absl::StrCat(
        "tir.func internal @thunk(%api: !tir.ptr \"api\", %result: !tir.ptr \"result\") c_abi {\n"
        "  tir.call @",
        calls, "() : () -> ()\n  tir.return\n}\n");
  }
};

TEST_F(HeatTest, LoopsAreHotAndWhatTheyCall) {
  auto heat = Find(Function("inner", "") + Function("leaf", "inner") + Function("before", "") +
                   Function("loop", "before", "leaf") + Function("way", "loop") +
                   Function("alone", "before", "nothing") + Thunk("way"))
                  .heat;
  EXPECT_EQ(heat["loop"], Heat::kHot);
  EXPECT_EQ(heat["leaf"], Heat::kHot);
  EXPECT_EQ(heat["inner"], Heat::kHot);
  EXPECT_EQ(heat["before"], Heat::kCold) << "called once";
  EXPECT_EQ(heat["way"], Heat::kWarm);
  EXPECT_EQ(heat["thunk"], Heat::kWarm);
  EXPECT_EQ(heat["alone"], Heat::kCold) << "the thunk does not reach it";
}

TEST_F(HeatTest, RecursionIsHot) {
  auto heat = Find(Function("even", "odd") + Function("odd", "even") + Function("leaf", "") +
                   Function("self", "self") + Thunk("even"))
                  .heat;
  EXPECT_EQ(heat["even"], Heat::kHot);
  EXPECT_EQ(heat["odd"], Heat::kHot);
  EXPECT_EQ(heat["self"], Heat::kCold);
}

TEST_F(HeatTest, WhatIsMarkedAsColdStaysCold) {
  auto heat = Find(Function("report", "", "nothing") + Function("slow", "report", "", " cold") +
                   Function("loop", "", "slow") + Thunk("loop"))
                  .heat;
  EXPECT_EQ(heat["slow"], Heat::kCold);
  EXPECT_EQ(heat["report"], Heat::kCold) << "only the cold one calls it";
  EXPECT_EQ(heat["loop"], Heat::kHot);
}

TEST_F(HeatTest, WhoseAddressIsTakenIsHot) {
  auto heat = Find(Function("leaf", "") + R"tir(
tir.func link_once @gives() {
  %f = tir.func_address @leaf
  tir.return
}
)tir" + Thunk("gives"))
                  .heat;
  EXPECT_EQ(heat["leaf"], Heat::kHot);
  EXPECT_EQ(heat["gives"], Heat::kWarm);
}

// Code that calls the fast code of a function and code that calls its good code are not the same.
TEST_F(HeatTest, KeysSayWhatIsCalled) {
  const std::string shared = Function("leaf", "") + Function("once", "leaf");
  auto cold = Find(shared + Function("loop", "once", "nothing") + Thunk("loop"));
  auto hot = Find(shared + Function("loop", "once", "leaf") + Thunk("loop"));
  EXPECT_EQ(cold.heat["once"], Heat::kCold);
  EXPECT_EQ(hot.heat["once"], Heat::kWarm);
  EXPECT_NE(cold.keys["once"], hot.keys["once"]);
  EXPECT_NE(cold.keys["leaf"], hot.keys["leaf"]);
  auto moved = Find("\n\n" + shared + Function("loop", "once", "leaf") + Thunk("loop"));
  EXPECT_EQ(moved.keys, hot.keys);
}

}  // namespace
}  // namespace arc::comptime
