// The state of checking one package; check.h is what others see of it.
//
// Checking is driven by demand, declaration by declaration: a signature is resolved when something
// names it, a body is checked when its instance is wanted. Bodies are checked and emitted in one
// walk; generic declarations are checked once for each list of arguments (direct specialization).
#ifndef ARC_COMPILER_CHECK_CHECKER_H_
#define ARC_COMPILER_CHECK_CHECKER_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/check.h"
#include "compiler/check/text.h"
#include "compiler/check/types.h"
#include "compiler/comptime/thunk_module.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/ir/tir_builder.h"
#include "compiler/parse/ast.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Allocator.h"

namespace arc::check {

struct Package;

// Bounds that make checking end, whatever the program: how deep types may nest and of how many
// others they may be made, how long the chain of generic instances that ask for each other may be.
inline constexpr unsigned kMaxTypeDepth = 128;
inline constexpr unsigned kMaxTypeParts = 2048;
inline constexpr unsigned kMaxInstanceDepth = 300;
// The largest type in bytes, as far as its parts are known; what is larger than the address space
// is better said here than by the loader.
inline constexpr uint64_t kMaxTypeBytes = uint64_t{1} << 40;
// Longer texts that were run or are files do not stand in interfaces: importers link to them.
inline constexpr size_t kMaxInterfaceText = 64 << 10;

// Where a declaration stands: what its names mean. One per file.
struct DeclContext {
  Package* package = nullptr;
  FileId file{};
  struct Import {
    Package* package = nullptr;
    const ImportDecl* decl = nullptr;
    bool used = false;
  };
  llvm::DenseMap<llvm::StringRef, Import> imports;
};

struct DeclEntry {
  const Decl* decl = nullptr;
  DeclContext* context = nullptr;
  explicit operator bool() const { return decl != nullptr; }
};

struct Package {
  std::string path;  // "std/core", "main"
  bool is_interface = false;
  std::vector<std::unique_ptr<DeclContext>> contexts;
  std::vector<const FileAst*> files;
  std::vector<DeclEntry> order;  // all named declarations, in source order
  llvm::DenseMap<llvm::StringRef, DeclEntry> names;
  // Functions whose first parameter is `self`, by name: methods declared outside of their type.
  llvm::DenseMap<llvm::StringRef, llvm::SmallVector<DeclEntry, 1>> methods;
};

struct ParamSig {
  std::string_view name;
  Type* type = nullptr;
  const Param* decl = nullptr;
};

// A call site of a compute template.
struct ComputeSite {
  std::string id;
  FuncInstance* function = nullptr;  // the lifted body
  SourceRange range;
  const ComputeExpr* expr = nullptr;
};

// A function for one list of generic arguments (for most functions: the empty list).
struct FuncInstance {
  const FuncDecl* decl = nullptr;
  DeclContext* context = nullptr;
  GenericEnv env;
  Type* self_type = nullptr;  // the struct or enum it is a member of
  std::vector<ParamSig> params;
  int pack_begin = -1;  // index in params of the first element of the pack, -1: no pack
  Type* result = nullptr;
  std::string symbol;
  std::string display;
  tir::Function function;
  ComputeSite* site = nullptr;
  const ComputeExpr* lifted = nullptr;  // body of a compute expression instead of decl
  bool emitted = false;
  bool is_internal = false;  // a symbol of this object only
  unsigned depth = 0;        // generic instances on the way here, 0: not generic itself
  SourceRange types_at;  // the first place where it works with types as values, which only exist
                         // during the build
  SourceRange range;
  SourceRange use;               // what asked for this instance first
  FuncInstance* user = nullptr;  // in the body of which
  bool IsGeneric() const {
    return !env.bindings.empty() || pack_begin >= 0 || (env.outer && !env.outer->bindings.empty());
  }
};

// An expression that runs during the build, and what it gave.
struct ComptimeValue {
  SourceRange range;
  std::string name;              // of the constant whose value it is, else empty
  std::string thunk;             // the function that evaluates it
  std::string image;             // its value
  std::string closures;          // table of closures that it may hold; empty: it holds no functions
  Type* type = nullptr;          // void: nothing leaves; null: not known yet
  FuncInstance* user = nullptr;  // in whose body it stands
  bool adds = false;             // a block that may add functions: its image lists them
  size_t number = 0;             // in the order in which they were met
  ComptimeRun run;
  tir::Linkage linkage = tir::Linkage::Internal;
  // Emitted: the thunk is complete. Forced: what needs the value now waits for it.
  enum class State : uint8_t { Emitting, Emitted, Forced, Done, Failed } state = State::Emitting;
};

// How stacks of calls name the thunk.
inline std::string ThunkName(const ComptimeValue& value) {
  return value.name.empty() ? "comptime" : Cat("comptime ", value.name);
}

struct SymbolRef {  // what a name means
  enum class Kind : uint8_t { None, Decl, Package, Type, Generic } kind = Kind::None;
  DeclEntry entry;
  Package* package = nullptr;
  Type* type = nullptr;
  const GenericArg* generic = nullptr;
};

// The reflection lists that `comptime for` runs over.
struct FieldHandle {
  Type* owner = nullptr;
  int case_index = -1;  // a payload field of that case
  unsigned index = 0;
};

// A function that a comptime block has added to the package (added_functions.cc).
struct AddedFunction {
  FuncDecl decl;  // its types are fixed: they mean the same everywhere
  llvm::SmallVector<Param, 4> params;
  ComptimeValue* value = nullptr;  // the block
  uint64_t offset = 0;             // of the code in its image
};

// An item of `@methods(T)`, `@functions()`, `@tests()`; a parameter of one (`@params(f)`).
struct FunctionHandle {
  const FuncDecl* decl = nullptr;
  DeclContext* context = nullptr;
  FuncInstance* instance = nullptr;  // null: generic
  Type* owner = nullptr;             // of a method
  int param = -1;                    // index in decl->params
};

// A place that asks for types when it runs during the build (type_values.cc).
struct TypeSite {
  DeclContext* context = nullptr;
  const GenericEnv* env = nullptr;
  SourceRange range;
  const TypeExpr* pattern = nullptr;  // a type with holes, in the order in which they are evaluated
  std::vector<std::string> holes;     // see HoleName
};

class QuestionReader;
class Emitter;
struct Local;
struct Quote;

// A literal of the text; empty when it is not well-formed.
std::string QuotedText(std::string_view text);

class Checker {
 public:
  Checker(const CheckOptions& options, const SourceManager& sources, DiagnosticEngine& diagnostics,
          tir::Builder& builder, PackageProvider& provider);
  ~Checker();

