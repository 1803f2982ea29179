#include "toolchain/arc_ld/link.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "llvm/Support/MemoryBuffer.h"
#include "runtime/core/contract.h"
#include "toolchain/arc_ld/elf_image.h"
#include "toolchain/arc_ld/input_files.h"
#include "toolchain/arc_ld/layout.h"
#include "toolchain/arc_ld/line_table_builder.h"
#include "toolchain/arc_ld/lld_runner.h"
#include "toolchain/arc_ld/output_file.h"

namespace arc::ld {
namespace {

constexpr char kTool[] = "arc-ld";

// Below this size lld's worker threads cost more than they save.
constexpr uint64_t kOneThreadBytes = 16 << 20;

// Files that stand only in memory, by the names that messages and maps show.
class WorkingFiles {
 public:
  absl::StatusOr<std::string> Add(std::string shown_as, absl::string_view contents) {
    absl::StatusOr<MemoryFile> file = MemoryFile::Create(std::move(shown_as), contents);
    if (!file.ok()) return file.status();
    files_.push_back(*std::move(file));
    return files_.back().path();
  }

  // With the paths in a text replaced. Longer paths come first: /proc/self/fd/1 begins
  // /proc/self/fd/12.
  std::string ShownNames(std::string text) const {
    std::vector<std::pair<std::string, std::string>> names;
    names.reserve(files_.size());
    for (const MemoryFile& file : files_) names.emplace_back(file.path(), file.shown_as());
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const auto& [path, shown] : names) absl::StrReplaceAll({{path, shown}}, &text);
    return text;
  }

 private:
  std::vector<MemoryFile> files_;
};

class Linker {
 public:
  explicit Linker(const LinkOptions& options) : options_(options), phase_start_(absl::Now()) {}

  absl::StatusOr<LinkResult> Run() {
    if (absl::Status status = CheckOptions(); !status.ok()) return status;
    absl::StatusOr<ElfImage> image = RunLldOnInputs();
    if (!image.ok()) return image.status();
    if (absl::Status status = CheckImage(*image); !status.ok()) return status;
    EndPhase("check");
    if (absl::Status status = FillDispatchTable(*image); !status.ok()) return status;
    EndPhase("dispatch table");
    absl::StatusOr<std::string> lines = MakeLineTable(*image);
    if (!lines.ok()) return lines.status();
    EndPhase("line table");
    absl::StatusOr<ProgramFile> program =
        FinishProgram(*image, *lines, {.strip = options_.strip, .build_id = options_.build_id});
    if (!program.ok()) return program.status();
    result_.build_id = program->build_id;
    result_.file_bytes = program->bytes.size();
    result_.loaded_bytes = program->loaded_bytes;
    if (const ElfImage::Section* text = image->FindSection(".text")) {
      result_.text_bytes = text->header.sh_size;
    }
    EndPhase("finish");
    if (!options_.map_file.empty()) {
      absl::Status status = WriteOutputFile(options_.map_file, map_, 0666);
      if (!status.ok()) return status;
    }
    if (absl::Status status = WriteOutputFile(options_.output, program->bytes, 0777);
        !status.ok()) {
      return status;
    }
    EndPhase("write");
    return std::move(result_);
  }

 private:
  void EndPhase(absl::string_view name) {
    const absl::Time now = absl::Now();
    result_.phases.push_back({std::string(name), now - phase_start_});
    phase_start_ = now;
  }

  absl::Status CheckOptions() {
    if (options_.mode != LinkMode::kFreestanding) {
      return absl::UnimplementedError("linking against the C library is not supported yet");
    }
    if (!options_.libraries.empty() || !options_.library_paths.empty()) {
      return absl::InvalidArgumentError(
          "libraries by name (-l, -L) are for programs linked against the C library; give the "
          "archives as inputs");
    }
    if (options_.inputs.empty()) return absl::InvalidArgumentError("no input files");
    if (options_.output.empty()) return absl::InvalidArgumentError("no output file");
    absl::StatusOr<uint64_t> size = CheckInputs(options_.inputs);
    if (!size.ok()) return size.status();
    input_bytes_ = *size;
    return CheckOutputFile(options_.output);
  }

