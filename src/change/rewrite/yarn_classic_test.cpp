#include "change/rewrite/yarn_classic.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

constexpr std::string_view kLock = R"(# yarn lockfile v1


evil@^4.0.0:
  version "4.0.0"
  resolved "https://registry.example.test/evil/-/evil-4.0.0.tgz#00"

helper@^2.0.0, helper@^2.1.0:
  version "2.1.0"

tool@^1.0.0, tool@^1.0.1:
  version "1.0.1"
  resolved "https://registry.example.test/tool/-/tool-1.0.1.tgz#aa"
  integrity sha512-bad
  dependencies:
    evil "^4.0.0"
    helper "^2.1.0"
)";

Release good(std::string range = "^2.0.0") {
  Release out;
  out.name = "tool";
  out.version = "1.0.0";
  out.resolved = "https://registry.example.test/tool/-/tool-1.0.0.tgz";
  out.integrity = "sha512-good";
  out.shasum = "bb";
  out.dependencies = {{"helper", std::move(range), {}, DependencyKind::runtime}};
  return out;
}

TEST(RewriteYarn, PutsAReleaseInThePlaceOfAnother) {
  Edits edits;
  edits.replace = {{"", 11, good()}};
  edits.remove = {{"", 4}};
  edits.roots_known = true;
  edits.wanted_by_roots = {"tool@^1.0.0", "tool@^1.0.1"};
  EXPECT_EQ(rewrite_yarn(kLock, edits).value(), R"(# yarn lockfile v1


helper@^2.0.0:
  version "2.1.0"

tool@^1.0.0, tool@^1.0.1:
  version "1.0.0"
  resolved "https://registry.example.test/tool/-/tool-1.0.0.tgz#bb"
  integrity sha512-good
  dependencies:
    helper "^2.0.0"
)");
}

TEST(RewriteYarn, GoesForthAndBackToTheSameBytes) {
  const Release bad = releases_in_yarn(kLock, "tool").value().at(0).release;
  Edits forth, back;
  forth.replace = {{"", 11, good()}};
  back.replace = {{"", 11, bad}};
  EXPECT_EQ(rewrite_yarn(rewrite_yarn(kLock, forth).value(), back).value(), kLock);
}

TEST(RewriteYarn, AddsASelectorThatTheReleaseAsksFor) {
  Edits edits;
  edits.replace = {{"", 11, good("~2.1.0")}};
  const std::string out = rewrite_yarn(kLock, edits).value();
  EXPECT_NE(out.find("\nhelper@^2.0.0, helper@^2.1.0, helper@~2.1.0:\n"), std::string::npos);
}

TEST(RewriteYarn, LeavesADependencyThatIsNotThereToBeAdded) {
  Edits edits;
  edits.replace = {{"", 11, good("^3.0.0")}};
  const std::string lacking = rewrite_yarn(kLock, edits).value();
  EXPECT_EQ(lacking.find("helper@^3.0.0"), std::string::npos);
  Release helper;
  helper.name = "helper";
  helper.version = "3.0.0";
  helper.integrity = "sha512-h";
  helper.resolved = "https://registry.example.test/helper/-/helper-3.0.0.tgz";
  helper.shasum = "cc";
  helper.dependencies = {{"evil", "4", {}, DependencyKind::optional}};
  edits = {};
  edits.add = {{"", "helper@^3.0.0", helper}};
  const std::string added = rewrite_yarn(lacking, edits).value();
  EXPECT_NE(added.find("  version \"2.1.0\"\n\nhelper@^3.0.0:\n  version \"3.0.0\"\n  resolved "
                       "\"https://registry.example.test/helper/-/helper-3.0.0.tgz#cc\"\n  integrity sha512-h\n"
                       "  optionalDependencies:\n    evil \"4\"\n\ntool@"),
            std::string::npos)
      << added;
  EXPECT_NE(added.find("\nevil@4, evil@^4.0.0:\n"), std::string::npos);  // what it needs is asked for
  EXPECT_EQ(rewrite_yarn(added, edits).error().code, ErrorCode::refused);
  edits.add[0].selector = "helper@>=3";
  EXPECT_NE(rewrite_yarn(added, edits).value().find("\nhelper@>=3, helper@^3.0.0:\n"), std::string::npos);
  edits.add[0].selector = "other@^3.0.0";
  EXPECT_EQ(rewrite_yarn(added, edits).error().code, ErrorCode::refused);
}

