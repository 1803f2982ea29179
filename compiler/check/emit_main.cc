// The entry of a program: `arc_main`, which the runtime calls, for `main` or for the test blocks.
#include "compiler/check/checker.h"
#include "compiler/check/const_values.h"
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

// The library makes the program of a package's tests, which it finds by reflection.
void Checker::EmitTestMain() {
  for (const FileAst* file : current_->files) {
    for (const Decl* decl : file->decls) {
      auto* test = llvm::dyn_cast<TestDecl>(decl);
      if (!test) continue;
      if (test->is_async) {
        Error(DiagnosticKind::NotAvailable, test->title_range,
              "async tests are not available in this version of the compiler");
        continue;
      }
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
  if (!Lang("test_main")) LoadPackage("std/testing", {});
  ConstValue package = StringValue(current_->path);
  package.type = StringType();
  Value code = e.CallLang("test_main", {GenericArg{nullptr, package}}, {}, {});
  builder_.Return(code.IsError() ? builder_.ConstInt(info.result, 1) : e.AsScalar(code));
}

}  // namespace arc::check