  // Empty when the program carries none.
  absl::StatusOr<std::string> ReadGdbScript() {
    if (options_.gdb_script.empty() || options_.strip != Strip::kNothing) return std::string();
    auto buffer = llvm::MemoryBuffer::getFile(options_.gdb_script);
    if (!buffer) {
      return absl::NotFoundError(
          absl::StrCat("cannot read '", options_.gdb_script, "': ", buffer.getError().message()));
    }
    if ((*buffer)->getBuffer().contains('\0')) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", options_.gdb_script, "' is no text: it has a zero byte"));
    }
    return (*buffer)->getBuffer().str();
  }

  absl::StatusOr<ElfImage> RunLldOnInputs() {
    absl::StatusOr<std::string> script =
        files_.Add("<arc-ld layout>", LinkerScript({.unwind_tables = options_.unwind_tables}));
    if (!script.ok()) return script.status();
    absl::StatusOr<std::string> gdb_script = ReadGdbScript();
    if (!gdb_script.ok()) return gdb_script.status();
    // The inputs decide about the machine; lld refuses one that does not match.
    absl::StatusOr<std::string> reserved =
        files_.Add("<arc-ld tables>", ReservedSectionsObject(llvm::ELF::EM_X86_64, *gdb_script));
    if (!reserved.ok()) return reserved.status();

    const int threads = options_.threads > 0              ? options_.threads
                        : input_bytes_ <= kOneThreadBytes ? 1
                                                          : 0;
    std::vector<std::string> arguments = {
        "-m",
        "elf_x86_64",
        "-static",
        "--no-dynamic-linker",
        "--no-dependent-libraries",
        "-z",
        "max-page-size=4096",
        "--build-id=none",
        "--color-diagnostics=never",
        "--trace",
        absl::StrCat("--entry=", options_.entry),
        options_.gc_sections ? "--gc-sections" : "--no-gc-sections",
        "-T",
        *script,
    };
    if (options_.unwind_tables) arguments.push_back("--eh-frame-hdr");
    arguments.push_back(*reserved);
    for (const std::string& input : options_.inputs) {
      // A name that begins with a dash would be read as an option.
      arguments.push_back(absl::StartsWith(input, "-") ? absl::StrCat("./", input) : input);
    }
    EndPhase("prepare");

    absl::StatusOr<LldOutcome> outcome =
        RunLld(kTool, std::move(arguments), threads, !options_.map_file.empty());
    if (!outcome.ok()) return outcome.status();
    if (!outcome->succeeded) return LldFailure(*outcome);
    for (absl::string_view line :
         absl::StrSplit(outcome->standard_output, '\n', absl::SkipEmpty())) {
      if (line != *reserved && line != *script) result_.linked.emplace_back(line);
    }
    for (absl::string_view line : absl::StrSplit(outcome->diagnostics, '\n', absl::SkipEmpty())) {
      result_.warnings.push_back(files_.ShownNames(std::string(Unprefixed(line))));
    }
    EndPhase("lld");

    map_ = files_.ShownNames(std::move(outcome->map));
    return ElfImage::Parse(std::move(outcome->program));
  }

  // "arc-ld: error: undefined symbol: f" without what every message of the tool begins with.
  static absl::string_view Unprefixed(absl::string_view line) {
    absl::ConsumePrefix(&line, absl::StrCat(kTool, ": "));
    absl::ConsumePrefix(&line, "error: ");
    absl::ConsumePrefix(&line, "warning: ");
    return line;
  }

