// Semantic types of Arc, interned: equal types are the same pointer.
//
// A struct or enum type is an instance of its declaration for one list of generic arguments; its
// fields and cases are completed on demand (Checker::CompleteStruct / CompleteEnum), so recursive
// types need no order.
#ifndef ARC_COMPILER_CHECK_TYPES_H_
#define ARC_COMPILER_CHECK_TYPES_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/tir_builder.h"
#include "compiler/parse/ast.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"

namespace arc::check {

struct Type;
struct StructType;
struct EnumType;
struct DeclContext;
struct FuncInstance;
struct ComptimeValue;

// A value known while compiling.
struct ConstValue {
  enum class Kind : uint8_t { None, Int, Float, Bool, String, Type, Image };
  Kind kind = Kind::None;
  Type* type = nullptr;  // of the value; null: an untyped literal
  llvm::APSInt integer;  // Int (also char, duration, enum index): 128 bits, signed
  double real = 0;       // Float
  bool boolean = false;  // Bool
  std::string text;      // String; Image: the value as users write it, all of it
  // Image: a struct, tuple or list, which ran during the build: its place.
  ComptimeValue* image = nullptr;
  uint64_t offset = 0;
  Type* type_value = nullptr;  // Type
  ConstValue() {}
  explicit operator bool() const { return kind != Kind::None; }
  bool operator==(const ConstValue& o) const;
  std::string Spell() const;
};

// An argument for a generic parameter: a type, or a value.
struct GenericArg {
  Type* type = nullptr;
  ConstValue value;
  GenericArg() = default;
  explicit GenericArg(Type* t) : type(t) {}
  GenericArg(std::nullptr_t, ConstValue v) : value(std::move(v)) {}
  bool operator==(const GenericArg& o) const {
    return type == o.type && (type != nullptr || value == o.value);
  }
  std::string Spell() const;
};

struct GenericBinding {
  std::string_view name;
  GenericArg arg;
};
// Names visible in a generic declaration's instance; `outer` belongs to the enclosing declaration.
struct GenericEnv {
  const GenericEnv* outer = nullptr;
  // Of a type that is noted with holes (see HoleName): what is in them.
  bool is_pattern = false;
  llvm::SmallVector<GenericBinding, 4> bindings;
  const GenericArg* Find(std::string_view name) const {
    for (const GenericEnv* e = this; e != nullptr; e = e->outer)
      for (const GenericBinding& b : e->bindings)
        if (b.name == name) return &b.arg;
    return nullptr;
  }
};

enum class TypeKind : uint8_t {
  Error,
  Void,
  Never,
  Bool,
  Char,
  Int,
  Float,
  Duration,
  Pointer,
  Array,
  Tuple,
  Function,
  Struct,
  Enum,
  Optional,
  Result,
  Null,      // of the literal `null` before its context is known
  TypeType,  // of a type used as a value
};

struct Type {
  TypeKind kind;
  std::string name;  // as users write it

  // How deep the type nests in itself, and of how many types it is made; both stop counting at
  // 65535. Instantiation without end shows here first (see Checker::Bounded).
  uint16_t depth = 1;
  uint16_t parts = 1;

  // Int, Float
  uint8_t bits = 0;
  bool is_signed = false;
  bool is_size = false;  // isize, usize

  Type* element = nullptr;               // Pointer, Array, Optional, Result
  uint64_t count = 0;                    // Array
  llvm::SmallVector<Type*, 2> elements;  // Tuple; Function: parameters
  Type* result = nullptr;                // Function
  bool is_async = false;                 // Function
  bool is_nullable = false;              // Pointer: `*T?`

  // Caches of the emitter.
  tir::Type tir;
  std::string debug_name;   // empty: not asked for yet
  std::string built;        // of a type that was built: tells it from others of its name
  int8_t trivial = -1;      // copy and drop are plain bits: -1 unknown
  int8_t ends_unseen = -1;  // see Checker::EndsUnseen: -1 unknown
  int8_t wire = -1;         // may travel: -1 unknown
  int8_t zero = -1;         // has a zero value: -1 unknown
  int8_t zero_bits = -1;    // and it is zero bits: -1 unknown
  int8_t holds_types = -1;  // see Checker::HoldsTypes: -1 unknown

