#ifndef ARC_TOOLCHAIN_ARC_LD_INPUT_FILES_H_
#define ARC_TOOLCHAIN_ARC_LD_INPUT_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace arc::ld {

// Fails for inputs that cannot be opened or are neither ELF objects, archives nor bitcode. Gives
// the total size.
absl::StatusOr<uint64_t> CheckInputs(const std::vector<std::string>& inputs);

// The compute entries that a relocatable object declares in .arc.dispatch. Ids whose bytes cannot
// be found are left out.
absl::StatusOr<std::vector<std::string>> ReadObjectDispatchIds(absl::string_view object,
                                                               absl::string_view name);

// Of the linked objects ("object.o", "archive.a(member.o)"), those that declare an entry `id`.
std::vector<std::string> FindObjectsWithEntry(const std::vector<std::string>& linked,
                                              absl::string_view id);

// Of the linked objects, those that have a section of the name. For messages: nothing of it in the
// program need come from them, when it was dropped as unreachable.
std::vector<std::string> FindObjectsWithSection(const std::vector<std::string>& linked,
                                                absl::string_view section);

// Looks through objects and archive members for one that is not well formed, after lld crashed. The
// status names it; OK when all look sound.
absl::Status FindCorruptInput(const std::vector<std::string>& inputs);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_INPUT_FILES_H_
