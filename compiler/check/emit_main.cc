// The entry of a program: `arc_main`, which the runtime calls, for `main` or for the test blocks.
#include "compiler/check/checker.h"
#include "compiler/check/emitter.h"

namespace arc::check {

void Checker::EmitMain() {
  auto it = current_->names.find("main");
  const FuncDecl* decl =
      it == current_->names.end() ? nullptr : llvm::dyn_cast<FuncDecl>(it->second.decl);
  if (!decl) {
    SourceRange at;
    if (it != current_->names.end()) {
      at = it->second.decl->name.range;
    } else if (!current_->files.empty()) {
      const FileAst& file = *current_->files[0];
      const SourceOffset start =
          file.decls.empty() ? sources_.LineBegin(file.file, 1) : file.decls[0]->range.begin;
      at = {start, start};
    }
    Error(DiagnosticKind::MainMissing, at, "a program needs `func main()`")
        .Note("write `func main() { … }`, or `func main() void! { … }` to pass errors on");
    return;
  }
  if (decl->is_async) {
    Error(DiagnosticKind::NotAvailable, decl->name.range,
          "an async `main` is not available in this version of the compiler");
    return;
  }
  FuncInstance* main = decl->generics.empty() ? Instance(decl, it->second.context, {}, nullptr, {},
                                                         nullptr, decl->range)
                                              : nullptr;
  const bool result_ok =
      main && (main->result->IsVoid() || main->result->IsNever() || main->result->IsError() ||
               (main->result->Is(TypeKind::Result) && main->result->element->IsVoid()));
  if (!main || !main->params.empty() || !result_ok) {
    Error(DiagnosticKind::MainSignature, decl->name.range,
          "`main` takes no parameters and gives nothing, or `void!`")
        .Note("arguments of the program are in `os.args`; `os.exit(code)` ends with an exit code");
    return;
  }
  tir::FunctionInfo info;
  info.symbol = info.display_name = "arc_main";
  info.result = builder_.Int(32, true);
  info.linkage = tir::Linkage::Exported;
  info.is_c_abi = info.hide_in_traces = true;
  tir::Function f = builder_.DeclareFunction(info);
  builder_.StartBody(f);
  Emitter e(*this, it->second.context, nullptr, nullptr, nullptr);
  e.result_type_ = types_.Int(32, true);
  e.SetPosition(decl->name.range);
  Value result = e.CallInstance(main, {}, {});
  tir::Value zero = builder_.ConstInt(info.result, 0);
  if (main->result->Is(TypeKind::Result)) {
    auto* type = static_cast<EnumType*>(main->result);
    CompleteEnum(type);
    tir::Block ok = builder_.NewBlock(), failed = builder_.NewBlock();
    tir::Value tag = builder_.EnumTag(Tir(type), result.v);
    e.CondBr(builder_.Compare(tir::ComparePredicate::Equal, tag,
                              builder_.ConstInt(builder_.Int(32, false), kOkCase)),
             ok, failed);
    e.EnterBlock(failed);
    Value error = e.PlaceValue(builder_.EnumPayload(Tir(type), result.v, kErrCase, 0), ErrorType());
    Value code = e.CallLang("main_failed", {}, {error}, {});
    e.EmitCleanupsDownTo(0);
    if (!builder_.Terminated())
      builder_.Return(code.IsError() ? builder_.ConstInt(info.result, 1) : e.AsScalar(code));
    e.EnterBlock(ok);
    e.PopCleanups(0);
  }
  if (!builder_.Terminated()) builder_.Return(zero);
}

// arc_main of a test program hands the titles and functions of all test blocks to std/testing.
void Checker::EmitTestMain() {
  std::vector<std::string> symbols;
  for (size_t i = 0; i < current_->files.size(); ++i) {
    for (const Decl* decl : current_->files[i]->decls) {
      auto* test = llvm::dyn_cast<TestDecl>(decl);
      if (!test) continue;
      if (test->is_async) {
        Error(DiagnosticKind::NotAvailable, test->title_range,
              "async tests are not available in this version of the compiler");
        continue;
      }
      std::string symbol = UniqueSymbol(Cat(current_->path, ".test"));
      // The body gives `void!`, so that `?` can be used in it: an error that leaves the test is its
      // failure.
      auto* result = types_.Result(types_.void_type());
      CompleteEnum(result);
      tir::FunctionInfo info = InfoFor({}, result);
      info.symbol = symbol + ".body";
      info.display_name = Cat("test \"", test->title, "\"");
      info.linkage = tir::Linkage::Internal;
      info.position = Position(test->range);
      tir::Function body = builder_.DeclareFunction(info);
      builder_.StartBody(body);
      Emitter inner(*this, current_->contexts[i].get(), nullptr, nullptr, nullptr);
      inner.result_type_ = result;
      inner.result_place_ = builder_.Param(body, 0);
      inner.SetPosition(test->range);
      inner.EmitBlock(test->body);
      inner.PopCleanups(0);
      if (!builder_.Terminated()) {
        builder_.EnumInit(Tir(result), inner.result_place_, kOkCase);
        builder_.Return();
      }
      tir::FunctionInfo outer;
      outer.symbol = outer.display_name = symbol;
      outer.linkage = tir::Linkage::Internal;
      outer.position = info.position;
      outer.hide_in_traces = true;
      tir::ParamInfo env;
      env.name = "environment";
      env.type = builder_.Ptr();
      outer.params.push_back(env);
      tir::Function f = builder_.DeclareFunction(outer);
      builder_.StartBody(f);
      Emitter e(*this, current_->contexts[i].get(), nullptr, nullptr, nullptr);
      e.result_type_ = types_.void_type();
      e.SetPosition(test->title_range);
      tir::Value place = builder_.Local(Tir(result), "", "");
      builder_.Call(body, {place});
      tir::Block ok = builder_.NewBlock(), failed = builder_.NewBlock();
      e.CondBr(builder_.Compare(tir::ComparePredicate::Equal, builder_.EnumTag(Tir(result), place),
                                builder_.ConstInt(builder_.Int(32, false), kOkCase)),
               ok, failed);
      e.EnterBlock(failed);
      e.CallLang("unwrap_failed", {},
                 {e.PlaceValue(builder_.EnumPayload(Tir(result), place, kErrCase, 0), ErrorType())},
                 {});
      if (!builder_.Terminated()) builder_.Unreachable();
      e.EnterBlock(ok);
      builder_.Return();
      symbols.push_back(symbol);
      test_names_.push_back(std::string(test->title));
    }
  }
  tir::FunctionInfo info;
  info.symbol = info.display_name = "arc_main";
  info.result = builder_.Int(32, true);
  info.linkage = tir::Linkage::Exported;
  info.is_c_abi = info.hide_in_traces = true;
  tir::Function f = builder_.DeclareFunction(info);
  builder_.StartBody(f);
  Emitter e(*this, current_->contexts.empty() ? nullptr : current_->contexts[0].get(), nullptr,
            nullptr, nullptr);
  e.result_type_ = types_.Int(32, true);
  if (!Lang("run_tests")) {
    LoadPackage("std/testing", {});
  }
  Type* function = types_.Function({}, types_.void_type(), false);
  tir::Value count = e.Index(static_cast<int64_t>(symbols.size()));
  auto make = [&](Type* element) {
    return e.CallLang("vector_literal", {GenericArg{element}},
                      {e.ScalarValue(count, types_.usize())}, {});
  };
  Value names = make(StringType());
  Value tests = make(function);
  if (!names.IsError() && !tests.IsError()) {
    tir::Value name_data =
        builder_.Load(builder_.Ptr(), builder_.FieldAddress(Tir(names.type), names.v, 0));
    tir::Value test_data =
        builder_.Load(builder_.Ptr(), builder_.FieldAddress(Tir(tests.type), tests.v, 0));
    for (size_t i = 0; i < symbols.size(); ++i) {
      tir::Value at = e.Index(static_cast<int64_t>(i));
      Value title = e.EmitStringLiteral(test_names_[i], {});
      builder_.Move(Tir(StringType()), builder_.ElementAddress(Tir(StringType()), name_data, at),
                    title.v);
      builder_.ClosureInit(builder_.ElementAddress(Tir(function), test_data, at), symbols[i],
                           builder_.NullPtr());
    }
    Value code = e.CallLang("run_tests", {}, {names, tests}, {});
    tir::Value exit_code = code.IsError() ? builder_.ConstInt(info.result, 1) : e.AsScalar(code);
    e.PopCleanups(0);
    if (!builder_.Terminated()) builder_.Return(exit_code);
  } else if (!builder_.Terminated()) {
    builder_.Unreachable();
  }
}

}  // namespace arc::check