  bool Is(TypeKind k) const { return kind == k; }
  bool IsInteger() const { return kind == TypeKind::Int; }
  bool IsNumeric() const { return kind == TypeKind::Int || kind == TypeKind::Float; }
  bool IsVoid() const { return kind == TypeKind::Void; }
  bool IsNever() const { return kind == TypeKind::Never; }
  // Has no values that lie anywhere: names and fields of it have no place.
  bool IsPlaceless() const { return IsVoid() || IsNever(); }
  bool IsError() const { return kind == TypeKind::Error; }
  // In `*A` and `[N]A`: a suffix of A's would be taken for one of the whole.
  bool NeedsParenthesesBehindPrefix() const {
    return kind == TypeKind::Optional || kind == TypeKind::Result || kind == TypeKind::Function;
  }
};

struct Field {
  std::string_view name;
  Type* type = nullptr;
  const Expr* default_value = nullptr;
  const FieldDecl* decl = nullptr;
};

enum class Completion : uint8_t { No, Running, Done };

struct StructType : Type {
  const StructDecl* decl = nullptr;
  DeclContext* context = nullptr;
  llvm::SmallVector<GenericArg, 2> args;
  GenericEnv env;
  Completion completion = Completion::No;
  unsigned completing_at = 0;  // Checker::comptime_depth_ when completion began
  std::vector<Field> fields;
  FuncInstance* drop = nullptr;
  FuncInstance* copy_hook = nullptr;
  bool shared_drop = false;
  uint64_t bytes = 1;  // at least so many, see Checker::SizeEstimate
  bool tir_defined = false;
  Type* compute_result =
      nullptr;  // `<compute>` templates: the body's result, `auto` in its methods
  const FuncDecl* FindMember(std::string_view name) const;
  int FindField(std::string_view name) const;
};

struct EnumCaseInfo {
  std::string_view name;
  llvm::SmallVector<Field, 2> payload;
  int64_t discriminant = 0;
  const EnumCaseDecl* decl = nullptr;
};

// User enums, and the built-in T? (null, some) and T! (ok, err).
struct EnumType : Type {
  const EnumDecl* decl = nullptr;
  DeclContext* context = nullptr;
  llvm::SmallVector<GenericArg, 2> args;
  GenericEnv env;
  Completion completion = Completion::No;
  std::vector<EnumCaseInfo> cases;
  bool is_plain = false;  // no case has a payload: a scalar
  bool is_boxed = false;  // contains itself: values are counted references
  int8_t recursion = -1;
  bool tir_defined = false;
  int FindCase(std::string_view name) const;
  const FuncDecl* FindMember(std::string_view name) const;
};

inline StructType* AsStruct(Type* t) {
  return t && t->kind == TypeKind::Struct ? static_cast<StructType*>(t) : nullptr;
}
inline bool HasCases(const Type* t) {
  return t && (t->kind == TypeKind::Enum || t->kind == TypeKind::Optional ||
               t->kind == TypeKind::Result);
}
inline EnumType* AsEnum(Type* t) { return HasCases(t) ? static_cast<EnumType*>(t) : nullptr; }

// Cases of T? and T!.
inline constexpr unsigned kNullCase = 0, kSomeCase = 1, kOkCase = 0, kErrCase = 1;

class TypeTable {
 public:
  TypeTable();
  Type* error() { return &error_; }
  Type* void_type() { return &void_; }
  Type* never() { return &never_; }
  Type* boolean() { return &bool_; }
  Type* character() { return &char_; }
  Type* duration() { return &duration_; }
  Type* null() { return &null_; }
  Type* type_type() { return &type_; }
  Type* Int(unsigned bits, bool is_signed);
  Type* usize() { return usize_; }
  Type* isize() { return isize_; }
  Type* byte() { return Int(8, false); }
  Type* Float(unsigned bits) { return bits == 32 ? &f32_ : &f64_; }
  Type* Pointer(Type* element, bool nullable = false);
  Type* Array(Type* element, uint64_t count);
  Type* Tuple(llvm::ArrayRef<Type*> elements);  // no elements: void
  Type* Function(llvm::ArrayRef<Type*> params, Type* result, bool is_async);
  EnumType* Optional(Type* element);
  EnumType* Result(Type* element);
  StructType* Struct(const StructDecl* decl, DeclContext* context, llvm::ArrayRef<GenericArg> args,
                     Type* compute_result, std::string name);
  EnumType* Enum(const EnumDecl* decl, DeclContext* context, llvm::ArrayRef<GenericArg> args,
                 std::string name);
  // int32, usize, string-free basic names; null when it is none.
  Type* Basic(std::string_view name) const;
  std::vector<std::string_view> BasicNames() const;

 private:
  template <typename T>
  T* Make(TypeKind kind, std::string name);
  static void Contain(Type* outer, const Type* part);
  static void Contain(Type* outer, llvm::ArrayRef<GenericArg> args);
  std::deque<std::unique_ptr<Type, void (*)(Type*)>> storage_;
  Type error_, void_, never_, bool_, char_, duration_, null_, type_, f32_, f64_;
  Type* ints_[2][4];
  Type* usize_;
  Type* isize_;
  llvm::StringMap<Type*> basic_;
  llvm::DenseMap<std::pair<Type*, int>, Type*> derived_;  // pointer 0/1, optional 2, result 3
  llvm::DenseMap<std::pair<Type*, uint64_t>, Type*> arrays_;
  llvm::StringMap<Type*> composite_;  // tuples, functions, by identity key
  llvm::StringMap<Type*> nominal_;    // structs and enums, by identity key
};

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_TYPES_H_
