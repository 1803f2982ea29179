// arc: the driver.

#include <unistd.h>

#include <cstdio>

#include "compiler/driver/crash_handler.h"
#include "toolchain/arc/verb.h"

int main(int argc, char** argv) {
  arc::driver::InstallCrashHandlers("arc");
  const int code = arc::tool::RunTool(std::vector<std::string>(argv + 1, argv + argc));
  // A message that could not be written is an error, unless there is one already.
  const bool written = fflush(stdout) == 0 && !ferror(stdout);
  // What LLVM holds need not be taken apart.
  _exit(code == 0 && !written ? arc::tool::kErrorExit : code);
}