  // Checks the package and emits its TIR into the builder. False when errors were reported.
  bool Run(const std::vector<const FileAst*>& files);

  const std::vector<std::string>& imported_packages() const { return imported_order_; }
  const std::vector<std::string>& test_names() const { return test_names_; }
  const std::string& added_text() const { return added_text_; }
  std::vector<ComptimeOutput> TakeComptimeOutputs();
  std::vector<ComptimeRun> TakeComptimeRuns();
  std::vector<const FuncDecl*> TakeKeptBodies() { return std::move(kept_bodies_); }
  std::vector<InterfaceValue> TakeInterfaceValues() {
    interface_values_.insert(interface_values_.end(), embedded_values_.begin(),
                             embedded_values_.end());
    return std::move(interface_values_);
  }

  // --- shared by the emitters
  // ---------------------------------------------------------------------------------- Errors
  // inside of a generic instance say which instance it is and what needed it.
  DiagnosticBuilder Error(DiagnosticKind kind, SourceRange range, std::string message);
  SourceRange OwnPlace(SourceRange range);
  tir::Builder& builder() { return builder_; }
  TypeTable& types() { return types_; }
  const SourceManager& sources() { return sources_; }
  const CheckOptions& options() { return options_; }
  DiagnosticEngine& diagnostics() { return diagnostics_; }
  tir::SourcePosition Position(SourceRange range);

