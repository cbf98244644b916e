#include <gtest/gtest.h>

#include <string>

#include "cli/arguments.h"

namespace cordon::cli {
namespace {

TEST(Completion, EveryShellOffersEveryCommandAndOption) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(shell);
    for (const char* word : {"scan", "inventory", "doctor", "completion", "fail-on", "packs-only", "explain"})
      EXPECT_NE(script.find(word), std::string::npos) << shell << " " << word;
    EXPECT_EQ(script.find("reference"), std::string::npos) << shell;
  }
  EXPECT_NE(completion_script("fish").find("-l jobs"), std::string::npos);
  EXPECT_EQ(completion_script("tcsh"), "");
  EXPECT_EQ(completion_script(""), "");
}

TEST(Reference, HasASectionForEveryVisibleCommand) {
  const std::string reference = command_reference();
  for (const char* name : {"scan", "inventory", "doctor", "completion", "sbom create"})
    EXPECT_NE(reference.find(std::string("\n## cordon ") + name + "\n"), std::string::npos) << name;
  EXPECT_EQ(reference.find("## cordon reference"), std::string::npos);
  EXPECT_NE(reference.find("--max-age"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
