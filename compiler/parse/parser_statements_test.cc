// Statements and their trees, a line each (see parse_test_support.h).
#include <string>

#include "compiler/parse/parse_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

struct Sample {
  const char* text;
  const char* tree;
};

constexpr Sample kStatements[] = {
    {R"arc(a
-b)arc",
     R"arc((ExprStmt (Name a))
(ExprStmt (Unary - (Name b))))arc"},
    {R"arc(a
+ b)arc",
     "(ExprStmt (Binary + (Name a) (Name b)))"},
    {R"arc(a
.b())arc",
     "(ExprStmt (Call (Member .b (Name a))))"},
    {R"arc(a
[1])arc",
     R"arc((ExprStmt (Name a))
(ExprStmt (Array (Int 1))))arc"},
    {R"arc(a
(b))arc",
     R"arc((ExprStmt (Name a))
(ExprStmt (Name b)))arc"},
    {R"arc(a
|b| c)arc",
     R"arc((ExprStmt (Name a))
(ExprStmt (Closure short (Param b) (Name c))))arc"},
    {R"arc(a
&& b)arc",
     "(ExprStmt (Binary && (Name a) (Name b)))"},
    {"a; b", R"arc((ExprStmt ; (Name a))
(ExprStmt (Name b)))arc"},
    {R"arc(x = 1
y += 2; z ??= 3)arc",
     R"arc((Assign (Name x) (Int 1))
(Assign += (Name y) (Int 2))
(Assign ??= (Name z) (Int 3)))arc"},
    {R"arc(i++
j--)arc",
     R"arc((IncDec ++ (Name i))
(IncDec -- (Name j)))arc"},
    {"(a, b) = (b, a)", "(Assign (Tuple (Name a) (Name b)) (Tuple (Name b) (Name a)))"},
    {"let x: int32", "(Let (Binding x) (type (Type int32)))"},
    {"const (a, _) = f()", "(LetConst (TuplePattern (Binding a) (Wildcard)) (Call (Name f)))"},
    {"return", "(Return)"},
    {R"arc(return a
+ b)arc",
     "(Return (Binary + (Name a) (Name b)))"},
    {R"arc(outer: for { break outer
continue })arc",
     "(While outer (Block (Break outer) (Continue)))"},
    {"for x in xs { }", "(ForIn (Binding x) (Name xs) (Block))"},
    {"for i, (a, b) in xs { }",
     "(ForIn (Binding i) (TuplePattern (Binding a) (Binding b)) (Name xs) (Block))"},
    {"for let i = 0; i < n; i++ { }",
     "(ForClause (init (Let (Binding i) (Int 0))) (condition (Binary < (Name i) (Name n))) (step "
     "(IncDec ++ (Name i))) (Block))"},
    {"for ; ; { }", "(ForClause (Block))"},
    {"for let v = f() { }", "(While (let (Binding v)) (Call (Name f)) (Block))"},
    {"for a < b { }", "(While (Binary < (Name a) (Name b)) (Block))"},
    {"if let ok(v) = r { }",
     "(ExprStmt (If (let (CasePattern ok () (Binding v))) (Name r) (Block)))"},
    {"if const (a, b) = r { }",
     "(ExprStmt (If (const (TuplePattern (Binding a) (Binding b))) (Name r) (Block)))"},
    {"{ a }", "(Block (ExprStmt (Name a)))"},
    {R"arc({"a": 1})arc", R"arc((ExprStmt (Map (entry (String "a") (Int 1)))))arc"},
    {R"arc(match s {
.A => x
.B(y) => x
.c()
.D | .E => z
..5 => q
(a, b) if a > b => { 1 }
x.y(1, _) => return 2
null => i++
})arc",
     "(ExprStmt (Match (Name s) (Arm (CasePattern implicit A) (Name x)) (Arm (CasePattern implicit "
     "B () (Binding y)) (Call (Member .c (Name x)))) (Arm (OrPattern (CasePattern implicit D) "
     "(CasePattern implicit E)) (Name z)) (Arm (RangePattern .. (high (Int 5))) (Name q)) (Arm "
     "(TuplePattern (Binding a) (Binding b)) (guard (Binary > (Name a) (Name b))) (Block (ExprStmt "
     "(Int 1)))) (Arm (CasePattern x.y () (LiteralPattern (Int 1)) (Wildcard)) (Block (Return (Int "
     "2)))) (Arm (LiteralPattern (Null)) (Block (IncDec ++ (Name i))))))"},
    {R"arc(select {
v = rx.recv() => f(v)
(a, b) = q.recv() => { }
tx.send(x) => { }
default => return
})arc",
     "(Select (ReceiveArm (Binding v) (Call (Member .recv (Name rx))) (Call (Name f) (Name v))) "
     "(ReceiveArm (TuplePattern (Binding a) (Binding b)) (Call (Member .recv (Name q))) (Block)) "
     "(OperationArm (Call (Member .send (Name tx)) (Name x)) (Block)) (DefaultArm (Block "
     "(Return))))"},
    {"scope { a }", "(Scope (Block (ExprStmt (Name a))))"},
    {"with deadline(1_s) { a }",
     "(With (Call (Name deadline) (Duration 1000000000ns)) (Block (ExprStmt (Name a))))"},
    {R"arc(defer { a }
defer f())arc",
     R"arc((Defer (Block (ExprStmt (Name a))))