  // --- names
  // ------------------------------------------------------------------------------------------------------
  SymbolRef LookUp(std::string_view name, DeclContext* context, const GenericEnv* env);
  SymbolRef LookUpIn(Package* package, std::string_view name, DeclContext* from);
  DeclEntry Lang(
      std::string_view item);  // a declaration of std/core or std/compute marked @lang(item)
  FuncInstance* LangFunction(std::string_view item, llvm::ArrayRef<GenericArg> args);
  StructType* LangStruct(std::string_view item, llvm::ArrayRef<GenericArg> args);
  StructType* StringType();
  StructType* VectorOf(Type* element);
  StructType* SliceOf(Type* element);
  StructType* ErrorType();
  bool IsLang(const Type* type, std::string_view item);
  std::vector<std::string_view> VisibleNames(DeclContext* context);
  // Whether the language has the (otherwise unknown) name and this compiler has not; then says so.
  bool ReportNotAvailable(std::string_view name, SourceRange range);
  std::string DidYouMean(std::string_view name, const std::vector<std::string_view>& candidates);

  // --- types
  // ------------------------------------------------------------------------------------------------------
  // `emitter` (may be null) resolves @typeof and local names. Reports and gives the error type on
  // failure.
  Type* ResolveType(const TypeExpr* type, DeclContext* context, const GenericEnv* env,
                    Emitter* emitter);
  // `wanted`: of the value that the parameter takes; null: it takes a type.
  std::optional<GenericArg> ResolveGenericArg(const TypeExpr* arg, Type* wanted,
                                              DeclContext* context, const GenericEnv* env,
                                              Emitter* emitter);
  // The value of an expression as an argument for a comptime parameter of the type `wanted`; null:
  // for one that takes a type. Nothing: it has none, which has been reported.
  std::optional<GenericArg> ComptimeArgument(const Expr* expr, Type* wanted, DeclContext* context,
                                             const GenericEnv* env, Emitter* emitter);
  Type* InstantiateNominal(DeclEntry entry, llvm::ArrayRef<GenericArg> args, Type* compute_result);
  // Whether the type may be part of another; reports when types grow without end, and stops the
  // instantiation of anything more.
  bool Bounded(const Type* type, SourceRange range);
  // A lower bound of the size in bytes, from the parts known so far.
  uint64_t SizeEstimate(const Type* type);
  void CompleteStruct(StructType* type);
  void CompleteEnum(EnumType* type);
  void Complete(Type* type);
  bool IsAggregate(Type* type);  // lives in memory
  bool IsTrivial(Type* type);
  // Nobody can tell when a value of the type ends: that only frees memory.
  bool EndsUnseen(Type* type);
  bool EndsUnseen(Type* type, llvm::SmallPtrSetImpl<Type*>& seen);
  bool HasZero(Type* type);
  bool ZeroIsBits(Type* type);  // the zero value is all zero bits
  // Every bit pattern is a value, without padding or addresses: numbers, and arrays, tuples and
  // structs of numbers of one size.
  bool IsBits(Type* type, unsigned* unit);
  // The built-in questions of `where`: ordered(T), equatable(T), hashable(T), numeric(T), …;
  // nothing for other names.
  std::optional<bool> Predicate(std::string_view name, Type* type);
  bool IsComparable(Type* type, llvm::SmallPtrSetImpl<Type*>& seen);
  bool IsWire(Type* type, std::string* why);
  // Whether values can go to another thread, to another task, or be read by many threads.
  enum class Border : uint8_t { Thread, Task, Shared };
  bool CanCross(Type* type, Border border, std::string* why);
  bool CanCross(Type* type, Border border, llvm::SmallPtrSetImpl<Type*>& seen, std::string* why);
  uint64_t Fingerprint(Type* type);
  tir::Type Tir(Type* type);
  // A name that no other type has. As in the source, suffixes are of all that stands before them
  // but a function's result: `*A?` is an optional pointer, `*(A?)` a pointer to an optional.
  std::string SymbolOf(const Type* type);
  std::string SymbolOf(const GenericArg& arg);
  // The name for debug information, from which compiler/lower makes the type: that of SymbolOf
  // where TIR's type says less, else as users write it. Valid as long as the type.
  std::string_view DebugName(Type* type);
  tir::StructField FieldOf(std::string name, Type* type);
  static std::string_view KindName(Checker& c, Type* type);

