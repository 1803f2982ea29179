// From DWARF to the line table.
//
// For each compile unit two sorted lists of address spans are made: the source lines (from the line
// table) and the innermost functions (from the tree of subprograms and inlined calls, flattened).
// Walking both at once gives spans with a position each. The spans of all units are then sorted and
// written as rows; what they leave open is filled from the function symbols.
//
// What keeps the table small: columns are dropped, equal positions are merged, all functions of the
// runtime are one position, and padding between functions belongs to the function before it.

#include "toolchain/arc_ld/line_table_builder.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/DebugInfo/DIContext.h"
#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDebugLine.h"
#include "llvm/DebugInfo/DWARF/DWARFDie.h"
#include "llvm/DebugInfo/DWARF/DWARFUnit.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Object/ELFObjectFile.h"
#include "toolchain/arc_ld/lld_runner.h"

namespace arc::ld {
namespace {

using llvm::DWARFDie;

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr size_t kMostWarnings = 20;
// Gaps below this without a symbol of their own are padding: nothing executes there.
constexpr uint64_t kPaddingBytes = 64;

struct Function {
  uint32_t name = 0;  // string of the table; not set for hidden ones
  bool hidden = false;
  uint64_t declared_file = 0;  // DWARF's number
  uint32_t declared_line = 0;
};

// A function or an inlined call of one, in one compile unit.
struct Scope {
  uint32_t parent = kNone;  // the scope that it is inlined into
  const Function* function = nullptr;
  uint64_t call_file = 0;  // DWARF's number of the call site's file
  uint32_t call_line = 0;
  uint32_t call_node = 0;  // the node of the call site, once it was asked for
  // The last line seen in it, for code that the compiler gave none.
  uint64_t last_file = 0;
  uint32_t last_line = 0;
};

struct ScopeSpan {
  uint64_t low;
  uint64_t high;
  uint32_t scope;
};

struct LineSpan {
  uint64_t low;
  uint64_t high;
  uint64_t file;
  uint32_t line;
};

struct Position {
  uint64_t low;
  uint64_t high;
  uint32_t node;
};

// Makes properly nested or overlapping spans disjoint; inner ones win. A span that sticks out of
// the one around it is cut.
std::vector<ScopeSpan> Flatten(std::vector<ScopeSpan> spans) {
  // Scopes are numbered from the outside in, so equal ranges nest in the right order.
  std::sort(spans.begin(), spans.end(), [](const ScopeSpan& a, const ScopeSpan& b) {
    return std::tie(a.low, b.high, a.scope) < std::tie(b.low, a.high, b.scope);
  });
  std::vector<ScopeSpan> flat;
  std::vector<ScopeSpan> open;
  uint64_t done = 0;
  auto emit_to = [&](uint64_t high) {
    if (done < high && !open.empty()) flat.push_back({done, high, open.back().scope});
    done = std::max(done, high);
  };
  for (ScopeSpan span : spans) {
    while (!open.empty() && open.back().high <= span.low) {
      emit_to(open.back().high);
      open.pop_back();
    }
    if (!open.empty()) {
      emit_to(span.low);
      span.high = std::min(span.high, open.back().high);
    }
    done = std::max(done, span.low);
    open.push_back(span);
  }
  while (!open.empty()) {
    emit_to(open.back().high);
    open.pop_back();
  }
  return flat;
}

class Builder {
 public:
  Builder(const ElfImage& image, const LineTableOptions& options,
          std::vector<std::string>& warnings)
      : image_(image), options_(options), warnings_(warnings) {}

