#include "compiler/lower/codegen_passes.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/AsmParser/Parser.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Verifier.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Pass.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"

namespace arc::lower {
namespace {

// Checked sums, memory, floats, switches, panics that unwind, atomics, 128 bits; with line tables.
constexpr const char* kModule = R"(
  target triple = "x86_64-unknown-linux-gnu"
  declare { i64, i1 } @llvm.sadd.with.overflow.i64(i64, i64)
  declare void @panic() cold noreturn
  declare i32 @personality(...)
  declare void @drop(ptr)
  define i64 @sum(ptr %v, i64 %n) uwtable(sync) personality ptr @personality !dbg !4 {
    %place = alloca [24 x i8], align 8
    br label %head
  head:
    %i = phi i64 [ 0, %0 ], [ %next, %more ]
    %s = phi i64 [ 0, %0 ], [ %value, %more ]
    %at = getelementptr i64, ptr %v, i64 %i
    %x = load i64, ptr %at, !dbg !6
    %both = call { i64, i1 } @llvm.sadd.with.overflow.i64(i64 %s, i64 %x), !dbg !7
    %value = extractvalue { i64, i1 } %both, 0
    %over = extractvalue { i64, i1 } %both, 1
    br i1 %over, label %bad, label %more
  more:
    %next = add i64 %i, 1
    %ends = icmp eq i64 %next, %n
    br i1 %ends, label %done, label %head
  bad:
    invoke void @panic() to label %never unwind label %pad, !dbg !7
  never:
    unreachable
  pad:
    %what = landingpad { ptr, i32 } cleanup
    call void @drop(ptr %place), !dbg !8
    resume { ptr, i32 } %what
  done:
    call void @drop(ptr %place), !dbg !8
    ret i64 %value
  }
  define double @floats(double %x, float %y, i32 %k) {
    %wide = fpext float %y to double
    %rest = frem double %x, %wide
    %int = fptosi double %rest to i64
    %back = uitofp i64 %int to double
    switch i32 %k, label %other [ i32 0, label %a  i32 1, label %b  i32 2, label %a ]
  a:
    ret double %back
  b:
    %m = call double @llvm.sqrt.f64(double %back)
    ret double %m
  other:
    ret double %rest
  }
  define i128 @wide(i128 %a, i128 %b, ptr %count) {
    %old = atomicrmw add ptr %count, i64 1 acq_rel
    %q = udiv i128 %a, %b
    ret i128 %q
  }
  declare double @llvm.sqrt.f64(double)
  !llvm.dbg.cu = !{!0}
  !llvm.module.flags = !{!2, !3}
  !0 = distinct !DICompileUnit(language: DW_LANG_C, file: !1, emissionKind: LineTablesOnly)
  !1 = !DIFile(filename: "a.arc", directory: "")
  !2 = !{i32 2, !"Debug Info Version", i32 3}
  !3 = !{i32 7, !"Dwarf Version", i32 5}
  !4 = distinct !DISubprogram(name: "sum", file: !1, line: 1, unit: !0, type: !5, spFlags: DISPFlagDefinition)
  !5 = !DISubroutineType(types: !{null})
  !6 = !DILocation(line: 2, column: 3, scope: !4)
  !7 = !DILocation(line: 3, column: 5, scope: !4)
  !8 = !DILocation(line: 4, column: 5, scope: !4)
)";

std::unique_ptr<llvm::Module> Parse(llvm::LLVMContext& context, const char* text) {
  llvm::SMDiagnostic diagnostic;
  std::unique_ptr<llvm::Module> module = llvm::parseAssemblyString(text, diagnostic, context);
  EXPECT_TRUE(module) << diagnostic.getMessage().str();
  return module;
}

// All passes, and their names.
class AllPasses : public llvm::legacy::PassManager {
 public:
  explicit AllPasses(llvm::StringSet<>& names) : names_(names) {}
  void add(llvm::Pass* pass) override {
    names_.insert(pass->getPassName());
    PassManager::add(pass);
  }

 private:
  llvm::StringSet<>& names_;
};

class CodegenPassesTest : public testing::Test {
 protected:
  CodegenPassesTest() {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  }

  static std::string Object(llvm::Module& module, llvm::legacy::PassManager& passes,
                            llvm::CodeGenOptLevel level,
                            llvm::CodeGenFileType type = llvm::CodeGenFileType::ObjectFile) {
    std::string error;
    const llvm::Target* target =
        llvm::TargetRegistry::lookupTarget(module.getTargetTriple(), error);
    EXPECT_TRUE(target) << error;
    std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
        module.getTargetTriple(), "x86-64", "", {}, llvm::Reloc::Static, {}, level));
    module.setDataLayout(machine->createDataLayout());
    llvm::SmallVector<char, 0> bytes;
    llvm::raw_svector_ostream stream(bytes);
    EXPECT_FALSE(machine->addPassesToEmitFile(passes, stream, nullptr, type, true));
    passes.run(module);
    return std::string(bytes.begin(), bytes.end());
  }

  static constexpr llvm::CodeGenOptLevel kLevels[] = {llvm::CodeGenOptLevel::None,
                                                      llvm::CodeGenOptLevel::Default};
  llvm::LLVMContext context_;
};

