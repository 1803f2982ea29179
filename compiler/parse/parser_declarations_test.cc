// Declarations and their trees.
#include <string>

#include "compiler/parse/parse_test_support.h"
#include "gtest/gtest.h"

namespace arc {
namespace {

struct Sample {
  const char* text;
  const char* tree;
};

std::string Declarations(const std::string& text) {
  Parsed parsed(text);
  return parsed.ast().has_errors ? parsed.Errors() : parsed.Tree();
}

constexpr Sample kDeclarations[] = {
    {R"arc(namespace a
import "std/os"
import web "std/http"
)arc",
     R"arc(File namespace a
  Import "std/os"
  Import web "std/http"
)arc"},
    {R"arc(/// One.
/// Two.
const A: usize = 1
const B = 2
)arc",
     R"arc(File
  Const A
    doc "One.\nTwo."
    type
      Type usize
    Int 1
  Const B
    Int 2
)arc"},
    {R"arc(/// About P.
@repr("C") @inline
struct P<T, comptime N: usize> where ordered(T) {
    /// About x.
    x: T
    @skip y: [N]T = f(), z: *P<T, N>?
    type: string
    init(self p: *P<T, N>, x: T) { p.x = x }
    drop(self p: *P<T, N>) { }
    func get(self p: *P<T, N>) T { return p.x }
    async func run<U>(self p: *P<T, N>, u: U = 1) void! { }
}
)arc",
     R"arc(File
  Struct P
    doc "About P."
    Attribute @repr
      String "C"
    Attribute @inline
    GenericParam T
    GenericParam N
      Type usize
    where
      Call
        Name ordered
        Name T
    Field x
      doc "About x."
      Type T
    Field y
      Attribute @skip
      ArrayType
        Name N
        Type T
      default
        Call
          Name f
    Field z
      OptionalType
        PointerType
          Type P
            Type T
            Type N
    Field type
      Type string
    Func init init
      Param p self
        PointerType
          Type P
            Type T
            Type N
      Param x
        Type T
      Block
        Assign
          Member .x
            Name p
          Name x
    Func drop drop
      Param p self
        PointerType
          Type P
            Type T
            Type N
      Block
    Func get
      Param p self
        PointerType
          Type P
            Type T
            Type N
      result
        Type T
      Block
        Return
          Member .x
            Name p
    Func run async
      GenericParam U
      Param p self
        PointerType
          Type P
            Type T
            Type N
      Param u
        Type U
        default
          Int 1
      result
        ResultType
          Type void
      Block
)arc"},
    {R"arc(struct thread<compute> {
    init(self t: *thread<compute>, args...) { f(args...) }
    func join(self t: *thread<compute>) auto { }
}
)arc",
     R"arc(File
  Struct thread compute
    Func init init
      Param t self
        PointerType
          Type thread
            Type compute
      Param args pack
      Block
        ExprStmt
          Call
            Name f
            spread
              Name args
    Func join
      Param t self
        PointerType
          Type thread
            Type compute
      result
        Type auto
      Block
)arc"},
    {R"arc(struct pool<compute, T> { }
)arc",
     R"arc(File
  Struct pool compute
    GenericParam T
)arc"},
    {R"arc(enum E<T> {
    A(radius: float64), B(T, (int32, T))
    /// Three.
    C = 3
    func f(self e: E<T>) { }
}
)arc",
     R"arc(File
  Enum E
    GenericParam T
    Case A
      Param radius
        Type float64
    Case B
      Param
        Type T
      Param
        TupleType
          Type int32
          Type T
    Case C
      doc "Three."
      value
        Int 3
    Func f
      Param e self
        Type E
          Type T
      Block
)arc"},
    {R"arc(extern "C" {
    func getpid() int32
    @nonblocking func printf(format: *byte, ...) int32
}
extern "C" func one()
)arc",
     R"arc(File
  Extern "C"
    Func getpid "C" no-body
      result
        Type int32
    Func printf "C" no-body
      Attribute @nonblocking
      Param format
        PointerType
          Type byte
      Param pack
      result
        Type int32
  Extern "C"
    Func one "C" no-body
)arc"},
    {R"arc(async func f<T>(comptime n: usize, a: T, b: func(int32, string) T) (T, int32)!
    where a(T) && b(T) {
}
)arc",
     R"arc(File
  Func f async
    GenericParam T
    Param n comptime
      Type usize
    Param a
      Type T
    Param b
      FunctionType
        Type int32
        Type string
        result
          Type T
    result
      ResultType
        TupleType
          Type T
          Type int32
    where
      Binary &&
        Call
          Name a
          Name T
        Call
          Name b
          Name T
    Block
)arc"},
    {R"arc(test "a \"b\"" { x }
async test "c" { }
)arc",
     R"arc(File
  Test "a \"b\""
    Block
      ExprStmt
        Name x
  Test "c" async
    Block
)arc"},
    {R"arc(type Pairs<T> = vector<(T, T)>
comptime { f() }
)arc",
     R"arc(File
  TypeAlias Pairs
    GenericParam T
    Type vector
      TupleType
        Type T
        Type T
  Comptime
    Block
      ExprStmt
        Call
          Name f
)arc"},
    {R"arc(func norm(self p: *Point, q: Point) float64 { }
)arc",
     R"arc(File
  Func norm
    Param p self
      PointerType
        Type Point
    Param q
      Type Point
    result
      Type float64
    Block
)arc"},
    {R"arc(func f() { }; func g() { } func h() { }
)arc",
     R"arc(File
  Func f
    Block
  Func g
    Block
  Func h
    Block
)arc"},
    {R"arc(func f()
{
}
struct S
{
}
)arc",
     R"arc(File
  Func f
    Block
  Struct S
)arc"},
};

TEST(ParserDeclarations, Trees) {
  for (const Sample& sample : kDeclarations) {
    EXPECT_EQ(Declarations(sample.text), sample.tree) << sample.text;
  }
}

TEST(ParserDeclarations, MembersKnowTheirParents) {
  Parsed parsed("struct P { func f() { } }\nenum E { A\n func g() { } }\nfunc h() { }\n");
  auto* record = llvm::cast<StructDecl>(parsed.ast().decls[0]);
  EXPECT_EQ(record->members[0]->parent, record);
  EXPECT_EQ(record->members[0]->parent_struct, record);
  auto* variants = llvm::cast<EnumDecl>(parsed.ast().decls[1]);
  EXPECT_EQ(variants->members[0]->parent, variants);
  EXPECT_EQ(variants->members[0]->parent_struct, nullptr);
  EXPECT_EQ(llvm::cast<FuncDecl>(parsed.ast().decls[2])->parent, nullptr);
}

TEST(ParserDeclarations, BlocksKnowTheirBraces) {
  Parsed parsed("func f() { a }\n");
  const BlockStmt* body = llvm::cast<FuncDecl>(parsed.ast().decls[0])->body;
  EXPECT_EQ(parsed.sources().Slice(body->open_range), "{");
  EXPECT_EQ(parsed.sources().Slice(body->close_range), "}");
  EXPECT_EQ(parsed.sources().Slice(body->range), "{ a }");
}

}  // namespace
}  // namespace arc
