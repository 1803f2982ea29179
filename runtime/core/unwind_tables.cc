#include "runtime/core/unwind_tables.h"

namespace arc::rt {
namespace {

// States kept by DW_CFA_remember_state. LLVM nests them once, for epilogues in the middle.
constexpr uint32_t kMaxRemembered = 4;

// One step of the binary search table; lld writes no other form.
struct SearchEntry {
  int32_t function;     // relative to the header
  int32_t description;  // likewise
};

// DW_CFA_*: in the upper two bits with an operand in the others, or in all of the byte.
enum : uint8_t {
  kCfaAdvance = 0x40,
  kCfaOffset = 0x80,
  kCfaRestore = 0xC0,
  kCfaNop = 0x00,
  kCfaSetLocation = 0x01,
  kCfaAdvance1 = 0x02,
  kCfaAdvance2 = 0x03,
  kCfaAdvance4 = 0x04,
  kCfaOffsetExtended = 0x05,
  kCfaRestoreExtended = 0x06,
  kCfaUndefined = 0x07,
  kCfaSameValue = 0x08,
  kCfaRegister = 0x09,
  kCfaRememberState = 0x0A,
  kCfaRestoreState = 0x0B,
  kCfaDefine = 0x0C,
  kCfaDefineRegister = 0x0D,
  kCfaDefineOffset = 0x0E,
  kCfaDefineExpression = 0x0F,
  kCfaExpression = 0x10,
  kCfaOffsetExtendedSigned = 0x11,
  kCfaDefineSigned = 0x12,
  kCfaDefineOffsetSigned = 0x13,
  kCfaValueOffset = 0x14,
  kCfaValueOffsetSigned = 0x15,
  kCfaValueExpression = 0x16,
  kCfaArgumentsSize = 0x2E,
};

// Runs the instructions of a common part and of a function's own up to one instruction.
class RowProgram {
 public:
  RowProgram(uint64_t code_factor, int64_t data_factor, uint8_t encoding, uintptr_t header,
             const MemoryRange& memory, FrameRow* row)
      : code_factor_(code_factor),
        data_factor_(data_factor),
        encoding_(encoding),
        header_(header),
        memory_(memory),
        row_(row) {}

  // `initial` holds what kCfaRestore goes back to; null while that is made.
  UnwindError Run(UnwindReader in, uintptr_t location, uintptr_t instruction,
                  const FrameRow* initial) {
    while (!in.done()) {
      const uint8_t byte = in.Byte();
      const uint8_t operand = byte & 0x3F;
      switch (byte & 0xC0) {
        case kCfaAdvance:
          location += operand * code_factor_;
          break;
        case kCfaOffset:
          Set(in, operand, RegisterRule::kAtOffset, Scaled(in, in.Uleb()));
          break;
        case kCfaRestore:
          Restore(in, operand, initial);
          break;
        default:
          if (const UnwindError error = Other(in, byte, &location, initial);
              error != UnwindError::kNone) {
            return error;
          }
      }
      if (in.failed()) return UnwindError::kCorrupt;
      if (location > instruction) return UnwindError::kNone;
    }
    return in.failed() ? UnwindError::kCorrupt : UnwindError::kNone;
  }