TEST_F(CodegenPassesTest, ObjectsAreThoseOfAllPasses) {
  for (llvm::CodeGenOptLevel level : kLevels) {
    llvm::StringSet<> names;
    std::unique_ptr<llvm::Module> module = Parse(context_, kModule);
    AllPasses all(names);
    const std::string expected = Object(*module, all, level);
    module = Parse(context_, kModule);
    CodegenPassManager few(*module, /*drop_unused_flags=*/false);
    EXPECT_TRUE(Object(*module, few, level) == expected) << static_cast<int>(level);
  }
}

TEST_F(CodegenPassesTest, CarriesThatOnlyJumpsUse) {
  constexpr const char* kSums = R"(
    target triple = "x86_64-unknown-linux-gnu"
    declare { i64, i1 } @llvm.sadd.with.overflow.i64(i64, i64)
    declare void @panic() cold noreturn
    define i64 @checked(i64 %a, i64 %b) {
      %both = call { i64, i1 } @llvm.sadd.with.overflow.i64(i64 %a, i64 %b)
      %value = extractvalue { i64, i1 } %both, 0
      %over = extractvalue { i64, i1 } %both, 1
      br i1 %over, label %bad, label %good
    good:
      ret i64 %value
    bad:
      call void @panic()
      unreachable
    }
    define i1 @asked(i64 %a, i64 %b) {
      %both = call { i64, i1 } @llvm.sadd.with.overflow.i64(i64 %a, i64 %b)
      %over = extractvalue { i64, i1 } %both, 1
      br i1 %over, label %bad, label %good
    good:
      ret i1 %over
    bad:
      call void @panic()
      unreachable
    }
  )";
  std::string texts[2];
  for (bool drop : {false, true}) {
    std::unique_ptr<llvm::Module> module = Parse(context_, kSums);
    CodegenPassManager passes(*module, drop);
    texts[drop] =
        Object(*module, passes, llvm::CodeGenOptLevel::None, llvm::CodeGenFileType::AssemblyFile);
  }
  const auto count = [](llvm::StringRef text) { return text.count("\tseto\t"); };
  EXPECT_EQ(count(texts[false]), 2u) << texts[false];
  EXPECT_EQ(count(texts[true]), 1u) << texts[true];
  EXPECT_EQ(llvm::StringRef(texts[true]).count("\tjo\t"), 2u) << texts[true];
}

// LLVM may rename them, and then they would be back.
TEST_F(CodegenPassesTest, NamesAreLlvms) {
  llvm::StringSet<> names;
  for (llvm::CodeGenOptLevel level : kLevels) {
    std::unique_ptr<llvm::Module> module = Parse(context_, kModule);
    AllPasses all(names);
    Object(*module, all, level);
  }
  for (llvm::StringRef name : LeftOutPasses(/*has_variables=*/false)) {
    EXPECT_TRUE(names.contains(name)) << name.str();
  }
  EXPECT_LT(LeftOutPasses(/*has_variables=*/true).size(), LeftOutPasses(false).size());
}

std::string InlinedText(const char* text) {
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> module = Parse(context, text);
  InlineAlways(*module);
  EXPECT_FALSE(llvm::verifyModule(*module, &llvm::errs()));
  std::string result;
  llvm::raw_string_ostream out(result);
  module->print(out, nullptr);
  return result;
}

// Whatever the order in which they stand.
TEST(InlineAlways, FunctionsThatCallEachOther) {
  const std::string text = InlinedText(R"(
    $shared = comdat any
    define internal i32 @outer(i32 %x) alwaysinline {
      %y = call i32 @inner(i32 %x)
      ret i32 %y
    }
    define i32 @user(i32 %x) {
      %a = call i32 @outer(i32 %x)
      %b = call i32 @shared(i32 %a)
      ret i32 %b
    }
    define internal i32 @inner(i32 %x) alwaysinline {
      %y = mul i32 %x, 7
      ret i32 %y
    }
    define linkonce_odr hidden i32 @shared(i32 %x) alwaysinline comdat {
      %y = xor i32 %x, 9
      ret i32 %y
    }
  )");
  EXPECT_EQ(text.find("call"), std::string::npos) << text;
  EXPECT_EQ(text.find("@outer"), std::string::npos) << text;
  EXPECT_EQ(text.find("@inner"), std::string::npos) << text;
  EXPECT_EQ(text.find("@shared"), std::string::npos) << text;
  EXPECT_NE(text.find("mul i32 %x, 7"), std::string::npos) << text;
}

TEST(InlineAlways, WhatStays) {
  const std::string text = InlinedText(R"(
    @table = global ptr @named
    define internal i32 @named(i32 %x) alwaysinline {
      ret i32 %x
    }
    define i32 @seen(i32 %x) alwaysinline {
      ret i32 %x
    }
    define internal i32 @recursive(i32 %x) alwaysinline {
      %y = call i32 @recursive(i32 %x)
      ret i32 %y
    }
    define i32 @user(i32 %x) {
      %a = call i32 @named(i32 %x)
      %b = call i32 @seen(i32 %a)
      %c = call i32 @recursive(i32 %b)
      ret i32 %c
    }
  )");
  EXPECT_EQ(text.find("call i32 @named"), std::string::npos) << text;
  EXPECT_EQ(text.find("call i32 @seen"), std::string::npos) << text;
  EXPECT_NE(text.find("define internal i32 @named"), std::string::npos) << text;
  EXPECT_NE(text.find("define i32 @seen"), std::string::npos) << text;
  EXPECT_NE(text.find("define internal i32 @recursive"), std::string::npos) << text;
}

}  // namespace
}  // namespace arc::lower
