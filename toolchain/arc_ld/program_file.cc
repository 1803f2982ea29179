#include "toolchain/arc_ld/program_file.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/BLAKE3.h"
#include "runtime/core/contract.h"
#include "toolchain/arc_ld/layout.h"

namespace arc::ld {
namespace {

using llvm::ELF::Elf64_Ehdr;
using llvm::ELF::Elf64_Phdr;
using llvm::ELF::Elf64_Shdr;

uint64_t AlignTo(uint64_t value, uint64_t alignment) {
  return alignment <= 1 ? value : (value + alignment - 1) / alignment * alignment;
}

void AppendString(std::string& out, absl::string_view bytes) {
  out.append(bytes.data(), bytes.size());
}

// Builds the file front to back: loaded bytes, line table, other sections, section headers.
class Finisher {
 public:
  Finisher(const ElfImage& image, absl::string_view line_table, const ProgramFileOptions& options)
      : image_(image), line_table_(line_table), options_(options) {}

  absl::StatusOr<ProgramFile> Run() {
    // Program headers right behind the file header, as lld writes them: they are among the bytes
    // that are copied first.
    if (!image_.segments().empty() && image_.header().e_phoff != sizeof(Elf64_Ehdr)) {
      return absl::InternalError("the program headers are not at the beginning");
    }
    lines_ = image_.FindSection(kLinesSection);
    if (lines_ != nullptr && (!lines_->allocated() || !lines_->in_file())) {
      return absl::InternalError("the place of the line table is not loaded");
    }
    if (lines_ != nullptr && line_table_.empty()) {
      return absl::InternalError("the program asks for a line table but none was made");
    }
    if (lines_ == nullptr && !line_table_.empty()) {
      return absl::InternalError("a line table was made but the program has no place for it");
    }
    if (absl::Status status = CopyLoaded(); !status.ok()) return status;
    WriteProgramHeaders();
    AppendOtherSections();
    AppendSectionHeaders();
    if (options_.build_id) {
      if (absl::Status status = WriteBuildId(); !status.ok()) return status;
    }
    return std::move(file_);
  }

 private:
  // The line table replaces its placeholder, which must be the last thing loaded: then no other
  // byte of the program moves.
  absl::Status CopyLoaded() {
    uint64_t end = sizeof(Elf64_Ehdr) + image_.segments().size() * sizeof(Elf64_Phdr);
    uint64_t highest = 0;
    for (const ElfImage::Section& section : image_.sections()) {
      if (!section.allocated() || &section == lines_) continue;
      highest = std::max(highest, section.header.sh_addr + section.header.sh_size);
      if (section.in_file()) end = std::max(end, section.header.sh_offset + section.header.sh_size);
    }
    for (const ElfImage::Section& section : image_.sections()) {
      if (section.allocated() || section.header.sh_type == llvm::ELF::SHT_NULL) continue;
      if (section.header.sh_size != 0 && section.header.sh_offset < end) {
        return absl::InternalError("a section that is not loaded lies among loaded ones");
      }
    }
    if (lines_ == nullptr) {
      file_.bytes.assign(image_.bytes().data(), end);
    } else {
      if (lines_->header.sh_addr < highest || lines_->header.sh_offset < end) {
        return absl::InternalError("the line table is not the last section of the program");
      }
      file_.bytes.reserve(image_.bytes().size() + line_table_.size());
      file_.bytes.assign(image_.bytes().data(), lines_->header.sh_offset);
      AppendString(file_.bytes, line_table_);
    }
    file_.loaded_bytes = file_.bytes.size();
    return absl::OkStatus();
  }

  // Keeps the headers that say something, in the order of the layout; the space of the others
  // becomes zero.
  void WriteProgramHeaders() {
    std::vector<Elf64_Phdr> kept;
    for (Elf64_Phdr segment : image_.segments()) {
      const bool holds_lines = lines_ != nullptr && segment.p_type == llvm::ELF::PT_LOAD &&
                               segment.p_vaddr <= lines_->header.sh_addr &&
                               lines_->header.sh_addr < segment.p_vaddr + segment.p_memsz;
      if (holds_lines) {
        segment.p_filesz = segment.p_memsz =
            lines_->header.sh_addr - segment.p_vaddr + line_table_.size();
      }
      if (segment.p_memsz == 0 && segment.p_type != llvm::ELF::PT_GNU_STACK) continue;
      kept.push_back(segment);
    }
    char* table = file_.bytes.data() + image_.header().e_phoff;
    std::memset(table, 0, image_.segments().size() * sizeof(Elf64_Phdr));
    for (size_t i = 0; i < kept.size(); ++i) {
      std::memcpy(table + i * sizeof(Elf64_Phdr), &kept[i], sizeof(Elf64_Phdr));
    }
    header_ = image_.header();
    header_.e_phnum = kept.size();
  }