  // Binds generic parameters of `pattern` from `actual`; false on a contradiction.
  bool Unify(const TypeExpr* pattern, Type* actual, llvm::ArrayRef<GenericParam> generics,
             DeclContext* context, const GenericEnv* env,
             llvm::SmallVectorImpl<GenericBinding>& bound);

  // Whether a function's `where` holds for these arguments; reports when it does not.
  bool CheckWhere(const FuncDecl* decl, DeclContext* context, const GenericEnv* owner,
                  llvm::ArrayRef<GenericBinding> bindings, std::string_view name,
                  SourceRange range);

  // --- constants
  // ---------------------------------------------------------------------------------------------------
  // The value of an expression that can be known now, else nothing. Without `needed` it is folded
  // and nothing is reported; what is needed is run during the build if folding does not give it,
  // and when there is no value then that has been reported.
  ConstValue Evaluate(const Expr* expr, Type* expected, DeclContext* context, const GenericEnv* env,
                      Emitter* emitter, bool needed);
  // `f.name`, `c.arity`, … of what reflection gives; nothing for unknown members.
  ConstValue FoldFieldMember(const FieldHandle& handle, std::string_view member);
  ConstValue FoldVariantMember(const FieldHandle& handle, std::string_view member);
  ConstValue FoldFunctionMember(const FunctionHandle& handle, std::string_view member);
  ConstValue ParamsType(const FunctionHandle& handle);
  // `@attribute`, `@has_attribute`, `@doc`, `@payload_type`: nothing for other intrinsics, none
  // when the arguments are wrong.
  std::optional<ConstValue> FoldAnnotations(const IntrinsicExpr* expr, DeclContext* context,
                                            const GenericEnv* env, Emitter* emitter);
  Type* ConstType(DeclEntry entry);
  // Makes the thunk of a constant's comptime expression. `type`: as written, or null.
  void RunConst(DeclEntry entry, Type* type);
  ConstValue ConstOf(DeclEntry entry, SourceRange use = {});
  // Of a package constant whose value is that of a comptime expression, else null.
  ComptimeValue* ComptimeConst(DeclEntry entry) { return consts_[entry.decl].comptime; }

  // --- comptime (comptime.cc)
  // -----------------------------------------------------------------------------------------------------
  // Runs the expression and what it needs, unless that was done. False: it has no value, which has
  // been reported.
  bool Force(ComptimeValue* value);
  // A number, bool, character, text or case of a plain enum; nothing for other types. The value
  // must be done.
  ConstValue ReadScalar(const ComptimeValue* value);
  ConstValue ReadScalarAt(const ComptimeValue* value, Type* type, uint64_t offset);
  // A value of any type; nothing when it is too large to be part of what is compiled.
  ConstValue ReadConst(ComptimeValue* value, Type* type, uint64_t offset);
  // The elements of an array, vector, slice or tuple; false for other types.
  struct ComptimeElement {
    Type* type = nullptr;
    uint64_t offset = 0;  // in the image
  };
  bool ReadListAt(const ComptimeValue* value, Type* type, uint64_t offset,
                  std::vector<ComptimeElement>* elements);
  // Quoted code at `offset` of an image (struct `code` of std/core); false when it is damaged.
  struct CodeImage {
    size_t quote = 0;               // of quotes_
    std::vector<uint64_t> splices;  // where their values are
  };
  uint64_t QuotesOfPackage() const;
  bool ReadCode(const ComptimeValue* value, uint64_t offset, CodeImage* code);
  bool CanLeaveComptime(Type* type, std::string* why);

