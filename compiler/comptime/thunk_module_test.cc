#include "compiler/comptime/thunk_module.h"

#include "compiler/ir/dialects.h"
#include "compiler/ir/interface.h"
#include "compiler/ir/tir_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"

namespace arc::comptime {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ThunkModuleTest : public testing::Test {
 protected:
  ThunkModuleTest() : context_(MakeContext()), b_(context_.get(), "main"), thunks_(b_) {
    file_ = b_.AddFile("main.arc");
  }

  tir::Function Declare(std::string symbol, tir::Linkage linkage = tir::Linkage::Internal) {
    tir::FunctionInfo info;
    info.symbol = symbol;
    info.linkage = linkage;
    return b_.DeclareFunction(info);
  }
  // A function that calls the others, in this order.
  tir::Function Define(std::string symbol, std::vector<tir::Function> callees,
                       tir::Linkage linkage = tir::Linkage::Internal) {
    tir::Function f = Declare(symbol, linkage);
    b_.StartBody(f);
    uint32_t line = 1;
    for (tir::Function callee : callees) {
      b_.SetPosition({file_, line++, 3});
      b_.Call(callee, {});
    }
    b_.Return();
    return f;
  }
  std::string Print() {
    std::string text;
    llvm::raw_string_ostream out(text);
    PrintModule(b_.Module(), out);
    return text;
  }
  std::string Verify() {
    std::string error;
    VerifyModule(b_.Module(), &error);
    return error;
  }
  std::string Read(std::string_view bytecode) {
    auto context = MakeContext();
    mlir::OwningOpRef<mlir::ModuleOp> module = mlir::parseSourceString<mlir::ModuleOp>(
        llvm::StringRef(bytecode.data(), bytecode.size()), context.get());
    if (!module) return "no module";
    std::string text;
    llvm::raw_string_ostream out(text);
    if (!VerifyModule(*module, &text)) return text;
    PrintModule(*module, out);
    return text;
  }

