// `@embed_file(path)`: the text of a file as a literal.
#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
#include "compiler/check/text.h"
#include "compiler/source/utf8.h"

namespace arc::check {

// Each file is read once: what a package is made of stays the same while it is compiled.
const Checker::EmbeddedFile& Checker::ReadEmbedded(const std::string& path) {
  auto [entry, is_new] = embedded_.try_emplace(path);
  EmbeddedFile& file = entry->second;
  if (!is_new) return file;
  if (!options_.read_file) {
    file.why_not = "no files are given to this compilation";
  } else if (options_.read_file(path, &file.content, &file.why_not)) {
    const size_t valid = ValidUtf8Prefix(file.content);
    if (valid != file.content.size())
      file.why_not = Cat("byte ", valid, " is not UTF-8, which a text must be");
  } else if (file.why_not.empty()) {
    file.why_not = "it cannot be read";
  }
  return file;
}

ConstValue Checker::EmbedFile(const IntrinsicExpr* expr, const ConstValue& path,
                              const DeclContext* context) {
  const auto fail = [&](std::string why, DiagnosticKind kind = DiagnosticKind::CannotReadFile) {
    if (embed_errors_.insert(expr).second) Error(kind, expr->range, std::move(why));
    return ConstValue{};
  };
  if (path.kind != ConstValue::Kind::String) {
    return fail("`@embed_file` takes the path of a file, as a text that is known while compiling",
                DiagnosticKind::IntrinsicArguments);
  }
  // Other packages are known by their interfaces, and their files are not here.
  if (context && context->package != current_) {
    return fail(Cat("`", path.text,
                    "` is a file of another package: it can be embedded there, in a "
                    "function that is not generic"));
  }
  const EmbeddedFile& file = ReadEmbedded(path.text);
  if (!file.why_not.empty()) {
    return fail(Cat("`", path.text, "` cannot be embedded: ", file.why_not));
  }
  if (embeds_.insert(expr).second) {
    if (file.content.size() <= kMaxInterfaceText)
      embedded_values_.push_back({expr->range, QuotedText(file.content)});
  }
  return StringValue(file.content);
}

}  // namespace arc::check