  // --- types as values (type_values.cc)
  // -----------------------------------------------------------------------------------------------------
  // What stands for the type where code runs during the build; never 0.
  uint32_t TypeNumber(Type* type);
  Type* TypeOfNumber(uint64_t number);  // null: there is none
  // Whether values of it are, or contain, types: they exist during the build only.
  bool HoldsTypes(Type* type);
  uint32_t NewTypeSite(TypeSite site) {
    type_sites_.push_back(std::move(site));
    return static_cast<uint32_t>(type_sites_.size() - 1);
  }
  // A name or `package.name`; null: there is no such type.
  Type* FindTypeNamed(std::string_view name, DeclContext* context, const GenericEnv* env);
  // The type that a package constant is; null: it is no type.
  Type* TypeOfConst(DeclEntry entry, SourceRange use);
  comptime::ThunkModule& thunks() { return thunks_; }

  // --- functions
  // -----------------------------------------------------------------------------------------------------
  FuncInstance* Instance(const FuncDecl* decl, DeclContext* context,
                         llvm::ArrayRef<GenericBinding> generics, Type* self_type,
                         llvm::ArrayRef<Type*> pack, ComputeSite* site, SourceRange use);
  // The instance of an initializer (`init`, `drop`) or of a function made by the compiler.
  tir::Function Function(FuncInstance* instance);
  // `symbol`: of the function whose body the work emits, if it does.
  void Queue(std::string symbol, llvm::unique_function<void()> work);
  tir::FunctionInfo InfoFor(const std::vector<ParamSig>& params, Type* result);
  // Whether the function takes arguments of this type over, which its body then takes out of their
  // parameters: it is marked `@consumes`, as some of the library are.
  bool TakesOver(const FuncInstance* f, Type* type);
  std::string UniqueSymbol(std::string base);
  std::string GlobalSymbol(DeclEntry entry);
  const FuncDecl* FindInit(StructType* type);
  // Declared outside of the type, `self` first: in the package of the type, in this one, or in the
  // prelude.
  DeclEntry FindOutsideMethod(Type* type, std::string_view name, DeclContext* context);
  // Whether a method that is declared outside of its type takes such a receiver; `bound` are the
  // generic arguments that follow from it.
  bool TakesReceiver(const DeclEntry& method, Type* receiver,
                     llvm::SmallVectorImpl<GenericBinding>& bound);
  bool IsPrelude(const Package* package) const { return llvm::is_contained(prelude_, package); }
  // --- functions as lists (function_reflection.cc)
  // `from`: who asks, and may see private ones.
  std::vector<FunctionHandle> MethodsOf(Type* type, DeclContext* from);
  std::vector<FunctionHandle> FunctionsOf(Package* package, DeclContext* from);
  std::vector<FunctionHandle> TestsOf(Package* package);
  FunctionHandle HandleOf(DeclEntry entry, Type* owner, llvm::ArrayRef<GenericBinding> bindings,
                          bool is_member);
  FunctionHandle TestOf(const TestDecl* test, DeclContext* context);
  // The text, for as long as the checker lives.
  std::string_view Keep(std::string text) { return kept_texts_.insert(text).first->getKey(); }
  bool HasMethod(Type* type, std::string_view name, DeclContext* context);
  bool HasAttribute(const Decl* decl, std::string_view name);
  DeclContext* ContextOf(Type* type);

  ComputeSite* NewComputeSite(std::string_view template_name, const ComputeExpr* expr);
  void EmitComputeEntries(ComputeSite* site);
  bool CheckTravels(ComputeSite* site);
  bool CheckCrosses(ComputeSite* site);

  Package* current() { return current_; }
  int instantiation_depth = 0;

