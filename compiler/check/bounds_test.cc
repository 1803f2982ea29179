// Programs that want to go on for ever, or to be very large: each ends soon, with one report or
// with none.
#include <chrono>
#include <string>

#include "compiler/check/check_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

std::string Times(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::chrono::seconds kLimit{300};
#else
constexpr std::chrono::seconds kLimit{30};
#endif

// Checks and lowers; gives the codes of what is reported. Well below the limit on an idle machine;
// the limit only tells from what does not end.
std::string Codes(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  CheckTextOptions options;
  options.depth = CheckDepth::kLower;
  CheckedText checked = CheckText(text, options);
  EXPECT_EQ(checked.broken, "");
  EXPECT_LT(std::chrono::steady_clock::now() - start, kLimit);
  std::string codes;
  for (size_t at = 0; at < checked.report.size(); at = checked.report.find('\n', at) + 1)
    codes += (codes.empty() ? "" : " ") + checked.report.substr(at, 7);
  return codes;
}

constexpr char kTooDeep[] = "ARC0220";

TEST(Bounds, InstancesOfGrowingTypes) {
  EXPECT_EQ(Codes("func f<T>(x: T) { f<vector<T>>([x]) }\nfunc main() { f(1) }\n"), kTooDeep);
  EXPECT_EQ(Codes("func f<T>(x: T) int64 { return f((x, x)) }\nfunc main() { println(f(1)) }\n"),
            kTooDeep);
  EXPECT_EQ(Codes("func f<T>(x: T) { let y: T? = x\n f(y) }\nfunc main() { f(1) }\n"), kTooDeep);
  EXPECT_EQ(Codes("func f<T>(x: T) { f(|| x) }\nfunc main() { f(1) }\n"), kTooDeep);
  EXPECT_EQ(Codes("func f(args...) { f(1, args...) }\nfunc main() { f() }\n"), kTooDeep);
  EXPECT_EQ(Codes("func a<T>(x: T) { b<[]T>([x]) }\nfunc b<T>(x: T) { a<T?>(x) }\n"
                  "func main() { a(1) }\n"),
            kTooDeep);
}

TEST(Bounds, InstancesThatBranch) {
  EXPECT_EQ(Codes("func f<T>(x: T) { f((x, 1))\n f((x, \"a\")) }\nfunc main() { f(1) }\n"),
            kTooDeep);
  EXPECT_EQ(Codes("func f(args...) { f(1, args...)\n f(\"a\", args...) }\nfunc main() { f() }\n"),
            kTooDeep);
  EXPECT_EQ(Codes("struct again<compute> {\n init(self t: *again<compute>, args...) {\n"
                  "let a = again func(n: int64) int64 { return n }(1)\n"
                  "let b = again func(n: int64) int64 { return n }(2)\n _ = (&a, &b) }\n}\n"
                  "func main() { let a = again func(n: int64) int64 { return n }(1)\n _ = &a }\n"),
            kTooDeep);
}

TEST(Bounds, TypesThatContainLargerOnes) {
  EXPECT_EQ(Codes("struct S<T> { next: vector<S<vector<T>>> }\nfunc main() { let s = S<int64>{}\n"
                  "println(s.next.len()) }\n"),
            kTooDeep);
  EXPECT_EQ(
      Codes("enum E<T> { Leaf, More(next: E<T?>) }\nfunc f(e: E<int64>) {}\nfunc main() {}\n"),
      kTooDeep);
  EXPECT_EQ(Codes("struct S<T> { v: T\n func to_string(self s: S<T>) string { return "
                  "\"${S<S<T>>{v: s}}\" } }\nfunc main() { println(S<int64>{v: 1}) }\n"),
            kTooDeep);
}

TEST(Bounds, AliasesAndConstantsOfThemselves) {
  EXPECT_EQ(Codes("type A = A\nfunc f(a: A) {}\n"), "ARC0230");
  EXPECT_EQ(Codes("type A<T> = A<vector<T>>\nfunc f(a: A<int64>) {}\n"), kTooDeep);
  EXPECT_EQ(Codes("const A: int64 = A + 1\n"), "ARC0214");
  EXPECT_NE(Codes("const N: usize = @sizeof([N]int64)\nstruct S { a: [N]S }\n"), "");
}

TEST(Bounds, DefaultsThatNeedThemselves) {
  EXPECT_EQ(Codes("struct A { n: int64 = A{}.n }\nfunc main() { println(A{}) }\n"), "ARC0214");
  EXPECT_EQ(
      Codes("func f(n: int64 = g()) int64 { return n }\nfunc g(n: int64 = f()) int64 { return "
            "n }\nfunc main() { println(f()) }\n"),
      "ARC0214");
}

TEST(Bounds, RecursiveStructsByEveryPath) {
  for (const char* field : {"S", "[3]S", "(int64, S)", "T", "G<S>"}) {
    SCOPED_TRACE(field);
    EXPECT_NE(Codes("struct S { f: " + std::string(field) + " }\nstruct T { s: S }\n" +
                    "struct G<X> { x: X }\nfunc main() {}\n"),
              "");
  }
  for (const char* field : {"S?", "S!", "vector<S>", "map<string, S>", "*S?", "func(S) S", "E"}) {
    SCOPED_TRACE(field);
    EXPECT_EQ(Codes("struct S { f: " + std::string(field) + " }\nenum E { A, B(s: S) }\n" +
                    "func f(s: S) { let t = s\n _ = t }\nfunc main() {}\n"),
              "");
  }
}

TEST(Bounds, LargeTypes) {
  EXPECT_EQ(Codes("struct S { a: [1_000_000][1_000_000][1_000_000]int64 }\n"), "ARC0221");
  EXPECT_EQ(Codes("func f(a: [9_999_999_999_999]int64) {}\n"), "ARC0221");
  std::string chain = "struct S0 { x: string }\n";
  for (int i = 1; i < 25; ++i) {
    std::string below = "S" + std::to_string(i - 1);
    chain += "struct S" + std::to_string(i) + " { a: " + below + "\n b: " + below + " }\n";
  }
  EXPECT_EQ(Codes(chain + "func f(s: S24) bool { let t = s\n let u: S24\n return t == u }\n"), "");
}

TEST(Bounds, DeepTrees) {
  EXPECT_EQ(Codes("func main() { let x = 1\n println(x" + Times(" + x", 9000) + ") }\n"), "");
  EXPECT_EQ(Codes("func main() { println(" + Times("(", 450) + "1" + Times(")", 450) + ") }\n"),
            "");
  EXPECT_EQ(Codes("func main() { " + Times("{ ", 450) + "println(1)" + Times(" }", 450) + " }\n"),
            "");
  EXPECT_EQ(Codes("func f(x: int64) int64 { " + Times("if x == 1 { return 2 } else ", 3000) +
                  "{ return 0 } }\n"),
            "");
  EXPECT_EQ(
      Codes("struct S { x: int64\n func f(self s: S) S { return s } }\nfunc main() { println(S{}" +
            Times(".f()", 2000) + ") }\n"),
      "");
  EXPECT_EQ(Codes("func f(x: int64" + Times("?", 400) + ") {}\n"), kTooDeep);
}

TEST(Bounds, DefersAtEveryReturn) {
  EXPECT_EQ(Codes("func main() {\n" + Times("defer println(1)\n", 200) +
                  Times("if true { return }\n", 200) + "}\n"),
            "");
  EXPECT_EQ(Codes("func main() {\n" + Times("defer println(1, 2, 3)\n", 2500) +
                  Times("if true { return }\n", 2500) + "}\n"),
            kTooDeep);
}

TEST(Bounds, TextsThatDouble) {
  std::string text = "const A0 = \"xxxxxxxxxxxxxxxx\"\n";
  for (int i = 1; i < 60; ++i) {
    std::string below = "A" + std::to_string(i - 1);
    text += "const A" + std::to_string(i) + " = " + below + " + " + below + "\n";
  }
  EXPECT_EQ(Codes(text), "ARC0212");
}

TEST(Bounds, NamesOfTheLibraryBelongToNobody) {
  EXPECT_EQ(
      Codes("struct vector { x: int64 }\nstruct error { y: int64 }\nenum range { A, B }\n"
            "func println(x: int64) int64 { return x }\nfunc panic() {}\nfunc eq() {}\n"
            "func main() { let v = vector{x: 1}\n let s = [1, 2]\n for i in 0..3 { "
            "_ = println(i) }\n let m = {\"a\": s}\n let t = \"${m}${v.x}\"\n let u: int64! = 3\n"
            "_ = (t, u, range.A, error{y: 1}.y, s == s) }\n"),
      "");
}

}  // namespace
}  // namespace arc
