#include "inventory/pypi/startup_files.h"

#include <gtest/gtest.h>

namespace cordon::inventory::pypi {
namespace {

// "line: text", or nothing.
std::string code(std::string_view path, std::string_view text) {
  const auto found = startup_code(path, text);
  return found ? std::to_string(found->line) + ": " + found->text : "";
}

TEST(StartupFiles, AreKnownByTheirNames) {
  for (const char* path : {"a.pth", ".hidden.pth", "sitecustomize.py", "usercustomize/__init__.py"})
    EXPECT_TRUE(is_startup_file(path)) << path;
  for (const char* path : {"a/b.pth", "a.pth.txt", "a/sitecustomize.py", "customize.py", ""})
    EXPECT_FALSE(is_startup_file(path)) << path;
}

TEST(StartupFiles, OfAPathFileOnlyLinesThatBeginWithImportRun) {
  EXPECT_EQ(code("a.pth", "# import x\n/src/app\n import x\nimportant\n"), "");
  EXPECT_EQ(code("a.pth", "/src/app\nimport x; x.run()\nimport y\n"), "2: import x; x.run()");
  EXPECT_EQ(code("a.pth", "import\tx"), "1: import\tx");
  EXPECT_EQ(code("a.pth", "\xef\xbb\xbfimport x"), "1: import x");
}

TEST(StartupFiles, LinesEndWhereAnyReleaseOfPythonEndsThem) {
  for (const char* end : {"\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1e", "\xc2\x85", "\xe2\x80\xa8"})
    EXPECT_EQ(code("a.pth", std::string("/src") + end + "import x"), "2: import x") << end;
}

TEST(StartupFiles, AModuleRunsAsAWhole) {
  EXPECT_EQ(code("sitecustomize.py", "\n  \nprint()\n"), "3: print()");
  EXPECT_EQ(code("sitecustomize.py", " \n"), "");
}

}  // namespace
}  // namespace cordon::inventory::pypi