  // Counts a statement or expression that is emitted. False when the package expands to so many
  // (through defaults, `defer`, `comptime for`, instances) that it must stop; that is reported
  // once.
  bool Spend(SourceRange range);
  bool stopped() const { return stopped_; }
  // Default values that are being emitted, to find those that need themselves.
  llvm::SmallVector<const Expr*, 8> active_defaults;

 private:
  friend class Emitter;
  friend class CallBuilder;
  Package* LoadPackage(std::string_view path, SourceRange use);
  void Declare(Package* package, const std::vector<const FileAst*>& files);
  void ResolveImports(Package* package, bool report);
  void CheckDeclarations();
  // Reports attributes that nothing will ask for.
  void CheckAttributes(const Decl* decl);
  void EmitMain();
  void EmitTestMain();
  void EmitInstance(FuncInstance* instance);
  bool CommonOk(Type* known, Type* actual);
  bool ContainsByValue(Type* type, Type* needle, llvm::SmallPtrSetImpl<Type*>& seen);
  void AppendFingerprint(Type* type, std::string* out, llvm::SmallVectorImpl<Type*>& stack);
  void DefineTir(Type* type);
  // Defines an enum without payloads, whose values are plain numbers in TIR, for debuggers.
  void DefinePlainEnum(EnumType* type);
  void DrainQueue();
  struct Work {
    std::string symbol;
    llvm::unique_function<void()> run;  // none: done already
  };
  void Do(Work* work);

  // --- constant.cc
  Type* TypeOfDecl(DeclEntry entry);
  ConstValue Fold(const Expr* expr, Type* expected, DeclContext* context, const GenericEnv* env,
                  Emitter* emitter, bool report);
  ConstValue EvaluateNow(const Expr* expr, Type* expected, DeclContext* context,
                         const GenericEnv* env, Emitter* emitter);
  ComptimeValue* RunExpression(const Expr* expr, Type* type, bool exact, DeclContext* context,
                               const GenericEnv* env, Emitter* emitter);
  ConstValue Read(ComptimeValue* value, SourceRange range);
  // By running it, as a value of exactly that type.
  ConstValue EvaluateAs(const Expr* expr, Type* type, DeclContext* context, const GenericEnv* env,
                        Emitter* emitter);
  ConstValue Forced(ComptimeValue* value, bool report);
  // A name, field or element of what ran (or, with `report`, is run now) during the build.
  struct ComptimePlace {
    ComptimeValue* value = nullptr;  // none: it is none
    Type* type = nullptr;
    uint64_t offset = 0;
  };
  ComptimePlace PlaceOf(const Expr* expr, DeclContext* context, const GenericEnv* env,
                        Emitter* emitter, bool report);

  // --- comptime.cc
  // The value of `@embed_file(path)`; none after it reported why not.
  ConstValue EmbedFile(const IntrinsicExpr* expr, const ConstValue& path,
                       const DeclContext* context);
  struct EmbeddedFile {
    std::string content, why_not;
  };
  const EmbeddedFile& ReadEmbedded(const std::string& path);
  bool SpellAt(const ComptimeValue* value, Type* type, uint64_t offset, std::string* text);
  ComptimeValue* NewComptime(SourceRange range);

  // --- added_functions.cc
  // A `comptime` block of the package.
  struct Block {
    BlockExpr body;
    DeclContext* context = nullptr;
    ComptimeValue* value = nullptr;  // none: not emitted yet
  };
  struct FixedType {
    NamedTypeExpr expr;
    Identifier id;
    Type* type = nullptr;
  };
  void CollectBlocks();
  void EmitBlock(Block& block);
  void CheckComptimeDecls();
  bool RunBlocks();
  void NoteBlocks(DiagnosticBuilder& report);
  void DeclareAdded(ComptimeValue* value);
  void AddFunction(ComptimeValue* value, std::string_view name, uint64_t offset, SourceRange site);
  TypeExpr* Fixed(Type* type, SourceRange range);
  Type* FixedTypeOf(std::string_view name);
  std::string AddedText();