  absl::Status LldFailure(const LldOutcome& outcome) {
    std::vector<std::string> lines;
    for (absl::string_view line : absl::StrSplit(outcome.diagnostics, '\n', absl::SkipEmpty())) {
      // A crash prints LLVM's stack dump after what was reported before it.
      if (absl::StartsWith(line, "PLEASE submit a bug report")) break;
      lines.push_back(files_.ShownNames(std::string(Unprefixed(line))));
    }
    if (!outcome.crashed && !lines.empty()) {
      // Some of lld's messages about corrupt objects do not say which object.
      if (!NamesAnInput(lines)) {
        if (absl::Status corrupt = FindCorruptInput(options_.inputs); !corrupt.ok()) return corrupt;
      }
      return absl::InvalidArgumentError(absl::StrJoin(lines, "\n"));
    }
    if (absl::Status corrupt = FindCorruptInput(options_.inputs); !corrupt.ok()) return corrupt;
    return absl::InvalidArgumentError(
        absl::StrCat("an input is corrupt in a way that stopped the linker; inputs: ",
                     absl::StrJoin(options_.inputs, " "), lines.empty() ? "" : "\n",
                     absl::StrJoin(lines, "\n")));
  }

  bool NamesAnInput(const std::vector<std::string>& lines) const {
    return std::any_of(lines.begin(), lines.end(), [this](const std::string& line) {
      return std::any_of(
          options_.inputs.begin(), options_.inputs.end(),
          [&line](const std::string& input) { return absl::StrContains(line, input); });
    });
  }

  // What the layout promises and an input could have broken.
  absl::Status CheckImage(const ElfImage& image) {
    for (const char* name : {".rela.dyn", ".rela.plt", ".rela.iplt", ".dynamic", ".interp"}) {
      const ElfImage::Section* section = image.FindSection(name);
      if (section != nullptr && section->header.sh_size != 0) {
        return absl::InvalidArgumentError(absl::StrCat(
            "the program would need relocation at start (section ", name,
            "): an input has an indirect function (ifunc) or refers to a shared library"));
      }
    }
    for (const char* name : {"preinit_array", "init_array"}) {
      const ElfImage::Section* section = image.FindSection(absl::StrCat(".", name));
      if (section != nullptr && section->header.sh_size != 0 &&
          !image.FindSymbol(absl::StrCat("__", name, "_start")).has_value()) {
        return absl::InvalidArgumentError(absl::StrCat(
            "initializers (section .", name, ") that nothing in the program runs: ",
            absl::StrJoin(FindObjectsWithSection(result_.linked, section->name), ", ")));
      }
    }
    if (image.header().e_entry == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("undefined entry symbol: ", options_.entry,
                       " (is the runtime library among the inputs?)"));
    }
    return absl::OkStatus();
  }

  absl::Status FillDispatchTable(ElfImage& image) {
    absl::StatusOr<std::vector<DispatchEntry>> entries = ReadDispatchEntries(
        image, [&](absl::string_view id) { return FindObjectsWithEntry(result_.linked, id); });
    if (!entries.ok()) return entries.status();
    result_.entries = *std::move(entries);
    return WriteDispatchTable(result_.entries, image);
  }

  // Empty when the program does not ask for one.
  absl::StatusOr<std::string> MakeLineTable(const ElfImage& image) {
    if (image.FindSection(kLinesSection) == nullptr) return std::string();
    // Readers take a table without its magic for none.
    if (!options_.line_table) return std::string(sizeof(ArcLineTable), '\0');
    absl::StatusOr<LineTableWriter> table = BuildLineTable(image, {}, result_.warnings);
    if (!table.ok()) return table.status();
    std::string bytes = table->Encode();
    result_.line_table_bytes = bytes.size();
    result_.line_table_rows = table->row_count();
    result_.line_table_nodes = table->node_count();
    return bytes;
  }

  const LinkOptions& options_;
  LinkResult result_;
  WorkingFiles files_;
  std::string map_;
  uint64_t input_bytes_ = 0;
  absl::Time phase_start_;
};

}  // namespace

absl::StatusOr<LinkResult> Link(const LinkOptions& options) { return Linker(options).Run(); }

}  // namespace arc::ld