 private:
  // Instructions without an operand of their own in the byte.
  UnwindError Other(UnwindReader& in, uint8_t operation, uintptr_t* location,
                    const FrameRow* initial) {
    switch (operation) {
      case kCfaNop:
        break;
      case kCfaSetLocation:
        *location = in.Pointer(encoding_, header_, memory_);
        break;
      case kCfaAdvance1:
        *location += in.Byte() * code_factor_;
        break;
      case kCfaAdvance2:
        *location += in.Fixed<uint16_t>() * code_factor_;
        break;
      case kCfaAdvance4:
        *location += in.Fixed<uint32_t>() * code_factor_;
        break;
      case kCfaOffsetExtended: {
        const uint64_t column = in.Uleb();
        Set(in, column, RegisterRule::kAtOffset, Scaled(in, in.Uleb()));
        break;
      }
      case kCfaOffsetExtendedSigned: {
        const uint64_t column = in.Uleb();
        Set(in, column, RegisterRule::kAtOffset, Scaled(in, static_cast<uint64_t>(in.Sleb())));
        break;
      }
      case kCfaRestoreExtended:
        Restore(in, in.Uleb(), initial);
        break;
      case kCfaUndefined:
        Set(in, in.Uleb(), RegisterRule::kUndefined, 0);
        break;
      case kCfaSameValue:
        Set(in, in.Uleb(), RegisterRule::kSame, 0);
        break;
      case kCfaRememberState:
        if (remembered_count_ == kMaxRemembered) return UnwindError::kUnsupported;
        remembered_[remembered_count_++] = *row_;
        break;
      case kCfaRestoreState:
        if (remembered_count_ == 0) return UnwindError::kCorrupt;
        *row_ = remembered_[--remembered_count_];
        break;
      case kCfaDefine:
        DefineRegister(in, in.Uleb());
        DefineOffset(in, in.Uleb());
        break;
      case kCfaDefineSigned:
        DefineRegister(in, in.Uleb());
        row_->cfa_offset = Scaled(in, static_cast<uint64_t>(in.Sleb()));
        break;
      case kCfaDefineRegister:
        DefineRegister(in, in.Uleb());
        break;
      case kCfaDefineOffset:
        DefineOffset(in, in.Uleb());
        break;
      case kCfaDefineOffsetSigned:
        row_->cfa_offset = Scaled(in, static_cast<uint64_t>(in.Sleb()));
        break;
      case kCfaDefineExpression:
        in.Skip(in.Uleb());
        row_->cfa_supported = false;
        break;
      case kCfaRegister:
      case kCfaValueOffset:
      case kCfaValueOffsetSigned: {
        const uint64_t column = in.Uleb();
        in.Uleb();
        Set(in, column, RegisterRule::kUnsupported, 0);
        break;
      }
      case kCfaExpression:
      case kCfaValueExpression: {
        const uint64_t column = in.Uleb();
        in.Skip(in.Uleb());
        Set(in, column, RegisterRule::kUnsupported, 0);
        break;
      }
      case kCfaArgumentsSize:
        row_->arguments_size = in.Uleb();
        break;
      default:
        return UnwindError::kUnsupported;
    }
    return UnwindError::kNone;
  }

  // A factored offset; no frame is as large as what does not fit.
  int32_t Scaled(UnwindReader& in, uint64_t factored) {
    int64_t offset;
    if (__builtin_mul_overflow(static_cast<int64_t>(factored), data_factor_, &offset)) in.Fail();
    return Narrow(in, offset);
  }
  static int32_t Narrow(UnwindReader& in, int64_t offset) {
    if (offset != static_cast<int32_t>(offset)) in.Fail();
    return static_cast<int32_t>(offset);
  }

  void DefineRegister(UnwindReader& in, uint64_t column) {
    if (column >= kUnwindRegisterCount) return in.Fail();
    row_->cfa_register = static_cast<uint32_t>(column);
    row_->cfa_supported = true;
  }
  void DefineOffset(UnwindReader& in, uint64_t offset) {
    row_->cfa_offset = Narrow(in, static_cast<int64_t>(offset));
  }

  // Columns above the ones that are followed (vector registers) are nobody's concern.
  void Set(UnwindReader& in, uint64_t column, RegisterRule::Kind kind, int32_t offset) {
    if (in.failed() || column >= kUnwindRegisterCount) return;
    row_->rules[column] = {offset, kind};
  }
  void Restore(UnwindReader& in, uint64_t column, const FrameRow* initial) {
    if (initial == nullptr) return in.Fail();
    if (column < kUnwindRegisterCount) row_->rules[column] = initial->rules[column];
  }

