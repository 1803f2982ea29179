// What becomes a thunk, what is run when, and what happens with the results: with an evaluator that
// answers what the test says.
#include <functional>
#include <string>
#include <vector>

#include "compiler/check/check_test_support.h"
#include "compiler/ir/dialects.h"
#include "comptime/client/evaluator.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace arc {
namespace {

using comptime::Evaluation;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Verifies each module that it gets, and answers with the prepared results, one after the other.
class FakeEvaluator : public comptime::Evaluator {
 public:
  std::vector<Evaluation> Evaluate(std::string_view module, const std::vector<std::string>& thunks,
                                   const comptime::Answers& known, std::string* error) override {
    auto context = MakeContext();
    mlir::OwningOpRef<mlir::ModuleOp> parsed = mlir::parseSourceString<mlir::ModuleOp>(
        llvm::StringRef(module.data(), module.size()), context.get());
    std::string text, wrong;
    if (!parsed) {
      ADD_FAILURE() << "the module is malformed";
      return {};
    }
    EXPECT_TRUE(VerifyModule(*parsed, &wrong)) << wrong;
    llvm::raw_string_ostream out(text);
    PrintModule(*parsed, out);
    modules.push_back(std::move(text));
    batches.push_back(thunks);
    given.push_back(known);
    if (!failure.empty()) {
      *error = failure;
      return {};
    }
    std::vector<Evaluation> results;
    for (size_t i = 0; i < thunks.size(); ++i) {
      EXPECT_LT(next, answers.size()) << "no answer for " << thunks[i];
      results.push_back(next < answers.size() ? answers[next++] : Evaluation{});
    }
    return results;
  }
  void Prepare() override { ++prepared; }

  // The value of the next thunk.
  void Give(std::string bytes, std::vector<comptime::ImageLink> links = {}) {
    Evaluation value;
    value.end = ARC_COMPTIME_DONE;
    value.image = std::move(bytes);
    value.image_align = 8;
    value.links = std::move(links);
    answers.push_back(std::move(value));
  }
  void Give(int64_t number) {
    Give(std::string(reinterpret_cast<const char*>(&number), sizeof number));
  }
  void End(ArcComptimeEnd end, std::string message) {
    Evaluation value;
    value.end = end;
    value.message = std::move(message);
    answers.push_back(std::move(value));
  }