  absl::StatusOr<LineTableWriter> Run() {
    start_ = image_.FindSymbol("_start").value_or(image_.header().e_entry);
    for (const ElfImage::Section& section : image_.sections()) {
      if (section.allocated() && (section.header.sh_flags & llvm::ELF::SHF_EXECINSTR)) {
        text_.push_back({section.header.sh_addr, section.header.sh_addr + section.header.sh_size});
      }
    }
    if (text_.empty()) return std::move(table_);
    text_low_ = text_.front().first;
    for (const auto& [low, high] : text_) {
      text_low_ = std::min(text_low_, low);
      text_high_ = std::max(text_high_, high);
    }
    constexpr uint64_t kReach = std::numeric_limits<int32_t>::max();
    auto distance = [this](uint64_t to) { return start_ < to ? to - start_ : start_ - to; };
    if (distance(text_low_) > kReach || distance(text_high_) > kReach) {
      return absl::InvalidArgumentError(
          "the program's code is too large for a line table (2 GiB around _start)");
    }
    for (const ImageSymbol& symbol : image_.DefinedSymbols()) {
      const bool names_code = symbol.type == llvm::ELF::STT_FUNC ||
                              (symbol.type == llvm::ELF::STT_NOTYPE && !symbol.name.empty());
      if (names_code && image_.IsExecutable(symbol.address)) symbols_.push_back(symbol);
    }
    unknown_file_ = table_.String(kUnknownFile);
    hidden_node_ =
        table_.Node(table_.String(kHiddenFunction), unknown_file_, 0, LineTableWriter::kNoNode);
    // Debug information comes from the inputs and may be corrupt; LLVM's reader takes some of it on
    // trust.
    auto read = [this] { ReadDebugInformation(); };
    if (!RunGuarded(read)) {
      return absl::InvalidArgumentError(absl::StrCat("corrupt debug information",
                                                     unit_name_.empty() ? "" : " in the unit of '",
                                                     unit_name_, unit_name_.empty() ? "" : "'"));
    }
    WriteRows();
    return std::move(table_);
  }

 private:
  void Warn(llvm::Error error) {
    std::string text = llvm::toString(std::move(error));
    if (warnings_.size() < kMostWarnings) {
      warnings_.push_back(absl::StrCat("debug information: ", text));
    }
  }

  bool Hidden(absl::string_view name) const {
    return name == "_start" ||
           std::any_of(options_.hidden_prefixes.begin(), options_.hidden_prefixes.end(),
                       [&](const std::string& prefix) { return absl::StartsWith(name, prefix); }) ||
           absl::StartsWith(name, kHiddenFunction);
  }

  bool InText(uint64_t low, uint64_t high) const {
    return low < high && low >= text_low_ && high <= text_high_;
  }

  void ReadDebugInformation() {
    const absl::string_view bytes = image_.bytes();
    auto object = llvm::object::ObjectFile::createELFObjectFile(
        llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()), "program"));
    if (!object) return Warn(object.takeError());
    auto warn = [this](llvm::Error error) { Warn(std::move(error)); };
    std::unique_ptr<llvm::DWARFContext> context = llvm::DWARFContext::create(
        **object, llvm::DWARFContext::ProcessDebugRelocations::Ignore, nullptr, "", warn, warn);
    for (const std::unique_ptr<llvm::DWARFUnit>& unit : context->compile_units()) {
      ReadUnit(*context, *unit);
    }
  }

  void ReadUnit(llvm::DWARFContext& context, llvm::DWARFUnit& unit) {
    unit_ = &unit;
    scopes_.clear();
    files_.clear();
    unit_name_.clear();
    const DWARFDie root = unit.getUnitDIE(/*ExtractUnitDIEOnly=*/false);
    if (!root) return;
    if (const char* name = llvm::dwarf::toString(root.find(llvm::dwarf::DW_AT_name), nullptr)) {
      unit_name_ = name;
    }
    const char* producer = llvm::dwarf::toString(root.find(llvm::dwarf::DW_AT_producer), "");
    separator_ = absl::StartsWithIgnoreCase(producer, "arc") ? "." : "::";
    auto lines =
        context.getLineTableForUnit(&unit, [this](llvm::Error error) { Warn(std::move(error)); });
    lines_ = nullptr;
    if (lines) {
      lines_ = *lines;
    } else {
      Warn(lines.takeError());
    }
    Combine(Flatten(ReadScopes(unit)), ReadLines());
    context.clearLineTableForUnit(&unit);
  }

