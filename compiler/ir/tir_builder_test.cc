#include "compiler/ir/tir_builder.h"

#include <string>

#include "compiler/ir/dialects.h"
#include "gtest/gtest.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace arc::tir {
namespace {

class BuilderTest : public testing::Test {
 protected:
  std::string Print(bool locations = false) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    PrintModule(builder_.Module(), stream, locations);
    return text;
  }
  std::string Verify() {
    std::string error;
    return VerifyModule(builder_.Module(), &error) ? "" : "failed: " + error;
  }
  FunctionInfo Info(std::string symbol) {
    FunctionInfo info;
    info.symbol = std::move(symbol);
    return info;
  }

  std::unique_ptr<mlir::MLIRContext, ContextDeleter> context_ = MakeContext();
  Builder builder_{context_.get(), "main"};
  Type i32_ = builder_.Int(32, true);
  Type u64_ = builder_.Int(64, false);
  Type ptr_ = builder_.Ptr();
};

TEST_F(BuilderTest, MakesEveryOperation) {
  builder_.AddFile("a.arc");
  Type point = builder_.Named("main.Point");
  Type shape = builder_.Named("main.Shape");
  Function hook = builder_.DeclareFunction([&] {
    FunctionInfo info = Info("hook");
    info.params.push_back({.name = "p", .type = ptr_, .pointee = {}});
    return info;
  }());
  builder_.DefineStruct("main.Point", {{"x", builder_.F64()}, {"y", builder_.F64()}}, "hook",
                        "hook", false);
  EXPECT_TRUE(builder_.IsDefined("main.Point"));
  EXPECT_FALSE(builder_.IsDefined("main.Shape"));
  EnumCase circle{.name = "Circle", .payload = {{"radius", builder_.F64()}}, .discriminant = 0};
  EnumCase empty{.name = "Empty", .payload = {}, .discriminant = -1};
  builder_.DefineEnum("main.Shape", {circle, empty}, true);
  // Again: nothing happens.
  builder_.DefineEnum("main.Shape", {}, false);

  FunctionInfo info = Info("main.f");
  info.display_name = "f";
  info.linkage = Linkage::Exported;
  info.params.push_back({.name = "out", .type = ptr_, .pointee = point, .is_result_place = true});
  info.params.push_back({.name = "p", .type = ptr_, .pointee = point, .is_borrowed = true});
  info.params.push_back({.name = "n", .type = u64_, .pointee = {}});
  info.position = {.file = 0, .line = 3, .column = 1};
  Function f = builder_.DeclareFunction(info);
  EXPECT_EQ(builder_.DeclareFunction(info).impl, f.impl);
  EXPECT_FALSE(builder_.HasBody(f));
  builder_.StartBody(f);
  EXPECT_TRUE(builder_.HasBody(f));

  builder_.SetPosition({.file = 0, .line = 4, .column = 5});
  Value a = builder_.ConstInt(i32_, 7), b = builder_.ConstInt(i32_, llvm::APInt(64, 9));
  for (auto kind :
       {BinaryKind::Add, BinaryKind::Sub, BinaryKind::Mul, BinaryKind::Div, BinaryKind::Rem,
        BinaryKind::Shl, BinaryKind::Shr, BinaryKind::AddWrap, BinaryKind::SubWrap,
        BinaryKind::MulWrap, BinaryKind::AddSat, BinaryKind::SubSat, BinaryKind::MulSat,
        BinaryKind::And, BinaryKind::Or, BinaryKind::Xor}) {
    a = builder_.Binary(kind, a, b);
  }
  a = builder_.Negate(builder_.Not(a));
  Value flag = builder_.Compare(ComparePredicate::LessEqual, a, b);
  flag = builder_.Binary(BinaryKind::And, flag, builder_.ConstBool(true));
  a = builder_.Select(flag, a, b);
  Value wide = builder_.Cast(CastKind::Lossless, a, builder_.Int(64, true));
  EXPECT_EQ(builder_.Cast(CastKind::Lossless, wide, builder_.Int(64, true)), wide);
  builder_.Cast(CastKind::Checked, builder_.ConstFloat(builder_.F64(), 2.5), i32_);
  builder_.CallIntrinsic(Intrinsic::Pause, {}, {});
  builder_.CallIntrinsic(Intrinsic::CountOnes, {a}, i32_);

  Value local = builder_.Local(point, "point", "Point");
  Value temporary = builder_.Local(shape, "", "");
  builder_.LifetimeStart(local);
  builder_.DebugPlace(builder_.Param(f, 1), point, "p", "Point", 2);
  Value x = builder_.FieldAddress(point, local, 0);
  builder_.Store(builder_.Load(builder_.F64(), x), x);
  Value n = builder_.Param(f, 2);
  builder_.ElementAddress(i32_, local, n);
  builder_.StructInit(point, local);
  builder_.Zero(point, local);
  builder_.Copy(point, local, builder_.Param(f, 1));
  builder_.Move(point, builder_.Param(f, 0), local);
  builder_.MemCopy(local, x, n);
  builder_.MemMove(local, x, n);
  builder_.MemSet(local, builder_.ConstInt(builder_.Int(8, false), 0), n);
  builder_.MemCompare(local, x, n);
  builder_.IndexCheck(a, n);
  builder_.EnumInit(shape, temporary, 0);
  builder_.EnumPayload(shape, temporary, 0, 0);
  builder_.EnumTag(shape, temporary);
  builder_.Drop(shape, temporary);
  Value object = builder_.AllocateObject(builder_.Array(4, i32_));
  builder_.Retain(object);
  builder_.Release(object);
  builder_.IsUnique(object);
  builder_.FreeObject(builder_.Array(4, i32_), object);
  builder_.SizeOf(point);
  builder_.AlignOf(point);
  builder_.DropGlue(point);
  builder_.AtComptime();
  builder_.StringData("text");
  Value code = builder_.FunctionAddress("hook");
  builder_.CallPointer(code, {local}, {});
  builder_.DefineGlobal("main.G", point, "hook", Linkage::LinkOnce);
  builder_.Call(hook, {builder_.GlobalAddress("main.G")});
  Value closure = builder_.Local(builder_.Closure(), "", "");
  builder_.ClosureInit(closure, "hook", builder_.NullPtr());
  builder_.CallClosure(closure, {}, {});
  builder_.LifetimeEnd(local);
  builder_.Return();
  EXPECT_TRUE(builder_.Terminated());

  EXPECT_EQ(Verify(), "");
  std::string text = Print();
  EXPECT_NE(text.find("tir.func exported @main.f(%out: !tir.ptr \"out\" result "
                      "!tir.named<\"main.Point\">"),
            std::string::npos)
      << text;
  EXPECT_NE(Print(true).find("loc(\"a.arc\":4:5)"), std::string::npos);

  // What was printed is read back as the same module.
  mlir::OwningOpRef<mlir::ModuleOp> again =
      mlir::parseSourceString<mlir::ModuleOp>(text, context_.get());
  ASSERT_TRUE(again);
  std::string second;
  llvm::raw_string_ostream stream(second);
  PrintModule(*again, stream);
  EXPECT_EQ(second, text);
}