  std::vector<Evaluation> answers;
  size_t next = 0;
  std::string failure;
  std::vector<std::string> modules;
  std::vector<std::vector<std::string>> batches;
  std::vector<comptime::Answers> given;
  int prepared = 0;
};

class ComptimeTest : public testing::Test {
 protected:
  CheckedText Check(std::string text, CheckDepth depth = CheckDepth::kLower) {
    CheckTextOptions options;
    options.evaluator = &evaluator_;
    options.want_tir = true;
    options.depth = depth;
    CheckedText checked = CheckText(text, options);
    EXPECT_EQ(checked.broken, "") << text;
    return checked;
  }
  FakeEvaluator evaluator_;
};

TEST_F(ComptimeTest, ABlockIsItsValue) {
  evaluator_.Give(832040);
  CheckedText checked = Check(
      "func fib(n: int64) int64 { return if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }\n"
      "func f() int64 { return comptime { fib(30) } }\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(checked.tir, HasSubstr("tir.const 832040 : si64"));
  // The thunk is gone, and so is what only it needs.
  EXPECT_THAT(checked.tir, Not(HasSubstr("main.comptime\"")));
  EXPECT_THAT(checked.tir, Not(HasSubstr("_leave_comptime")));
  EXPECT_THAT(checked.tir, HasSubstr("@main.fib"));
  ASSERT_THAT(evaluator_.modules, SizeIs(1));
  EXPECT_THAT(evaluator_.batches[0], ElementsAre("main.comptime"));
  EXPECT_THAT(evaluator_.modules[0], HasSubstr("@main.fib"));
  EXPECT_THAT(evaluator_.modules[0], Not(HasSubstr("@main.f(")));
  EXPECT_GE(evaluator_.prepared, 1);
}

TEST_F(ComptimeTest, WhatFoldsIsNotRun) {
  CheckedText checked = Check("const N = comptime { 3 * 14 }\nfunc f() int64 { return N }\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(checked.tir, HasSubstr("tir.const 42"));
  EXPECT_THAT(evaluator_.modules, IsEmpty());
}

TEST_F(ComptimeTest, OneBatchForAllThatIsReady) {
  for (int i = 0; i < 3; ++i) evaluator_.Give(i);
  CheckedText checked = Check(
      "func g(n: int64) int64 { return n + 1 }\n"
      "const A: int64 = comptime g(1)\n"
      "func f() int64 { return A + comptime g(2) }\n"
      "func h() int64 { let x = comptime { g(3) }\n return x }\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(evaluator_.batches, SizeIs(1));
  EXPECT_THAT(evaluator_.batches[0], SizeIs(3));
}

TEST_F(ComptimeTest, ValuesThatNeedOthersComeLater) {
  evaluator_.Give(5);
  evaluator_.Give(6);
  CheckedText checked = Check(
      "func g(n: int64) int64 { return n + 1 }\n"
      "const B: int64 = comptime { A + g(0) }\n"
      "const A: int64 = comptime g(4)\n"
      "func f() int64 { return B }\n");
  EXPECT_EQ(checked.report, "");
  ASSERT_THAT(evaluator_.batches, SizeIs(2));
  // What is known by then is a constant there.
  EXPECT_THAT(evaluator_.modules[1], HasSubstr("tir.const 5 : si64"));
  EXPECT_THAT(checked.tir, HasSubstr("tir.const 6 : si64"));
}

TEST_F(ComptimeTest, ConstantsAreStaticData) {
  evaluator_.Give(std::string(16, '\7'));
  CheckedText checked = Check(
      "func four() [4]uint32 { let t: [4]uint32\n t[1] = 1\n return t }\n"
      "const TABLE: [4]uint32 = comptime four()\n"
      "func f(i: int64) uint32 { return TABLE[i] }\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(checked.tir, HasSubstr("tir.image exported @main.TABLE align 8"));
  EXPECT_THAT(checked.tir, Not(HasSubstr("tir.global")));
  EXPECT_THAT(checked.tir, Not(HasSubstr("initialize")));
}

TEST_F(ComptimeTest, EqualValuesAreOne) {
  for (int i = 0; i < 2; ++i) evaluator_.Give(std::string(16, '\7'));
  CheckedText checked = Check(
      "func four(n: uint32) [4]uint32 { let t: [4]uint32\n t[1] = n\n return t }\n"
      "func f() [4]uint32 { return comptime four(1) }\n"
      "func g() [4]uint32 { return comptime four(1) }\n");
  EXPECT_EQ(checked.report, "");
  size_t first = checked.tir.find("tir.image ");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(checked.tir.find("tir.image ", first + 1), std::string::npos);
}

TEST_F(ComptimeTest, WhatIsNeededAtOnceRunsAtOnce) {
  evaluator_.Give(3);
  evaluator_.Give(4);
  evaluator_.Give(std::string("\1", 1));
  evaluator_.Give(5);
  CheckedText checked = Check(
      "func g(n: int64) int64 { return n + 1 }\n"
      "func h() bool { return g(1) > 0 }\n"
      "struct Ring<T, comptime N: int64> { data: [N]T }\n"
      "func f(a: [g(2)]byte, r: Ring<byte, {g(3)}>) int64 {\n"
      "    comptime if h() { return 1 } else { return \"no\" }\n"
      "}\n"
      "func k() int64 { return comptime g(4) }\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(checked.tir, HasSubstr("!tir.array<3 x ui8>"));
  EXPECT_THAT(checked.tir, HasSubstr("!tir.array<4 x ui8>"));
}

TEST_F(ComptimeTest, TextsAsConditions) {
  std::string image(27, '\0');
  image[16] = 3;
  image.replace(24, 3, "yes");
  evaluator_.Give(image, {{.slot = 8, .target = 24, .symbol = ""}});
  CheckedText checked = Check(
      "func word() string { return \"y\" + \"es\" }\n"
      "const W: string = comptime word()\n"
      "func f() { comptime if W != \"yes\" { @compile_error(\"not the text\") } }\n");
  EXPECT_EQ(checked.report, "");
}

TEST_F(ComptimeTest, ListsOfComptimeFor) {
  // An array of three numbers.
  std::string image;
  for (int64_t n : {7, 8, 9}) image.append(reinterpret_cast<const char*>(&n), sizeof n);
  evaluator_.Give(image);
  CheckedText checked = Check(
      "func numbers() [3]int64 { return [7, 8, 9] }\n"
      "const LIST: [3]int64 = comptime numbers()\n"
      "func f() int64 {\n"
      "    let sum = 0\n"
      "    comptime for n in LIST { let a: [n]byte\n sum += n + a[0] }\n"
      "    return sum\n"
      "}\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(checked.tir, HasSubstr("!tir.array<9 x ui8>"));
}

TEST_F(ComptimeTest, PredicatesOfUsers) {
  evaluator_.Give(std::string("\1", 1));
  evaluator_.Give(std::string("\0", 1));
  CheckedText checked = Check(
      "func small<T>() bool { let n = @sizeof(T)\n return n < 8 }\n"
      "func keep<T>(x: T) T where small<T>() { return x }\n"
      "func f() { let a = keep(cast<int32>(1))\n let b = keep(1)\n let _ = (a, b) }\n");
  EXPECT_THAT(checked.report, HasSubstr("ARC0219 5:10 `keep` cannot be called with T = int64"));
  EXPECT_EQ(checked.error_count, 1u);
}

TEST_F(ComptimeTest, EachStateOfNamesRunsOnce) {
  // Three rounds, and one for both exits of the deferred statement.
  for (int i = 0; i < 4; ++i) evaluator_.Give(i);
  CheckedText checked = Check(
      "func g(n: int64) int64 { return n + 1 }\n"
      "func use(n: int64) {}\n"
      "func f(b: bool) {\n"
      "    comptime for i in 0..3 { use(comptime g(cast<int64>(i))) }\n"
      "    defer use(comptime g(9))\n"
      "    if b { return }\n"
      "    use(1)\n"
      "}\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_EQ(evaluator_.next, 4u);
}

TEST_F(ComptimeTest, OutputsInTheOrderOfTheSource) {
  Evaluation said;
  said.end = ARC_COMPTIME_DONE;
  said.outputs = {{false, "one"}, {true, "careful"}, {false, "two"}};
  evaluator_.answers = {said, said};
  CheckedText checked = Check(
      "func g(n: int64) {}\n"
      "func f() { comptime g(1) }\n"
      "comptime { g(2) }\n");
  EXPECT_EQ(checked.printed, "2: one\n2: two\n3: one\n3: two\n");
  EXPECT_EQ(checked.report, "ARC0271 2:12 careful\nARC0271 3:1 careful\n");
}

TEST_F(ComptimeTest, OutsideNamesAndReturn) {
  EXPECT_THAT(Check("func f(n: int64) int64 { return comptime { n + 1 } }\n").rendered,
              HasSubstr("a parameter of the function around it"));
  EXPECT_EQ(Check("func f(n: int64) int64 { return comptime { n + 1 } }\n").report,
            "ARC0270 1:44 `n` has no value while the program is built\n");
  EXPECT_THAT(Check("func g() {}\nfunc f() { comptime { g()\n return } }\n").report,
              HasSubstr("ARC0237 3:2 `return` cannot leave a `comptime` expression"));
  // But its type is known.
  evaluator_.Give(8);
  EXPECT_EQ(Check("func g(n: usize) usize { return n }\n"
                  "func f(n: int64) usize { return comptime { g(@sizeof(@typeof(n))) } }\n")
                .report,
            "");
  EXPECT_THAT(evaluator_.modules, SizeIs(1));
}

TEST_F(ComptimeTest, ValuesThatCannotLeave) {
  EXPECT_EQ(
      Check("func f() { let p = comptime @null_ptr<byte>()\n let _ = p }\n").report,
      "ARC0269 1:20 a `*uint8` cannot be a constant: the memory that a `*uint8` leads to ends "
      "with the evaluation\n");
  EXPECT_THAT(Check("struct H { n: int64\n drop(self h: *H) { println(h.n) } }\n"
                    "struct S { h: H }\n"
                    "func f() { let p = comptime S{h: H{n: 1}}\n let _ = p.h.n }\n")
                  .report,
              HasSubstr("has a `drop` of its own"));
  EXPECT_THAT(evaluator_.modules, IsEmpty());
}

TEST_F(ComptimeTest, ValuesThatNeedThemselves) {
  CheckedText checked = Check(
      "func g(n: int64) int64 { return n + B }\n"
      "const A: int64 = comptime { g(1) }\n"
      "const B: int64 = comptime { A + 1 }\n");
  EXPECT_THAT(checked.report, HasSubstr("ARC0267 2:18 the value of `A` needs itself"));
  EXPECT_THAT(checked.rendered, HasSubstr("`A` needs `g` here"));
  EXPECT_THAT(checked.rendered, HasSubstr("`g` needs `B` here"));
  EXPECT_THAT(checked.rendered, HasSubstr("`B` needs `A` here"));
  EXPECT_EQ(checked.error_count, 1u);

  // Without types.
  checked = Check("const A = comptime { B + 1 }\nconst B = comptime { A + 1 }\n");
  EXPECT_THAT(checked.report, HasSubstr("ARC0214"));

  // A condition that decides about the code that computes it.
  checked = Check(
      "func f() bool {\n"
      "    comptime if g() { return true }\n"
      "    return false\n"
      "}\n"
      "func g() bool { return !f() }\n");
  EXPECT_THAT(checked.report, HasSubstr("ARC0267 2:17 this must be known before `f` can be"));
  EXPECT_THAT(checked.rendered, HasSubstr("`g` needs `f` here"));
  EXPECT_EQ(checked.error_count, 1u);

  // A type whose size depends on itself.
  checked = Check(
      "struct S { data: [size()]byte }\n"
      "func size() usize { let s: S\n return s.data.len() }\n");
  EXPECT_THAT(checked.report, HasSubstr("ARC0267 1:8 what runs during the build to complete `S`"));
  EXPECT_THAT(checked.rendered, HasSubstr("`size` needs the type"));
  EXPECT_THAT(evaluator_.modules, IsEmpty());
}

TEST_F(ComptimeTest, HowEvaluationsEnd) {
  struct Case {
    ArcComptimeEnd end;
    const char* message;
    const char* report;
    const char* note;
  };
  for (const Case& c : std::initializer_list<Case>{
           {ARC_COMPTIME_PANIC, "index 4 of 4", "ARC0257 2:25 this panics during the build: index",
            "g"},
           {ARC_COMPTIME_ERROR, "3 is odd", "ARC0258 2:25 3 is odd", ""},
           {ARC_COMPTIME_OUT_OF_FUEL, "", "ARC0259 2:25 this does not end", "--comptime-fuel=N"},
           {ARC_COMPTIME_TIMED_OUT, "", "ARC0259 2:25 this takes too long", "--comptime-time=MS"},
           {ARC_COMPTIME_OUT_OF_MEMORY, "", "ARC0260 2:25 ", "--comptime-memory=SIZE"},
           {ARC_COMPTIME_STACK_OVERFLOW, "", "ARC0261 2:25 ", "--comptime-stack=SIZE"},
           {ARC_COMPTIME_TOO_MUCH_OUTPUT, "", "ARC0262 2:25 ", "--comptime-output=SIZE"},
           {ARC_COMPTIME_RESULT_TOO_LARGE, "", "ARC0263 2:25 ", "--comptime-result=SIZE"},
           {ARC_COMPTIME_FAULT, "bad address 0x8",
            "ARC0264 2:25 this crashes during the build: bad "
            "address 0x8",
            ""},
           {ARC_COMPTIME_EFFECT, "opening a file", "ARC0265 2:25 ", "opening a file"},
           {ARC_COMPTIME_NEEDS_FILE, "a.txt", "ARC0265 2:25 there is no file `a.txt`", ""},
           {ARC_COMPTIME_WORKER_DIED, "killed", "ARC0266 2:25 ", "killed"},
           {ARC_COMPTIME_NOT_RUN, "", "ARC0266 2:25 this was not run", ""}}) {
    FakeEvaluator evaluator;
    CheckTextOptions options;
    options.evaluator = &evaluator;
    evaluator.End(c.end, c.message);
    CheckedText checked =
        CheckText("func g() int64 { return 1 }\nfunc f() int64 { return comptime g() }\n", options);
    EXPECT_THAT(checked.report, HasSubstr(c.report));
    EXPECT_THAT(checked.rendered, HasSubstr(c.note));
    EXPECT_EQ(checked.error_count, 1u);
  }
}

TEST_F(ComptimeTest, StacksOfCalls) {
  evaluator_.End(ARC_COMPTIME_PANIC, "no");
  evaluator_.answers[0].frames = {{"std/core.vector<int64>.get", "vector.arc", 3, 4, true},
                                  {"std/core.inner", "vector.arc", 3, 4, true},
                                  {"main.g", "input.arc", 1, 18, false},
                                  {"comptime", "input.arc", 2, 35, false}};
  CheckedText checked =
      Check("func g() int64 { return 1 }\nfunc f() int64 { return comptime g() }\n");
  EXPECT_THAT(checked.rendered, HasSubstr("in the library's `std/core.vector<int64>.get`"));
  EXPECT_THAT(checked.rendered, Not(HasSubstr("inner")));
  EXPECT_THAT(checked.rendered, HasSubstr("in `g`, here"));
  EXPECT_THAT(checked.rendered, HasSubstr("in the `comptime` expression, here"));
}

TEST_F(ComptimeTest, ChainsOfInstances) {
  evaluator_.End(ARC_COMPTIME_ERROR, "no");
  CheckedText checked = Check(
      "func h(n: int64) int64 { return n }\n"
      "func g<T>(x: T) int64 { return comptime h(1) }\n"
      "func f() int64 { return g(1.5) }\n");
  EXPECT_THAT(checked.report, HasSubstr("ARC0258 2:32 no"));
  EXPECT_THAT(checked.rendered, HasSubstr("in `g<float64>`, used here"));
}

TEST_F(ComptimeTest, NoEvaluator) {
  const char* text =
      "func g() int64 { return 1 }\nfunc f() int64 { return comptime g() + comptime { g() + 1 } "
      "}\n";
  evaluator_.failure = "no service";
  EXPECT_EQ(Check(text).report, "ARC0266 2:25 this cannot be run during the build: no service\n");
  EXPECT_EQ(CheckText(text).report,
            "ARC0266 2:25 this runs during the build, and there is nothing here that runs it\n");
  EXPECT_EQ(CheckText("func g() int64 { return 1 }\nfunc f(a: [g()]byte) {}\n").report,
            "ARC0212 2:12 this is not known while compiling\n");
}

TEST_F(ComptimeTest, StructsAsGenericArguments) {
  // Equal values are one instance, wherever they come from.
  std::string image;
  for (int64_t n : {3, 4}) image.append(reinterpret_cast<const char*>(&n), sizeof n);
  evaluator_.Give(image);
  evaluator_.Give(image);
  CheckedText checked = Check(
      "struct P { x: int64, y: int64 }\n"
      "func make(x: int64) P { return P{x: x, y: x + 1} }\n"
      "const ONE: P = comptime make(3)\n"
      "func area<comptime p: P>() int64 { let a: [p.x]byte\n return p.y * cast<int64>(a.len()) }\n"
      "func f() int64 { return area<ONE>() + area<{make(3)}>() }\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(checked.tir, HasSubstr("main.area<P{x: 3, y: 4}>"));
  EXPECT_THAT(checked.tir, HasSubstr("!tir.array<3 x ui8>"));
  size_t first = checked.tir.find("tir.func link_once @\"main.area<");
  ASSERT_NE(first, std::string::npos) << checked.tir;
  EXPECT_EQ(checked.tir.find("tir.func link_once @\"main.area<", first + 1), std::string::npos);
}

// Where nothing of users runs, an instance is what one would have written.
TEST_F(ComptimeTest, InstancesAreWhatOneWouldWrite) {
  auto body = [&](std::string text, std::string_view symbol) {
    CheckedText checked = Check(std::move(text));
    EXPECT_EQ(checked.report, "");
    size_t begin = checked.tir.find(symbol);
    EXPECT_NE(begin, std::string::npos);
    if (begin == std::string::npos) return checked.tir;
    begin = checked.tir.find('{', begin);
    return checked.tir.substr(begin, checked.tir.find("\n  }", begin) - begin);
  };
  EXPECT_EQ(body("func sum<T, comptime N: usize>(a: [N]T) T {\n"
                 "    let s: T = 0\n"
                 "    comptime if N > 2 { for x in a { s += x } } else { s = 1 }\n"
                 "    return s + cast<T>(N)\n"
                 "}\n"
                 "func f(a: [3]int64) int64 { return sum(a) }\n",
                 "@\"main.sum<"),
            body("func sum(a: [3]int64) int64 {\n"
                 "    let s: int64 = 0\n"
                 "    for x in a { s += x }\n"
                 "    return s + cast<int64>(cast<usize>(3))\n"
                 "}\n",
                 "@main.sum"));
  EXPECT_THAT(evaluator_.modules, IsEmpty());
}

TEST_F(ComptimeTest, ImportersReadNumbersAndTexts) {
  evaluator_.Give(144);
  evaluator_.Give(std::string("\1", 1));
  std::string image(29, '\0');
  image[16] = 5;
  image.replace(24, 5, "\"\n\xc3\xa9$");
  evaluator_.Give(image, {{.slot = 8, .target = 24, .symbol = ""}});
  evaluator_.Give(std::string(16, '\7'));
  CheckedText checked = Check(
      "func n() int16 { return 144 }\n"
      "func four() [4]uint32 { let t: [4]uint32\n return t }\n"
      "const A = comptime { n() }\n"
      "const B: bool = comptime { n() == 144 }\n"
      "const C: string = comptime { \"a\".repeat(5) }\n"
      "const D: [4]uint32 = comptime four()\n");
  EXPECT_EQ(checked.report, "");
  EXPECT_THAT(checked.interface_values,
              ElementsAre("cast<int16>(144)", "true", "\"\\\"\\u{A}\\u{E9}\\$\""));
}

TEST_F(ComptimeTest, WhatOnlyFoldingCanDo) {
  CheckedText checked = Check("func f(n: int64) { println(@embed_file(\"${n}\")) }\n");
  EXPECT_THAT(checked.report, HasSubstr("known while compiling"));
  EXPECT_EQ(checked.error_count, 1u);
  EXPECT_THAT(evaluator_.modules, IsEmpty());
}

}  // namespace
}  // namespace arc