  // Visits the unit's entries in their order; parents come before children.
  std::vector<ScopeSpan> ReadScopes(llvm::DWARFUnit& unit) {
    std::vector<ScopeSpan> spans;
    std::vector<uint32_t> scope_of(unit.getNumDIEs(), kNone);
    for (uint32_t i = 0; i < scope_of.size(); ++i) {
      const DWARFDie die = unit.getDIEAtIndex(i);
      const llvm::dwarf::Tag tag = die.getTag();
      if (tag == llvm::dwarf::DW_TAG_null) continue;
      const std::optional<uint32_t> parent = die.getDebugInfoEntry()->getParentIdx();
      if (parent.has_value() && *parent < i) scope_of[i] = scope_of[*parent];
      const bool inlined = tag == llvm::dwarf::DW_TAG_inlined_subroutine;
      if (tag != llvm::dwarf::DW_TAG_subprogram && !inlined) continue;
      // A function that is declared inside another one is not inlined there.
      if (!inlined) scope_of[i] = kNone;
      auto ranges = die.getAddressRanges();
      if (!ranges) {
        Warn(ranges.takeError());
        continue;
      }
      // Functions that the linker dropped have ranges outside the code.
      std::erase_if(*ranges, [this](const llvm::DWARFAddressRange& range) {
        return !InText(range.LowPC, range.HighPC);
      });
      if (ranges->empty()) continue;

      Scope scope;
      scope.function = FunctionOf(die);
      if (inlined) {
        scope.parent = scope_of[i];
        scope.call_file = llvm::dwarf::toUnsigned(die.find(llvm::dwarf::DW_AT_call_file), 0);
        scope.call_line = llvm::dwarf::toUnsigned(die.find(llvm::dwarf::DW_AT_call_line), 0);
      }
      scope.last_file = scope.function->declared_file;
      scope.last_line = scope.function->declared_line;
      scope_of[i] = scopes_.size();
      for (const llvm::DWARFAddressRange& range : *ranges) {
        spans.push_back({range.LowPC, range.HighPC, scope_of[i]});
      }
      scopes_.push_back(scope);
    }
    return spans;
  }

  // The entry that declares what `die` is an instance of.
  static DWARFDie Declaration(DWARFDie die) {
    // References could run in a circle in corrupt information.
    for (int depth = 0; depth < 16; ++depth) {
      DWARFDie next = die.getAttributeValueAsReferencedDie(llvm::dwarf::DW_AT_abstract_origin);
      if (!next) next = die.getAttributeValueAsReferencedDie(llvm::dwarf::DW_AT_specification);
      if (!next) break;
      die = next;
    }
    return die;
  }

  const Function* FunctionOf(const DWARFDie& instance) {
    const DWARFDie origin =
        instance.getAttributeValueAsReferencedDie(llvm::dwarf::DW_AT_abstract_origin);
    const DWARFDie die = origin ? origin : instance;
    std::unique_ptr<Function>& function = functions_[die.getOffset()];
    if (function != nullptr) return function.get();
    function = std::make_unique<Function>();

    auto text = [](const char* chars) { return absl::NullSafeStringView(chars); };
    const absl::string_view linkage = text(die.getSubroutineName(llvm::DINameKind::LinkageName));
    std::string name(text(die.getSubroutineName(llvm::DINameKind::ShortName)));
    for (DWARFDie scope = Declaration(die).getParent(); scope; scope = scope.getParent()) {
      switch (scope.getTag()) {
        case llvm::dwarf::DW_TAG_namespace:
        case llvm::dwarf::DW_TAG_class_type:
        case llvm::dwarf::DW_TAG_structure_type:
        case llvm::dwarf::DW_TAG_union_type:
        case llvm::dwarf::DW_TAG_enumeration_type:
          if (const char* outer = scope.getShortName()) {
            name = absl::StrCat(outer, separator_, name);
          }
          break;
        default:
          break;
      }
    }
    function->hidden = Hidden(linkage) || Hidden(name);
    if (!function->hidden) {
      function->name = table_.String(name.empty() ? linkage : absl::string_view(name));
      function->declared_file =
          llvm::dwarf::toUnsigned(die.findRecursively(llvm::dwarf::DW_AT_decl_file), 0);
      function->declared_line =
          llvm::dwarf::toUnsigned(die.findRecursively(llvm::dwarf::DW_AT_decl_line), 0);
    }
    return function.get();
  }

