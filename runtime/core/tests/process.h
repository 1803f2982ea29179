// Runs a test program and tells what came of it.

#ifndef ARC_RUNTIME_CORE_TESTS_PROCESS_H_
#define ARC_RUNTIME_CORE_TESTS_PROCESS_H_

#include <string>
#include <vector>

namespace arc::rt::testing {

struct RunOptions {
  std::string input;                     // standard input, then its end
  std::vector<int> closed;               // of 0, 1, 2: closed in the child
  std::string output_path;               // standard output goes to this file instead
  bool close_output_reader = false;      // standard output is a pipe nobody reads
  std::vector<std::string> environment;  // added
  std::string folder;                    // working folder; empty: a fresh one
};

struct RunResult {
  int exit_code = -1;  // -1: ended by a signal
  int signal = 0;
  std::string output;
  std::string errors;
};

// `program` is a path from the workspace root. A program that runs longer than 60 s is killed.
RunResult RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                     const RunOptions& options = {});

// A path of a copy of `program` that a test may remove.
std::string CopyOf(const std::string& program);

// A fresh, empty folder.
std::string FreshFolder();

}  // namespace arc::rt::testing

#endif  // ARC_RUNTIME_CORE_TESTS_PROCESS_H_