TEST_F(BuilderTest, ControlFlow) {
  FunctionInfo info = Info("loop");
  info.result = i32_;
  info.params.push_back({.name = "n", .type = i32_, .pointee = {}});
  Function f = builder_.DeclareFunction(info);
  builder_.StartBody(f);
  Value i;
  Block head = builder_.NewBlock(i32_, &i);
  Block body = builder_.NewBlock();
  Block done = builder_.NewBlock();
  Block never = builder_.NewBlock();  // neither entered nor used
  (void)never;
  builder_.Branch(head, builder_.ConstInt(i32_, 0));
  builder_.Enter(head);
  builder_.CondBranch(builder_.Compare(ComparePredicate::Less, i, builder_.Param(f, 0)), body,
                      done);
  builder_.Enter(body);
  Block one = builder_.NewBlock();
  builder_.Switch(i, {-1, 2}, {one, done}, one);
  builder_.Enter(one);
  builder_.Branch(head, builder_.Binary(BinaryKind::Add, i, builder_.ConstInt(i32_, 1)));
  builder_.Enter(done);
  builder_.Return(i);
  // Behind a terminator: code goes where nothing reaches it, branches vanish.
  builder_.Branch(head, i);
  builder_.Binary(BinaryKind::Add, i, i);
  EXPECT_FALSE(builder_.Terminated());
  builder_.Unreachable();
  EXPECT_EQ(Verify(), "");
}

TEST_F(BuilderTest, NestedBodies) {
  Function outer = builder_.DeclareFunction(Info("outer"));
  builder_.StartBody(outer);
  builder_.Local(i32_, "a", "int32");
  Builder::InsertionState state = builder_.Save();
  FunctionInfo info = Info("inner");
  Function inner = builder_.DeclareFunction(info);
  builder_.SetResultType(inner, i32_);
  builder_.StartBody(inner);
  builder_.Local(i32_, "b", "int32");
  builder_.Return(builder_.ConstInt(i32_, 1));
  builder_.Restore(state);
  builder_.Store(builder_.Call(inner, {}), builder_.Local(i32_, "c", "int32"));
  builder_.Return();
  EXPECT_EQ(Verify(), "");
  // The second slot of the outer function stands behind its first.
  std::string text = Print();
  EXPECT_LT(text.find("name \"a\""), text.find("name \"c\""));
  EXPECT_LT(text.find("name \"c\""), text.find("tir.func internal @inner"));
}

TEST_F(BuilderTest, MistakesAreReported) {
  Function f = builder_.DeclareFunction(Info("f"));
  builder_.StartBody(f);
  Block target = builder_.NewBlock();
  builder_.Branch(target);
  // Branched to, never entered.
  EXPECT_NE(Verify().find("empty block"), std::string::npos) << Verify();
}

TEST_F(BuilderTest, ModuleCanBeTaken) {
  builder_.DeclareFunction(Info("f"));
  mlir::OwningOpRef<mlir::ModuleOp> module = builder_.TakeModule();
  EXPECT_EQ(module->getName(), "main");
}

}  // namespace
}  // namespace arc::tir