  std::vector<LineSpan> ReadLines() const {
    std::vector<LineSpan> spans;
    if (lines_ == nullptr) return spans;
    for (const llvm::DWARFDebugLine::Sequence& sequence : lines_->Sequences) {
      if (!sequence.isValid() || !InText(sequence.LowPC, sequence.HighPC)) continue;
      for (unsigned i = sequence.FirstRowIndex; i + 1 < sequence.LastRowIndex; ++i) {
        const llvm::DWARFDebugLine::Row& row = lines_->Rows[i];
        const uint64_t next = lines_->Rows[i + 1].Address.Address;
        // Of rows with one address the last holds.
        if (row.Address.Address >= next) continue;
        spans.push_back({row.Address.Address, next, row.File, row.Line});
      }
    }
    std::sort(spans.begin(), spans.end(),
              [](const LineSpan& a, const LineSpan& b) { return a.low < b.low; });
    return spans;
  }

  // Walks functions and lines side by side.
  void Combine(const std::vector<ScopeSpan>& scopes, const std::vector<LineSpan>& lines) {
    size_t s = 0;
    size_t l = 0;
    uint64_t at = 0;
    while (s < scopes.size() || l < lines.size()) {
      const uint64_t scope_low = s < scopes.size() ? scopes[s].low : UINT64_MAX;
      const uint64_t line_low = l < lines.size() ? lines[l].low : UINT64_MAX;
      at = std::max(at, std::min(scope_low, line_low));
      const bool in_scope = scope_low <= at && at < scopes[s].high;
      const bool in_line = line_low <= at && at < lines[l].high;
      // The span ends where either list changes.
      uint64_t end = UINT64_MAX;
      if (s < scopes.size())
        end = std::min(end, in_scope ? scopes[s].high : std::max(at, scope_low));
      if (l < lines.size()) end = std::min(end, in_line ? lines[l].high : std::max(at, line_low));
      if (at < end && (in_scope || in_line)) {
        AddPosition(at, end, in_scope ? scopes[s].scope : kNone, in_line ? lines[l].file : 0,
                    in_line ? lines[l].line : 0);
        at = end;
      }
      while (s < scopes.size() && scopes[s].high <= at) ++s;
      while (l < lines.size() && lines[l].high <= at) ++l;
    }
  }

  void AddPosition(uint64_t low, uint64_t high, uint32_t scope, uint64_t file, uint32_t line) {
    uint32_t node;
    if (scope == kNone) {
      // Assembly: it has lines but no functions.
      const absl::string_view name = SymbolAt(low);
      node = NodeOfSymbol(name, line == 0 ? unknown_file_ : File(file), line);
    } else {
      Scope& in = scopes_[scope];
      if (line == 0) {
        file = in.last_file;
        line = in.last_line;
      } else {
        in.last_file = file;
        in.last_line = line;
      }
      node = NodeOfScope(scope, file, line);
    }
    if (!positions_.empty() && positions_.back().high == low && positions_.back().node == node) {
      positions_.back().high = high;
    } else {
      positions_.push_back({low, high, node});
    }
  }

  // A hidden function that is inlined shows as its call; one that is not, as the hidden position.
  uint32_t NodeOfScope(uint32_t scope, uint64_t file, uint32_t line) {
    while (scopes_[scope].function->hidden) {
      if (scopes_[scope].parent == kNone) return hidden_node_;
      file = scopes_[scope].call_file;
      line = scopes_[scope].call_line;
      scope = scopes_[scope].parent;
    }
    uint32_t parent = LineTableWriter::kNoNode;
    if (scopes_[scope].parent != kNone) {
      // Nodes are numbered from 1, so 0 is "not yet". Parents have smaller numbers: this ends.
      if (scopes_[scope].call_node == 0) {
        scopes_[scope].call_node =
            NodeOfScope(scopes_[scope].parent, scopes_[scope].call_file, scopes_[scope].call_line);
      }
      parent = scopes_[scope].call_node;
    }
    return table_.Node(scopes_[scope].function->name, line == 0 ? unknown_file_ : File(file), line,
                       parent);
  }

  uint32_t NodeOfSymbol(absl::string_view symbol, uint32_t file, uint32_t line) {
    const std::string name = llvm::demangle(std::string_view(symbol.data(), symbol.size()));
    if (Hidden(symbol) || Hidden(name)) return hidden_node_;
    return table_.Node(table_.String(name), file, line, LineTableWriter::kNoNode);
  }

