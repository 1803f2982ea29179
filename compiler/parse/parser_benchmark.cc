// Lines per second of the lexer and the parser over a generated file of 100 000 lines.
#include <string>

#include "benchmark/benchmark.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/lex/lexer.h"
#include "compiler/parse/parser.h"
#include "compiler/source/source_manager.h"

namespace arc {
namespace {

// Ordinary code: 20 lines a function, with comments, strings, calls, loops and matches.
std::string MakeSource(size_t lines) {
  std::string out;
  for (size_t i = 0; i < lines / 20; ++i) {
    std::string n = std::to_string(i);
    out += "/// Computes the area of shape number " + n + ".\n";
    out += "func area_" + n + "(shape: Shape, scale: float64 = 1.0) float64! {\n";
    out += "    let total: float64 = 0.0\n";
    out += "    let names = [\"circle\", \"rect\", \"empty ${shape.kind:>8}\"]\n";
    out += "    for let i: usize = 0; i < names.len(); i++ {\n";
    out += "        if names[i] == \"circle\" && scale > 0.5 {\n";
    out += "            total += compute<float64>(shape, i * 2 + 1)?\n";
    out += "        } else {\n";
    out += "            // Nothing to do for the others.\n";
    out += "            total -= shape.weights[i].value\n";
    out += "        }\n";
    out += "    }\n";
    out += "    let result = match shape {\n";
    out += "        Shape.Circle(r) => 3.14159 * r * r\n";
    out += "        Shape.Rect(w, h) if w > 0.0 => w * h\n";
    out += "        _ => return error(\"no area for ${shape}\")\n";
    out += "    }\n";
    out += "    return result + total.max(0.0)\n";
    out += "}\n";
    out += "\n";
  }
  return out;
}

constexpr size_t kLines = 100'000;

void BM_Lex(benchmark::State& state) {
  SourceManager sources;
  FileId file = sources.AddBuffer("generated.arc", MakeSource(kLines));
  DiagnosticEngine diagnostics(sources);
  size_t tokens = 0;
  for (auto _ : state) {
    LexedFile lexed = Lex(file, sources, diagnostics);
    tokens += lexed.tokens.size();
    benchmark::DoNotOptimize(lexed.tokens.data());
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kLines));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * sources.Text(file).size()));
  state.counters["tokens"] =
      benchmark::Counter(static_cast<double>(tokens), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Lex)->Unit(benchmark::kMillisecond);

// Lexing included.
void BM_Parse(benchmark::State& state) {
  SourceManager sources;
  FileId file = sources.AddBuffer("generated.arc", MakeSource(kLines));
  DiagnosticEngine diagnostics(sources);
  for (auto _ : state) {
    AstContext context;
    FileAst* ast = ParseFile(file, sources, diagnostics, context);
    if (ast->has_errors) state.SkipWithError("the generated file has errors");
    benchmark::DoNotOptimize(ast);
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations() * kLines));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * sources.Text(file).size()));
}
BENCHMARK(BM_Parse)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace arc
