#include "compiler/driver/interface_file.h"

#include <charconv>

#include "absl/status/status.h"
#include "compiler/source/concat.h"

namespace arc::driver {
namespace {

constexpr std::string_view kMagic = "arc interface 1\n";

void Append(std::string& out, std::string_view bytes) {
  out += Concat(bytes.size(), "\n", bytes, "\n");
}

bool Take(std::string_view& in, std::string& out) {
  size_t line = in.find('\n');
  if (line == std::string_view::npos) return false;
  size_t size = 0;
  auto [end, error] = std::from_chars(in.data(), in.data() + line, size);
  if (error != std::errc() || end != in.data() + line || size >= in.size() - line) return false;
  out = in.substr(line + 1, size);
  in.remove_prefix(line + 1 + size);
  if (in.empty() || in[0] != '\n') return false;
  in.remove_prefix(1);
  return true;
}

}  // namespace

std::string WriteInterface(const InterfaceFile& interface) {
  std::string out(kMagic);
  Append(out, interface.package_path);
  Append(out, Concat(interface.imports.size()));
  for (const std::string& import : interface.imports) Append(out, import);
  for (const InterfaceText& file : interface.files) {
    Append(out, file.path);
    Append(out, file.text);
  }
  return out;
}

absl::StatusOr<InterfaceFile> ReadInterface(std::string_view bytes) {
  if (!bytes.starts_with(kMagic))
    return absl::DataLossError("it is no interface file of this version");
  bytes.remove_prefix(kMagic.size());
  InterfaceFile interface;
  std::string count_text;
  size_t count = 0;
  if (!Take(bytes, interface.package_path) || !Take(bytes, count_text))
    return absl::DataLossError("it is damaged");
  std::from_chars(count_text.data(), count_text.data() + count_text.size(), count);
  for (size_t i = 0; i < count; ++i) {
    std::string import;
    if (!Take(bytes, import)) return absl::DataLossError("it is damaged");
    interface.imports.push_back(std::move(import));
  }
  while (!bytes.empty()) {
    InterfaceText file;
    if (!Take(bytes, file.path) || !Take(bytes, file.text))
      return absl::DataLossError("it is damaged");
    interface.files.push_back(std::move(file));
  }
  return interface;
}

}  // namespace arc::driver
