#include <gtest/gtest.h>

#include <algorithm>
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

// What stands on the line of a script that is about this command.
std::string line_of(const std::string& script, const std::string& begin) {
  const std::size_t at = script.find(begin);
  return at == std::string::npos ? std::string() : script.substr(at, script.find('\n', at) - at);
}

TEST(Completion, CommandsBelowCommandsOfferTheirOwn) {
  const std::string bash = completion_script("bash");
  EXPECT_NE(line_of(bash, "    'intel') commands='").find(" pack"), std::string::npos);
  EXPECT_NE(line_of(bash, "    'intel pack') commands='").find(" sign"), std::string::npos);
  const std::string sign = line_of(bash, "    'intel pack sign') commands=''");
  EXPECT_NE(sign.find("--password-file"), std::string::npos);
  EXPECT_EQ(sign.find("--unsigned"), std::string::npos);
  EXPECT_NE(line_of(bash, "    '') commands='scan").find("--version"), std::string::npos);
  EXPECT_NE(completion_script("fish").find("'__cordon_at \"intel pack sign\"' -l comment\n"), std::string::npos);
  EXPECT_NE(completion_script("zsh").find("('intel pack sign') commands=''"), std::string::npos);
}

// The descriptions stand between single quotes there.
TEST(Completion, NoDescriptionEndsItsQuotes) {
  const std::string fish = completion_script("fish");
  for (std::size_t at = 0; (at = fish.find("complete ", at)) != std::string::npos; ++at) {
    std::string line = fish.substr(at, fish.find('\n', at) - at);
    while (line.find("\\'") != std::string::npos) line.erase(line.find("\\'"), 2);  // escaped
    EXPECT_EQ(std::count(line.begin(), line.end(), '\'') % 2, 0) << line;
  }
}

TEST(Reference, HasASectionForEveryVisibleCommand) {
  const std::string reference = command_reference();
  for (const char* name : {"scan", "inventory", "doctor", "completion", "sbom create", "intel pack sign"})
    EXPECT_NE(reference.find(std::string("\n## cordon ") + name + "\n"), std::string::npos) << name;
  EXPECT_EQ(reference.find("## cordon reference"), std::string::npos);
  EXPECT_NE(reference.find("--max-age"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