  bool Kept(const ElfImage::Section& section) const {
    if (section.allocated()) return true;
    switch (options_.strip) {
      case Strip::kNothing:
        return true;
      case Strip::kDebug:
        return !absl::StartsWith(section.name, ".debug_") && section.name != ".gdb_index";
      case Strip::kAll:
        return false;
    }
    return true;
  }

  void AppendOtherSections() {
    const auto sections = image_.sections();
    new_index_.assign(sections.size(), 0);
    headers_.push_back(Elf64_Shdr{});
    const size_t names_index = image_.header().e_shstrndx;
    for (size_t i = 1; i < sections.size(); ++i) {
      const ElfImage::Section& section = sections[i];
      if (i == names_index || !Kept(section)) continue;
      Elf64_Shdr header = section.header;
      header.sh_name = names_.size();
      names_.append(section.name).push_back('\0');
      if (&section == lines_) {
        header.sh_size = line_table_.size();
      } else if (!section.allocated()) {
        file_.bytes.resize(AlignTo(file_.bytes.size(), header.sh_addralign), '\0');
        header.sh_offset = file_.bytes.size();
        AppendString(file_.bytes, image_.Contents(section));
      }
      new_index_[i] = headers_.size();
      headers_.push_back(header);
    }
    // Links are of symbol tables to their strings. Symbols name sections by index too, but only
    // loaded ones, which all stay and precede the others.
    for (Elf64_Shdr& header : headers_) {
      if (header.sh_link < new_index_.size()) header.sh_link = new_index_[header.sh_link];
    }
  }

  void AppendSectionHeaders() {
    Elf64_Shdr names = {};
    names.sh_name = names_.size();
    names_.append(".shstrtab").push_back('\0');
    names.sh_type = llvm::ELF::SHT_STRTAB;
    names.sh_offset = file_.bytes.size();
    names.sh_size = names_.size();
    names.sh_addralign = 1;
    file_.bytes.append(names_);
    headers_.push_back(names);

    file_.bytes.resize(AlignTo(file_.bytes.size(), 8), '\0');
    header_.e_shoff = file_.bytes.size();
    header_.e_shnum = headers_.size();
    header_.e_shstrndx = headers_.size() - 1;
    file_.bytes.append(reinterpret_cast<const char*>(headers_.data()),
                       headers_.size() * sizeof(Elf64_Shdr));
    std::memcpy(file_.bytes.data(), &header_, sizeof(header_));
  }

  absl::Status WriteBuildId() {
    const ElfImage::Section* note = image_.FindSection(kBuildIdSection);
    if (note == nullptr || !note->allocated() || !note->in_file() ||
        note->header.sh_size < kBuildIdNoteHeaderBytes + ARC_BUILD_ID_BYTES) {
      return absl::InternalError("the layout has no build id note");
    }
    // What varies with stripping stays out.
    Elf64_Ehdr header = header_;
    header.e_shoff = 0;
    header.e_shnum = 0;
    header.e_shstrndx = 0;
    llvm::TruncatedBLAKE3<ARC_BUILD_ID_BYTES> hash;
    hash.update(llvm::ArrayRef(reinterpret_cast<const uint8_t*>(&header), sizeof(header)));
    hash.update(llvm::StringRef(file_.bytes.data(), file_.loaded_bytes).substr(sizeof(header)));
    file_.build_id = hash.final();
    std::memcpy(file_.bytes.data() + note->header.sh_offset + kBuildIdNoteHeaderBytes,
                file_.build_id.data(), file_.build_id.size());
    return absl::OkStatus();
  }

  const ElfImage& image_;
  const absl::string_view line_table_;
  const ProgramFileOptions& options_;

  const ElfImage::Section* lines_ = nullptr;
  ProgramFile file_;
  Elf64_Ehdr header_ = {};
  std::vector<Elf64_Shdr> headers_;
  std::vector<uint32_t> new_index_;
  std::string names_ = std::string(1, '\0');
};

}  // namespace

absl::StatusOr<ProgramFile> FinishProgram(const ElfImage& image, absl::string_view line_table,
                                          const ProgramFileOptions& options) {
  return Finisher(image, line_table, options).Run();
}

}  // namespace arc::ld
