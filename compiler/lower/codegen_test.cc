#include "compiler/lower/codegen.h"

#include <fstream>
#include <memory>
#include <string>

#include "compiler/ir/dialects.h"
#include "compiler/ir/tir_builder.h"
#include "compiler/lower/lower.h"
#include "gtest/gtest.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"

namespace arc::lower {
namespace {

class CodegenTest : public testing::Test {
 protected:
  // `twice(x) = x + x` by the facade, and an object that is allocated and freed.
  CodegenTest() {
    tir::Builder builder(context_.get(), "main");
    builder.AddFile("main.arc");
    tir::Type i64 = builder.Int(64, true);
    tir::FunctionInfo info;
    info.symbol = "twice";
    info.linkage = tir::Linkage::Exported;
    info.result = i64;
    info.params.push_back({.name = "x", .type = i64, .pointee = {}});
    info.position = {.file = 0, .line = 1, .column = 1};
    tir::Function twice = builder.DeclareFunction(info);
    builder.StartBody(twice);
    builder.SetPosition({.file = 0, .line = 2, .column = 3});
    tir::Value object = builder.AllocateObject(i64);
    builder.FreeObject(i64, object);
    tir::Value x = builder.Param(twice, 0);
    builder.Return(builder.Binary(tir::BinaryKind::Add, x, x));
    std::string error;
    EXPECT_TRUE(VerifyModule(builder.Module(), &error)) << error;
    llvm_module_ = LowerToLlvm(builder.Module(), llvm_context_, {});
    EXPECT_FALSE(llvm::verifyModule(*llvm_module_, &llvm::errs()));
  }

  static CodegenOptions Options(OptimizationLevel level, EmitKind emit = EmitKind::Object) {
    CodegenOptions options;
    options.level = level;
    options.emit = emit;
    return options;
  }

  std::string Emit(const CodegenOptions& options) {
    llvm::SmallVector<char, 0> bytes;
    absl::Status status = EmitObject(*llvm_module_, options, bytes);
    EXPECT_TRUE(status.ok()) << status;
    return std::string(bytes.begin(), bytes.end());
  }

  std::unique_ptr<mlir::MLIRContext, ContextDeleter> context_ = MakeContext();
  llvm::LLVMContext llvm_context_;
  std::unique_ptr<llvm::Module> llvm_module_;
};

TEST_F(CodegenTest, EmitsObjects) {
  EXPECT_EQ(Emit({}).substr(0, 4),
            "\x7f"
            "ELF");
}

TEST_F(CodegenTest, EmitsBitcode) {
  EXPECT_EQ(Emit(Options(OptimizationLevel::O0, EmitKind::Bitcode)).substr(0, 2), "BC");
}

TEST_F(CodegenTest, EmitsTextAndOptimizes) {
  std::string assembly = Emit(Options(OptimizationLevel::O2, EmitKind::Assembly));
  EXPECT_NE(assembly.find("twice:"), std::string::npos);
  EXPECT_NE(assembly.find(".section\t.text.twice"), std::string::npos) << assembly;
}

TEST_F(CodegenTest, IsDeterministic) {
  // Another context and another module of the same contents.
  class Another : public CodegenTest {
   public:
    using CodegenTest::Emit;
    void TestBody() override {}
  };
  EXPECT_EQ(Emit({}), Another().Emit({}));
}

TEST_F(CodegenTest, CompilesForProcessor) {
  CodegenOptions options = Options(OptimizationLevel::O1, EmitKind::LlvmIr);
  options.cpu = "x86-64-v3";
  EXPECT_NE(Emit(options).find("\"target-cpu\"=\"x86-64-v3\""), std::string::npos);
  options.cpu = "native";
  EXPECT_FALSE(Emit(options).empty());
}

TEST_F(CodegenTest, ReportsMistakes) {
  llvm::SmallVector<char, 0> bytes;
  CodegenOptions options = Options(OptimizationLevel::O2);
  options.cpu = "z80";
  EXPECT_EQ(EmitObject(*llvm_module_, options, bytes).message(), "unknown processor 'z80'");
  options.cpu = "";
  options.runtime_bitcode = "/no/such/file.bc";
  EXPECT_EQ(EmitObject(*llvm_module_, options, bytes).code(), absl::StatusCode::kNotFound);
  options.runtime_bitcode = testing::TempDir() + "/text.bc";
  std::ofstream(options.runtime_bitcode) << "no bitcode";
  EXPECT_EQ(EmitObject(*llvm_module_, options, bytes).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(EmitObjectFile(*llvm_module_, {}, "/no/such/folder/x.o").ok());
  llvm_module_->setTargetTriple(llvm::Triple("sparc-unknown-linux"));
  EXPECT_EQ(EmitObject(*llvm_module_, {}, bytes).code(), absl::StatusCode::kInvalidArgument);
}

// The runtime's functions are inlined, whatever flags they were compiled with, and never defined by
// the object.
TEST_F(CodegenTest, InlinesRuntime) {
  llvm::SMDiagnostic diagnostic;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> runtime = llvm::parseAssemblyString(R"(
    target triple = "x86_64-unknown-linux-gnu"
    declare ptr @arc_rt_alloc_slow(i64)
    define ptr @arc_rt_alloc(i64 %size) #0 {
      %block = call ptr @arc_rt_alloc_slow(i64 %size)
      ret ptr %block
    }
    define void @arc_rt_unused() #0 {
      ret void
    }
    attributes #0 = { nounwind "no-builtins" "target-cpu"="x86-64" "target-features"="+cx8" }
  )",
                                                                    diagnostic, context);
  ASSERT_TRUE(runtime) << diagnostic.getMessage().str();
  std::string path = testing::TempDir() + "/runtime.bc";
  {
    std::error_code error;
    llvm::raw_fd_ostream file(path, error);
    llvm::WriteBitcodeToFile(*runtime, file);
  }
  CodegenOptions options = Options(OptimizationLevel::O2, EmitKind::LlvmIr);
  options.runtime_bitcode = path;
  std::string text = Emit(options);
  EXPECT_NE(text.find("@arc_rt_alloc_slow(i64 16)"), std::string::npos) << text;
  EXPECT_EQ(text.find("call ptr @arc_rt_alloc("), std::string::npos) << text;
  EXPECT_EQ(text.find("arc_rt_unused"), std::string::npos) << text;
}

}  // namespace
}  // namespace arc::lower