  // The path as the compiler saw it: relative ones stay so.
  uint32_t File(uint64_t number) {
    auto [it, inserted] = files_.try_emplace(number, unknown_file_);
    if (inserted && lines_ != nullptr) {
      std::string path;
      if (lines_->getFileNameByIndex(
              number, unit_->getCompilationDir() == nullptr ? "" : unit_->getCompilationDir(),
              llvm::DILineInfoSpecifier::FileLineInfoKind::RelativeFilePath, path)) {
        it->second = table_.String(path);
      }
    }
    return it->second;
  }

  // The last symbol at or before an address, by name; among equals the first.
  absl::string_view SymbolAt(uint64_t address) const {
    auto above = std::upper_bound(
        symbols_.begin(), symbols_.end(), address,
        [](uint64_t value, const ImageSymbol& symbol) { return value < symbol.address; });
    if (above == symbols_.begin()) return {};
    auto symbol = std::prev(above);
    while (symbol != symbols_.begin() && std::prev(symbol)->address == symbol->address) --symbol;
    return symbol->name;
  }

  void WriteRows() {
    std::sort(positions_.begin(), positions_.end(), [](const Position& a, const Position& b) {
      return std::tie(a.low, a.high, a.node) < std::tie(b.low, b.high, b.node);
    });
    uint64_t at = text_low_;
    for (const Position& position : positions_) {
      if (position.high <= at) continue;
      const uint64_t low = std::max(position.low, at);
      FillGap(at, low);
      AddRow(low, position.node);
      at = position.high;
    }
    FillGap(at, text_high_);
    AddRow(text_high_, LineTableWriter::kNoNode);
  }

  // Code without debug information: positions with the function's name only.
  void FillGap(uint64_t low, uint64_t high) {
    auto symbol = std::lower_bound(
        symbols_.begin(), symbols_.end(), low,
        [](const ImageSymbol& candidate, uint64_t value) { return candidate.address < value; });
    if (symbol == symbols_.end() || symbol->address >= high) {
      if (high - low >= kPaddingBytes) AddRow(low, LineTableWriter::kNoNode);
      return;
    }
    if (symbol->address - low >= kPaddingBytes) AddRow(low, LineTableWriter::kNoNode);
    while (symbol != symbols_.end() && symbol->address < high) {
      const uint64_t address = symbol->address;
      // One of several names for an address may be the runtime's or the C library's own.
      uint32_t node = LineTableWriter::kNoNode;
      for (; symbol != symbols_.end() && symbol->address == address; ++symbol) {
        const uint32_t named = NodeOfSymbol(symbol->name, unknown_file_, 0);
        if (node == LineTableWriter::kNoNode || named == hidden_node_) node = named;
      }
      AddRow(address, node);
    }
  }

  void AddRow(uint64_t address, uint32_t node) {
    table_.AddRow(static_cast<int32_t>(static_cast<int64_t>(address - start_)), node);
  }

  const ElfImage& image_;
  const LineTableOptions& options_;
  std::vector<std::string>& warnings_;

  uint64_t start_ = 0;
  std::vector<std::pair<uint64_t, uint64_t>> text_;
  uint64_t text_low_ = 0;
  uint64_t text_high_ = 0;
  std::vector<ImageSymbol> symbols_;  // of code, by address
  LineTableWriter table_;
  uint32_t unknown_file_ = 0;
  uint32_t hidden_node_ = 0;
  // By the offset of the declaring or abstract entry. Stable addresses: scopes point here.
  absl::flat_hash_map<uint64_t, std::unique_ptr<Function>> functions_;
  std::vector<Position> positions_;

  // Of the unit being read.
  llvm::DWARFUnit* unit_ = nullptr;
  std::string unit_name_;
  absl::string_view separator_;
  const llvm::DWARFDebugLine::LineTable* lines_ = nullptr;
  std::vector<Scope> scopes_;
  absl::flat_hash_map<uint64_t, uint32_t> files_;
};

}  // namespace

absl::StatusOr<LineTableWriter> BuildLineTable(const ElfImage& image,
                                               const LineTableOptions& options,
                                               std::vector<std::string>& warnings) {
  return Builder(image, options, warnings).Run();
}

}  // namespace arc::ld
