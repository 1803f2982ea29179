#include "compiler/parse/interface_text.h"

#include <string>

#include "compiler/parse/parse_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

std::string Interface(const Parsed& parsed) {
  return DumpInterface(parsed.ast(), parsed.sources());
}

TEST(InterfaceText, EmptiesBodiesAndKeepsLines) {
  Parsed parsed(
      "/// Doc.\n"
      "func f(a: int32 = 1) int32 {\n"
      "    let s = \"\"\"\n"
      "        }\n"
      "        \"\"\"\n"
      "    return a // comment }\n"
      "}\n"
      "func g() { a() }\n");
  EXPECT_EQ(Interface(parsed),
            "/// Doc.\n"
            "func f(a: int32 = 1) int32 {\n\n\n\n\n}\n"
            "func g() {}\n");
}

TEST(InterfaceText, KeepsWhatImportersNeed) {
  std::string kept =
      "func generic<T>(a: T) T { return a }\n"
      "func value(comptime n: usize) usize { return n }\n"
      "func pack(args...) { f(args...) }\n"
      "func inferred() auto { return 1 }\n"
      "@inline func small() { f() }\n"
      "struct P<T> { func f() { a() } }\n"
      "struct c<compute> { func f() { a() } }\n"
      "enum E<T> { A\n func f() { a() } }\n"
      "const A = comptime { let x = 1; x }\n"
      "extern \"C\" { func g() }\n";
  Parsed parsed(kept);
  ASSERT_EQ(parsed.Errors(), "");
  EXPECT_EQ(Interface(parsed), kept);
}

TEST(InterfaceText, EmptiesMethodsAndRemovesTests) {
  Parsed parsed(
      "struct P {\n    x: int32\n    init(self p: *P) { p.x = 1 }\n    func f() {\n        a()\n   "
      " }\n}\n"
      "enum E { A\n func f() { a() } }\n"
      "/// Doc.\n"
      "async test \"t\" {\n    a()\n}\n"
      "func after() { }\n");
  EXPECT_EQ(Interface(parsed),
            "struct P {\n    x: int32\n    init(self p: *P) {}\n    func f() {\n\n}\n}\n"
            "enum E { A\n func f() {} }\n"
            "/// Doc.\n"
            "\n\n\n"
            "func after() {}\n");
}

TEST(InterfaceText, ValuesInTheirPlaces) {
  Parsed parsed(
      "const A: int64 = comptime {\n"
      "    f()\n"
      "}\n"
      "const B = comptime f()\n"
      "comptime { say() }\n"
      "const C = comptime g()\n");
  auto range = [&](size_t i) { return llvm::cast<ConstDecl>(parsed.ast().decls[i])->value->range; };
  EXPECT_EQ(DumpInterface(parsed.ast(), parsed.sources(), {{range(1), "\"two\""}, {range(0), "1"}}),
            "const A: int64 = 1\n\n\n"
            "const B = \"two\"\n"
            "\n"
            "const C = comptime g()\n");
}

TEST(InterfaceText, InterfaceModeLeavesBodiesOut) {
  Parsed source(
      "func f() { a() }\n"
      "func empty() { }\n"
      "func generic<T>() { func local() { } }\n"
      "struct P { func m() { a() }\n drop(self p: *P) { } }\n");
  Parsed parsed(Interface(source), {.interface_mode = true});
  ASSERT_EQ(parsed.Errors(), "");
  auto function = [&](size_t i) { return llvm::cast<FuncDecl>(parsed.ast().decls[i]); };
  EXPECT_FALSE(HasBody(*function(0)));
  EXPECT_FALSE(HasBody(*function(1)));
  ASSERT_TRUE(HasBody(*function(2)));
  EXPECT_EQ(function(2)->body, nullptr) << "nobody has asked for it";
  const BlockStmt* body = BodyOf(*function(2));
  ASSERT_EQ(body->stmts.size(), 1u);
  EXPECT_EQ(BodyOf(*function(2)), body) << "parsed once";
  auto* local = llvm::cast<DeclStmt>(body->stmts[0]);
  EXPECT_NE(llvm::cast<FuncDecl>(local->decl)->body, nullptr);  // part of a kept body
  auto* record = llvm::cast<StructDecl>(parsed.ast().decls[3]);
  EXPECT_FALSE(HasBody(*record->members[0]));
  EXPECT_FALSE(HasBody(*record->members[1]));
}

TEST(InterfaceText, PendingBodiesAreThoseOfAPlainParse) {
  const std::string source =
      "func f<T>(x: T) T { return if x == 1 { x } else { g({x: x}, \"${ {1} } }\") } }\n"
      "@inline\nfunc g() { }\n"
      "struct S<T> { func m(self s: S<T>) { for { } }\n x: T = 1 }\n"
      "func open<T>() { if { }\n";
  Parsed plain(source);
  Parsed pending(source, {.interface_mode = true});
  auto print = [](Parsed& parsed) { return parsed.Tree(/*ranges=*/true); };
  EXPECT_EQ(print(pending), print(plain));
}

TEST(InterfaceText, ErrorsInPendingBodiesAreReportedWhenTheyAreAskedFor) {
  Parsed parsed("func f<T>() { let = 1 }\nfunc g<T>() { }\n", {.interface_mode = true});
  EXPECT_EQ(parsed.Errors(), "");
  const BlockStmt* body = BodyOf(*llvm::cast<FuncDecl>(parsed.ast().decls[0]));
  ASSERT_NE(body, nullptr);
  EXPECT_NE(parsed.Errors(), "");
}

TEST(InterfaceText, RoundTrip) {
  Parsed source(
      "namespace n\nimport \"std/os\"\n\n"
      "struct P<T> {\n    x: T\n\n    func get(self p: *P<T>) T { return p.x }\n}\n"
      "func _private() int32 {\n    return 1\n}\n\n"
      "test \"x\" {\n    _private()\n}\n"
      "func max<T>(a: T, b: T) T where ordered(T) {\n    return if a < b { b } else { a }\n}\n");
  std::string interface = Interface(source);
  Parsed again(interface, {.interface_mode = true});
  ASSERT_EQ(again.Errors(), "");
  EXPECT_EQ(Interface(again), interface);
  // Apart from bodies and tests the trees are equal, their lines too.
  Parsed plain(
      "namespace n\nimport \"std/os\"\n\n"
      "struct P<T> {\n    x: T\n\n    func get(self p: *P<T>) T { return p.x }\n}\n"
      "func _private() int32 {\n\n}\n\n"
      "\n\n\n"
      "func max<T>(a: T, b: T) T where ordered(T) {\n    return if a < b { b } else { a }\n}\n",
      {.interface_mode = true});
  EXPECT_EQ(again.Tree(/*ranges=*/true), plain.Tree(/*ranges=*/true));
}

}  // namespace
}  // namespace arc