  std::unique_ptr<mlir::MLIRContext, ContextDeleter> context_;
  tir::Builder b_;
  ThunkModule thunks_;
  uint32_t file_ = 0;
};

TEST_F(ThunkModuleTest, SaysWhatIsMissing) {
  tir::Function other = Declare("lib.f");
  tir::Function late = Declare("main.late");
  tir::Function g = Define("main.g", {other, late});
  tir::Function thunk = Define("main.thunk", {g});
  (void)thunk;
  ThunkModule::Missing missing = thunks_.MissingFor("main.thunk");
  EXPECT_THAT(missing.bodies, ElementsAre("lib.f", "main.late"));
  EXPECT_THAT(missing.open, IsEmpty());
  EXPECT_THAT(missing.images, IsEmpty());

  // What comes later is seen.
  b_.StartBody(late);
  b_.ImageAddress("main.image", 0);
  thunks_.SetOpen("main.late", true);
  EXPECT_THAT(thunks_.MissingFor("main.thunk").open, ElementsAre("main.late"));
  b_.Return();
  thunks_.SetOpen("main.late", false);
  missing = thunks_.MissingFor("main.thunk");
  EXPECT_THAT(missing.bodies, ElementsAre("lib.f"));
  EXPECT_THAT(missing.open, IsEmpty());
  EXPECT_THAT(missing.images, ElementsAre("main.image"));
}

TEST_F(ThunkModuleTest, SaysWhatIsBrokenAndWhatOthersHave) {
  tir::Function f = Declare("main.f");
  b_.StartBody(f);
  b_.DefineGlobal("lib.N", b_.Int(64, true), "", tir::Linkage::Internal);
  b_.GlobalAddress("lib.N");
  b_.Return();
  Define("main.thunk", {f});
  ThunkModule::Missing missing = thunks_.MissingFor("main.thunk");
  EXPECT_THAT(missing.globals, ElementsAre("lib.N"));
  EXPECT_FALSE(missing.broken);
  thunks_.SetBroken("main.f");
  EXPECT_TRUE(thunks_.MissingFor("main.thunk").broken);
}

TEST_F(ThunkModuleTest, TellsTheWay) {
  tir::Function far = Define("far", {});
  tir::Function near = Define("near", {far});
  Define("thunk", {Define("unrelated", {}), near});
  std::vector<ThunkModule::Step> way = thunks_.Way("thunk", "far");
  ASSERT_EQ(way.size(), 2u);
  EXPECT_EQ(way[0].from, "thunk");
  EXPECT_EQ(way[0].to, "near");
  EXPECT_EQ(way[0].file, "main.arc");
  EXPECT_EQ(way[0].line, 2u);
  EXPECT_EQ(way[0].column, 3u);
  EXPECT_EQ(way[1].from, "near");
  EXPECT_EQ(way[1].to, "far");
  EXPECT_THAT(thunks_.Way("far", "thunk"), IsEmpty());
}

TEST_F(ThunkModuleTest, CutsOutWhatIsReachedAndNothingElse) {
  tir::StructField field{"x", b_.Int(32, true)};
  tir::Function hook = Declare("main.P.drop");
  b_.DefineStruct("main.P", {field}, "", "", false);
  b_.DefineStruct("main.Q", {{"p", b_.Named("main.P")}}, "", "", false);
  b_.DefineStruct("main.Unused", {field}, "", "", false);
  (void)hook;
  Define("main.unused", {});
  tir::Function f = Declare("main.f");
  b_.StartBody(f);
  b_.Local(b_.Array(2, b_.Named("main.Q")), "", "");
  b_.Return();
  Define("main.thunk", {f, Declare("std/core.g")});
  std::string text = Read(thunks_.CutOut({"main.thunk"}));
  EXPECT_THAT(text, HasSubstr("@main.thunk"));
  EXPECT_THAT(text, HasSubstr("tir.func internal @\"std/core.g\"()"));
  EXPECT_THAT(text, HasSubstr("tir.struct_def \"main.P\""));
  EXPECT_THAT(text, HasSubstr("tir.struct_def \"main.Q\""));
  EXPECT_THAT(text, Not(HasSubstr("nused")));
}

TEST_F(ThunkModuleTest, ScalarsBecomeConstantsAndEqualImagesOne) {
  tir::Function f = Declare("main.f", tir::Linkage::Exported);
  b_.StartBody(f);
  auto load = [&](const char* image, tir::Type type, uint32_t offset) {
    tir::Value address = b_.ImageAddress(image, offset);
    thunks_.NoteUse(image, address, b_.Load(type, address));
  };
  load("a", b_.Int(16, true), 0);
  load("a", b_.Bool(), 2);
  load("b", b_.F32(), 4);
  tir::Value address = b_.ImageAddress("c", 0);
  thunks_.NoteUse("c", address, {});
  b_.MemCopy(address, address, b_.ConstInt(b_.Int(64, false), 8));
  b_.Return();

  Evaluation value;
  value.image = std::string("\xfe\xff\x01\0\0\0\x80\x3f", 8);
  value.image_align = 8;
  std::string error;
  EXPECT_FALSE(thunks_.IsDefined("a"));
  ASSERT_TRUE(thunks_.Define("a", value, tir::Linkage::Internal, &error));
  ASSERT_TRUE(thunks_.Define("b", value, tir::Linkage::Internal, &error));
  ASSERT_TRUE(thunks_.Define("c", value, tir::Linkage::Internal, &error));
  EXPECT_TRUE(thunks_.IsDefined("a"));
  EXPECT_TRUE(thunks_.IsDefined("c"));
  EXPECT_EQ(Verify(), "");
  std::string text = Print();
  EXPECT_THAT(text, HasSubstr("tir.const -2 : si16"));
  EXPECT_THAT(text, HasSubstr("tir.const true"));
  EXPECT_THAT(text, HasSubstr("tir.const 1.000000e+00 : f32"));
  EXPECT_THAT(text, HasSubstr("tir.image internal @a "));
  EXPECT_THAT(text, Not(HasSubstr("tir.image internal @b ")));
  EXPECT_THAT(text, HasSubstr("tir.image_address @a[0]"));

  // A use that comes later finds what there is.
  tir::Function g = Declare("main.g", tir::Linkage::Exported);
  b_.StartBody(g);
  thunks_.NoteUse("c", b_.ImageAddress("c", 0), {});
  b_.Return();
  EXPECT_EQ(Verify(), "");
  thunks_.Remove({});
  EXPECT_EQ(Verify(), "");
  EXPECT_THAT(Print(), Not(HasSubstr("tir.load")));
}

TEST_F(ThunkModuleTest, ALoadMayBeUsedAfterItsImageIsDefined) {
  tir::Function f = Declare("main.f", tir::Linkage::Exported);
  b_.StartBody(f);
  tir::Value address = b_.ImageAddress("a", 0);
  tir::Value load = b_.Load(b_.Int(64, true), address);
  thunks_.NoteUse("a", address, load);
  Evaluation value;
  value.image = std::string("\x07\0\0\0\0\0\0\0", 8);
  value.image_align = 8;
  std::string error;
  ASSERT_TRUE(thunks_.Define("a", value, tir::Linkage::Internal, &error));
  tir::Value place = b_.Local(b_.Int(64, true), "", "");
  b_.Store(load, place);
  b_.Return();
  EXPECT_EQ(Verify(), "");
  thunks_.Remove({});
  EXPECT_EQ(Verify(), "");
  EXPECT_THAT(Print(), HasSubstr("tir.const 7 : si64"));
  EXPECT_THAT(Print(), Not(HasSubstr("tir.load")));
}

TEST_F(ThunkModuleTest, FunctionsInValues) {
  Define("main.callback", {});
  Evaluation value;
  value.image = std::string(16, '\0');
  value.image_align = 8;
  value.links = {{.slot = 0, .target = 0, .symbol = "main.callback.by_address"}};
  std::string error;
  ASSERT_TRUE(thunks_.Define("a", value, tir::Linkage::Internal, &error));
  EXPECT_THAT(Print(), HasSubstr("code [0] [@main.callback]"));
  value.links[0].symbol = "nobody";
  EXPECT_FALSE(thunks_.Define("b", value, tir::Linkage::Internal, &error));
  EXPECT_EQ(error, "nobody");
}

TEST_F(ThunkModuleTest, RemovesWhatOnlyThunksNeed) {
  tir::Function shared = Define("main.shared", {}, tir::Linkage::LinkOnce);
  tir::Function only = Define("main.only", {}, tir::Linkage::LinkOnce);
  tir::Function exported = Define("main.exported", {}, tir::Linkage::Exported);
  Define("main.main", {shared}, tir::Linkage::Exported);
  Define("main.thunk", {shared, only, exported});
  Define("main.unreached", {}, tir::Linkage::LinkOnce);
  thunks_.Remove({"main.thunk"});
  std::string text = Print();
  EXPECT_THAT(text, Not(HasSubstr("@main.thunk")));
  EXPECT_THAT(text, Not(HasSubstr("@main.only")));
  EXPECT_THAT(text, HasSubstr("@main.shared"));
  EXPECT_THAT(text, HasSubstr("@main.exported"));
  EXPECT_THAT(text, HasSubstr("@main.unreached"));
  EXPECT_EQ(Verify(), "");
}

TEST_F(ThunkModuleTest, TellsWhichClosuresCouldBeMade) {
  tir::FunctionInfo info;
  tir::ParamInfo environment;
  environment.name = "environment";
  environment.type = b_.Ptr();
  info.params.push_back(environment);
  auto closure = [&](const char* symbol) {
    info.symbol = symbol;
    b_.StartBody(b_.DeclareFunction(info));
    b_.Return();
  };
  closure("main.a");
  closure("main.b");
  closure("main.unreached");
  auto maker = [&](const char* symbol, std::vector<const char*> closures) {
    tir::Function f = Declare(symbol);
    b_.StartBody(f);
    for (const char* made : closures)
      b_.ClosureInit(b_.Local(b_.Closure(), "", ""), made, b_.NullPtr());
    b_.Return();
    return f;
  };
  tir::Function inner = maker("main.inner", {"main.b", "main.a", "main.b"});
  maker("main.other", {"main.unreached"});
  Define("main.thunk", {inner});
  EXPECT_THAT(thunks_.ClosuresIn("main.thunk"), ElementsAre("main.b", "main.a"));
  EXPECT_THAT(thunks_.ClosuresIn("nobody"), IsEmpty());
}

// The package `lib` is checked in a module of its own: lib.f calls a closure of its own, whose
// environment is a type of its own, and reads a constant that lib has run.
class PackageCodeTest : public ThunkModuleTest {
 protected:
  static std::string Library() {
    auto context = MakeContext();
    tir::Builder b(context.get(), "lib");
    tir::FunctionInfo info;
    info.symbol = "main.closure";  // the name that a closure here has, too
    tir::Function closure = b.DeclareFunction(info);
    b.DefineStruct("main.closure.environment", {{"x", b.Int(64, true)}}, "", "", false);
    b.StartBody(closure);
    b.Local(b.Named("main.closure.environment"), "", "");
    b.Return();
    info.symbol = "lib.f";
    info.linkage = tir::Linkage::Exported;
    tir::Function f = b.DeclareFunction(info);
    b.StartBody(f);
    b.ImageAddress("lib.N", 0);
    b.Call(closure, {});
    info.symbol = "deep.g";
    info.linkage = tir::Linkage::Internal;
    b.Call(b.DeclareFunction(info), {});
    b.Return();
    ThunkModule thunks(b);
    Evaluation value;
    value.image = std::string("\x05\0\0\0\0\0\0\0", 8);
    value.image_align = 8;
    std::string error;
    EXPECT_TRUE(thunks.Define("lib.N", value, tir::Linkage::Exported, &error)) << error;
    PackageInterface code;
    code.package = "lib";
    absl::StatusOr<std::string> bytes = SerializeInterface(code, b.Module());
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return bytes.value_or("");
  }