(Defer (ExprStmt (Call (Name f)))))arc"},
    {"func g<T>(a: T) T where x(T) { }",
     "(Func g (GenericParam T) (Param a (Type T)) (result (Type T)) (where (Call (Name x) (Name "
     "T))) (Block))"},
    {"struct P { x: int32 }", "(Struct P (Field x (Type int32)))"},
    {"type T = int32", "(TypeAlias T (Type int32))"},
    {"comptime for f in fs { }", "(ForIn comptime (Binding f) (Name fs) (Block))"},
    {"comptime if a { }", "(ExprStmt (If comptime (Name a) (Block)))"},
    {R"arc(@f(1)
@inline func g() { })arc",
     R"arc((ExprStmt (Intrinsic @f () (Int 1)))
(Func g (Attribute @inline) (Block)))arc"},
    {"spawn f()", "(ExprStmt (Spawn (Call (Name f))))"},
    {"select(a)", "(ExprStmt (Call (Name select) (Name a)))"},
    {"scope = 1", "(Assign (Name scope) (Int 1))"},
    {"let type = code", "(Let (Binding type) (Name code))"},
    {R"arc(if a { } else { }
b)arc",
     R"arc((ExprStmt (If (Name a) (Block) (else (Block))))
(ExprStmt (Name b)))arc"},
    {"a.b { x: 1 }", "(ExprStmt (StructLiteral (Type a.b) (field x (Int 1))))"},
    {"let x = if a { 1 } else { 2 }",
     "(Let (Binding x) (If (Name a) (Block (ExprStmt (Int 1))) (else (Block (ExprStmt (Int "
     "2))))))"},
    {"if x == (P{x: 1}) { }",
     "(ExprStmt (If (Binary == (Name x) (StructLiteral (Type P) (field x (Int 1)))) (Block)))"},
    {"for x in f(P{x: 1}) { }",
     "(ForIn (Binding x) (Call (Name f) (StructLiteral (Type P) (field x (Int 1)))) (Block))"},
    {R"arc(f(
  a,
  |x| {
    b
    -c
  }))arc",
     "(ExprStmt (Call (Name f) (Name a) (Closure short (Param x) (Block (ExprStmt (Name b)) "
     "(ExprStmt (Unary - (Name c)))))))"},
    {R"arc(x = a < b
y = c > d)arc",
     R"arc((Assign (Name x) (Binary < (Name a) (Name b)))