TEST(RewriteYarn, AsksForWhatIsForced) {
  Edits edits;
  edits.forced = {{"helper", "2.1.0"}};
  EXPECT_NE(rewrite_yarn(kLock, edits).value().find("\nhelper@2.1.0, helper@^2.0.0, helper@^2.1.0:\n"),
            std::string::npos);
  edits.forced = {{"helper", "9.9.9"}};
  EXPECT_EQ(rewrite_yarn(kLock, edits).error().code, ErrorCode::not_found);
}

TEST(RewriteYarn, MakesBlocksOfOneReleaseOne) {
  const std::string text = std::string(kLock) +
                           "\ntool@~1.0.0:\n  version \"1.0.0\"\n  integrity sha512-good\n"
                           "  dependencies:\n    helper \"^2.0.0\"\n";
  Edits edits;
  edits.replace = {{"", 11, good()}};
  const std::string out = rewrite_yarn(text, edits).value();
  EXPECT_NE(out.find("\ntool@^1.0.0, tool@^1.0.1, tool@~1.0.0:\n  version \"1.0.0\"\n  integrity sha512-good\n"),
            std::string::npos);
  EXPECT_EQ(out.find("bad"), std::string::npos);
}

TEST(RewriteYarn, ChangesWhatARootAsksFor) {
  Edits edits;
  edits.ranges = {{"", "tool", "^1.0.1", "^1.0.0"}};
  const std::string out = rewrite_yarn(kLock, edits).value();
  EXPECT_NE(out.find("\ntool@^1.0.0:\n"), std::string::npos);
  edits.ranges = {{"", "tool", "5", "4"}};
  EXPECT_EQ(rewrite_yarn(kLock, edits).error().code, ErrorCode::not_found);
}

TEST(RewriteYarn, RefusesABlockThatItDoesNotUnderstand) {
  Edits edits;
  edits.replace = {{"", 1, good()}};
  EXPECT_EQ(rewrite_yarn("tool@^1.0.0:\n  version \"1.0.1\"\n  uid x\n", edits).error().code, ErrorCode::refused);
  edits.replace = {{"", 7, good()}};
  EXPECT_EQ(rewrite_yarn("tool@^1.0.0:\n  version \"1.0.1\"\n", edits).error().code, ErrorCode::not_found);
}

TEST(RewriteYarn, RemovesTheLastBlockAndKeepsTheEnd) {
  Edits edits;
  edits.remove = {{"", 11}};
  const std::string out = rewrite_yarn(kLock, edits).value();
  EXPECT_TRUE(out.ends_with("helper@^2.0.0, helper@^2.1.0:\n  version \"2.1.0\"\n"));
}

TEST(RewriteYarn, SetsADigestAndKeepsASelectorThatAProjectStillAsksFor) {
  const std::string before =
      "# yarn lockfile v1\n\n\na@^1.0.0:\n  version \"1.0.0\"\n  resolved \"https://registry.example.test/a.tgz#aa\"\n"
      "  dependencies:\n    b \"^2.0.0\"\n\nb@^2.0.0:\n  version \"2.0.0\"\n  integrity sha1-x\n";
  Edits edits;
  edits.ranges = {{"", "a", "^1.0.0", "1.0.0"}};
  edits.digests = {{"", 4, "sha512-y"}, {"", 10, "sha512-z"}};
  std::string expected = before;
  expected.replace(expected.find("a@^1.0.0"), 8, "a@1.0.0");
  expected.replace(expected.find("  dependencies"), 0, "  integrity sha512-y\n");
  expected.replace(expected.find("sha1-x"), 6, "sha512-z");
  EXPECT_EQ(rewrite_yarn(before, edits).value(), expected);
  edits.kept = {"a@^1.0.0"};
  EXPECT_NE(rewrite_yarn(before, edits)->find("\na@1.0.0, a@^1.0.0:\n"), std::string::npos);
}

}  // namespace
}  // namespace cordon::change