  PackageCodeTest() {
    tir::Function closure = Declare("main.closure");
    b_.DefineStruct("main.closure.environment", {{"y", b_.F32()}}, "", "", false);
    b_.StartBody(closure);
    b_.Local(b_.Named("main.closure.environment"), "", "");
    b_.Return();
    tir::Function use = Declare("main.use");
    b_.StartBody(use);
    b_.DefineGlobal("lib.N", b_.Int(64, true), "", tir::Linkage::Internal);
    b_.GlobalAddress("lib.N");
    b_.Return();
    Define("main.thunk", {closure, use, Declare("lib.f")});
  }
};

TEST_F(PackageCodeTest, StandsForDeclarations) {
  EXPECT_THAT(thunks_.MissingFor("main.thunk").bodies, ElementsAre("lib.f"));
  EXPECT_THAT(thunks_.MissingFor("main.thunk").globals, ElementsAre("lib.N"));
  absl::Status added = thunks_.AddPackageCode("lib", Library());
  ASSERT_TRUE(added.ok()) << added;
  EXPECT_THAT(thunks_.MissingFor("main.thunk").bodies, ElementsAre("deep.g"));
  EXPECT_THAT(thunks_.MissingFor("main.thunk").globals, IsEmpty());
  EXPECT_THAT(thunks_.Way("main.thunk", "deep.g"), testing::SizeIs(2));

  // Read verifies what was cut out: no symbol is there twice, and constants are images.
  const std::string text = Read(thunks_.CutOut({"main.thunk"}));
  EXPECT_THAT(text, HasSubstr("tir.func exported @lib.f"));
  EXPECT_THAT(text, HasSubstr("tir.image exported @lib.N"));
  EXPECT_THAT(text, HasSubstr("tir.func internal @main.closure("));
  EXPECT_THAT(text, HasSubstr("tir.func internal @\"main.closure in lib\"("));
  EXPECT_THAT(text, HasSubstr("tir.call @\"main.closure in lib\"()"));
  EXPECT_THAT(text, HasSubstr("tir.struct_def \"main.closure.environment\""));
  EXPECT_THAT(text, HasSubstr("tir.struct_def \"main.closure.environment in lib\""));
  EXPECT_THAT(text, HasSubstr("!tir.named<\"main.closure.environment in lib\">"));
  EXPECT_THAT(text, HasSubstr("tir.image_address @lib.N[0]"));
  EXPECT_THAT(text, Not(HasSubstr("tir.global_address")));

  // The module itself has nothing of it.
  EXPECT_EQ(Verify(), "");
  EXPECT_THAT(Print(), Not(HasSubstr("in lib")));
  thunks_.Remove({"main.thunk"});
  EXPECT_EQ(Verify(), "");
  EXPECT_THAT(Print(), Not(HasSubstr("lib.f")));
}

TEST_F(PackageCodeTest, DamagedCodeIsRefused) {
  std::string bytes = Library();
  bytes[bytes.size() / 2] ^= 1;
  EXPECT_FALSE(thunks_.AddPackageCode("lib", bytes).ok());
  EXPECT_FALSE(thunks_.AddPackageCode("lib", "").ok());
  EXPECT_THAT(thunks_.MissingFor("main.thunk").bodies, ElementsAre("lib.f"));
}

}  // namespace
}  // namespace arc::comptime
