#include "compiler/check/exhaustive.h"

#include "compiler/check/text.h"

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

PatternMatrix::Node PatternMatrix::LowerNode(const Pattern* pattern, Type* type,
                                             ResolveCase resolve, Constant constant,
                                             bool outermost) {
  Node node;
  auto as_case = [&](unsigned index) {
    node.kind = Node::Kind::Case;
    node.index = index;
    node.children.resize(PayloadTypes(type, index).size());
  };
  switch (pattern->kind) {
    case PatternKind::Wildcard:
    case PatternKind::Error:
      return node;
    case PatternKind::Or: {
      node.kind = Node::Kind::Or;
      for (const Pattern* p : llvm::cast<OrPattern>(pattern)->alternatives)
        node.children.push_back(LowerNode(p, type, resolve, constant, outermost));
      return node;
    }
    default:
      break;
  }
  int index = resolve(pattern, type);
  if (index < 0 && type->Is(TypeKind::Optional) &&
      (outermost || pattern->kind != PatternKind::Binding)) {
    Node inner = LowerNode(pattern, type->element, resolve, constant, false);
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
      std::optional<ConstValue> v = constant(pattern, type);
      if (!v) return node;  // a name for whatever stands there
      if (type->Is(TypeKind::Bool) && v->kind == ConstValue::Kind::Bool) {
        as_case(v->boolean ? 1 : 0);
        return node;
      }
      node.kind = Node::Kind::Literal;
      node.literal = *v ? v->Spell() : Cat("#", pattern->range.begin);
      return node;
    }
    case PatternKind::Range:
      node.kind = Node::Kind::Literal;
      node.literal = Cat("#", pattern->range.begin);
      return node;
    case PatternKind::Case: {
      if (index < 0) {
        if (std::optional<ConstValue> v = constant(pattern, type)) {
          node.kind = Node::Kind::Literal;
          node.literal = *v ? v->Spell() : Cat("#", pattern->range.begin);
        }
        return node;
      }
      as_case(static_cast<unsigned>(index));
      auto* c = llvm::cast<CasePattern>(pattern);
      std::vector<Type*> types = PayloadTypes(type, static_cast<unsigned>(index));
      for (size_t i = 0; i < c->payload.size() && i < types.size(); ++i)
        node.children[i] = LowerNode(c->payload[i], types[i], resolve, constant, false);
      return node;
    }
    case PatternKind::Tuple: {
      auto* t = llvm::cast<TuplePattern>(pattern);
      as_case(0);
      for (size_t i = 0; i < t->elements.size() && i < node.children.size(); ++i)
        node.children[i] = LowerNode(t->elements[i], type->elements[i], resolve, constant, false);
      return node;
    }
    default:
      return node;
  }
}

PatternMatrix::Row PatternMatrix::Lower(const Pattern* pattern, Type* type, ResolveCase resolve,
                                        Constant constant) {
  Row row;
  row.push_back(LowerNode(pattern, type, resolve, constant, true));
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
  std::vector<std::string> out;
  if (!Witness(rows_, {type}, &out, 0)) return "";
  return out[0];
}

}  // namespace arc::check
