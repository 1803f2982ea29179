// Exercises what the tools are made of: an ODS dialect, the LLVM dialect, translation to LLVM IR,
// the JIT, X86 code generation and lld in process. Usage: smoke_tool <folder to write into>.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "lld/Common/Driver.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"

// The generated declarations come before their definitions.
#include "third_party/smoke/smoke_dialect.h.inc"
#define GET_OP_CLASSES
#include "third_party/smoke/smoke_dialect.cc.inc"
#include "third_party/smoke/smoke_ops.h.inc"
#define GET_OP_CLASSES
#include "third_party/smoke/smoke_ops.cc.inc"

LLD_HAS_DRIVER(elf)

namespace arc::smoke {

void SmokeDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "third_party/smoke/smoke_ops.cc.inc"
      >();
}

namespace {

// exit(2) with the answer: a whole program without a C library.
constexpr const char* kProgram = R"(
  llvm.func @answer() -> i64 {
    %0 = llvm.mlir.constant(42 : i64) : i64
    llvm.return %0 : i64
  }
  llvm.func @_start() {
    %status = llvm.call @answer() : () -> i64
    %number = llvm.mlir.constant(60 : i64) : i64
    llvm.inline_asm has_side_effects "syscall", "{rax},{rdi},~{rcx},~{r11},~{memory}" %number, %status
        : (i64, i64) -> ()
    llvm.unreachable
  }
)";

bool Fail(const llvm::Twine& message) {
  llvm::errs() << "smoke_tool: " << message << "\n";
  return false;
}

bool PrintDialect(mlir::MLIRContext& context) {
  mlir::OpBuilder builder(&context);
  mlir::OwningOpRef<mlir::ModuleOp> module = mlir::ModuleOp::create(builder.getUnknownLoc());
  mlir::Block* block = module->getBody();
  mlir::Value argument = block->addArgument(builder.getI32Type(), builder.getUnknownLoc());
  builder.setInsertionPointToStart(block);
  auto operation = IdentityOp::create(builder, builder.getUnknownLoc(), argument);
  std::string printed;
  llvm::raw_string_ostream(printed) << *operation;
  return llvm::StringRef(printed).contains("smoke.identity") || Fail("printed " + printed);
}

bool RunInJit(std::unique_ptr<llvm::Module> module, std::unique_ptr<llvm::LLVMContext> context) {
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit) return Fail(llvm::toString(jit.takeError()));
  if (auto error =
          (*jit)->addIRModule(llvm::orc::ThreadSafeModule(std::move(module), std::move(context)))) {
    return Fail(llvm::toString(std::move(error)));
  }
  auto address = (*jit)->lookup("answer");
  if (!address) return Fail(llvm::toString(address.takeError()));
  return address->toPtr<int64_t (*)()>()() == 42 || Fail("the JIT gave another answer");
}

bool EmitObject(llvm::Module& module, const std::string& path) {
  const llvm::Triple triple("x86_64-unknown-linux-gnu");
  std::string message;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, message);
  if (target == nullptr) return Fail(message);
  std::unique_ptr<llvm::TargetMachine> machine(
      target->createTargetMachine(triple, "x86-64", "", {}, llvm::Reloc::Static));
  module.setTargetTriple(triple);
  module.setDataLayout(machine->createDataLayout());
  std::error_code code;
  llvm::raw_fd_ostream out(path, code, llvm::sys::fs::OF_None);
  if (code) return Fail(path + ": " + code.message());
  llvm::legacy::PassManager passes;
  if (machine->addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::ObjectFile)) {
    return Fail("the target emits no objects");
  }
  passes.run(module);
  return true;
}

bool Link(const std::string& object, const std::string& program) {
  const char* arguments[] = {"ld.lld", "-static", "-o", program.c_str(), object.c_str()};
  const lld::DriverDef drivers[] = {{lld::Gnu, &lld::elf::link}};
  const lld::Result result = lld::lldMain(arguments, llvm::outs(), llvm::errs(), drivers);
  return result.retCode == 0 || Fail("lld failed");
}

std::unique_ptr<llvm::Module> Translate(mlir::MLIRContext& context,
                                        llvm::LLVMContext& llvm_context) {
  auto module = mlir::parseSourceString<mlir::ModuleOp>(kProgram, &context);
  if (!module) return nullptr;
  return mlir::translateModuleToLLVMIR(*module, llvm_context);
}

bool Run(const std::string& folder) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::InitializeNativeTargetAsmParser();

  mlir::DialectRegistry registry;
  registry.insert<mlir::LLVM::LLVMDialect, SmokeDialect>();
  mlir::registerBuiltinDialectTranslation(registry);
  mlir::registerLLVMDialectTranslation(registry);
  mlir::MLIRContext context(registry);
  context.loadAllAvailableDialects();

  if (!PrintDialect(context)) return false;
  auto jit_context = std::make_unique<llvm::LLVMContext>();
  auto jit_module = Translate(context, *jit_context);
  if (jit_module == nullptr) return Fail("no translation");
  jit_module->getFunction("_start")->eraseFromParent();
  if (!RunInJit(std::move(jit_module), std::move(jit_context))) return false;

  llvm::LLVMContext object_context;
  auto module = Translate(context, object_context);
  const std::string object = folder + "/smoke.o";
  return EmitObject(*module, object) && Link(object, folder + "/smoke");
}

}  // namespace
}  // namespace arc::smoke

int main(int argc, char** argv) {
  if (argc != 2) {
    llvm::errs() << "usage: smoke_tool <folder>\n";
    return 2;
  }
  return arc::smoke::Run(argv[1]) ? 0 : 1;
}
