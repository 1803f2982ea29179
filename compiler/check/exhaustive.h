// Exhaustiveness and reachability of `match`: the usefulness algorithm of Maranget, "Warnings for
// pattern matching" (JFP 2007), on constructors of enums, bool, tuples. Integers and characters
// fall into the intervals at whose ends a pattern begins or ends; each counts as one constructor.
// Other types have infinitely many.
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
    enum class Kind : uint8_t { Any, Case, Interval, Literal, Or } kind = Kind::Any;
    unsigned index = 0;          // Case
    __int128 low = 0, high = 0;  // Interval: the first and the last value; empty when low > high
    std::string literal;         // Literal: its spelling, or a mark of its own when it is not known
    std::vector<Node> children;  // Case: the payload; Or: the alternatives
  };
  using Row = std::vector<Node>;
  using ResolveCase = llvm::function_ref<int(const Pattern*, Type*)>;
  // The constant that a pattern is: a literal's, or that of a declared constant which it names.
  // Without a kind when it is not known while compiling; nothing when the pattern is no constant.
  using Constant = llvm::function_ref<std::optional<ConstValue>(const Pattern*, Type*)>;

  // A bound of a range, without a kind when it is not known while compiling.
  using Bound = llvm::function_ref<ConstValue(const Expr*, Type*)>;
  struct Meaning {
    ResolveCase resolve;
    Constant constant;
    Bound bound;
  };

  explicit PatternMatrix(Checker& checker) : c_(checker) {}

  Row Lower(const Pattern* pattern, Type* type, const Meaning& meaning);
  // Does the row hold a range that matches nothing, wherever it stands?
  static bool HasEmptyRange(const Row& row);
  // Does the row match a value that no row of the matrix matches?
  bool Useful(const Row& row, Type* type);
  void Add(Row row) { rows_.push_back(std::move(row)); }
  // A value that no row matches, as a pattern in backquotes; of integers and characters the ranges
  // of them, the first ones when there are many. Empty when there is none.
  std::string Missing(Type* type);

 private:
  struct Segment {
    __int128 low, high;
  };
  Node LowerNode(const Pattern* pattern, Type* type, const Meaning& meaning, bool outermost);
  static Node LowerRange(const RangePattern* pattern, Type* type, const Meaning& meaning);
  static std::vector<Segment> Segments(const std::vector<Row>& rows, const Type* type,
                                       Segment within);
  static std::vector<Row> Inside(const std::vector<Row>& rows, Segment segment);
  static std::string Spell(Segment segment, const Type* type);
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