  const uint64_t code_factor_;
  const int64_t data_factor_;
  const uint8_t encoding_;
  const uintptr_t header_;
  const MemoryRange& memory_;
  FrameRow* row_;
  FrameRow remembered_[kMaxRemembered];
  uint32_t remembered_count_ = 0;
};

bool ReadWord(const MemoryRange& stack, uintptr_t address, uintptr_t* word) {
  if (address % sizeof(uintptr_t) != 0 || !stack.Holds(address, sizeof(uintptr_t))) return false;
  *word = *reinterpret_cast<const uintptr_t*>(address);
  return true;
}

}  // namespace

uint64_t UnwindReader::Leb(bool is_signed) {
  uint64_t value = 0;
  for (uint32_t shift = 0; shift < 64;) {
    const uint8_t byte = Byte();
    value |= uint64_t{byte & 0x7Fu} << shift;
    shift += 7;
    if ((byte & 0x80) != 0) continue;
    if (is_signed && shift < 64 && (byte & 0x40) != 0) value |= ~uint64_t{0} << shift;
    return value;
  }
  Fail();
  return 0;
}

uintptr_t UnwindReader::Pointer(uint8_t encoding, uintptr_t table, const MemoryRange& memory) {
  if (encoding == kPointerOmitted) return 0;
  const uintptr_t here = at_;
  uintptr_t value = 0;
  switch (encoding & kPointerForm) {
    case kPointerAbsolute:
    case kPointerU64:
    case kPointerS64:
      value = Fixed<uint64_t>();
      break;
    case kPointerUleb:
      value = Uleb();
      break;
    case kPointerSleb:
      value = static_cast<uintptr_t>(Sleb());
      break;
    case kPointerU16:
      value = Fixed<uint16_t>();
      break;
    case kPointerS16:
      value = static_cast<uintptr_t>(int64_t{Fixed<int16_t>()});
      break;
    case kPointerU32:
      value = Fixed<uint32_t>();
      break;
    case kPointerS32:
      value = static_cast<uintptr_t>(int64_t{Fixed<int32_t>()});
      break;
    default:
      Fail();
  }
  // A null stays one whatever it is relative to.
  if (failed_ || value == 0) return 0;
  switch (encoding & kPointerBase) {
    case kPointerAbsolute:
      break;
    case kPointerFromHere:
      value += here;
      break;
    case kPointerFromTable:
      value += table;
      break;
    default:
      Fail();
      return 0;
  }
  if ((encoding & kPointerIndirect) == 0) return value;
  if (!memory.Holds(value, sizeof(uintptr_t))) {
    Fail();
    return 0;
  }
  __builtin_memcpy(&value, reinterpret_cast<const void*>(value), sizeof(value));
  return value;
}

// What the descriptions of several functions have in common (a CIE).
struct UnwindTables::CommonInfo {
  uint64_t code_factor;
  int64_t data_factor;
  uint8_t pointer_encoding;
  uint8_t cleanups_encoding;
  bool has_augmentation_data;
  uintptr_t personality;
  uintptr_t instructions;
  uintptr_t end;
};

// The description (FDE) of the last function that begins at or before the instruction.
UnwindError UnwindTables::FindDescription(uintptr_t instruction, uintptr_t* description) const {
  if (header_ == 0 || !memory_.Holds(header_, header_size_)) return UnwindError::kNoTable;
  UnwindReader in(header_, header_ + header_size_);
  const uint8_t version = in.Byte();
  const uint8_t frames_encoding = in.Byte();
  const uint8_t count_encoding = in.Byte();
  const uint8_t table_encoding = in.Byte();
  if (in.failed() || version != 1) return UnwindError::kCorrupt;
  if (count_encoding == kPointerOmitted || table_encoding != (kPointerFromTable | kPointerS32)) {
    return UnwindError::kUnsupported;
  }
  in.Pointer(frames_encoding, header_, memory_);
  const uint64_t count = in.Pointer(count_encoding, header_, memory_);
  if (in.failed() || in.at() % alignof(SearchEntry) != 0 ||
      count > (header_ + header_size_ - in.at()) / sizeof(SearchEntry)) {
    return UnwindError::kCorrupt;
  }
  const auto* entries = reinterpret_cast<const SearchEntry*>(in.at());
  const auto wanted = static_cast<int64_t>(instruction - header_);
  // Invariant: entries before `low` begin at or before the instruction, those from `high` on
  // behind.
  uint64_t low = 0;
  uint64_t high = count;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (entries[middle].function <= wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return UnwindError::kNoTable;
  *description = header_ + static_cast<uintptr_t>(int64_t{entries[low - 1].description});
  return UnwindError::kNone;
}

UnwindError UnwindTables::ReadCommon(uintptr_t address, CommonInfo* common) const {
  if (!memory_.Holds(address, 8)) return UnwindError::kCorrupt;
  UnwindReader length(address, memory_.high);
  const auto bytes = length.Fixed<uint32_t>();
  if (bytes == 0 || !memory_.Holds(length.at(), bytes)) return UnwindError::kCorrupt;
  common->end = length.at() + bytes;
  UnwindReader in(length.at(), common->end);
  if (in.Fixed<uint32_t>() != 0) return UnwindError::kCorrupt;  // a description, not common
  const uint8_t version = in.Byte();
  if (version != 1 && version != 3) return UnwindError::kUnsupported;
  const uintptr_t augmentation = in.at();
  while (!in.done() && in.Byte() != 0) {
  }
  common->code_factor = in.Uleb();
  common->data_factor = in.Sleb();
  const uint64_t return_column = version == 1 ? in.Byte() : in.Uleb();
  if (in.failed()) return UnwindError::kCorrupt;
  if (return_column != kReturnColumn) return UnwindError::kUnsupported;

  common->pointer_encoding = kPointerAbsolute;
  common->cleanups_encoding = kPointerOmitted;
  common->has_augmentation_data = false;
  common->personality = 0;
  common->instructions = in.at();
  const auto* letters = reinterpret_cast<const char*>(augmentation);
  if (*letters == 0) return UnwindError::kNone;
  // Without the length nobody can know where the instructions begin.
  if (*letters != 'z') return UnwindError::kUnsupported;
  common->has_augmentation_data = true;
  const uint64_t size = in.Uleb();
  common->instructions = in.at() + size;
  if (in.failed() || size > common->end - in.at()) return UnwindError::kCorrupt;
  UnwindReader data(in.at(), common->instructions);
  for (++letters; *letters != 0; ++letters) {
    switch (*letters) {
      case 'R':
        common->pointer_encoding = data.Byte();
        break;
      case 'L':
        common->cleanups_encoding = data.Byte();
        break;
      case 'P': {
        const uint8_t encoding = data.Byte();
        common->personality = data.Pointer(encoding, header_, memory_);
        break;
      }
      case 'S':
        break;  // frames of signal handlers: their rows are expressions, which nobody walks
      default:
        return UnwindError::kUnsupported;
    }
  }
  return data.failed() ? UnwindError::kCorrupt : UnwindError::kNone;
}

UnwindError UnwindTables::Find(uintptr_t instruction, FrameInfo* info) const {
  uintptr_t description;
  if (const UnwindError error = FindDescription(instruction, &description);
      error != UnwindError::kNone) {
    return error;
  }
  if (!memory_.Holds(description, 8)) return UnwindError::kCorrupt;
  UnwindReader length(description, memory_.high);
  const auto bytes = length.Fixed<uint32_t>();
  if (bytes == 0 || !memory_.Holds(length.at(), bytes)) return UnwindError::kCorrupt;
  UnwindReader in(length.at(), length.at() + bytes);
  const uintptr_t link = in.at();
  const auto distance = in.Fixed<uint32_t>();
  CommonInfo common;
  if (in.failed() || distance == 0) return UnwindError::kCorrupt;
  if (const UnwindError error = ReadCommon(link - distance, &common); error != UnwindError::kNone) {
    return error;
  }
  info->function = in.Pointer(common.pointer_encoding, header_, memory_);
  const uint64_t size = in.Pointer(common.pointer_encoding & kPointerForm, header_, memory_);
  if (in.failed()) return UnwindError::kCorrupt;
  if (instruction < info->function || instruction - info->function >= size) {
    return UnwindError::kNoTable;
  }
  info->personality = common.personality;
  info->cleanups = 0;
  if (common.has_augmentation_data) {
    const uint64_t data_size = in.Uleb();
    UnwindReader data = in;
    in.Skip(data_size);
    if (common.cleanups_encoding != kPointerOmitted) {
      info->cleanups = data.Pointer(common.cleanups_encoding, header_, memory_);
    }
    if (in.failed() || data.failed()) return UnwindError::kCorrupt;
  }

  // Inline: nothing else of a small program needs memset.
  __builtin_memset_inline(&info->row, 0, sizeof(info->row));
  RowProgram program(common.code_factor, common.data_factor, common.pointer_encoding, header_,
                     memory_, &info->row);
  if (const UnwindError error =
          program.Run(UnwindReader(common.instructions, common.end), 0, ~uintptr_t{0}, nullptr);
      error != UnwindError::kNone) {
    return error;
  }
  const FrameRow initial = info->row;
  return program.Run(in, info->function, instruction, &initial);
}

UnwindError UnwindTables::FindLandingPad(const FrameInfo& info, uintptr_t instruction,
                                         uintptr_t* landing_pad) const {
  *landing_pad = 0;
  if (info.cleanups == 0) return UnwindError::kNone;
  if (!memory_.Holds(info.cleanups, 1)) return UnwindError::kCorrupt;
  UnwindReader in(info.cleanups, memory_.high);
  const uint8_t start_encoding = in.Byte();
  uintptr_t start = info.function;
  if (start_encoding != kPointerOmitted) start = in.Pointer(start_encoding, header_, memory_);
  // Types of caught exceptions: cleanups have none.
  if (in.Byte() != kPointerOmitted) in.Uleb();
  const uint8_t call_encoding = in.Byte();
  const uint64_t table_size = in.Uleb();
  if (in.failed() || !memory_.Holds(in.at(), table_size)) return UnwindError::kCorrupt;
  const uintptr_t wanted = instruction - info.function;
  UnwindReader calls(in.at(), in.at() + table_size);
  while (!calls.done()) {
    const uintptr_t first = calls.Pointer(call_encoding, header_, memory_);
    const uintptr_t length = calls.Pointer(call_encoding, header_, memory_);
    const uintptr_t target = calls.Pointer(call_encoding, header_, memory_);
    calls.Uleb();  // the action: cleanups have one only
    if (calls.failed()) return UnwindError::kCorrupt;
    // Sorted by their beginning. A call in a gap is one of which the compiler knew that it does not
    // unwind; whatever did so all the same has nothing to clean up here.
    if (wanted < first) break;
    if (wanted - first >= length) continue;
    if (target == 0) break;
    // Nowhere but into the program.
    if (!memory_.Holds(start + target, 1)) return UnwindError::kCorrupt;
    *landing_pad = start + target;
    break;
  }
  return calls.failed() ? UnwindError::kCorrupt : UnwindError::kNone;
}

UnwindError StepFrame(const FrameRow& row, const MemoryRange& stack, UnwindRegisters* registers,
                      bool* ended) {
  *ended = false;
  if (row.rules[kReturnColumn].kind == RegisterRule::kUndefined) {
    *ended = true;
    return UnwindError::kNone;
  }
  if (!row.cfa_supported) return UnwindError::kUnsupported;
  const uintptr_t cfa =
      registers->value[row.cfa_register] + static_cast<uintptr_t>(int64_t{row.cfa_offset});
  // Callers lie above: a cycle cannot go on.
  if (cfa % sizeof(uintptr_t) != 0 || cfa <= registers->stack() || cfa > stack.high) {
    return UnwindError::kBadFrame;
  }
  const MemoryRange saved = {registers->stack(), cfa};
  UnwindRegisters caller = *registers;
  caller.value[kStackPointerColumn] = cfa;
  for (uint32_t column = 0; column < kUnwindRegisterCount; ++column) {
    const RegisterRule& rule = row.rules[column];
    if (rule.kind == RegisterRule::kUnsupported) return UnwindError::kUnsupported;
    if (rule.kind != RegisterRule::kAtOffset) continue;
    // The caller's stack pointer is the CFA; only frames of signals store another one.
    if (column == kStackPointerColumn) return UnwindError::kUnsupported;
    if (!ReadWord(saved, cfa + static_cast<uintptr_t>(int64_t{rule.offset}),
                  &caller.value[column])) {
      return UnwindError::kBadFrame;
    }
  }
  *registers = caller;
  return UnwindError::kNone;
}

UnwindError StepFramePointer(const MemoryRange& stack, UnwindRegisters* registers, bool* ended) {
  *ended = false;
  const uintptr_t frame = registers->value[kFramePointerColumn];
  if (frame == 0) {
    *ended = true;
    return UnwindError::kNone;
  }
  const MemoryRange above = {registers->stack(), stack.high};
  UnwindRegisters caller = *registers;
  if (!ReadWord(above, frame, &caller.value[kFramePointerColumn]) ||
      !ReadWord(above, frame + sizeof(uintptr_t), &caller.value[kReturnColumn])) {
    return UnwindError::kBadFrame;
  }
  caller.value[kStackPointerColumn] = frame + 2 * sizeof(uintptr_t);
  *registers = caller;
  return UnwindError::kNone;
}

}  // namespace arc::rt
