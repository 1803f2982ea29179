#ifndef ARC_TOOLCHAIN_ARC_LD_TEST_SUPPORT_H_
#define ARC_TOOLCHAIN_ARC_LD_TEST_SUPPORT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace arc::ld {

// For tests: real objects, made with the clang of the build, and programs that run.

// A fresh empty folder of this test.
std::string TestFolder();

void WriteFile(const std::string& path, absl::string_view contents);
std::string ReadFile(const std::string& path);
bool Exists(const std::string& path);

// Compiles C, C++ or assembly (by the file's suffix) the way code of Arc programs is compiled:
// freestanding, a section per function, frame pointers. Returns the object's path; ends the test
// program when the compiler fails.
std::string Compile(const std::string& folder, const std::string& file_name,
                    absl::string_view source, const std::vector<std::string>& flags = {});

// Makes an archive of objects. Returns its path.
std::string Archive(const std::string& folder, const std::string& name,
                    const std::vector<std::string>& objects);

struct ProcessResult {
  int exit_code = -1;  // -signal when killed
  std::string output;  // standard output and standard error
};
ProcessResult RunProcess(const std::vector<std::string>& arguments);

// C source that every test program includes: system calls, exit, and a `_start` that calls
// `int test_main(void)`; the declarations of the tables.
extern const char kProgramPrelude[];

// A dispatch record in C source form, with its entry: DISPATCH(name, "id").
extern const char kDispatchMacro[];

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_TEST_SUPPORT_H_