  void EvaluateWaiting();
  bool Prepare(ComptimeValue* value);
  void Run(llvm::ArrayRef<ComptimeValue*> batch);
  // Sees to the answer of a question about types; false when there is none. That may have been
  // reported.
  bool Answer(ComptimeValue* value, const std::string& question,
              llvm::SmallVectorImpl<uint32_t>& answered);
  // `sent`: what the evaluation knew.
  bool AnswerAll(ComptimeValue* value, comptime::Evaluation& result, const comptime::Answers& sent);
  void AnswerAhead();
  std::string TypeRow(Type* type);
  // The functions that work with types as values, and those that need them: they leave with the
  // thunks. Reports what needs one when the program runs.
  bool IsEntry(const FuncInstance* f) const;
  // Notes the declarations in kept_bodies_.
  std::vector<std::string> BuildOnly(const std::vector<std::string>& thunks);
  Type* BuildType(ComptimeValue* value, QuestionReader& reader, llvm::ArrayRef<uint32_t> answered,
                  bool is_enum);
  std::vector<InterfaceValue> InterfaceValues();
  void Finish(ComptimeValue* value, comptime::Evaluation& result);

  // --- comptime_closures.cc
  // What an environment holds, for code that writes it to an image.
  struct ClosureCaptures {
    std::vector<std::pair<Type*, unsigned>> fields;  // with their indices in the environment
    DeclContext* context = nullptr;
    bool has_writer = false;
  };
  void NoteClosure(const std::string& symbol, ClosureCaptures captures);
  bool HoldsFunctions(Type* type);
  std::string EnvironmentWriter(const std::string& closure, ClosureCaptures& captures);
  void DefineClosures(ComptimeValue* value);

  // --- comptime_packages.cc
  bool LoadCode(const comptime::ThunkModule::Missing& missing);
  bool HasPackages(ComptimeValue* value, const comptime::ThunkModule::Missing& missing);
  // Whether it could run now, as far as is known without asking for code.
  bool NothingMissing(const comptime::ThunkModule::Missing& missing) const;
  // Whether the symbol of a function or global is in the evaluator.
  static bool IsLibrary(std::string_view symbol);

  // --- comptime_report.cc
  SourceRange RangeOf(std::string_view file, uint32_t line, uint32_t column);
  DiagnosticBuilder ComptimeError(const ComptimeValue* value, DiagnosticKind kind,
                                  std::string message);
  void ReportEnd(const ComptimeValue* value, const comptime::Evaluation& result);
  void ReportCycle(llvm::ArrayRef<ComptimeValue*> values, const ComptimeValue* first);
  void ReportNeedsItself(const ComptimeValue* value, const std::string& open);
  void ReportTypeNeedsItself(const StructType* type);
  void NoteWay(DiagnosticBuilder& report, const std::string& from, const std::string& to);
  std::string SpellSymbol(std::string_view symbol);

  CheckOptions options_;
  const SourceManager& sources_;
  DiagnosticEngine& diagnostics_;
  tir::Builder& builder_;
  PackageProvider& provider_;
  TypeTable types_;
  Package* current_ = nullptr;
  FuncInstance* emitting_ = nullptr;  // whose body is being emitted
  bool stopped_ = false;              // nothing more is instantiated
  uint64_t budget_ = 0;               // statements and expressions that may still be emitted
  std::vector<Package*> prelude_;
  llvm::StringMap<std::unique_ptr<Package>> packages_;
  std::vector<std::string> imported_order_;
  llvm::StringMap<DeclEntry> lang_;
  std::deque<std::unique_ptr<FuncInstance>> instances_;
  llvm::StringMap<FuncInstance*> instance_index_;
  llvm::StringMap<int> symbol_counts_;
  std::deque<std::unique_ptr<ComputeSite>> sites_;
  llvm::DenseMap<std::pair<const ComputeExpr*, const GenericEnv*>, ComputeSite*> site_index_;
  llvm::StringMap<int> compute_counts_;
  std::deque<std::unique_ptr<Work>> queue_;
  llvm::StringMap<Work*> bodies_;  // work in the queue, by the function whose body it emits
  struct ConstState {
    Completion completion = Completion::No;
    Type* type = nullptr;
    ConstValue value;
    bool global_defined = false;
    bool broken = false;                // reported: what needs the value says nothing more
    ComptimeValue* comptime = nullptr;  // the value is that of a comptime expression
  };
  llvm::DenseMap<const Decl*, ConstState> consts_;
  bool met_broken_ = false;  // the constant being evaluated needs a broken one
  // The innermost expression that could not be folded, and the constants that are being evaluated
  // with the places that asked for them.
  const Expr* not_folded_ = nullptr;
  const Param* comptime_param_ = nullptr;         // whose argument is being evaluated
  llvm::SmallVector<const Expr*, 4> evaluating_;  // whose thunks are being emitted
  llvm::SmallVector<std::pair<const ConstDecl*, SourceRange>, 4> running_consts_;

