#include "change/rewrite/workflow.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

const std::string kOne(40, 'a'), kTwo(40, 'b');

std::string step(const std::string& rest, const std::string& end = "\n") {
  return "on: push" + end + "jobs:" + end + "  build:" + end + "    steps:" + end + "      - uses: " + rest + end +
         "      - run: 'echo # uses: a/b@v1'" + end;
}

TEST(Workflow, PutsTheCommitInThePlaceOfTheTagAndTheTagBehindIt) {
  EXPECT_EQ(pin_uses(step("a/b@v1"), {{5, "a/b@v1", kOne}}).value(), step("a/b@" + kOne + " # v1"));
  EXPECT_EQ(pin_uses(step("\"a/b/sub@v1.2\"  "), {{5, "a/b/sub@v1.2", kOne}}).value(),
            step("\"a/b/sub@" + kOne + "\" # v1.2  "));
  EXPECT_EQ(pin_uses(step("'a/b@v1'", "\r\n"), {{5, "a/b@v1", kOne}}).value(), step("'a/b@" + kOne + "' # v1", "\r\n"));
}

TEST(Workflow, KeepsTheCommentThatIsThere) {
  EXPECT_EQ(pin_uses(step("a/b@v1 # for node"), {{5, "a/b@v1", kOne}}).value(),
            step("a/b@" + kOne + " # v1 # for node"));
  EXPECT_EQ(pin_uses(step("a/b@v1 # v1"), {{5, "a/b@v1", kOne}}).value(), step("a/b@" + kOne + " # v1"));
}

TEST(Workflow, PinsInsideBracketsThatEndThere) {
  const std::string before = "jobs: {}\nruns:\n  steps:\n    - { uses: a/b@v1 }\n";
  EXPECT_EQ(pin_uses(before, {{4, "a/b@v1", kOne}}).value(),
            "jobs: {}\nruns:\n  steps:\n    - { uses: a/b@" + kOne + " } # v1\n");
  const std::string more = "runs:\n  steps:\n    - { uses: a/b@v1, with: {x: 1} }\n";
  EXPECT_EQ(pin_uses(more, {{3, "a/b@v1", kOne}}).error().code, ErrorCode::refused);
}

TEST(Workflow, RefusesWhatIsWrittenOtherwise) {
  for (const char* text : {"jobs:\n  a:\n    uses: &x a/b/.github/workflows/c.yml@v1\n",
                           "jobs:\n  a:\n    uses: \"a\\x2fb/.github/workflows/c.yml@v1\"\n"})
    EXPECT_EQ(pin_uses(text, {{3, "a/b/.github/workflows/c.yml@v1", kOne}}).error().code, ErrorCode::refused) << text;
  EXPECT_EQ(pin_uses(step("a/b@v1"), {{4, "a/b@v1", kOne}}).error().code, ErrorCode::not_found);
  EXPECT_EQ(pin_uses(step("a/b@v1"), {{5, "a/b@v1", "abc"}}).error().code, ErrorCode::refused);
  EXPECT_FALSE(pin_uses("jobs: [", {}));
}

TEST(Workflow, KeepsAByteOrderMarkAndAMissingLastLineEnd) {
  const std::string before = "\xEF\xBB\xBFjobs:\n  a:\n    uses: a/b/.github/workflows/c.yml@v1";
  EXPECT_EQ(pin_uses(before, {{3, "a/b/.github/workflows/c.yml@v1", kOne}}).value(),
            "\xEF\xBB\xBFjobs:\n  a:\n    uses: a/b/.github/workflows/c.yml@" + kOne + " # v1");
}

TEST(Workflow, FindsWhatIsUsedWithItsComment) {
  const auto found = uses_in_workflow(step("a/b@" + kOne + " #  v1.2.3 "));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ((*found)[0].line, 5u);
  EXPECT_EQ((*found)[0].comment, "v1.2.3");
  EXPECT_TRUE(uses_in_workflow("name: x\n")->empty());
}

TEST(Workflow, TakesTagsOutOfTheCommentsThatToolsWrite) {
  for (const char* comment :
       {"v4.1.1", " tag=v4.1.1 ", "ratchet:a/b@v4.1.1", "ratchet:A/b/c@v4.1.1", "pin@v4.1.1", "renovate: tag=v4.1.1"})
    EXPECT_EQ(tag_in_comment(comment, "a/b"), "v4.1.1") << comment;
}

TEST(Workflow, TakesNoTagOutOfASentence) {
  for (const std::string& comment :
       {std::string("main"), std::string("for node"), kOne, std::string(""), std::string("v4 broke us, this is v3.6.0"),
        std::string("v4.1.1 (latest)"), std::string("v4, v5"), std::string("v4.1.1 # v3"), std::string("not v4"),
        std::string("ratchet:a/other@v4"), std::string("a/b@v4"), std::string("renovate: v4"), std::string("tag: v4"),
        std::string("ratchet:v4")})
    EXPECT_EQ(tag_in_comment(comment, "a/b"), "") << comment;
  EXPECT_EQ(tag_in_comment("ratchet:v4", ""), "");
}

TEST(Workflow, KnowsWhatIsARelease) {
  EXPECT_EQ(uses_parts("a/b/c@v1").repository, "a/b");
  EXPECT_EQ(uses_parts("a/b/c@v1").path, "a/b/c");
  EXPECT_EQ(uses_parts("a/b/c@v1").ref, "v1");
  for (const char* value : {"./a@v1", "docker://a/b@sha256:1", "a@v1", "a/b", "/b@v1", "a/@v1", "${{ a/b }}@v1"})
    EXPECT_TRUE(uses_parts(value).ref.empty()) << value;
}

}  // namespace
}  // namespace cordon::change
