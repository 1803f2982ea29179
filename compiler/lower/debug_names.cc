#include "compiler/lower/debug_names.h"

#include <cstdint>

namespace arc::lower {

namespace {

// Names that programs see without an import, or with the package's last name before them.
std::string PathForUsers(llvm::StringRef path) {
  for (llvm::StringRef prelude : {"std/core.", "std/compute."}) {
    if (path.consume_front(prelude)) return path.str();
  }
  path.consume_front("std/");
  return path.str();
}

class Reader {
 public:
  explicit Reader(llvm::StringRef rest) : rest_(rest) {}

  std::string Type() {
    for (llvm::StringRef function : {"func(", "async func("}) {
      if (!rest_.consume_front(function)) continue;
      std::string text = function.str();
      text += List(')', /*tuple=*/false);
      text += ')';
      if (std::string result = Type(); !result.empty() && result != "void") {
        text += ' ';
        text += result;
      }
      return text;
    }
    std::string text = Prefixed();
    while (rest_.starts_with("?") || rest_.starts_with("!")) {
      text += rest_.front();
      rest_ = rest_.drop_front();
    }
    return text;
  }

  llvm::StringRef rest() const { return rest_; }

 private:
  std::string Prefixed() {
    if (rest_.consume_front("*")) return "*" + Prefixed();
    if (!rest_.starts_with("[")) return Atom();
    llvm::StringRef size = rest_.take_until([](char c) { return c == ']'; });
    rest_ = rest_.drop_front(size.size());
    return size.str() + (rest_.consume_front("]") ? "]" : "") + Prefixed();
  }

  std::string Atom() {
    if (rest_.consume_front("(")) return "(" + List(')', /*tuple=*/true) + ")";
    llvm::StringRef path =
        rest_.take_while([](char c) { return !llvm::StringRef("<>,()?!").contains(c); });
    rest_ = rest_.drop_front(path.size());
    if (path == "std/core._slice" && rest_.consume_front("<")) return "[]" + List('>', false);
    std::string text = PathForUsers(path);
    while (rest_.consume_front("<")) text += "<" + List('>', false) + ">";
    return text;
  }

  // Up to and with `end`. A comma may stand behind the last; a tuple of one shows it.
  std::string List(char end, bool tuple) {
    std::string text;
    for (unsigned count = 0; !rest_.empty(); ++count) {
      if (rest_.front() == end) {
        if (tuple && count == 1 && was_comma_) text += ",";
        rest_ = rest_.drop_front();
        break;
      }
      size_t before = rest_.size();
      text += (count ? ", " : "") + Type();
      was_comma_ = rest_.consume_front(",");
      if (rest_.size() == before) break;  // no name
    }
    was_comma_ = false;
    return text;
  }

  llvm::StringRef rest_;
  bool was_comma_ = false;
};

}  // namespace

std::string NameForUsers(llvm::StringRef name) {
  Reader reader(name);
  std::string text = reader.Type();
  return text + reader.rest().str();
}

namespace {

bool HasSuffix(llvm::StringRef name) { return name.ends_with("?") || name.ends_with("!"); }

// `(A)` is A; a tuple has a comma behind its last element.
llvm::StringRef WithoutParentheses(llvm::StringRef name) {
  if (name.starts_with("(") && name.ends_with(")") && !name.ends_with(",)")) {
    return name.drop_front().drop_back();
  }
  return name;
}

}  // namespace

llvm::StringRef ArrayElement(llvm::StringRef name, uint64_t& count) {
  if (HasSuffix(name)) return {};
  if (!name.consume_front("[") || name.consumeInteger(10, count) || !name.consume_front("]")) {
    return {};
  }
  return WithoutParentheses(name);
}

llvm::StringRef Pointee(llvm::StringRef name) {
  if (HasSuffix(name) || !name.consume_front("*")) return {};
  return WithoutParentheses(name);
}

bool IsFunctionName(llvm::StringRef name) {
  return name.starts_with("func(") || name.starts_with("async func(");
}

}  // namespace arc::lower