  comptime::ThunkModule thunks_;
  std::deque<std::unique_ptr<ComptimeValue>> comptime_values_;
  std::vector<std::shared_ptr<Quote>> quotes_;       // by number
  std::vector<std::shared_ptr<Local>> kept_locals_;  // of quotes_
  std::vector<SourceRange> insertions_;              // of code, whose emission is going on
  llvm::StringMap<ComptimeValue*> comptime_index_;   // by expression and what it may depend on
  llvm::StringMap<ComptimeValue*> comptime_images_;  // by symbol
  std::vector<ComptimeValue*> waiting_;              // emitted and not run
  llvm::StringMap<ClosureCaptures> closures_;        // that captured something, by symbol
  // Packages whose code was asked for, with the reason when it is not there.
  llvm::StringMap<std::string> package_code_;
  struct Said {
    const ComptimeValue* value;
    size_t number;
    std::string text;
  };
  std::vector<Said> said_;
  std::vector<InterfaceValue> interface_values_, embedded_values_;
  std::map<std::string, EmbeddedFile> embedded_;  // by path
  llvm::DenseSet<const IntrinsicExpr*> embeds_, embed_errors_;
  bool evaluator_failed_ = false;  // reported once
  llvm::DenseMap<Type*, uint32_t> type_numbers_;
  std::vector<Type*> numbered_types_;  // by number - 1
  std::vector<TypeSite> type_sites_;
  comptime::Answers answers_;           // by question
  llvm::StringMap<Type*> built_types_;  // by definition
  llvm::BumpPtrAllocator built_trees_;  // their declarations
  std::vector<const FuncDecl*> kept_bodies_;
  size_t answered_ahead_ = 0;    // of numbered_types_
  unsigned comptime_depth_ = 0;  // thunks, and bodies they need, that are being emitted
  llvm::StringMap<uint32_t> files_by_name_;
  uint32_t files_named_ = 0;
  llvm::DenseMap<uint32_t, uint32_t> tir_files_;
  std::vector<std::string> test_names_;
  std::string added_text_;
  llvm::DenseMap<const TestDecl*, FunctionHandle> test_functions_;
  std::deque<std::unique_ptr<FuncDecl>> made_decls_;
  std::deque<Block> blocks_;
  bool blocks_add_ = false;             // they may add functions
  std::vector<SourceRange> add_sites_;  // of `@add_func`, by number
  llvm::DenseMap<const FuncDecl*, AddedFunction*> added_;
  std::vector<std::unique_ptr<AddedFunction>> added_order_;
  std::vector<std::unique_ptr<FixedType>> fixed_types_;
  llvm::StringSet<> kept_texts_;
  StructType* string_type_ = nullptr;
  StructType* error_type_ = nullptr;
  uint32_t last_file_ = ~0u, last_tir_file_ = 0;
};

}  // namespace arc::check

#endif  // ARC_COMPILER_CHECK_CHECKER_H_
