// Expressions and their trees, each in one line (see parse_test_support.h).
#include <string>

#include "compiler/parse/parse_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

struct Sample {
  const char* text;
  const char* tree;
};

constexpr Sample kExpressions[] = {
    {"a + b * c - d", "(Binary - (Binary + (Name a) (Binary * (Name b) (Name c))) (Name d))"},
    {"a == b && c != d || !e",
     "(Binary || (Binary && (Binary == (Name a) (Name b)) (Binary != (Name c) (Name d))) (Unary ! "
     "(Name e)))"},
    {"a | b ^ c & d << 1",
     "(Binary | (Name a) (Binary ^ (Name b) (Binary & (Name c) (Binary << (Name d) (Int 1)))))"},
    {"0..n + 1", "(Range .. (low (Int 0)) (high (Binary + (Name n) (Int 1))))"},
    {"a ?? b ?? c", "(Binary ?? (Binary ?? (Name a) (Name b)) (Name c))"},
    {"x catch |e| { 0 }", "(Catch e (Name x) (Block (ExprStmt (Int 0))))"},
    {"f()? catch 0", "(Catch (Try (Call (Name f))) (Int 0))"},
    {"await tx.send(i)?", "(Try (Await (Call (Member .send (Name tx)) (Name i))))"},
    {"(await x.y)!", "(Unwrap (Await (Member .y (Name x))))"},
    {"await a.b()?.c", "(Member .c (Try (Await (Call (Member .b (Name a))))))"},
    {"-a.b", "(Unary - (Member .b (Name a)))"},
    {"&x.y", "(Unary & (Member .y (Name x)))"},
    {"*p.x", "(Unary * (Member .x (Name p)))"},
    {"a < b", "(Binary < (Name a) (Name b))"},
    {"max<int32>(a, b)", "(Call (GenericApply (Name max) (Type int32)) (Name a) (Name b))"},
    {"a < b && c > d", "(Binary && (Binary < (Name a) (Name b)) (Binary > (Name c) (Name d)))"},
    {"f(a < b, c > (d))",
     "(Call (Name f) (Binary < (Name a) (Name b)) (Binary > (Name c) (Name d)))"},
    {"f(a<b, c>(d))", "(Call (Name f) (Call (GenericApply (Name a) (Type b) (Type c)) (Name d)))"},
    {"f<n + 1, (a > b), T>()",
     "(Call (GenericApply (Name f) (ValueType (Binary + (Name n) (Int 1))) "
     "(ValueType (Binary > (Name a) (Name b))) (Type T)))"},
    {"f<2 * n>(x) > y",
     "(Binary > (Call (GenericApply (Name f) (ValueType (Binary * (Int 2) (Name n)))) (Name x)) "
     "(Name y))"},
    {"f < n + 1 && g > (x)",
     "(Binary && (Binary < (Name f) (Binary + (Name n) (Int 1))) (Binary > (Name g) (Name x)))"},
    {"@kind(func(A) B?)",
     "(Intrinsic @kind () (TypeAs (FunctionType (Type A) (result (OptionalType (Type B))))))"},
    {"f(func(a: A) B { a })",
     "(Call (Name f) (Closure (Param a (Type A)) (result (Type B)) (Block (ExprStmt (Name a)))))"},
    {"x.y<int32>.z", "(Member .z (GenericApply (Member .y (Name x)) (Type int32)))"},
    {"map<string, vector<int32>>{}",
     "(StructLiteral (Type map (Type string) (Type vector (Type int32))))"},
    {"a[1..]", "(Index (Name a) (Range .. (low (Int 1))))"},
    {"a[..n]", "(Index (Name a) (Range .. (high (Name n))))"},
    {"a[..]", "(Index (Name a) (Range ..))"},
    {"a[1..=2]", "(Index (Name a) (Range ..= (low (Int 1)) (high (Int 2))))"},
    {"|x| x * x", "(Closure short (Param x) (Binary * (Name x) (Name x)))"},
    {"|a: int32, b| { a }",
     "(Closure short (Param a (Type int32)) (Param b) (Block (ExprStmt (Name a))))"},
    {"|| 1", "(Closure short (Int 1))"},
    {"{}", "(Map)"},
    {"{1, 2}", "(Set (Int 1) (Int 2))"},
    {R"arc({"a": 1})arc", R"arc((Map (entry (String "a") (Int 1))))arc"},
    {"[1, 2,]", "(Array (Int 1) (Int 2))"},
    {"()", "(Tuple)"},
    {"(a,)", "(Tuple (Name a))"},
    {"(a, b)", "(Tuple (Name a) (Name b))"},
    {".Circle(2.0)", "(Call (ImplicitMember .Circle) (Float 2))"},
    {"@sizeof([]int32)", "(Intrinsic @sizeof () (TypeAs (SliceType (Type int32))))"},
    {"@name<int32>(1)", "(Intrinsic @name () (Type int32) (Int 1))"},
    {"v.@field(f)", "(IntrinsicMember .@field (Name v) (Name f))"},
    {"t.0.1", "(TupleMember .1 (TupleMember .0 (Name t)))"},
    {"a - -b", "(Binary - (Name a) (Unary - (Name b)))"},
    {"a +% b -| c *| d", "(Binary -| (Binary +% (Name a) (Name b)) (Binary *| (Name c) (Name d)))"},
    {"1.5_s", "(Duration 1500000000ns)"},
    {"8_KB", "(Int 8192 size)"},
    {R"arc('\n')arc", "(Char U+A)"},
    {R"arc("a${x}")arc", R"arc((Interpolated (text "a") (value (Name x))))arc"},
    {"func(x: int32) int32 { return x }",
     "(Closure (Param x (Type int32)) (result (Type int32)) (Block (Return (Name x))))"},
    {"async func() { }", "(Closure async (Block))"},
    {"process func(x: int32) int32 { return x }(C{}, 42)",
     "(Compute (Name process) (Param x (Type int32)) (result (Type int32)) (Block (Return (Name "
     "x))) (StructLiteral (Type C)) (Int 42))"},
    {"docker.Container func(p) docker.R { }(a)",
     "(Compute (Member .Container (Name docker)) (Param p) (result (Type docker.R)) (Block) (Name "
     "a))"},
    {"pool<4> func() { }()", "(Compute (GenericApply (Name pool) (ValueType (Int 4))) (Block))"},
    {R"arc(match x { 1 | 2 => a, -1 => b, 0..=9 => c, "s" => d, _ => e })arc",
     R"arc((Match (Name x) (Arm (OrPattern (LiteralPattern (Int 1)) (LiteralPattern (Int 2))) (Name a)) (Arm (LiteralPattern (Unary - (Int 1))) (Name b)) (Arm (RangePattern ..= (low (Int 0)) (high (Int 9))) (Name c)) (Arm (LiteralPattern (String "s")) (Name d)) (Arm (Wildcard) (Name e))))arc"},
    {"if a { 1 } else if b { 2 } else { 3 }",
     "(If (Name a) (Block (ExprStmt (Int 1))) (else (If (Name b) (Block (ExprStmt (Int 2))) (else "
     "(Block (ExprStmt (Int 3)))))))"},
    {"comptime { 1 }", "(ComptimeExpr (Block (ExprStmt (Int 1))))"},
    {"comptime f(x) + 1", "(ComptimeExpr (Binary + (Call (Name f) (Name x)) (Int 1)))"},
    {"spawn f(x)", "(Spawn (Call (Name f) (Name x)))"},
    {"spawn(x)", "(Call (Name spawn) (Name x))"},
    {"a.match", "(Member .match (Name a))"},
    {"x?.y", "(Member .y (Try (Name x)))"},
    {"f(name: 1, args...)", "(Call (Name f) (named name (Int 1)) (spread (Name args)))"},
    {"P{x: 1, y}", "(StructLiteral (Type P) (field x (Int 1)) (field y))"},
    {"a.P{x: 1}", "(StructLiteral (Type a.P) (field x (Int 1)))"},
    {"code { f(${x}) }", "(Code (Block (ExprStmt (Call (Name f) (Splice (Name x))))))"},
    {"[3]int32", "(TypeAs (ArrayType (Int 3) (Type int32)))"},
    {"[a][0]", "(Index (Array (Name a)) (Int 0))"},
    {"f<T>", "(GenericApply (Name f) (Type T))"},
    {"a<b", "(Binary < (Name a) (Name b))"},
    {"x ?? return 1", "(Binary ?? (Name x) (Block (Return (Int 1))))"},
    {"a <= b", "(Binary <= (Name a) (Name b))"},
    {"x!", "(Unwrap (Name x))"},
    {"a.b.c[0](1).d",
     "(Member .d (Call (Index (Member .c (Member .b (Name a))) (Int 0)) (Int 1)))"},
    {"await f", "(Await (Name f))"},
    {"!await f()?", "(Unary ! (Try (Await (Call (Name f)))))"},
    {"await await x", "(Await (Await (Name x)))"},
    {"a ?? break", "(Binary ?? (Name a) (Block (Break)))"},
    {"a ?? x catch 0", "(Catch (Binary ?? (Name a) (Name x)) (Int 0))"},
    {"x catch |e| return e", "(Catch e (Name x) (Block (Return (Name e))))"},
    {"-1.abs()", "(Unary - (Call (Member .abs (Int 1))))"},
    {"f(|x| x, |a, b| { a })",
     "(Call (Name f) (Closure short (Param x) (Name x)) (Closure short (Param a) (Param b) (Block "
     "(ExprStmt (Name a)))))"},
    {R"arc("${x:>8}${y}")arc",
     R"arc((Interpolated (value format ">8" (Name x)) (value (Name y))))arc"},
    {R"arc(r"\d")arc", R"arc((String "\\d"))arc"},
    {R"arc("""
  a
  b
  """)arc",
     R"arc((String "a\nb"))arc"},
    {R"arc('\u{1F600}')arc", "(Char U+1F600)"},
    {"1e3", "(Float 1000)"},
    {"null", "(Null)"},
    {"true", "(Bool true)"},
    {"a == null", "(Binary == (Name a) (Null))"},
    {"x..y", "(Range .. (low (Name x)) (high (Name y)))"},
    {"async |x| x", "(Closure short async (Param x) (Name x))"},
    {"func() { }()", "(Call (Closure (Block)))"},
    {"vector<[]int32>", "(GenericApply (Name vector) (SliceType (Type int32)))"},
    {R"arc(f<-1, "a", true, @typeof(x), {n + 1}>(1))arc",
     R"arc((Call (GenericApply (Name f) (ValueType (Unary - (Int 1))) (ValueType (String "a")) (ValueType (Bool true)) (ValueType (Intrinsic @typeof () (Name x))) (ValueType (Binary + (Name n) (Int 1)))) (Int 1)))arc"},
    {"a.b<T>{x: 1}", "(StructLiteral (Type a.b (Type T)) (field x (Int 1)))"},
    {"Option<int32>.Some(1)",
     "(Call (Member .Some (GenericApply (Name Option) (Type int32))) (Int 1))"},
    {"[N + 1]vector<T>", "(TypeAs (ArrayType (Binary + (Name N) (Int 1)) (Type vector (Type T))))"},
    {"a[b < c]", "(Index (Name a) (Binary < (Name b) (Name c)))"},
    {"a<b>>c", "(Binary < (Name a) (Binary >> (Name b) (Name c)))"},
    {"f(a<b>>c)", "(Call (Name f) (Binary < (Name a) (Binary >> (Name b) (Name c))))"},
    {"@sizeof(*T)", "(Intrinsic @sizeof () (Unary * (Name T)))"},
    {"@sizeof(T?)", "(Intrinsic @sizeof () (Try (Name T)))"},
    {"{a: 1}", "(Map (entry (Name a) (Int 1)))"},
    {"{(a): {b}}", "(Map (entry (Name a) (Set (Name b))))"},
    {"P{}", "(StructLiteral (Type P))"},
    {R"arc(P{
x: 1
y: 2
})arc",
     "(StructLiteral (Type P) (field x (Int 1)) (field y (Int 2)))"},
    {R"arc({
1,
2
})arc",
     "(Set (Int 1) (Int 2))"},
    {"comptime if a { 1 } else { 2 }",
     "(If comptime (Name a) (Block (ExprStmt (Int 1))) (else (Block (ExprStmt (Int 2)))))"},
    {"comptime match T { int32 => 1, vector<int32> => 2, []T => 3, _ => 4 }",
     "(Match comptime (Name T) (Arm (Binding int32) (Int 1)) (Arm (LiteralPattern (TypeAs (Type "
     "vector (Type int32)))) (Int 2)) (Arm (LiteralPattern (TypeAs (SliceType (Type T)))) (Int 3)) "
     "(Arm (Wildcard) (Int 4)))"},
    {"match x { A.B | c.D.E(_, (1, y)) => 1, K.. => 2, A..=B => 3, -1.5 => 4 }",
     "(Match (Name x) (Arm (OrPattern (CasePattern A.B) (CasePattern c.D.E () (Wildcard) "
     "(TuplePattern (LiteralPattern (Int 1)) (Binding y)))) (Int 1)) (Arm (RangePattern .. (low "
     "(Name K))) (Int 2)) (Arm (RangePattern ..= (low (Name A)) (high (Name B))) (Int 3)) (Arm "
     "(LiteralPattern (Unary - (Float 1.5))) (Int 4)))"},
    {R"arc(@embed_file("x"))arc", R"arc((Intrinsic @embed_file () (String "x")))arc"},
    {"a.@field(f) + 1", "(Binary + (IntrinsicMember .@field (Name a) (Name f)) (Int 1))"},
    {"x.y<z", "(Binary < (Member .y (Name x)) (Name z))"},
    {"(a) < (b)", "(Binary < (Name a) (Name b))"},
    {"if let v = o { v } else { 0 }",
     "(If (let (Binding v)) (Name o) (Block (ExprStmt (Name v))) (else (Block (ExprStmt (Int "
     "0)))))"},
    {R"arc(|x| { "a": x })arc",
     R"arc((Closure short (Param x) (Map (entry (String "a") (Name x)))))arc"},
    {"|x| {}", "(Closure short (Param x) (Block))"},
    {"~a", "(Unary ~ (Name a))"},
    {"a & b == c", "(Binary == (Binary & (Name a) (Name b)) (Name c))"},
    {"a..b == c", "(Binary == (Range .. (low (Name a)) (high (Name b))) (Name c))"},
    {"a << b >> c", "(Binary >> (Binary << (Name a) (Name b)) (Name c))"},
};

TEST(ParserExpressions, Trees) {
  for (const Sample& sample : kExpressions) {
    EXPECT_EQ(Expression(sample.text), sample.tree) << sample.text;
  }
}

TEST(ParserExpressions, RangesCoverTheText) {
  Parsed parsed("func f() { (a + b) * c.d(1) }\n");
  EXPECT_EQ(Subtree(parsed.Tree(/*ranges=*/true), "Binary 1:12-1:28 *"),
            "Binary 1:12-1:28 *\n"
            "  Binary 1:13-1:18 +\n"
            "    Name 1:13-1:14 a\n"
            "    Name 1:17-1:18 b\n"
            "  Call 1:22-1:28\n"
            "    Member 1:22-1:25 .d\n"
            "      Name 1:22-1:23 c\n"
            "    Int 1:26-1:27 1\n");
}

}  // namespace
}  // namespace arc
