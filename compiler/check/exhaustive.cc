#include "compiler/check/exhaustive.h"

#include <algorithm>

#include "compiler/check/text.h"
#include "llvm/ADT/SmallString.h"

namespace arc::check {

unsigned PatternMatrix::CaseCount(Type* type) {
  if (type->Is(TypeKind::Bool)) return 2;
  if (type->Is(TypeKind::Tuple)) return 1;
  if (auto* e = AsEnum(type)) {
    c_.CompleteEnum(e);
    return static_cast<unsigned>(e->cases.size());
  }
  return 0;
}

std::vector<Type*> PatternMatrix::PayloadTypes(Type* type, unsigned index) {
  std::vector<Type*> out;
  if (type->Is(TypeKind::Tuple)) {
    out.assign(type->elements.begin(), type->elements.end());
  } else if (auto* e = AsEnum(type)) {
    for (Field& f : e->cases[index].payload) out.push_back(f.type);
  }
  return out;
}

namespace {
using Wide = __int128;

// The values of a char are 0 to 0x10FFFF without the surrogates.
constexpr Wide kFirstSurrogate = 0xD800, kBehindSurrogates = 0xE000, kLastChar = 0x10FFFF;

bool HasIntervals(const Type* type) { return type->IsInteger() || type->Is(TypeKind::Char); }

Wide FirstValue(const Type* type) {
  return type->IsInteger() && type->is_signed ? -(Wide{1} << (type->bits - 1)) : 0;
}
Wide LastValue(const Type* type) {
  if (type->Is(TypeKind::Char)) return kLastChar;
  return (Wide{1} << (type->bits - (type->is_signed ? 1 : 0))) - 1;
}

Wide ToWide(const llvm::APSInt& value) {
  const llvm::APSInt wide = value.extOrTrunc(128);
  return static_cast<Wide>((static_cast<unsigned __int128>(wide.getRawData()[1]) << 64) |
                           wide.getRawData()[0]);
}

std::string SpellValue(Wide value, const Type* type) {
  if (!type->Is(TypeKind::Char)) {
    llvm::SmallString<48> text;
    const auto bits = static_cast<unsigned __int128>(value);
    llvm::APInt(128, {static_cast<uint64_t>(bits), static_cast<uint64_t>(bits >> 64)})
        .toStringSigned(text);
    return std::string(text);
  }
  if (value < ' ' || value == 0x7F || value >= 0xA0) {
    llvm::SmallString<16> text;
    llvm::APInt(32, static_cast<uint64_t>(value)).toStringUnsigned(text, 16);
    return Cat("'\\u{", std::string(text), "}'");
  }
  if (value == '\'' || value == '\\') return Cat("'\\", static_cast<char>(value), "'");
  return Cat("'", static_cast<char>(value), "'");
}

bool IsEmpty(const PatternMatrix::Node& node) {
  return node.kind == PatternMatrix::Node::Kind::Interval && node.low > node.high;
}
bool ContainsEmpty(const PatternMatrix::Node& node) {
  return IsEmpty(node) || llvm::any_of(node.children, ContainsEmpty);
}
}  // namespace

PatternMatrix::Node PatternMatrix::LowerRange(const RangePattern* pattern, Type* type,
                                              const Meaning& meaning) {
  Node node;
  auto known = [&](const Expr* bound, Wide* value) {
    if (!bound) return true;
    ConstValue v = meaning.bound(bound, type);
    if (v.kind != ConstValue::Kind::Int) return false;
    *value = ToWide(v.integer);
    return true;
  };
  if (HasIntervals(type)) {
    node.low = FirstValue(type);
    node.high = LastValue(type);
    if (known(pattern->low, &node.low) && known(pattern->high, &node.high)) {
      node.kind = Node::Kind::Interval;
      if (pattern->high && !pattern->inclusive) --node.high;
      return node;
    }
  }
  node.kind = Node::Kind::Literal;
  node.literal = Cat("#", pattern->range.begin);
  return node;
}

// The parts of `within` that no row's first pattern cuts.
std::vector<PatternMatrix::Segment> PatternMatrix::Segments(const std::vector<Row>& rows,
                                                            const Type* type, Segment within) {
  std::vector<Wide> begins = {within.low};
  auto begin = [&](Wide value) {
    if (value > within.low && value <= within.high) begins.push_back(value);
  };
  auto cut = [&](const Node& node, auto& self) -> void {
    if (node.kind == Node::Kind::Interval && node.low <= node.high) {
      begin(node.low);
      begin(node.high + 1);
    }
    for (const Node& child : node.children) self(child, self);
  };
  for (const Row& row : rows) cut(row[0], cut);
  if (type->Is(TypeKind::Char)) {
    begin(kFirstSurrogate);
    begin(kBehindSurrogates);
  }
  llvm::sort(begins);
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  std::vector<Segment> out;
  for (size_t i = 0; i < begins.size(); ++i) {
    Segment segment{begins[i], i + 1 < begins.size() ? begins[i + 1] - 1 : within.high};
    if (type->Is(TypeKind::Char) && segment.low >= kFirstSurrogate &&
        segment.high < kBehindSurrogates)
      continue;
    if (segment.low <= segment.high) out.push_back(segment);
  }
  return out;
}

// What is behind the first pattern of the rows that match all of the segment.
std::vector<PatternMatrix::Row> PatternMatrix::Inside(const std::vector<Row>& rows,
                                                      Segment segment) {
  auto matches = [&](const Node& node, auto& self) -> bool {
    switch (node.kind) {
      case Node::Kind::Any:
        return true;
      case Node::Kind::Interval:
        return node.low <= segment.low && segment.high <= node.high;
      case Node::Kind::Or:
        return llvm::any_of(node.children, [&](const Node& n) { return self(n, self); });
      case Node::Kind::Case:
      case Node::Kind::Literal:
        return false;
    }
    return false;
  };
  std::vector<Row> out;
  for (const Row& row : rows)
    if (matches(row[0], matches)) out.emplace_back(row.begin() + 1, row.end());
  return out;
}

// As a pattern; the ends of the large types are left out.
std::string PatternMatrix::Spell(Segment segment, const Type* type) {
  constexpr Wide kReadable = Wide{1} << 32;
  auto far = [&](Wide value) { return value > kReadable || value < -kReadable; };
  const bool first = segment.low == FirstValue(type) && far(segment.low);
  const bool last = segment.high == LastValue(type) && far(segment.high);
  if (first && last) return "_";
  if (segment.low == segment.high) return SpellValue(segment.low, type);
  return Cat(first ? "" : SpellValue(segment.low, type),
             last ? ".." : "..=", last ? "" : SpellValue(segment.high, type));
}

bool PatternMatrix::HasEmptyRange(const Row& row) { return llvm::any_of(row, ContainsEmpty); }

PatternMatrix::Node PatternMatrix::LowerNode(const Pattern* pattern, Type* type,
                                             const Meaning& meaning, bool outermost) {
  Node node;
  auto as_case = [&](unsigned index) {
    node.kind = Node::Kind::Case;
    node.index = index;
    node.children.resize(PayloadTypes(type, index).size());
  };
  auto as_constant = [&](const ConstValue& v) {
    if (HasIntervals(type) && v.kind == ConstValue::Kind::Int) {
      node.kind = Node::Kind::Interval;
      node.low = node.high = ToWide(v.integer);
    } else {
      node.kind = Node::Kind::Literal;
      node.literal = v ? v.Spell() : Cat("#", pattern->range.begin);
    }
    return node;
  };
  switch (pattern->kind) {
    case PatternKind::Wildcard:
    case PatternKind::Error:
      return node;
    case PatternKind::Or: {
      node.kind = Node::Kind::Or;
      for (const Pattern* p : llvm::cast<OrPattern>(pattern)->alternatives)
        node.children.push_back(LowerNode(p, type, meaning, outermost));
      return node;
    }
    default:
      break;
  }
  int index = meaning.resolve(pattern, type);
  if (index < 0 && type->Is(TypeKind::Optional) &&
      (outermost || pattern->kind != PatternKind::Binding)) {
    Node inner = LowerNode(pattern, type->element, meaning, false);
    as_case(kSomeCase);
    node.children[0] = std::move(inner);
    return node;
  }
  switch (pattern->kind) {
    case PatternKind::Binding:
    case PatternKind::Literal: {
      if (index >= 0) {
        as_case(static_cast<unsigned>(index));
        return node;
      }
      std::optional<ConstValue> v = meaning.constant(pattern, type);
      if (!v) return node;  // a name for whatever stands there
      if (type->Is(TypeKind::Bool) && v->kind == ConstValue::Kind::Bool) {
        as_case(v->boolean ? 1 : 0);
        return node;
      }
      return as_constant(*v);
    }
    case PatternKind::Range:
      return LowerRange(llvm::cast<RangePattern>(pattern), type, meaning);
    case PatternKind::Case: {
      if (index < 0) {
        if (std::optional<ConstValue> v = meaning.constant(pattern, type)) return as_constant(*v);
        return node;
      }
      as_case(static_cast<unsigned>(index));
      auto* c = llvm::cast<CasePattern>(pattern);
      std::vector<Type*> types = PayloadTypes(type, static_cast<unsigned>(index));
      for (size_t i = 0; i < c->payload.size() && i < types.size(); ++i)
        node.children[i] = LowerNode(c->payload[i], types[i], meaning, false);
      return node;
    }
    case PatternKind::Tuple: {
      auto* t = llvm::cast<TuplePattern>(pattern);
      as_case(0);
      for (size_t i = 0; i < t->elements.size() && i < node.children.size(); ++i)
        node.children[i] = LowerNode(t->elements[i], type->elements[i], meaning, false);
      return node;
    }
    default:
      return node;
  }
}

PatternMatrix::Row PatternMatrix::Lower(const Pattern* pattern, Type* type,
                                        const Meaning& meaning) {
  Row row;
  row.push_back(LowerNode(pattern, type, meaning, true));
  return row;
}

// The rows that match a value of case `index`, its payload in front of the rest.
std::vector<PatternMatrix::Row> PatternMatrix::Specialize(const std::vector<Row>& rows,
                                                          unsigned index, size_t arity) {
  std::vector<Row> out;
  for (const Row& row : rows) {
    const Node& head = row[0];
    auto push = [&](const Node& n) {
      Row r;
      for (size_t i = 0; i < arity; ++i)
        r.push_back(n.kind == Node::Kind::Case ? n.children[i] : Node{});
      r.insert(r.end(), row.begin() + 1, row.end());
      out.push_back(std::move(r));
    };
    if (head.kind == Node::Kind::Any) push(head);
    if (head.kind == Node::Kind::Case && head.index == index) push(head);
    if (head.kind == Node::Kind::Or) {
      std::vector<Row> alternatives;
      for (const Node& alternative : head.children) {
        Row r = row;
        r[0] = alternative;
        alternatives.push_back(std::move(r));
      }
      for (Row& r : Specialize(alternatives, index, arity)) out.push_back(std::move(r));
    }
  }
  return out;
}

bool PatternMatrix::UsefulIn(const std::vector<Row>& rows, const Row& row, std::vector<Type*> types,
                             unsigned depth) {
  if (row.empty()) return rows.empty();
  if (budget_ == 0 || depth > 200) return true;
  --budget_;
  const Node head = row[0];
  if (head.kind == Node::Kind::Or) {
    for (const Node& alternative : head.children) {
      Row r = row;
      r[0] = alternative;
      if (UsefulIn(rows, r, types, depth + 1)) return true;
    }
    return false;
  }
  Type* type = types[0];
  std::vector<Type*> rest(types.begin() + 1, types.end());
  auto with_case = [&](unsigned index) {
    std::vector<Type*> payload = PayloadTypes(type, index);
    size_t arity = payload.size();
    std::vector<Row> q = Specialize({row}, index, arity);
    if (q.empty()) return false;
    payload.insert(payload.end(), rest.begin(), rest.end());
    return UsefulIn(Specialize(rows, index, arity), q[0], payload, depth + 1);
  };
  if (head.kind == Node::Kind::Case) return with_case(head.index);
  if (head.kind == Node::Kind::Literal) {
    std::vector<Row> same;
    for (const Row& r : rows) {
      auto matches = [&](const Node& n, auto& self) -> bool {
        if (n.kind == Node::Kind::Any) return true;
        if (n.kind == Node::Kind::Literal) return n.literal == head.literal;
        if (n.kind == Node::Kind::Or)
          for (const Node& c : n.children)
            if (self(c, self)) return true;
        return false;
      };
      if (matches(r[0], matches)) same.emplace_back(r.begin() + 1, r.end());
    }
    return UsefulIn(same, Row(row.begin() + 1, row.end()), rest, depth + 1);
  }
  if (HasIntervals(type)) {
    Segment within{FirstValue(type), LastValue(type)};
    if (head.kind == Node::Kind::Interval) within = {head.low, head.high};
    for (Segment segment : Segments(rows, type, within))
      if (UsefulIn(Inside(rows, segment), Row(row.begin() + 1, row.end()), rest, depth + 1))
        return true;
    return false;
  }
  unsigned count = CaseCount(type);
  if (count > 0) {
    for (unsigned i = 0; i < count; ++i)
      if (with_case(i)) return true;
    return false;
  }
  std::vector<Row> others;
  for (const Row& r : rows) {
    auto any = [&](const Node& n, auto& self) -> bool {
      if (n.kind == Node::Kind::Any) return true;
      if (n.kind == Node::Kind::Or)
        for (const Node& c : n.children)
          if (self(c, self)) return true;
      return false;
    };
    if (any(r[0], any)) others.emplace_back(r.begin() + 1, r.end());
  }
  return UsefulIn(others, Row(row.begin() + 1, row.end()), rest, depth + 1);
}

bool PatternMatrix::Useful(const Row& row, Type* type) { return UsefulIn(rows_, row, {type}, 0); }

bool PatternMatrix::Witness(const std::vector<Row>& rows, std::vector<Type*> types,
                            std::vector<std::string>* out, unsigned depth) {
  if (types.empty()) return rows.empty();
  if (budget_ == 0 || depth > 200) return false;
  --budget_;
  Type* type = types[0];
  std::vector<Type*> rest(types.begin() + 1, types.end());
  unsigned count = CaseCount(type);
  // A column that no row looks at needs no split: this also ends recursion into recursive types.
  bool looked_at = false;
  for (const Row& r : rows) looked_at |= r[0].kind != Node::Kind::Any;
  if (looked_at && HasIntervals(type)) {
    for (Segment segment : Segments(rows, type, {FirstValue(type), LastValue(type)})) {
      std::vector<std::string> tail;
      if (!Witness(Inside(rows, segment), rest, &tail, depth + 1)) continue;
      out->push_back(Spell(segment, type));
      out->insert(out->end(), tail.begin(), tail.end());
      return true;
    }
    return false;
  }
  if (count == 0 || !looked_at) {
    std::vector<Row> others;
    for (const Row& r : rows) {
      auto any = [&](const Node& n, auto& self) -> bool {
        if (n.kind == Node::Kind::Any) return true;
        if (n.kind == Node::Kind::Or)
          for (const Node& c : n.children)
            if (self(c, self)) return true;
        return false;
      };
      if (any(r[0], any)) others.emplace_back(r.begin() + 1, r.end());
    }
    std::vector<std::string> tail;
    if (!Witness(others, rest, &tail, depth + 1)) return false;
    out->push_back("_");
    out->insert(out->end(), tail.begin(), tail.end());
    return true;
  }
  for (unsigned i = 0; i < count; ++i) {
    std::vector<Type*> payload = PayloadTypes(type, i);
    size_t arity = payload.size();
    std::vector<Type*> all = payload;
    all.insert(all.end(), rest.begin(), rest.end());
    std::vector<std::string> found;
    if (!Witness(Specialize(rows, i, arity), all, &found, depth + 1)) continue;
    std::string text;
    if (type->Is(TypeKind::Bool)) {
      text = i ? "true" : "false";
    } else if (type->Is(TypeKind::Tuple)) {
      text = "(";
      for (size_t k = 0; k < arity; ++k) text += Cat(k ? ", " : "", found[k]);
      text += ")";
    } else {
      auto* e = AsEnum(type);
      text =
          e->decl ? Cat(e->decl->name.text, ".", e->cases[i].name) : std::string(e->cases[i].name);
      if (arity) {
        text += "(";
        for (size_t k = 0; k < arity; ++k) text += Cat(k ? ", " : "", found[k]);
        text += ")";
      }
    }
    out->push_back(text);
    out->insert(out->end(), found.begin() + static_cast<ptrdiff_t>(arity), found.end());
    return true;
  }
  return false;
}

std::string PatternMatrix::Missing(Type* type) {
  constexpr size_t kShown = 3;
  if (HasIntervals(type)) {
    std::vector<Segment> missing;
    for (Segment segment : Segments(rows_, type, {FirstValue(type), LastValue(type)})) {
      if (!Inside(rows_, segment).empty()) continue;
      const bool adjacent = !missing.empty() && missing.back().high + 1 == segment.low;
      if (adjacent) {
        missing.back().high = segment.high;
      } else {
        missing.push_back(segment);
      }
    }
    std::string text;
    for (size_t i = 0; i < missing.size() && i < kShown; ++i)
      text += Cat(i ? ", `" : "`", Spell(missing[i], type), "`");
    if (missing.size() > kShown)
      text += Cat(" and ", missing.size() - kShown,
                  missing.size() == kShown + 1 ? " more range" : " more ranges");
    return text;
  }
  std::vector<std::string> out;
  if (!Witness(rows_, {type}, &out, 0)) return "";
  return Cat("`", out[0], "`");
}

}  // namespace arc::check