(Assign (Name y) (Binary > (Name c) (Name d))))arc"},
    {"let a: func(int32, x: string) int32? = f",
     "(Let (Binding a) (type (FunctionType (Type int32) (Type string) (result (OptionalType (Type "
     "int32))))) (Name f))"},
    {"let b: *[]T?", "(Let (Binding b) (type (OptionalType (PointerType (SliceType (Type T))))))"},
    {"let c: [4][]map<K, V>!",
     "(Let (Binding c) (type (ResultType (ArrayType (Int 4) (SliceType (Type map (Type K) (Type "
     "V)))))))"},
    {"let d: (int32, (string, T))",
     "(Let (Binding d) (type (TupleType (Type int32) (TupleType (Type string) (Type T)))))"},
    {"let e: docker.Result<T>?",
     "(Let (Binding e) (type (OptionalType (Type docker.Result (Type T)))))"},
    {"let f: vector<vector<int32>>= g",
     "(Let (Binding f) (type (Type vector (Type vector (Type int32)))) (Name g))"},
    {"let f: T!= g", "(Let (Binding f) (type (ResultType (Type T))) (Name g))"},
    {"let g: async func()", "(Let (Binding g) (type (FunctionType async)))"},
    {"let h: (func() T)?",
     "(Let (Binding h) (type (OptionalType (FunctionType (result (Type T))))))"},
    {"for x, y in f() { continue outer }",
     "(ForIn (Binding x) (Binding y) (Call (Name f)) (Block (Continue outer)))"},
    {"for i = 0; i < 3; i += 1 { }",
     "(ForClause (init (Assign (Name i) (Int 0))) (condition (Binary < (Name i) (Int 3))) (step "
     "(Assign += (Name i) (Int 1))) (Block))"},
    {"x.y = z.w", "(Assign (Member .y (Name x)) (Member .w (Name z)))"},
    {"a[0]++", "(IncDec ++ (Index (Name a) (Int 0)))"},
    {"*p = 1", "(Assign (Unary * (Name p)) (Int 1))"},
    {"&p", "(ExprStmt (Unary & (Name p)))"},
    {R"arc(return (
a
))arc",
     "(Return (Name a))"},
    {R"arc(return [1,
2])arc",
     "(Return (Array (Int 1) (Int 2)))"},
    {R"arc(let s = "a"
"b")arc",
     R"arc((Let (Binding s) (String "a"))
(ExprStmt (String "b")))arc"},
    {R"arc(if a {
}
else {
})arc",
     "(ExprStmt (If (Name a) (Block) (else (Block))))"},
    {R"arc(x = y
  ?? z)arc",
     "(Assign (Name x) (Binary ?? (Name y) (Name z)))"},
    {R"arc(x = f()
  catch |e| { 0 })arc",
     "(Assign (Name x) (Catch e (Call (Name f)) (Block (ExprStmt (Int 0)))))"},
    {R"arc(x
.y
.z())arc",
     "(ExprStmt (Call (Member .z (Member .y (Name x)))))"},
    {"async func h() { }", "(Func h async (Block))"},
    {"enum E { A }", "(Enum E (Case A))"},
    {"{ }", "(Block)"},
    {"defer i++", "(Defer (IncDec ++ (Name i)))"},
    {"with ctx { }", "(With (Name ctx) (Block))"},
    {"comptime f()", "(ExprStmt (ComptimeExpr (Call (Name f))))"},
    {"@print(1)", "(ExprStmt (Intrinsic @print () (Int 1)))"},
    {"code { a }", "(ExprStmt (Code (Block (ExprStmt (Name a)))))"},
    {"let t = code { let x = 1 }", "(Let (Binding t) (Code (Block (Let (Binding x) (Int 1)))))"},
    {R"arc(@inline
func f() { })arc",
     "(Func f (Attribute @inline) (Block))"},
    {R"arc(match a { x if x > 1 => 1
 y => { 2 } })arc",
     "(ExprStmt (Match (Name a) (Arm (Binding x) (guard (Binary > (Name x) (Int 1))) (Int 1)) (Arm "
     "(Binding y) (Block (ExprStmt (Int 2))))))"},
    {"match a { A => x = 1, B => return, C => break, D => for { } }",
     "(ExprStmt (Match (Name a) (Arm (Binding A) (Block (Assign (Name x) (Int 1)))) (Arm (Binding "
     "B) (Block (Return))) (Arm (Binding C) (Block (Break))) (Arm (Binding D) (Block (While "
     "(Block))))))"},
    {R"arc(select { let v = a.b() => 1
 ok(v) = rx.recv() => 2
 await x => 3 })arc",
     "(Select (ReceiveArm (Binding v) (Call (Member .b (Name a))) (Int 1)) (ReceiveArm "
     "(CasePattern ok () (Binding v)) (Call (Member .recv (Name rx))) (Int 2)) (OperationArm "
     "(Await (Name x)) (Int 3)))"},
    {"type = 1", "(Assign (Name type) (Int 1))"},
    {R"arc(test("x"))arc", R"arc((ExprStmt (Call (Name test) (String "x"))))arc"},
    {"with(a)", "(ExprStmt (Call (Name with) (Name a)))"},
};

TEST(ParserStatements, Trees) {
  for (const Sample& sample : kStatements) {
    EXPECT_EQ(Statements(sample.text), std::string(sample.tree) + "\n") << sample.text;
  }
}

}  // namespace
}  // namespace arc
