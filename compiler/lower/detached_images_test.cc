#include "compiler/lower/detached_images.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/dialects.h"
#include "compiler/ir/tir.h"
#include "compiler/lower/codegen.h"
#include "gtest/gtest.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Object/ELFObjectFile.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"

namespace arc::lower {
namespace {

// Two large images, one of them with links, and a small one.
class DetachedImagesTest : public testing::Test {
 protected:
  DetachedImagesTest() {
    mlir::OpBuilder builder(context_.get());
    module_ = mlir::ModuleOp::create(builder.getUnknownLoc(), "main");
    builder.setInsertionPointToEnd(module_->getBody());
    for (size_t i = 0; i < plain_.size(); ++i) plain_[i] = static_cast<char>(i % 251);
    Add(builder, "main.PLAIN", ir::Linkage::Exported, plain_, {});
    Add(builder, "main.linked", ir::Linkage::Internal, linked_, {8, 64, 800'000, 16});
    Add(builder, "main.SMALL", ir::Linkage::Exported, "small", {});
  }

  void Add(mlir::OpBuilder& builder, const char* symbol, ir::Linkage linkage,
           const std::string& content, llvm::ArrayRef<int32_t> links) {
    ir::ImageOp::create(builder, builder.getUnknownLoc(), builder.getStringAttr(symbol), linkage,
                        16, SharedBytes(content),
                        links.empty() ? nullptr : builder.getDenseI32ArrayAttr(links), nullptr,
                        nullptr);
  }

  std::string Object(bool detached) {
    llvm::LLVMContext context;
    std::vector<DetachedImage> images;
    LowerOptions options;
    options.refer_to_abi_version = false;
    if (detached) options.detached_images = &images;
    auto module = LowerToLlvm(*module_, context, options);
    llvm::GlobalVariable* kept = module->getNamedGlobal("main.linked");
    // Nobody refers to it otherwise.
    new llvm::GlobalVariable(*module, kept->getType(), true, llvm::GlobalValue::ExternalLinkage,
                             kept, "user");
    llvm::SmallVector<char, 0> bytes;
    EXPECT_TRUE(EmitObject(*module, {}, bytes).ok());
    std::string object(bytes.begin(), bytes.end());
    if (!detached) return object;
    EXPECT_EQ(images.size(), 2u);
    EXPECT_LT(object.size(), 10'000u);
    std::string whole;
    EXPECT_TRUE(AttachImages(object, images, whole).ok());
    return whole;
  }

  struct Section {
    std::string content;
    uint64_t flags = 0, align = 0;
    std::vector<std::pair<uint64_t, int64_t>> relocations;  // offset and addend
  };
  static std::map<std::string, Section> Read(const std::string& object) {
    std::map<std::string, Section> sections;
    auto file = llvm::object::ELF64LEObjectFile::create(llvm::MemoryBufferRef(object, "object"));
    EXPECT_TRUE(static_cast<bool>(file));
    std::map<uint64_t, std::string> names;
    for (const llvm::object::ELFSectionRef section : file->sections()) {
      const std::string name = llvm::cantFail(section.getName()).str();
      if (section.getType() == llvm::ELF::SHT_RELA) {
        std::string target;
        llvm::object::section_iterator of = llvm::cantFail(section.getRelocatedSection());
        target = llvm::cantFail(of->getName()).str();
        if (!llvm::StringRef(target).starts_with(".rodata.main.")) continue;
        for (const llvm::object::ELFRelocationRef relocation : section.relocations()) {
          EXPECT_EQ(relocation.getType(), uint64_t{llvm::ELF::R_X86_64_64});
          sections[target].relocations.emplace_back(
              relocation.getOffset(),
              llvm::cantFail(relocation.getAddend()) +
                  static_cast<int64_t>(llvm::cantFail(relocation.getSymbol()->getValue())));
        }
      } else if (name.starts_with(".rodata")) {
        sections[name].content = llvm::cantFail(section.getContents()).str();
        sections[name].flags = section.getFlags();
        sections[name].align = section.getAlignment().value();
      }
    }
    return sections;
  }

  std::unique_ptr<mlir::MLIRContext, ContextDeleter> context_ = MakeContext();
  mlir::OwningOpRef<mlir::ModuleOp> module_;
  std::string plain_ = std::string(700'001, '\0');
  const std::string linked_ = std::string(900'000, '\0');
};

// For a linker it makes no difference who wrote them.
TEST_F(DetachedImagesTest, SectionsAreThoseOfLlvm) {
  auto by_llvm = Read(Object(false)), detached = Read(Object(true));
  ASSERT_EQ(detached[".rodata.main.PLAIN"].content, plain_);
  ASSERT_EQ(detached[".rodata.main.linked"].content, linked_);
  for (const char* name : {".rodata.main.PLAIN", ".rodata.main.linked", ".rodata.main.SMALL"}) {
    EXPECT_EQ(detached[name].content, by_llvm[name].content) << name;
    EXPECT_EQ(detached[name].flags, by_llvm[name].flags) << name;
    EXPECT_EQ(detached[name].align, by_llvm[name].align) << name;
    EXPECT_EQ(detached[name].relocations, by_llvm[name].relocations) << name;
  }
  EXPECT_EQ(detached[".rodata.main.linked"].relocations.size(), 2u);
}

TEST_F(DetachedImagesTest, WhatIsNoObjectIsRefused) {
  std::string whole;
  const DetachedImage image{.symbol = "main.PLAIN", .bytes = "x", .links = {}};
  EXPECT_FALSE(AttachImages("", image, whole).ok());
  EXPECT_FALSE(AttachImages(std::string(64, '\0'), image, whole).ok());
  const std::string object = Object(false);
  EXPECT_FALSE(AttachImages(llvm::StringRef(object).drop_back(100), image, whole).ok());
}

}  // namespace
}  // namespace arc::lower
