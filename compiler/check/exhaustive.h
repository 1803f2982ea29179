// Exhaustiveness and reachability of `match`: the usefulness algorithm of Maranget, "Warnings for
// pattern matching" (JFP 2007), on constructors of enums, bool, tuples; other types have infinitely
// many.
#ifndef ARC_COMPILER_CHECK_EXHAUSTIVE_H_
#define ARC_COMPILER_CHECK_EXHAUSTIVE_H_

#include <optional>
#include <string>
#include <vector>

#include "compiler/check/checker.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace arc::check {

class PatternMatrix {
 public:
  // One pattern, names and layout gone.
  struct Node {
    enum class Kind : uint8_t { Any, Case, Literal, Or } kind = Kind::Any;
    unsigned index = 0;          // Case
    std::string literal;         // Literal: its spelling; ranges count as literals of their own
    std::vector<Node> children;  // Case: the payload; Or: the alternatives
  };
  using Row = std::vector<Node>;
  using ResolveCase = llvm::function_ref<int(const Pattern*, Type*)>;
  // The constant that a pattern is: a literal's, or that of a declared constant which it names.
  // Without a kind when it is not known while compiling; nothing when the pattern is no constant.
  using Constant = llvm::function_ref<std::optional<ConstValue>(const Pattern*, Type*)>;

  explicit PatternMatrix(Checker& checker) : c_(checker) {}

  Row Lower(const Pattern* pattern, Type* type, ResolveCase resolve, Constant constant);
  // Does the row match a value that no row of the matrix matches?
  bool Useful(const Row& row, Type* type);
  void Add(Row row) { rows_.push_back(std::move(row)); }
  // A value that no row matches, as a pattern; empty when there is none.
  std::string Missing(Type* type);

 private:
  Node LowerNode(const Pattern* pattern, Type* type, ResolveCase resolve, Constant constant,
                 bool outermost);
  unsigned CaseCount(Type* type);  // 0: infinitely many
  std::vector<Type*> PayloadTypes(Type* type, unsigned index);
  bool UsefulIn(const std::vector<Row>& rows, const Row& row, std::vector<Type*> types,
                unsigned depth);
  bool Witness(const std::vector<Row>& rows, std::vector<Type*> types,
               std::vector<std::string>* out, unsigned depth);
  std::vector<Row> Specialize(const std::vector<Row>& rows, unsigned index, size_t arity);

  Checker& c_;
  std::vector<Row> rows_;
  unsigned budget_ = 200000;  // steps; a match that needs more is taken for exhaustive
};

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_EXHAUSTIVE_H_
