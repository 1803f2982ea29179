#include "comptime/sandbox/answer.h"

#include <algorithm>
#include <cstring>

namespace arc::comptime {
namespace {

// Those that a worker's program reports itself.
bool IsReported(uint32_t end) {
  return (end >= ARC_COMPTIME_DONE && end <= ARC_COMPTIME_NEEDS_FILE) ||
         end == ARC_COMPTIME_TIMED_OUT || end == ARC_COMPTIME_NEEDS_ANSWER;
}

bool ReadLinks(const ArcComptimeControl& control, absl::Span<const uint8_t> result_area,
               std::vector<ArcComptimeLink>& links) {
  // Links that share no slot cannot be more than there are words.
  const uint64_t count = control.link_count;
  if (count > control.image_bytes / 8) return false;
  const uint64_t bytes = count * sizeof(ArcComptimeLink);
  if (bytes > result_area.size() - control.image_bytes) return false;
  links.resize(count);
  CopyShared(links.data(), result_area.data() + result_area.size() - bytes, bytes);
  // They were written downwards.
  std::reverse(links.begin(), links.end());
  const auto by_slot = [](const ArcComptimeLink& a, const ArcComptimeLink& b) {
    return a.slot < b.slot;
  };
  if (!std::is_sorted(links.begin(), links.end(), by_slot)) {
    std::sort(links.begin(), links.end(), by_slot);
  }
  for (size_t i = 0; i < links.size(); ++i) {
    const ArcComptimeLink& link = links[i];
    if (link.slot % 8 != 0 || link.slot > control.image_bytes - 8) return false;
    if (i > 0 && link.slot == links[i - 1].slot) return false;
    if (link.code != 0 ? link.target != 0 : link.target > control.image_bytes) return false;
  }
  return true;
}

}  // namespace

void CopyShared(void* to, const uint8_t* shared, uint64_t bytes) {
  auto* out = static_cast<uint8_t*>(to);
  for (uint64_t i = 0; i < bytes; i += sizeof(uint64_t)) {
    const uint64_t word =
        __atomic_load_n(reinterpret_cast<const uint64_t*>(shared + i), __ATOMIC_RELAXED);
    std::memcpy(out + i, &word, std::min<uint64_t>(sizeof(word), bytes - i));
  }
}

bool ReadOutput(const ArcComptimeControl& control, absl::Span<const uint8_t> area,
                std::vector<RunOutput>& outputs, std::vector<std::string>& questions) {
  constexpr uint64_t kHeader = 2 * sizeof(uint32_t);
  const uint64_t bytes = std::min<uint64_t>(control.output_bytes, area.size() / 8 * 8);
  std::vector<uint8_t> copy(bytes);
  CopyShared(copy.data(), area.data(), bytes);
  uint64_t at = 0;
  while (at < bytes) {
    if (bytes - at < kHeader) return false;
    uint32_t kind, length;
    std::memcpy(&kind, copy.data() + at, sizeof(kind));
    std::memcpy(&length, copy.data() + at + sizeof(kind), sizeof(length));
    at += kHeader;
    if (kind > 2 || length > bytes - at) return false;
    std::string text(reinterpret_cast<const char*>(copy.data()) + at, length);
    if (kind == 2) {
      questions.push_back(std::move(text));
    } else {
      outputs.push_back({.warning = kind == 1, .text = std::move(text)});
    }
    at += length;
  }
  return bytes == control.output_bytes;
}

bool ReadAnswer(const ArcComptimeControl& control, absl::Span<const uint8_t> output_area,
                absl::Span<const uint8_t> result_area, const RunLimits& limits, RunOutcome& outcome,
                std::vector<ArcComptimeLink>& links) {
  if (!IsReported(control.end) || control.message_length > sizeof(control.message) ||
      control.frame_count > ARC_COMPTIME_MAX_FRAMES) {
    return false;
  }
  outcome.end = static_cast<ArcComptimeEnd>(control.end);
  outcome.message.assign(reinterpret_cast<const char*>(control.message), control.message_length);
  outcome.frames.assign(control.frames, control.frames + control.frame_count);
  outcome.memory_peak = std::min(control.memory_peak, limits.memory_bytes);
  if (!ReadOutput(control, output_area, outcome.outputs, outcome.questions)) return false;
  if (outcome.end != ARC_COMPTIME_DONE) return true;
  if (control.image_bytes > limits.result_bytes || control.image_bytes > result_area.size() ||
      control.image_align == 0 || control.image_align > 64 ||
      (control.image_align & (control.image_align - 1)) != 0) {
    return false;
  }
  if (!ReadLinks(control, result_area, links)) return false;
  outcome.image = result_area.subspan(0, control.image_bytes);
  outcome.image_align = control.image_align;
  outcome.links = links;
  return true;
}

}  // namespace arc::comptime
